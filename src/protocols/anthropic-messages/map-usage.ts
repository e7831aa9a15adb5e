import type { Usage } from "../../core/turn";

/** Estimates. There is no cache and no hosted tool, and some clients read those counts unasked. */
export function mapUsage(usage: Usage, isBeta: boolean) {
  return {
    input_tokens: usage.inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { thinking_tokens: 0 },
    server_tool_use: null,
    service_tier: "standard" as const,
    inference_geo: null,
    speed: null,
    ...(isBeta ? BETA_COUNTS : {}),
  };
}

/** What `message_delta` repeats at the end of a stream. */
export function mapDeltaUsage(usage: Usage, isBeta: boolean) {
  return {
    input_tokens: usage.inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: usage.outputTokens,
    output_tokens_details: { thinking_tokens: 0 },
    server_tool_use: null,
    ...(isBeta ? BETA_COUNTS : {}),
  };
}

const BETA_COUNTS = { fallback_credit: null, iterations: null } as const;
