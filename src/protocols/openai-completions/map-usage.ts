import type { Usage } from "../../core/turn";

/** Estimates. The tokens of each copy of the reply count. */
export function mapUsage(usage: Usage, choiceCount: number) {
  const completionTokens = usage.outputTokens * choiceCount;
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: completionTokens,
    total_tokens: usage.inputTokens + completionTokens,
  };
}
