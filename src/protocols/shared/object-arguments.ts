import { isJsonObject, parseJson } from "../../core/json";
import { LIMITS } from "../../core/limits";

/**
 * A call's arguments as the JSON text of an object, for dialects that do not take them as a text. It stays as it was written, so that
 * no number loses a digit; only its line ends go, which stand between tokens and would end a line of the wire. What is no object
 * arrives as its text, under `input`.
 */
export function encodeObjectArguments(input: string): string {
  if (input.trim() === "") return "{}";
  const parsed = parseJson(input, LIMITS.jsonDepthMax);
  if (!parsed.ok || !isJsonObject(parsed.value)) return JSON.stringify({ input });
  // Half of a surrogate pair is lost on the wire unless it is escaped.
  if (!input.isWellFormed()) return JSON.stringify(parsed.value);
  return input.trim().replace(/[\r\n]+/g, " ");
}
