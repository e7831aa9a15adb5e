import { isJsonObject, parseJson } from "../../core/json";
import { LIMITS } from "../../core/limits";
import type { ToolCallEvent } from "../shared/fold-reply";

/** The JSON of one call. Clients may send the id back; those that drop it are matched by the tool's name (`call-ids.ts`). */
export function encodeToolCall(call: ToolCallEvent, index: number): string {
  const id = JSON.stringify(call.toolCallId);
  const name = JSON.stringify(call.toolName);
  return `{"id":${id},"function":{"index":${index},"name":${name},"arguments":${encodeArguments(call.input)}}}`;
}

/**
 * Ollama's arguments are an object, and not its text. The text is passed on as it was written, since to parse it would round a long
 * number. What is no object stands in one, so that nothing is lost.
 */
function encodeArguments(input: string): string {
  if (input.trim() === "") return "{}";
  const parsed = parseJson(input, LIMITS.jsonDepthMax);
  if (!parsed.ok || !isJsonObject(parsed.value)) return JSON.stringify({ input });
  // In valid JSON, a raw line end stands between tokens only. On the wire it would end the line.
  return input.trim().replace(/[\r\n]+/g, " ");
}
