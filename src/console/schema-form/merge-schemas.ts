import { deepCompareStrict } from "@cfworker/json-schema";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";

type Merge = (a: JsonValue, b: JsonValue) => JsonValue | undefined;

/** What is only said about a value, and does not limit it: the first word counts. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  "$comment",
  "$defs",
  "$id",
  "$schema",
  "default",
  "definitions",
  "deprecated",
  "description",
  "examples",
  "readOnly",
  "title",
  "writeOnly",
]);

const MERGES: ReadonlyMap<string, Merge> = new Map<string, Merge>([
  ["additionalProperties", mergeSubschemas],
  ["enum", (a, b) => intersect(listOf(a), listOf(b))],
  ["exclusiveMaximum", least],
  ["exclusiveMinimum", greatest],
  ["items", mergeSubschemas],
  ["maxItems", least],
  ["maxLength", least],
  ["maxProperties", least],
  ["maximum", least],
  ["minItems", greatest],
  ["minLength", greatest],
  ["minProperties", greatest],
  ["minimum", greatest],
  ["properties", mergeProperties],
  ["required", (a, b) => [...new Set([...listOf(a), ...listOf(b)])]],
  ["type", mergeTypes],
]);

/** One schema that demands what both do; null where that takes more than the keywords that a form understands. */
export function mergeSchemas(a: JsonObject, b: JsonObject): JsonObject | null {
  const merged = new Map<string, JsonValue>(Object.entries(a));
  for (const [keyword, value] of Object.entries(b)) {
    const own = merged.get(keyword);
    if (own === undefined) merged.set(keyword, value);
    else if (!ANNOTATIONS.has(keyword) && !deepCompareStrict(own, value)) {
      const both = MERGES.get(keyword)?.(own, value);
      if (both === undefined) return null;
      merged.set(keyword, both);
    }
  }
  return Object.fromEntries(merged);
}

function mergeProperties(a: JsonValue, b: JsonValue): JsonValue | undefined {
  if (!isJsonObject(a) || !isJsonObject(b)) return undefined;
  const merged = new Map<string, JsonValue>(Object.entries(a));
  for (const [name, schema] of Object.entries(b)) {
    const own = merged.get(name);
    merged.set(name, own === undefined ? schema : mergeSubschemas(own, schema));
  }
  return Object.fromEntries(merged);
}

function mergeSubschemas(a: JsonValue, b: JsonValue): JsonValue {
  if (a === false || b === false) return false;
  if (a === true || b === true) return a === true ? b : a;
  return { allOf: [a, b] };
}

function mergeTypes(a: JsonValue, b: JsonValue): JsonValue | undefined {
  const [ours, theirs] = [typesOf(a), typesOf(b)];
  // An integer is a number, so that the narrower of the two is left.
  const left = ours.flatMap((type) => {
    if (theirs.includes(type)) return [type];
    if (type === "number" && theirs.includes("integer")) return ["integer"];
    return type === "integer" && theirs.includes("number") ? ["integer"] : [];
  });
  if (left.length === 0) return undefined;
  return left.length === 1 ? left[0] : [...new Set(left)];
}

function typesOf(type: JsonValue): readonly JsonValue[] {
  return Array.isArray(type) ? (type as readonly JsonValue[]) : [type];
}

function intersect(a: readonly JsonValue[], b: readonly JsonValue[]): JsonValue | undefined {
  const both = a.filter((one) => b.some((other) => deepCompareStrict(one, other)));
  return both.length === 0 ? undefined : both;
}

function listOf(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function least(a: JsonValue, b: JsonValue): JsonValue | undefined {
  return typeof a === "number" && typeof b === "number" ? Math.min(a, b) : undefined;
}

function greatest(a: JsonValue, b: JsonValue): JsonValue | undefined {
  return typeof a === "number" && typeof b === "number" ? Math.max(a, b) : undefined;
}
