import { parseJson, type JsonProblem, type JsonValue } from "../core/json";
import { LIMITS } from "../core/limits";
import { fail, type Result } from "../core/result";

/** How much of what follows the JSON is quoted. */
const QUOTED_CHARS_MAX = 40;

/** A person's JSON that is none. */
export interface WrittenJsonFault {
  /** Goes on after "but". */
  readonly problem: string;
  /** There is JSON, and then something else. */
  readonly isFollowed: boolean;
}

/** Parses JSON that may have been typed, and says what people do wrong: fences, a phone's quotes, afterthoughts. */
export function parseWrittenJson(text: string): Result<JsonValue, WrittenJsonFault> {
  const parsed = parseJson(text, LIMITS.jsonDepthMax);
  if (parsed.ok) return parsed;
  const rest = restAfterJson(text);
  if (rest !== null)
    return fail({ problem: `after the JSON follows: ${quote(rest)}`, isFollowed: true });
  return fail({ problem: describeProblem(text, parsed.error), isFollowed: false });
}

function describeProblem(text: string, error: JsonProblem): string {
  if (error.reason === "too-deep") return `this is nested deeper than ${error.depthMax} levels.`;
  if (/^\s*(?:```|~~~)/.test(text))
    return "this has a ``` fence around it. Send the JSON without the fence.";
  const hint = /[\u201c\u201d\u201e]/.test(text) ? ' JSON needs straight quotes: "' : "";
  return `this is no JSON: ${error.detail}.${hint}`;
}

/** What follows a complete object or array at the beginning of a text; null where there is none. */
function restAfterJson(text: string): string | null {
  if (!/^\s*[{[]/.test(text)) return null;
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === "\\") index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth > 0) continue;
      const isComplete = parseJson(text.slice(0, index + 1), LIMITS.jsonDepthMax).ok;
      return isComplete ? text.slice(index + 1).trim() : null;
    }
  }
  return null;
}

function quote(text: string): string {
  // By code points, so that no character is cut in two.
  const characters = Array.from(text.slice(0, 2 * QUOTED_CHARS_MAX))
    .slice(0, QUOTED_CHARS_MAX)
    .join("");
  return `\`${characters}${characters.length < text.length ? "…" : ""}\``;
}
