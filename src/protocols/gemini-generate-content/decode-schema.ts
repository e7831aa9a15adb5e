import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { asList, camelKeys } from "./camel-keys";
import { nameOfEnum, SCHEMA_TYPES } from "./enum-names";

/**
 * Google's `Schema`, a dialect of OpenAPI's, as JSON Schema: the same validator then checks arguments and replies of every dialect.
 * What Google has taken over from JSON Schema, and keywords that neither knows, stay as they are.
 *
 * @see https://ai.google.dev/api/caching#Schema (2026-11)
 */
export function toJsonSchema(schema: JsonObject): JsonObject {
  const google = camelKeys(schema);
  const isNullable = google["nullable"] === true;
  const entries: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(google)) {
    if (name === "nullable" || name === "propertyOrdering") continue;
    // These say nothing that the rest does not.
    if (name === "format" && value === "enum") continue;
    if (name === "type" && nameOfEnum(value, SCHEMA_TYPES) === "TYPE_UNSPECIFIED") continue;
    entries.push(translateKeyword(name, value, google));
  }
  const translated = Object.fromEntries(entries);
  return isNullable ? orNull(translated) : translated;
}

const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set(["items", "additionalProperties"]);
const SCHEMA_LIST_KEYWORDS: ReadonlySet<string> = new Set([
  "anyOf",
  "oneOf",
  "allOf",
  "prefixItems",
]);
const SCHEMA_MAP_KEYWORDS: ReadonlySet<string> = new Set(["defs", "$defs", "definitions"]);
/** Whole numbers of 64 bits, which are strings in Google's JSON. */
const COUNT_KEYWORDS = /^(?:min|max)(?:Items|Length|Properties)$/;
/** What Google names otherwise. */
const RENAMED = new Map([
  ["defs", "$defs"],
  ["ref", "$ref"],
]);

function translateKeyword(
  name: string,
  value: JsonValue,
  schema: JsonObject,
): [name: string, value: JsonValue] {
  const keyword = RENAMED.get(name) ?? name;
  if (name === "type") return [keyword, lowerCaseType(value)];
  if (name === "properties")
    return [keyword, orderProperties(mapSchemas(value), schema["propertyOrdering"])];
  if (name === "enum") return [keyword, readEnum(value, schema["type"])];
  if (name === "example") return ["examples", [value]];
  if (SCHEMA_KEYWORDS.has(name)) return [keyword, translateAny(value)];
  if (SCHEMA_LIST_KEYWORDS.has(name)) return [keyword, translateAny(asList(value) ?? [])];
  if (SCHEMA_MAP_KEYWORDS.has(name)) return [keyword, mapSchemas(value)];
  if (COUNT_KEYWORDS.test(name)) return [keyword, readCount(value)];
  return [keyword, value];
}

function readCount(value: JsonValue): JsonValue {
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
}

/** The values of an enumeration are strings in Google's schema, whatever they are the values of. */
function readEnum(values: JsonValue, type: JsonValue | undefined): JsonValue {
  const name = type === undefined ? "" : lowerCaseType(type);
  if ((name !== "integer" && name !== "number") || !Array.isArray(values)) return values;
  return values.map((value) =>
    typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))
      ? Number(value)
      : (value as JsonValue),
  );
}

function translateAny(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item) => translateAny(item as JsonValue));
  return isJsonObject(value) ? toJsonSchema(value) : value;
}

function mapSchemas(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]) => [name, translateAny(schema)]),
  );
}

/** A form shows the properties in their order. */
function orderProperties(properties: JsonValue, ordering: JsonValue | undefined): JsonValue {
  if (!isJsonObject(properties) || !Array.isArray(ordering)) return properties;
  const places = new Map(ordering.map((name, index) => [name as JsonValue, index]));
  const placeOf = (name: string): number => places.get(name) ?? ordering.length;
  return Object.fromEntries(
    Object.entries(properties).toSorted(([a], [b]) => placeOf(a) - placeOf(b)),
  );
}

function lowerCaseType(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item) => lowerCaseType(item as JsonValue));
  const name = nameOfEnum(value, SCHEMA_TYPES);
  return typeof name === "string" ? name.toLowerCase() : name;
}

function orNull(schema: JsonObject): JsonObject {
  const { $ref, type, enum: values, anyOf } = schema;
  if ($ref !== undefined) return { anyOf: [schema, { type: "null" }] };
  const types = type === undefined ? [] : asArray(type);
  return {
    ...schema,
    ...(types.length === 0 || types.includes("null") ? {} : { type: [...types, "null"] }),
    ...(Array.isArray(values) && !values.includes(null) ? { enum: [...values, null] } : {}),
    ...(Array.isArray(anyOf) ? { anyOf: [...anyOf, { type: "null" }] } : {}),
  };
}

function asArray(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [value];
}
