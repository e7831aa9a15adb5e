import { Validator } from "@cfworker/json-schema";
import type { JsonObject, JsonValue } from "./json";

/** How many faults a person is told at once. */
const FAULTS_TOLD_MAX = 5;

/**
 * What is wrong with a value under a JSON Schema, each with its place; null if nothing is. A schema that cannot be used, as one with
 * a reference to nothing, forbids nothing: it is the caller's fault, and the responder could not mend it.
 */
export function describeSchemaFaults(schema: JsonObject, value: JsonValue): string | null {
  const result = validate(schema, value);
  if (result === null || result.valid) return null;
  // A fault in a property is reported for each of its parents too; the innermost says what to mend.
  const innermost = result.errors.filter(
    (error) =>
      !result.errors.some(
        (other) => other !== error && isBelow(other.instanceLocation, error.instanceLocation),
      ),
  );
  return innermost
    .slice(0, FAULTS_TOLD_MAX)
    .map((error) => `${error.instanceLocation}: ${error.error}`)
    .join("\n");
}

/** Whether a value surely fits: an unusable schema vouches for nothing. */
export function fitsSchema(schema: JsonObject, value: JsonValue): boolean {
  return validate(schema, value)?.valid === true;
}

function validate(schema: JsonObject, value: JsonValue): ReturnType<Validator["validate"]> | null {
  try {
    return new Validator(schema, "2020-12", false).validate(value);
  } catch {
    // The library throws for what it cannot read in a schema: references, patterns, and nesting without end.
    return null;
  }
}

function isBelow(place: string, parent: string): boolean {
  return place.startsWith(`${parent}/`);
}
