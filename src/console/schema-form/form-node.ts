import type { JsonObject, JsonValue } from "../../core/json";

/** What every field shows of its schema. */
export interface FieldLabel {
  readonly title: string | null;
  readonly description: string | null;
}

interface FieldBase extends FieldLabel {
  /** The field's part of the schema as it was written, from which the field can be made anew. */
  readonly schema: JsonValue;
}

export interface ObjectField extends FieldBase {
  readonly kind: "object";
  readonly properties: readonly PropertyField[];
  /** Keys that the schema does not name. */
  readonly rows: readonly RowField[];
  readonly nextRowId: number;
  /** Whether the schema asks for keys of the writer's own, tolerates them, or forbids them. */
  readonly rowPolicy: "invited" | "tolerated" | "forbidden";
}

export interface PropertyField {
  readonly name: string;
  readonly isRequired: boolean;
  /** An optional property that is left out keeps what was written in it. */
  readonly isPresent: boolean;
  /** Null until the property is present for the first time, so that a schema that contains itself comes to an end. */
  readonly field: FormField | null;
}

export interface RowField {
  /** Stays with the row when others go, for the component that shows it. */
  readonly id: number;
  /** Null until the writer names it; such a row is left out. */
  readonly key: string | null;
  readonly field: FormField;
}

export interface ArrayField extends FieldBase {
  readonly kind: "array";
  readonly items: readonly ItemField[];
  readonly nextItemId: number;
  readonly itemsMin: number;
  /** Null where there is no limit. */
  readonly itemsMax: number | null;
}

export interface ItemField {
  readonly id: number;
  readonly field: FormField;
}

export interface StringField extends FieldBase {
  readonly kind: "string";
  readonly text: string;
  readonly format: string | null;
  /** What the string holds, as `text/html`. */
  readonly mediaType: string | null;
  readonly pattern: string | null;
  readonly charsMin: number | null;
  readonly charsMax: number | null;
}

export interface NumberField extends FieldBase {
  readonly kind: "number";
  /** As typed, so that nothing half-typed is lost; empty where no number is given. */
  readonly text: string;
  readonly isInteger: boolean;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

export interface BooleanField extends FieldBase {
  readonly kind: "boolean";
  /** Null until the writer decides. */
  readonly value: boolean | null;
}

export interface EnumField extends FieldBase {
  readonly kind: "enum";
  readonly options: readonly JsonValue[];
  readonly selectedIndex: number | null;
}

/** A value that the schema leaves no choice about: a constant, or null. */
export interface FixedField extends FieldBase {
  readonly kind: "fixed";
  readonly value: JsonValue;
}

/** Several shapes to pick from. */
export interface ChoiceField extends FieldBase {
  readonly kind: "choice";
  readonly variants: readonly Variant[];
  readonly selectedIndex: number;
  /** The chosen variant's field, which has the choice's own place in the value. */
  readonly field: FormField;
  /** What was written in variants that were left, by their index. */
  readonly left: Readonly<Record<number, FormField>>;
}

export interface Variant {
  readonly label: VariantLabel;
  readonly schema: JsonValue;
  /** The variant's index in each `anyOf` or `oneOf` that leads to it, from the outermost. */
  readonly branch: readonly number[];
}

export type VariantLabel =
  | { readonly kind: "title"; readonly text: string }
  /** The value of the property that tells the variants apart, or the variant's own constant. */
  | { readonly kind: "constant"; readonly text: string }
  | { readonly kind: "type"; readonly type: JsonType }
  | { readonly kind: "number"; readonly number: number };

/** JSON as it is typed: for what a schema leaves open or says in a way that no field can show, so that every call can be answered. */
export interface RawField extends FieldBase {
  readonly kind: "raw";
  readonly text: string;
  readonly reason: RawReason;
}

export type RawReason =
  /** The schema allows anything, or says something that no field can show. */
  | "open"
  /** The value is of another type than the schema's. */
  | "misfit"
  | "too-deep"
  /** The writer asked for it. */
  | "chosen";

export type FormField =
  | ObjectField
  | ArrayField
  | StringField
  | NumberField
  | BooleanField
  | EnumField
  | FixedField
  | ChoiceField
  | RawField;

export type JsonType = "array" | "boolean" | "integer" | "null" | "number" | "object" | "string";

/** The way to a field: a string is a property that the schema names, a number is the index of an item or a row. */
export type FieldPath = readonly (string | number)[];

/** Whether a string wants several lines: by the schema's word, or by what it already holds. */
export function isMultiline({ text, format, mediaType, charsMax }: StringField): boolean {
  if (mediaType !== null || format === "markdown" || format === "textarea") return true;
  return (charsMax ?? 0) > LINE_CHARS_MAX || text.length > LINE_CHARS_MAX || text.includes("\n");
}

/** About what a field of one line shows. */
const LINE_CHARS_MAX = 120;

/** Whether a choice is between one shape and null, which is shown as a value that is given or not. */
export function isNullable({ variants }: Pick<ChoiceField, "variants">): boolean {
  return variants.length === 2 && variants.some((variant) => isNothing(variant));
}

export function isNothing({ label }: Variant): boolean {
  return label.kind === "type" && label.type === "null";
}

export function labelOf(schema: JsonObject): FieldLabel {
  const { title, description } = schema;
  return {
    title: typeof title === "string" ? title : null,
    description: typeof description === "string" ? description : null,
  };
}
