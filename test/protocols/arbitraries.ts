import fc from "fast-check";

import type { FinishReason, ReplyEvent } from "../../src/core/turn";

/** Texts as people and programs write them: any code point, and what has broken codecs before. */
export const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
  fc.constantFrom(
    "",
    " ",
    "\t\tindented  \n",
    "\r\n\r\ndata: [DONE]\r\n\r\n",
    "日本語のテキスト、改行\nあり。　",
    "👩‍👩‍👧‍👦 🇯🇵 e\u0301",
    "a\u2028b\u2029c\u0085d",
    '```ts\nconst a = "\\n";\n```\n',
    "\u0000\u001f\u007f\ufeff",
    ": keep-alive",
  ),
);

export const nonEmptyText = anyText.filter((text) => text !== "");

export const identifier = fc.stringMatching(/^[a-zA-Z0-9_-]{1,24}$/);

export const finishReason: fc.Arbitrary<FinishReason> = fc.constantFrom(
  "stop",
  "length",
  "tool-calls",
  "content-filter",
);

const replyDelta: fc.Arbitrary<ReplyEvent> = fc.oneof(
  { weight: 4, arbitrary: anyText.map((text): ReplyEvent => ({ type: "text-delta", text })) },
  anyText.map((text): ReplyEvent => ({ type: "refusal-delta", text })),
  fc.record({
    type: fc.constant("tool-call" as const),
    toolCallId: identifier,
    toolName: identifier,
    input: fc.oneof(fc.json(), anyText),
  }),
);

/** Any reply that a session may send: some deltas, then one `finish`. */
export const replyEvents: fc.Arbitrary<readonly ReplyEvent[]> = fc
  .tuple(fc.array(replyDelta, { maxLength: 8 }), finishReason)
  .map(([deltas, reason]) => [...deltas, { type: "finish", finishReason: reason }]);

/** Cuts a text at arbitrary places, even within a surrogate pair. */
export function splitsOf(text: string): fc.Arbitrary<readonly string[]> {
  return fc.array(fc.nat({ max: text.length }), { maxLength: 6 }).map((cuts) => {
    const ends = [...cuts, text.length].toSorted((a, b) => a - b);
    return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
  });
}

/**
 * Each run explores new cases. A failure prints its seed and path; `FC_SEED` repeats it.
 */
export function fuzz(numRuns = 300): fc.Parameters<unknown> {
  const seed = process.env["FC_SEED"];
  return seed === undefined ? { numRuns } : { numRuns, seed: Number(seed) };
}
