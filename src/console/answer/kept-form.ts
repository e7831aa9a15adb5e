import type { JsonObject } from "../../core/json";
import { createForm, newField, rawOf, type FormModel } from "../schema-form/form-model";
import type { FormField } from "../schema-form/form-node";
import { writeField } from "../schema-form/form-text";
import { hasInexactNumber, parseJsonText } from "../schema-form/json-text";

/** A form as it is kept over a reload: what it says, and whether it is shown as JSON. */
export interface KeptForm {
  readonly text: string;
  readonly isRaw: boolean;
}

export function keepForm({ root }: FormModel): KeptForm {
  const isRaw = root.kind === "raw" && root.reason === "chosen";
  return { text: isRaw ? root.text : (writeField(withNamedRows(root), "") ?? ""), isRaw };
}

/**
 * The form that says what was kept, with everything that is required beside it. What was half-typed is no JSON yet, and stays as text:
 * nothing typed is lost.
 */
export function restoreForm(schema: JsonObject, { text, isRaw }: KeptForm): FormModel {
  const { context, root } = createForm(schema);
  if (text.trim() === "" && !isRaw) return { context, root };
  const value = isRaw ? undefined : parseJsonText(text);
  if (value === undefined || hasInexactNumber(text)) {
    const raw = rawOf(root);
    return { context, root: raw.kind === "raw" ? { ...raw, text } : raw };
  }
  return { context, root: newField(context, context.schema, value, 0) };
}

/** An entry without a name has no place in JSON, but what was typed in it has been typed. */
function withNamedRows(field: FormField): FormField {
  switch (field.kind) {
    case "object":
      return {
        ...field,
        properties: field.properties.map((property) => ({
          ...property,
          field: property.field === null ? null : withNamedRows(property.field),
        })),
        rows: field.rows.map((row) => ({
          ...row,
          key: row.key ?? "",
          field: withNamedRows(row.field),
        })),
      };
    case "array":
      return {
        ...field,
        items: field.items.map((item) => ({ ...item, field: withNamedRows(item.field) })),
      };
    case "choice":
      return { ...field, field: withNamedRows(field.field) };
    case "string":
    case "number":
    case "boolean":
    case "enum":
    case "fixed":
    case "raw":
      return field;
  }
}

export function isKeptForm(value: unknown): value is KeptForm {
  return (
    typeof value === "object" &&
    value !== null &&
    "text" in value &&
    typeof value.text === "string" &&
    "isRaw" in value &&
    typeof value.isRaw === "boolean"
  );
}
