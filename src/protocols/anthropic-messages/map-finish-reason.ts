import type { FinishReason } from "../../core/turn";

export type WireStopReason = "end_turn" | "max_tokens" | "stop_sequence" | "tool_use" | "refusal";

export interface ReplyEnd {
  readonly finishReason: FinishReason;
  readonly hasToolCalls: boolean;
  readonly hasRefusal: boolean;
  /** The sequence that ended the text. */
  readonly stopSequence: string | null;
}

/** Clients loop on the stop reason alone, so it has to agree with what the message holds. */
export function mapFinishReason(end: ReplyEnd): WireStopReason {
  switch (end.finishReason) {
    case "stop":
    case "tool-calls":
      return reasonOfWholeReply(end);
    case "length":
      // What came after a stop sequence was cut off, so it was not the length that ended the text.
      return end.stopSequence === null ? "max_tokens" : reasonOfWholeReply(end);
    case "content-filter":
      return "refusal";
  }
}

function reasonOfWholeReply({ hasToolCalls, hasRefusal, stopSequence }: ReplyEnd): WireStopReason {
  if (hasToolCalls) return "tool_use";
  if (hasRefusal) return "refusal";
  return stopSequence === null ? "end_turn" : "stop_sequence";
}
