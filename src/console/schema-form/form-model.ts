import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import { buildField } from "./build-field";
import type { FormField } from "./form-node";
import { writeField } from "./form-text";
import { hasInexactNumber, parseJsonText } from "./json-text";
import { createSchemaContext, type SchemaContext } from "./schema-context";

/** A form for one JSON Schema: a tool's arguments, or a structured answer. */
export interface FormModel {
  readonly context: SchemaContext;
  readonly root: FormField;
}

export type ShowFormProblem =
  | { readonly reason: "not-json" }
  /** A number has more digits than a form can hold; it would come back as another. */
  | { readonly reason: "inexact-number" };

/** A new form, with the schema's defaults and everything that is required. */
export function createForm(schema: JsonObject): FormModel {
  const context = createSchemaContext(schema);
  return { context, root: newField(context, context.schema, undefined, 0) };
}

/** The form that says a value, whatever the schema thinks of it. */
export function formOfValue(schema: JsonObject, value: JsonValue): FormModel {
  const context = createSchemaContext(schema);
  return { context, root: exactField(context, context.schema, value, 0) };
}

/** A field that has all that the schema requires, around a value if one is given. */
export function newField(
  context: SchemaContext,
  schema: JsonValue,
  value: JsonValue | undefined,
  depth: number,
): FormField {
  return buildField(context, { schema, value, isComplete: true, depth, around: new Set() });
}

/** A field that says exactly a value. */
export function exactField(
  context: SchemaContext,
  schema: JsonValue,
  value: JsonValue,
  depth: number,
): FormField {
  return buildField(context, { schema, value, isComplete: false, depth, around: new Set() });
}

/** A field as JSON text, with all that was typed in it. */
export function rawOf(field: FormField): FormField {
  if (field.kind === "raw") return field;
  const { schema, title, description } = field;
  const text = writeField(field, "") ?? "";
  return { schema, title, description, kind: "raw", text, reason: "chosen" };
}

/** The field that a raw text says; a text that is empty begins a new one. */
export function fieldOfRaw(
  context: SchemaContext,
  field: FormField,
  depth: number,
): Result<FormField, ShowFormProblem> {
  if (field.kind !== "raw") return succeed(field);
  if (field.text.trim() === "") return succeed(newField(context, field.schema, undefined, depth));
  const value = parseJsonText(field.text);
  if (value === undefined) return fail({ reason: "not-json" });
  if (hasInexactNumber(field.text)) return fail({ reason: "inexact-number" });
  return succeed(exactField(context, field.schema, value, depth));
}

/** What of a value another shape has a place for. */
export function carryOver(
  context: SchemaContext,
  schema: JsonValue,
  value: JsonValue,
  depth: number,
): JsonValue | undefined {
  const field = exactField(context, schema, value, depth);
  if (field.kind === "raw") return field.reason === "misfit" ? undefined : value;
  if (field.kind !== "object" || !isJsonObject(value)) return value;
  const kept = field.properties.flatMap(({ name, field: own }) => {
    const inner = value[name];
    const isKept = own !== null && inner !== undefined && !isMisfit(own);
    return isKept ? [[name, inner] as const] : [];
  });
  const rows = field.rows.flatMap(({ key, field: own }) => {
    const inner = key === null ? undefined : value[key];
    const isKept = field.rowPolicy === "invited" && inner !== undefined && !isMisfit(own);
    return isKept ? [[key ?? "", inner] as const] : [];
  });
  return Object.fromEntries([...kept, ...rows]);
}

function isMisfit(field: FormField): boolean {
  const inside = field.kind === "choice" ? field.field : field;
  return inside.kind === "raw" && inside.reason === "misfit";
}
