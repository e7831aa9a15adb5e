import type { JsonValue } from "../../core/json";

/** Google's enumerations in the order of their numbers, which protocol buffers' JSON may have in place of the names. */
export const MODES = ["MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"] as const;
export const MODALITIES = ["MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "AUDIO", "VIDEO"] as const;
export const SCHEMA_TYPES = [
  "TYPE_UNSPECIFIED",
  "STRING",
  "NUMBER",
  "INTEGER",
  "BOOLEAN",
  "ARRAY",
  "OBJECT",
  "NULL",
] as const;

/** The name of a value of an enumeration, as Google's older client for Python sends it by its number. */
export function nameOfEnum(value: JsonValue, names: readonly string[]): JsonValue {
  return typeof value === "number" ? (names[value] ?? value) : value;
}
