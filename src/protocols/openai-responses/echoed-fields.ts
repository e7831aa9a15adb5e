import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { UNCALLABLE_TYPES } from "./offered-tools";
import { withoutSecrets } from "./tool-secrets";

/** The fields of a request that its response repeats, under the same names. */
const ECHOED_FIELDS: readonly string[] = [
  "instructions",
  "max_output_tokens",
  "max_tool_calls",
  "metadata",
  "parallel_tool_calls",
  "prompt_cache_key",
  "prompt_cache_retention",
  "reasoning",
  "safety_identifier",
  "service_tier",
  "store",
  "temperature",
  "text",
  "tool_choice",
  "tools",
  "top_p",
  "truncation",
  "user",
];

/**
 * A Worker keeps them for as long as a request is held, and it holds many. Within this, Codex's instructions or its tools fit, and
 * nearly every other program's. The largest are left out first, and the response then has the defaults in their places.
 */
export const ECHOED_CHARS_MAX = 24 * 1024;

export function pickEchoedFields(body: JsonObject): JsonObject {
  const sized = ECHOED_FIELDS.flatMap((name) => {
    const value = echoOf(name, body[name]);
    return value === null ? [] : [{ name, value, chars: JSON.stringify(value).length }];
  }).toSorted((one, other) => one.chars - other.chars);
  let charsLeft = ECHOED_CHARS_MAX;
  const picked: [string, JsonValue][] = [];
  for (const { name, value, chars } of sized) {
    charsLeft -= chars;
    if (charsLeft < 0) break;
    picked.push([name, value]);
  }
  return Object.fromEntries(picked);
}

function echoOf(name: string, value: JsonValue | undefined): JsonValue | null {
  if (value === undefined || value === null) return null;
  if (name === "tools" && Array.isArray(value))
    return value.map((tool) => echoOfTool(tool as JsonValue));
  return value;
}

/** A function's parameters and strictness may be left out of a request, and never of a response. */
function echoOfTool(tool: JsonValue): JsonValue {
  if (!isJsonObject(tool)) return tool;
  const { type } = tool;
  if (type === "function") return { parameters: null, strict: null, ...tool };
  return typeof type === "string" && UNCALLABLE_TYPES.has(type) ? withoutSecrets(tool) : tool;
}
