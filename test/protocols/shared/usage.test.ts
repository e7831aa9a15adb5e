import { describe, expect, it } from "vitest";

import type { TurnRequest } from "../../../src/core/turn";
import { estimateInputTokens, estimateOutputTokens } from "../../../src/core/usage";

function requestOf(texts: readonly string[], fields: Partial<TurnRequest> = {}): TurnRequest {
  return {
    messages: texts.map((text) => ({ role: "user", parts: [{ type: "text", text }] })),
    tools: [],
    toolChoice: { type: "auto" },
    allowsParallelToolCalls: true,
    responseFormat: { type: "text" },
    parameters: {},
    unknownFields: {},
    ...fields,
  };
}

const SENTENCE = "The quick brown fox jumps over the lazy dog, and it isn't amused. ";

describe("token estimates", () => {
  it("count a short request word by word", () => {
    expect(estimateInputTokens(requestOf(["Hello world"]))).toBe(6);
  });

  it("count tools, names and images too", () => {
    const bare = estimateInputTokens(requestOf(["Hello"]));
    const tools = [{ name: "look_up", description: SENTENCE }];
    expect(estimateInputTokens(requestOf(["Hello"], { tools }))).toBeGreaterThan(bare + 10);
    const image = {
      type: "image" as const,
      source: { kind: "url" as const, url: "https://example.com/a.png" },
    };
    expect(
      estimateInputTokens(requestOf([], { messages: [{ role: "user", parts: [image] }] })),
    ).toBeGreaterThan(500);
  });

  it("count the reply's texts, refusals and tool calls", () => {
    expect(
      estimateOutputTokens([
        { type: "text-delta", text: "Hello" },
        { type: "refusal-delta", text: "No" },
        { type: "tool-call", toolCallId: "call_1", toolName: "f", input: "{}" },
        { type: "finish", finishReason: "stop" },
      ]),
    ).toBe(4);
  });

  it("stay close to the full count where a long history is sampled", () => {
    const message = SENTENCE.repeat(12);
    const perMessage = estimateInputTokens(requestOf([message]));
    const sampled = estimateInputTokens(requestOf(Array.from({ length: 1_000 }, () => message)));
    expect(Math.abs(sampled / (perMessage * 1_000) - 1)).toBeLessThan(0.05);
  });

  it("cost little for a megabyte, in one text or in many", () => {
    const one = requestOf([SENTENCE.repeat(16_000)]);
    const many = requestOf(Array.from({ length: 5_000 }, () => SENTENCE.repeat(3)));
    estimateInputTokens(one);
    const startedAtMs = performance.now();
    estimateInputTokens(one);
    estimateInputTokens(many);
    // About 2 ms in practice, where a full count takes 60 ms; the margin is for a busy machine.
    expect(performance.now() - startedAtMs).toBeLessThan(40);
  });
});
