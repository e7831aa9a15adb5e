import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ReplyEvent } from "../../../src/core/turn";
import { openAiChat } from "../../../src/protocols/openai-chat";
import { fuzz, splitsOf } from "../arbitraries";
import { decodeOrThrow, streamOf } from "../codec.conformance";
import { readResponse, readStream } from "./read-reply";

const STAMP = { responseId: "1", createdAtMs: 1_790_000_000_000 };
const USAGE = { inputTokens: 1, outputTokens: 1 };

function answer(stop: readonly string[], events: readonly ReplyEvent[]) {
  const { context } = decodeOrThrow(openAiChat, {
    model: "m",
    stop,
    messages: [{ role: "user", content: "Hi" }],
  });
  return {
    whole: readResponse(openAiChat.encodeResponse(events, USAGE, context, STAMP)),
    streamed: readStream(streamOf(openAiChat, context, events)),
  };
}

function textEvents(...pieces: readonly string[]): ReplyEvent[] {
  return [
    ...pieces.map((text): ReplyEvent => ({ type: "text-delta", text })),
    { type: "finish", finishReason: "stop" },
  ];
}

describe("stop sequences", () => {
  it("cut the text before the first one found, even across pieces", () => {
    const { whole, streamed } = answer(
      ["\nObservation:"],
      textEvents("Action: look\nObs", "ervation: a cat", " and more"),
    );
    expect(whole.text).toBe("Action: look");
    expect(streamed).toEqual(whole);
  });

  it("leave a text alone that only begins like one", () => {
    const { whole, streamed } = answer(
      ["\nObservation:"],
      textEvents("Action\nObser", "ve this.\nObs"),
    );
    expect(whole.text).toBe("Action\nObserve this.\nObs");
    expect(streamed).toEqual(whole);
  });

  it("keep tool calls, which a person adds by a separate decision", () => {
    const events: ReplyEvent[] = [
      { type: "text-delta", text: "Done. END of story" },
      { type: "tool-call", toolCallId: "call_1", toolName: "f", input: "{}" },
      { type: "finish", finishReason: "length" },
    ];
    const { whole, streamed } = answer(["END"], events);
    expect(whole).toEqual({
      text: "Done. ",
      refusal: "",
      toolCalls: [{ id: "call_1", name: "f", input: "{}" }],
      finishReason: "stop",
    });
    expect(streamed).toEqual(whole);
  });

  it("cut a streamed text like a whole one, however it is split", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "c", "👍", "👎"), maxLength: 12 });
    const stops = fc.array(
      fc.string({ unit: fc.constantFrom("a", "b", "c", "👍"), minLength: 1, maxLength: 4 }),
      {
        maxLength: 3,
      },
    );
    const cases = fc
      .tuple(letters, stops)
      .chain(([text, stop]) => fc.tuple(fc.constant(text), fc.constant(stop), splitsOf(text)));
    fc.assert(
      fc.property(cases, ([text, stop, pieces]) => {
        const { whole, streamed } = answer(stop, textEvents(...pieces));
        expect(streamed).toEqual(whole);
        expect(whole.text).toBe(cutSlowly(text, stop));
      }),
      fuzz(1_000),
    );
  });
});

/** As a model would stop: letter by letter, at the first moment at which the text ends with a stop sequence. */
function cutSlowly(text: string, stop: readonly string[]): string {
  for (let end = 1; end <= text.length; end += 1) {
    const written = text.slice(0, end);
    const found = stop
      .filter((sequence) => written.endsWith(sequence))
      .map((sequence) => sequence.length);
    if (found.length > 0) return written.slice(0, end - Math.max(...found));
  }
  return text;
}
