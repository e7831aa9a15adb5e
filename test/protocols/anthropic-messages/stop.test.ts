import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { ReplyEvent } from "../../../src/core/turn";
import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import { fuzz, splitsOf } from "../arbitraries";
import { decodeOrThrow, streamOf } from "../codec.conformance";
import { withFields } from "./faulty-body";
import { publishedMessage, type PublishedMessage } from "./published-schema";
import { readStreamedMessage } from "./read-reply";

const STAMP = { responseId: "1", createdAtMs: 1_790_000_000_000 };
const USAGE = { inputTokens: 1, outputTokens: 1 };
const CALL: ReplyEvent = { type: "tool-call", toolCallId: "call_1", toolName: "f", input: "{}" };

function answer(stopSequences: readonly string[], ...events: readonly ReplyEvent[]) {
  const { context } = decodeOrThrow(
    anthropicMessages,
    withFields({ stop_sequences: stopSequences }),
  );
  const json = anthropicMessages.encodeResponse(events, USAGE, context, STAMP);
  return {
    whole: summaryOf(publishedMessage.parse(JSON.parse(json))),
    streamed: summaryOf(readStreamedMessage(streamOf(anthropicMessages, context, events))),
  };
}

function summaryOf({ content, stop_reason, stop_sequence }: PublishedMessage) {
  const blocks = content.map((block) => (block.type === "text" ? block.text : block.name));
  return { blocks, stop_reason, stop_sequence };
}

const text = (piece: string): ReplyEvent => ({ type: "text-delta", text: piece });
const end = (finishReason: "stop" | "length" = "stop"): ReplyEvent => ({
  type: "finish",
  finishReason,
});

describe("stop sequences", () => {
  it("cut the text before the first one found, even across pieces, and are named", () => {
    const { whole, streamed } = answer(
      ["\n\nHuman:", "END"],
      text("Yes.\n\nHu"),
      text("man: and END"),
      end(),
    );
    expect(whole).toEqual({
      blocks: ["Yes."],
      stop_reason: "stop_sequence",
      stop_sequence: "\n\nHuman:",
    });
    expect(streamed).toEqual(whole);
  });

  it("were the reason for the end, and not the length of what they cut off", () => {
    const { whole } = answer(["END"], text("one END two"), end("length"));
    expect(whole).toMatchObject({ stop_reason: "stop_sequence", stop_sequence: "END" });
  });

  it("leave a text alone that only begins like one", () => {
    const { whole, streamed } = answer(["END"], text("The E"), text("N"), end());
    expect(whole).toEqual({ blocks: ["The EN"], stop_reason: "end_turn", stop_sequence: null });
    expect(streamed).toEqual(whole);
  });

  it("keep tool calls, which a person adds by a separate decision, and no text after them", () => {
    const { whole, streamed } = answer(["END"], text("Done END"), CALL, text("More"), end());
    expect(whole).toEqual({
      blocks: ["Done ", "f"],
      stop_reason: "tool_use",
      stop_sequence: null,
    });
    expect(streamed).toEqual(whole);
  });

  it("do not go on from one block to the next", () => {
    const { whole, streamed } = answer(["END"], text("EN"), CALL, text("D"), end());
    expect(whole.blocks).toEqual(["EN", "f", "D"]);
    expect(streamed).toEqual(whole);
  });

  it("cut a streamed text like a whole one, however it is split", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "👍", "👎"), maxLength: 12 });
    const stops = fc.array(
      fc.string({ unit: fc.constantFrom("a", "b", "👍"), minLength: 1, maxLength: 3 }),
      { maxLength: 3 },
    );
    const cases = fc
      .tuple(letters, stops)
      .chain(([words, stop]) => fc.tuple(fc.constant(words), fc.constant(stop), splitsOf(words)));
    fc.assert(
      fc.property(cases, ([words, stop, pieces]) => {
        const unsplit = answer(stop, text(words), end());
        const split = answer(stop, ...pieces.map(text), end());
        expect(split.streamed).toEqual(unsplit.whole);
        const found = unsplit.whole.stop_sequence;
        expect(found === null).toBe(!stop.some((sequence) => words.includes(sequence)));
        if (found !== null)
          expect(words.startsWith(`${unsplit.whole.blocks.join("")}${found}`)).toBe(true);
      }),
      fuzz(),
    );
  });
});
