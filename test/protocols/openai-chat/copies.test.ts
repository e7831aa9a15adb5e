import { describe, expect, it } from "vitest";
import { COPIES_CHARS_MAX } from "../../../src/protocols/shared/copy-budget";
import { openAiChat } from "../../../src/protocols/openai-chat/index";
import type { ReplyEvent, Usage } from "../../../src/core/turn";

const CHOICES = 4;
const STAMP = { responseId: "r", createdAtMs: 0 };
const USAGE = { inputTokens: 1, outputTokens: 1 } as unknown as Usage;
const CONTEXT = {
  model: "m",
  isStream: true,
  inputTokens: 1,
  options: { choiceCount: CHOICES },
};
/** The other fields of a choice are far below it. */
const FRAME_CHARS = 1_000;

interface Choice {
  readonly index: number;
  readonly finish_reason: string | null;
  readonly message?: { readonly content: string };
  readonly delta?: { readonly content?: string };
}

function eventsOf(textChars: number): readonly ReplyEvent[] {
  return [
    { type: "text-delta", text: "x".repeat(textChars) },
    { type: "finish", finishReason: "stop" },
  ];
}

function whole(textChars: number): readonly (readonly [number, string | null])[] {
  const text = openAiChat.encodeResponse(eventsOf(textChars), USAGE, CONTEXT, STAMP);
  const { choices } = JSON.parse(text) as { choices: readonly Choice[] };
  return choices.map((choice) => [choice.message?.content.length ?? -1, choice.finish_reason]);
}

function streamed(textChars: number): readonly (readonly [number, string | null])[] {
  const encoder = openAiChat.createStreamEncoder(CONTEXT, STAMP);
  const frames = [
    encoder.start(),
    ...eventsOf(textChars).map((event) => encoder.push(event, USAGE)),
  ];
  const found = Array.from({ length: CHOICES }, (): [number, string | null] => [0, null]);
  for (const line of frames.join("").split("\n")) {
    if (!line.startsWith("data: {")) continue;
    const { choices } = JSON.parse(line.slice("data: ".length)) as { choices: readonly Choice[] };
    for (const { index, delta, finish_reason: reason } of choices) {
      const choice = found[index];
      if (choice === undefined) throw new Error(`There is no choice ${index}.`);
      choice[0] += delta?.content?.length ?? 0;
      choice[1] ??= reason;
    }
  }
  return found;
}

describe.each([
  ["a whole response", whole],
  ["a stream", streamed],
])("[PAIR-19] the copies of a reply in %s", (_, encode) => {
  it("are all there up to the limit", () => {
    const chars = COPIES_CHARS_MAX / CHOICES - FRAME_CHARS;
    expect(encode(chars)).toEqual(Array.from({ length: CHOICES }, () => [chars, "stop"]));
  });

  it("are left out above it, all but the first", () => {
    const chars = COPIES_CHARS_MAX / CHOICES + 1;
    expect(encode(chars)).toEqual([
      [chars, "stop"],
      ...Array.from({ length: CHOICES - 1 }, () => [0, "length"]),
    ]);
  });
});
