import { isJsonObject, type JsonValue } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import { innerSchema } from "./build-container";
import { carryOver, fieldOfRaw, newField, rawOf } from "./form-model";
import type { FormModel, ShowFormProblem } from "./form-model";
import type { ArrayField, ChoiceField, FieldPath, FormField, ObjectField } from "./form-node";
import { findProblems, writeField } from "./form-text";
import { parseJsonText } from "./json-text";
import { fieldAt } from "./pointer";

type Change = (field: FormField) => FormField;

/** Changes the field at a path. A path that leads nowhere changes nothing: the field may have gone while its event was on its way. */
function changeAt(form: FormModel, path: FieldPath, change: Change): FormModel {
  return { ...form, root: changeField(form.root, path, change) };
}

function changeField(field: FormField, path: FieldPath, change: Change): FormField {
  const [step, ...rest] = path;
  if (step === undefined) return change(field);
  if (field.kind === "choice") return { ...field, field: changeField(field.field, path, change) };
  if (field.kind === "array")
    return {
      ...field,
      items: field.items.map((item, index) =>
        index === step ? { ...item, field: changeField(item.field, rest, change) } : item,
      ),
    };
  if (field.kind !== "object") return field;
  return {
    ...field,
    properties: field.properties.map((property) =>
      property.name === step && property.field !== null
        ? { ...property, field: changeField(property.field, rest, change) }
        : property,
    ),
    rows: field.rows.map((row, index) =>
      index === step ? { ...row, field: changeField(row.field, rest, change) } : row,
    ),
  };
}

/** Changes what is chosen in a choice, or the field itself. */
function changeInside(form: FormModel, path: FieldPath, change: Change): FormModel {
  return changeAt(form, path, (field) =>
    field.kind === "choice" ? { ...field, field: change(field.field) } : change(field),
  );
}

/** Sets the text of a string, a number or raw JSON. */
export function setText(form: FormModel, path: FieldPath, text: string): FormModel {
  return changeInside(form, path, (field) =>
    field.kind === "string" || field.kind === "number" || field.kind === "raw"
      ? { ...field, text }
      : field,
  );
}

export function setBoolean(form: FormModel, path: FieldPath, value: boolean | null): FormModel {
  return changeInside(form, path, (field) =>
    field.kind === "boolean" ? { ...field, value } : field,
  );
}

export function selectOption(
  form: FormModel,
  path: FieldPath,
  selectedIndex: number | null,
): FormModel {
  return changeInside(form, path, (field) =>
    field.kind === "enum" ? { ...field, selectedIndex } : field,
  );
}

/** Sets any field from a value, and adds what the schema requires beside it. */
export function setValue(form: FormModel, path: FieldPath, value: JsonValue): FormModel {
  return changeAt(form, path, ({ schema }) => newField(form.context, schema, value, path.length));
}

/** Adds an optional property, or leaves it out. What was written in it comes back with it. */
export function setPresent(
  form: FormModel,
  path: FieldPath,
  name: string,
  isPresent: boolean,
): FormModel {
  return changeInside(form, path, (field) => {
    if (field.kind !== "object") return field;
    const properties = field.properties.map((property) => {
      if (property.name !== name) return property;
      const own = property.field ?? (isPresent ? newInner(form, field, path, name) : null);
      return { ...property, isPresent, field: own };
    });
    return { ...field, properties };
  });
}

export function addItem(form: FormModel, path: FieldPath): FormModel {
  return changeInside(form, path, (field) => {
    if (field.kind !== "array") return field;
    if (field.itemsMax !== null && field.items.length >= field.itemsMax) return field;
    const item = { id: field.nextItemId, field: newInner(form, field, path, field.items.length) };
    return { ...field, items: [...field.items, item], nextItemId: field.nextItemId + 1 };
  });
}

export function removeItem(form: FormModel, path: FieldPath, index: number): FormModel {
  return changeInside(form, path, (field) =>
    field.kind === "array" ? { ...field, items: field.items.toSpliced(index, 1) } : field,
  );
}

