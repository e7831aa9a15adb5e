import { fail, succeed, type Result } from "./result";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export type JsonProblem =
  | { readonly reason: "invalid-json"; readonly detail: string }
  | { readonly reason: "too-deep"; readonly depthMax: number };

/** Parses JSON text, and refuses a nesting that would exhaust the stack of whoever walks it. */
export function parseJson(text: string, depthMax: number): Result<JsonValue, JsonProblem> {
  if (nestingExceeds(text, depthMax)) return fail({ reason: "too-deep", depthMax });
  try {
    return succeed(JSON.parse(text) as JsonValue);
  } catch (error) {
    // The engine's message quotes the text around the fault, which is the client's own.
    return fail({ reason: "invalid-json", detail: error instanceof Error ? error.message : "" });
  }
}

/** Counts brackets outside strings without recursion, before the parser sees the text. */
function nestingExceeds(text: string, depthMax: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON text with sorted keys, so that equal values have equal texts. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item as JsonValue)).join(",")}]`;
  if (isJsonObject(value)) {
    const keys = Object.keys(value).toSorted();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}
