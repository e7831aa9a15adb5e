import type { FinishReason, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp } from "../codec";
import type { NoTurnReason } from "./ollama-options";
import { rfc3339 } from "./rfc-3339";

/** What a response and all its chunks begin with. */
export function ollamaHead(context: ResponseContext, stamp: ResponseStamp) {
  return { model: context.model, created_at: rfc3339(stamp.createdAtMs) };
}

export type WireDoneReason = "stop" | "length" | NoTurnReason;

/** There is no word for a refusal or for tool calls: clients look at what the message holds. */
export function mapFinishReason(
  finishReason: FinishReason,
  isTextStopped: boolean,
): WireDoneReason {
  // What came after a stop sequence was cut off, so it was not the length that ended the text.
  return finishReason === "length" && !isTextStopped ? "length" : "stop";
}

/** Tokens are estimates. Durations measure hardware, in nanoseconds: there is none, and clients add them up unasked. */
export function mapUsage(usage: Usage) {
  return {
    total_duration: 0,
    load_duration: 0,
    prompt_eval_count: usage.inputTokens,
    prompt_eval_duration: 0,
    eval_count: usage.outputTokens,
    eval_duration: 0,
  };
}