/** Moves an item to another place, where it keeps what was typed, also in a tuple whose items differ. */
export function moveItem(form: FormModel, path: FieldPath, from: number, to: number): FormModel {
  return changeInside(form, path, (field) => {
    if (field.kind !== "array") return field;
    const item = field.items[from];
    const hasPlace = Number.isInteger(to) && to >= 0 && to < field.items.length;
    if (item === undefined || !hasPlace) return field;
    return { ...field, items: field.items.toSpliced(from, 1).toSpliced(to, 0, item) };
  });
}

/** Adds a key of the writer's own. */
export function addRow(form: FormModel, path: FieldPath): FormModel {
  return changeInside(form, path, (field) => {
    if (field.kind !== "object" || field.rowPolicy === "forbidden") return field;
    const row = {
      id: field.nextRowId,
      key: null,
      field: newInner(form, field, path, null),
    };
    return { ...field, rows: [...field.rows, row], nextRowId: field.nextRowId + 1 };
  });
}

/** Names a row. Where the schema of its new name is another, it keeps what that has a place for. */
export function renameRow(form: FormModel, path: FieldPath, index: number, key: string): FormModel {
  return changeInside(form, path, (field) => {
    if (field.kind !== "object") return field;
    const schema = innerSchema(form.context, field, key);
    const rows = field.rows.map((row, at) =>
      at === index ? { ...row, key, field: reshape(form, path, row.field, schema) } : row,
    );
    return { ...field, rows };
  });
}

function reshape(form: FormModel, path: FieldPath, field: FormField, schema: JsonValue): FormField {
  if (schema === field.schema) return field;
  const depth = path.length + 1;
  const value = valueOf(field);
  const carried = value === undefined ? undefined : carryOver(form.context, schema, value, depth);
  return newField(form.context, schema, carried, depth);
}

export function removeRow(form: FormModel, path: FieldPath, index: number): FormModel {
  return changeInside(form, path, (field) =>
    field.kind === "object" ? { ...field, rows: field.rows.toSpliced(index, 1) } : field,
  );
}

function newInner(
  { context }: FormModel,
  container: ObjectField | ArrayField,
  path: FieldPath,
  step: string | number | null,
): FormField {
  return newField(context, innerSchema(context, container, step), undefined, path.length + 1);
}

/** Picks another shape. What was written stays where the new shape has a place for it, and comes back with the old one. */
export function chooseVariant(form: FormModel, path: FieldPath, index: number): FormModel {
  return changeAt(form, path, (field) => {
    if (field.kind !== "choice" || field.selectedIndex === index) return field;
    const variant = field.variants[index];
    if (variant === undefined) return field;
    return {
      ...field,
      selectedIndex: index,
      field: variantField(form, field, path, index, variant.schema),
      left: { ...field.left, [field.selectedIndex]: field.field },
    };
  });
}

function variantField(
  { context }: FormModel,
  choice: ChoiceField,
  path: FieldPath,
  index: number,
  schema: JsonValue,
): FormField {
  const depth = path.length + 1;
  const was = choice.left[index];
  const current = valueOf(choice.field);
  const carried = current === undefined ? undefined : carryOver(context, schema, current, depth);
  if (was === undefined) return newField(context, schema, carried, depth);
  const before = valueOf(was);
  if (!isJsonObject(carried) || !isJsonObject(before)) return was;
  return newField(context, schema, { ...before, ...carried }, depth);
}

/** What a field says by itself; undefined where it says nothing, or no JSON. */
function valueOf(field: FormField): JsonValue | undefined {
  if (findProblems(field).length > 0) return undefined;
  const text = writeField(field);
  return text === undefined ? undefined : parseJsonText(text);
}

/** Shows a field as the JSON that it says. */
export function showRaw(form: FormModel, path: FieldPath): FormModel {
  return changeAt(form, path, rawOf);
}

/** Shows raw JSON as fields again. */
export function showForm(form: FormModel, path: FieldPath): Result<FormModel, ShowFormProblem> {
  const field = fieldAt(form.root, path);
  if (field === null) return succeed(form);
  const shown = fieldOfRaw(form.context, field, path.length);
  return shown.ok ? succeed(changeAt(form, path, () => shown.value)) : fail(shown.error);
}
