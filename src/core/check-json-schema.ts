import { Validator } from "@cfworker/json-schema";
import type { JsonObject, JsonValue } from "./json";

/** How many faults a person is told at once. */
const FAULTS_TOLD_MAX = 5;

/** What is wrong with a value under a JSON Schema, each with its place; null if nothing is. */
export function describeSchemaFaults(schema: JsonObject, value: JsonValue): string | null {
  const result = new Validator(schema, "2020-12", false).validate(value);
  if (result.valid) return null;
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

function isBelow(place: string, parent: string): boolean {
  return place.startsWith(`${parent}/`);
}
