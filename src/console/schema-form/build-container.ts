import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import type { FieldSource } from "./field-source";
import { labelOf } from "./form-node";
import type { ArrayField, FormField, ObjectField, PropertyField } from "./form-node";
import { resolveSchema } from "./resolve-schema";
import type { SchemaContext } from "./schema-context";

/** What a container needs to make what is in it. */
export interface Nested {
  readonly context: SchemaContext;
  readonly source: FieldSource;
  readonly build: (source: FieldSource) => FormField;
}

/** A schema may ask for more items than anyone types; what is missing is an error that says so. */
const NEW_ITEMS_MAX = 20;

export function buildObject(
  nested: Nested,
  schema: JsonObject,
  value: JsonObject | undefined,
): ObjectField {
  const named = isJsonObject(schema["properties"]) ? schema["properties"] : {};
  const required = new Set(Array.isArray(schema["required"]) ? schema["required"] : []);
  const properties = Object.entries(named).map(([name, property]) =>
    buildProperty(nested, { name, schema: property, isRequired: required.has(name) }, value),
  );
  // A property may be required that no schema is given for.
  const unnamed = [...required].filter(
    (name): name is string => typeof name === "string" && !Object.hasOwn(named, name),
  );
  for (const name of unnamed)
    properties.push(
      buildProperty(nested, { name, schema: rowSchema(schema, name), isRequired: true }, value),
    );
  const names = new Set(properties.map(({ name }) => name));
  const rows = Object.entries(value ?? {})
    .filter(([key]) => !names.has(key))
    .map(([key, inner], id) => ({
      id,
      key,
      field: buildInner(nested, rowSchema(schema, key), inner),
    }));
  return {
    schema: nested.source.schema,
    ...labelOf(schema),
    kind: "object",
    properties,
    rows,
    nextRowId: rows.length,
    rowPolicy: rowPolicyOf(schema),
  };
}

function buildProperty(
  nested: Nested,
  { name, schema, isRequired }: { name: string; schema: JsonValue; isRequired: boolean },
  value: JsonObject | undefined,
): PropertyField {
  const own = value !== undefined && Object.hasOwn(value, name) ? value[name] : undefined;
  if (own !== undefined)
    return { name, isRequired, isPresent: true, field: buildInner(nested, schema, own) };
  const isNew = value === undefined || nested.source.isComplete;
  const isPresent = isRequired && isNew && !isAround(nested, schema);
  return {
    name,
    isRequired,
    isPresent,
    field: isPresent ? buildInner(nested, schema, undefined) : null,
  };
}

/** The schema of a key that is no named property: the first pattern that it fits, or what is said of all others. */
export function rowSchema(schema: JsonObject, key: string): JsonValue {
  const { patternProperties, additionalProperties } = schema;
  if (isJsonObject(patternProperties)) {
    const pattern = Object.keys(patternProperties).find((one) => isMatch(one, key));
    const matched = pattern === undefined ? undefined : patternProperties[pattern];
    if (matched !== undefined) return matched;
  }
  return isJsonObject(additionalProperties) ? additionalProperties : true;
}

function isMatch(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, "u").test(key);
  } catch {
    // A pattern that is none fits nothing; that the schema cannot be checked is told elsewhere.
    return false;
  }
}

function rowPolicyOf(schema: JsonObject): ObjectField["rowPolicy"] {
  const { properties, patternProperties, additionalProperties } = schema;
  if (isJsonObject(patternProperties) || isJsonObject(additionalProperties)) return "invited";
  if (additionalProperties === false) return "forbidden";
  const hasNames = isJsonObject(properties) && Object.keys(properties).length > 0;
  return additionalProperties === true || !hasNames ? "invited" : "tolerated";
}

export function buildArray(
  nested: Nested,
  schema: JsonObject,
  value: readonly JsonValue[] | undefined,
): ArrayField {
  const itemsMin = typeof schema["minItems"] === "number" ? schema["minItems"] : 0;
  const count = value?.length ?? newItemCount(nested, schema, itemsMin);
  const items = Array.from({ length: count }, (_, id) => ({
    id,
    field: buildInner(nested, itemSchema(schema, id), value?.[id]),
  }));
  return {
    schema: nested.source.schema,
    ...labelOf(schema),
    kind: "array",
    items,
    nextItemId: count,
    itemsMin,
    itemsMax: itemsMaxOf(schema),
  };
}

function newItemCount(nested: Nested, schema: JsonObject, itemsMin: number): number {
  const count = Math.min(NEW_ITEMS_MAX, Math.max(itemsMin, tupleOf(schema).length));
  return isAround(nested, itemSchema(schema, 0)) ? 0 : count;
}

/** The schema of an item by its index: a tuple has one for each of its first items. */
export function itemSchema(schema: JsonObject, index: number): JsonValue {
  const own = tupleOf(schema)[index];
  if (own !== undefined) return own;
  const { items, additionalItems } = schema;
  const rest = Array.isArray(items) ? additionalItems : items;
  return isJsonObject(rest) ? rest : true;
}

/** Drafts before 2020 write a tuple as a list of `items`. */
function tupleOf({ prefixItems, items }: JsonObject): readonly JsonValue[] {
  if (Array.isArray(prefixItems)) return prefixItems as readonly JsonValue[];
  return Array.isArray(items) ? (items as readonly JsonValue[]) : [];
}

function itemsMaxOf(schema: JsonObject): number | null {
  const { maxItems, items, additionalItems } = schema;
  if (typeof maxItems === "number") return maxItems;
  const isClosed = items === false || (Array.isArray(items) && additionalItems === false);
  return isClosed ? tupleOf(schema).length : null;
}

/** Whether a schema is one of those that this field is inside of. Those that are no objects are no places of their own. */
function isAround({ source }: Nested, schema: JsonValue): boolean {
  return isJsonObject(schema) && (schema === source.schema || source.around.has(schema));
}

function buildInner(
  { source, build }: Nested,
  schema: JsonValue,
  value: JsonValue | undefined,
): FormField {
  return build({
    schema,
    value,
    isComplete: source.isComplete,
    depth: source.depth + 1,
    around: new Set(source.around).add(source.schema),
  });
}

/** The schema of what is added to a container. A row that has no name yet has what is said of rows at all. */
export function innerSchema(
  context: SchemaContext,
  container: ObjectField | ArrayField,
  step: string | number | null,
): JsonValue {
  const schema = resolveSchema(context, container.schema) ?? {};
  if (step === null) return unnamedRowSchema(schema);
  if (container.kind === "array") return typeof step === "number" ? itemSchema(schema, step) : true;
  const { properties } = schema;
  const name = String(step);
  return isJsonObject(properties) && Object.hasOwn(properties, name)
    ? (properties[name] ?? true)
    : rowSchema(schema, name);
}

function unnamedRowSchema({ additionalProperties, patternProperties }: JsonObject): JsonValue {
  if (isJsonObject(additionalProperties)) return additionalProperties;
  const patterns = isJsonObject(patternProperties) ? Object.values(patternProperties) : [];
  return patterns[0] ?? true;
}
