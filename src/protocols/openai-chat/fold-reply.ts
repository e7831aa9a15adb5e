import type { FinishReason, ReplyEvent, ToolCallEvent } from "../../core/turn";
import { createTextGate } from "../shared/text-gate";

/** A reply's events folded into one message, for whole responses. */
export interface FoldedReply {
  readonly text: string;
  readonly refusal: string;
  readonly toolCalls: readonly ToolCallEvent[];
  readonly finishReason: FinishReason;
  /** Whether a stop sequence ended the text. */
  readonly isTextStopped: boolean;
}

export function foldReply(
  events: readonly ReplyEvent[],
  stopSequences: readonly string[],
): FoldedReply {
  const gate = createTextGate(stopSequences);
  let text = "";
  let refusal = "";
  let finishReason: FinishReason = "stop";
  const toolCalls: ToolCallEvent[] = [];
  for (const event of events) {
    if (event.type === "text-delta") text += gate.push(event.text);
    else if (event.type === "refusal-delta") refusal += event.text;
    else if (event.type === "tool-call") toolCalls.push(event);
    else finishReason = event.finishReason;
  }
  text += gate.flush();
  return { text, refusal, toolCalls, finishReason, isTextStopped: gate.isClosed() };
}
