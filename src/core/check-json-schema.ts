import { Validator, type OutputUnit, type SchemaDraft } from "@cfworker/json-schema";
import type { JsonObject, JsonValue } from "./json";

/** How many faults a person is told at once. */
const FAULTS_TOLD_MAX = 5;

/** A fault quotes a whole enumeration or pattern, which may be of any length. */
const FAULT_CHARS_MAX = 400;

/** These only say that something inside is at fault, and are followed by what it is. */
const OUTER_KEYWORDS: ReadonlySet<string> = new Set([
  "$ref",
  "$recursiveRef",
  "additionalItems",
  "additionalProperties",
  "allOf",
  "dependentSchemas",
  "if",
  "items",
  "patternProperties",
  "prefixItems",
  "properties",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

/**
 * What is wrong with a value under a JSON Schema, a line for each fault with its place; null if nothing is. A schema that cannot be
 * used, as one with a reference to nothing, forbids nothing: it is the caller's fault, and the responder could not mend it.
 */
export function describeSchemaFaults(schema: JsonObject, value: JsonValue): string | null {
  const result = validate(schema, value);
  if (result === null || result.valid) return null;
  const inner = result.errors.filter(({ keyword }) => !OUTER_KEYWORDS.has(keyword));
  const faults = [...new Set((inner.length === 0 ? result.errors : inner).map(describeFault))];
  const told = faults.slice(0, FAULTS_TOLD_MAX);
  const leftCount = faults.length - told.length;
  return [...told, ...(leftCount === 0 ? [] : [`and ${leftCount} more`])].join("\n");
}

function describeFault({ instanceLocation, keyword, error }: OutputUnit): string {
  const text = `${instanceLocation}: ${keyword === "false" ? "This is not allowed here." : error}`;
  if (text.length <= FAULT_CHARS_MAX) return text;
  // By code points, so that no character is cut in two.
  return `${Array.from(text).slice(0, FAULT_CHARS_MAX).join("")}…`;
}

/** Whether a value surely fits: an unusable schema vouches for nothing. */
export function fitsSchema(schema: JsonObject, value: JsonValue): boolean {
  return validate(schema, value)?.valid === true;
}

function validate(schema: JsonObject, value: JsonValue): ReturnType<Validator["validate"]> | null {
  try {
    return new Validator(schema, draftOf(schema), false).validate(value);
  } catch {
    // The library throws for what it cannot read in a schema: references, patterns, and nesting without end.
    return null;
  }
}

/** The drafts differ in what stands beside a reference, and zod writes the seventh for OpenAI's SDK. */
export function draftOf({ $schema: name }: JsonObject): SchemaDraft {
  if (typeof name !== "string") return "2020-12";
  if (/draft-0?4\b/.test(name)) return "4";
  if (/draft-0?[67]\b/.test(name)) return "7";
  return name.includes("2019-09") ? "2019-09" : "2020-12";
}
