import type { Usage } from "../../core/turn";

/** Estimates. There is no count of thoughts and none of a cache: there are no thoughts, and there is no cache. */
export function mapUsage(usage: Usage, candidateCount: number) {
  const candidatesTokenCount = usage.outputTokens * candidateCount;
  return {
    promptTokenCount: usage.inputTokens,
    candidatesTokenCount,
    totalTokenCount: usage.inputTokens + candidatesTokenCount,
  };
}
