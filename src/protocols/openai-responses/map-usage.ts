import type { Usage } from "../../core/turn";

/** Estimates. The details are the vendor's; each of them is truly zero here, and some clients read them unasked. */
export function mapUsage({ inputTokens, outputTokens }: Usage) {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  };
}
