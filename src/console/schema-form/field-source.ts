import type { JsonValue } from "../../core/json";

/**
 * What a field is made from. A value is kept exactly as it is, and what it lacks stays away; `isComplete` also adds what the schema
 * requires beside it, as a new field has it.
 */
export interface FieldSource {
  readonly schema: JsonValue;
  /** Undefined for a new field. */
  readonly value: JsonValue | undefined;
  readonly isComplete: boolean;
  readonly depth: number;
  /** The schemas around this one: a new field is not begun inside itself. */
  readonly around: ReadonlySet<JsonValue>;
}
