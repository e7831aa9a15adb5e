import type { FinishReason } from "../../core/turn";

export type WireFinishReason =
  | "stop"
  | "length"
  | "tool_calls"
  | "content_filter"
  | "function_call";

export interface ReplyEnd {
  readonly finishReason: FinishReason;
  readonly hasToolCalls: boolean;
  readonly isTextStopped: boolean;
  readonly isLegacyFunctions: boolean;
}

/** Clients loop on the finish reason alone, so it has to agree with what the message holds. */
export function mapFinishReason({
  finishReason,
  hasToolCalls,
  isTextStopped,
  isLegacyFunctions,
}: ReplyEnd): WireFinishReason {
  switch (finishReason) {
    case "stop":
    case "tool-calls":
      if (!hasToolCalls) return "stop";
      return isLegacyFunctions ? "function_call" : "tool_calls";
    case "length":
      // What came after a stop sequence was cut off, so it was not the length that ended the text.
      return isTextStopped ? "stop" : "length";
    case "content-filter":
      return "content_filter";
  }
}
