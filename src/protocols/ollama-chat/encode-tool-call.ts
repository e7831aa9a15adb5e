import type { ToolCallEvent } from "../../core/turn";
import { encodeObjectArguments } from "../shared/object-arguments";

/** The JSON of one call. Clients may send the id back; those that drop it are matched by the tool's name (`shared/call-ids.ts`). */
export function encodeToolCall(call: ToolCallEvent, index: number): string {
  const id = JSON.stringify(call.toolCallId);
  const name = JSON.stringify(call.toolName);
  const args = encodeObjectArguments(call.input);
  return `{"id":${id},"function":{"index":${index},"name":${name},"arguments":${args}}}`;
}
