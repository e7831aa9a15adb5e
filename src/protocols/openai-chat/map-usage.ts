import type { Usage } from "../../core/turn";

/** Estimates. The details are the vendor's; each of them is truly zero here, and some clients read them unasked. */
export function mapUsage(usage: Usage, choiceCount: number) {
  const completionTokens = usage.outputTokens * choiceCount;
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: completionTokens,
    total_tokens: usage.inputTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
