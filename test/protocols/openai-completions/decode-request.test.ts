import { describe, expect, it } from "vitest";

import type { JsonObject } from "../../../src/core/json";
import { openAiCompletions } from "../../../src/protocols/openai-completions";
import { decodeOrThrow } from "../codec.conformance";

function decode(fields: JsonObject) {
  return decodeOrThrow(openAiCompletions, { model: "a-session", prompt: "Hi", ...fields });
}

describe("a prompt", () => {
  it.each([["Hi"], [["Hi"]]])("is one user message: %j", (prompt) => {
    expect(decode({ prompt }).request.messages).toEqual([
      { role: "user", parts: [{ type: "text", text: "Hi" }] },
    ]);
  });

  it("may be empty, as the vendor's may", () => {
    expect(decode({ prompt: "" }).request.messages[0]?.parts).toEqual([{ type: "text", text: "" }]);
  });
});

describe("parameters", () => {
  it("shows what a person can heed, as it was sent", () => {
    const shown = {
      suffix: "\n}",
      temperature: 0,
      top_p: 1,
      frequency_penalty: 0.5,
      presence_penalty: -0.5,
      logit_bias: { "50256": -100 },
      seed: 2 ** 60,
      max_tokens: 16,
      best_of: 2,
      user: "ann",
      n: 2,
      stop: ["\n"],
    };
    const { request, context } = decode({ ...shown, logprobs: null, echo: false });
    expect(request.parameters).toEqual(shown);
    expect(request.unknownFields).toEqual({});
    expect(context.options).toEqual({
      choiceCount: 2,
      includesUsage: false,
      stopSequences: ["\n"],
    });
  });

  it("streams where that is asked for, with the usage where that is", () => {
    const { context } = decode({
      stream: true,
      stream_options: { include_usage: true, include_obfuscation: false },
    });
    expect([context.isStream, context.options["includesUsage"]]).toEqual([true, true]);
    expect(decode({}).context.isStream).toBe(false);
  });

  it("records what it does not know", () => {
    expect(decode({ min_p: 0.1, use_beam_search: false }).request.unknownFields).toEqual({
      min_p: 0.1,
      use_beam_search: false,
    });
  });
});
