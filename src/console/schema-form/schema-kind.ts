import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import type { JsonType } from "./form-node";
import { ANNOTATIONS } from "./merge-schemas";

/** What a resolved schema asks for; `open` where it allows anything, or says it in no way that a field can show. */
export type SchemaKind =
  | { readonly kind: "const"; readonly value: JsonValue }
  | { readonly kind: "enum"; readonly options: readonly JsonValue[] }
  | {
      readonly kind: "choice";
      readonly keyword: "anyOf" | "oneOf";
      readonly options: readonly JsonValue[];
    }
  | { readonly kind: "types"; readonly types: readonly JsonType[] }
  | { readonly kind: "type"; readonly type: JsonType }
  | { readonly kind: "open" };

const TYPES: ReadonlySet<string> = new Set<JsonType>([
  "array",
  "boolean",
  "integer",
  "null",
  "number",
  "object",
  "string",
]);

/** What a schema that allows anything lets its writer pick from, in the order of use. */
const ANY_TYPES: readonly JsonType[] = ["string", "number", "boolean", "object", "array", "null"];

/** Keywords that say nothing about any other type, so that a schema without `type` means this one. */
const TYPICAL_KEYWORDS: readonly (readonly [JsonType, readonly string[]])[] = [
  ["object", ["properties", "required", "additionalProperties", "patternProperties"]],
  ["array", ["items", "prefixItems", "minItems", "maxItems"]],
  ["string", ["minLength", "maxLength", "pattern", "format"]],
  ["number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]],
];

export function kindOfSchema(schema: JsonObject): SchemaKind {
  const { const: constant, enum: options, anyOf, oneOf, type } = schema;
  if (constant !== undefined) return { kind: "const", value: constant };
  if (isFilledList(options)) return { kind: "enum", options };
  if (anyOf !== undefined || oneOf !== undefined) return kindOfChoice(anyOf, oneOf);
  if (Array.isArray(type)) {
    const types = (type as readonly JsonValue[]).filter(isType);
    const [only] = types;
    if (only !== undefined && types.length === 1) return { kind: "type", type: only };
    return types.length === 0 ? { kind: "open" } : { kind: "types", types };
  }
  if (type !== undefined) return isType(type) ? { kind: "type", type } : { kind: "open" };
  if (Object.keys(schema).every((name) => ANNOTATIONS.has(name)))
    return { kind: "types", types: ANY_TYPES };
  const typical = TYPICAL_KEYWORDS.find(([, keywords]) => keywords.some((name) => name in schema));
  return typical === undefined ? { kind: "open" } : { kind: "type", type: typical[0] };
}

function kindOfChoice(anyOf: JsonValue | undefined, oneOf: JsonValue | undefined): SchemaKind {
  // Both at once are two questions about one value.
  if (anyOf !== undefined && oneOf !== undefined) return { kind: "open" };
  const options = anyOf ?? oneOf;
  if (!isFilledList(options)) return { kind: "open" };
  return { kind: "choice", keyword: anyOf === undefined ? "oneOf" : "anyOf", options };
}

function isFilledList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value) && value.length > 0;
}

function isType(value: JsonValue): value is JsonType {
  return typeof value === "string" && TYPES.has(value);
}

/** Whether a value is of a type, as JSON Schema counts types. */
export function isOfType(value: JsonValue, type: JsonType): boolean {
  switch (type) {
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    case "object":
      return isJsonObject(value);
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "boolean":
    case "number":
    case "string":
      return typeof value === type;
  }
}
