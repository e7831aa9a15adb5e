import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paceText, type PacedPiece } from "./pacing";
import type { Pace } from "./reply-delivery";

/** A generator of numbers that gives the same ones for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const STEADY: Pace = { firstTokenDelayMs: 500, tokensPerSecond: 20, jitter: 0 };
const LOREM = "It was a dark and stormy night; the rain fell in torrents. ";

function pace(text: string, settings: Pace, seed = 1, isBeginning = true): readonly PacedPiece[] {
  return [...paceText({ text, pace: settings, isBeginning }, seeded(seed))];
}

function totalMs(text: string, settings: Pace, seed = 1): number {
  return pace(text, settings, seed).reduce((sum, { delayMs }) => sum + delayMs, 0);
}

function cut(text: string): readonly string[] {
  return pace(text, STEADY).map((piece) => piece.text);
}

describe("paced text", () => {
  it("is the text, in pieces that have no half characters and no negative pauses", () => {
    const settings = fc.record({
      firstTokenDelayMs: fc.nat(5_000),
      tokensPerSecond: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 500 })),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const text = fc.string({ unit: "grapheme", maxLength: 200 });
    fc.assert(
      fc.property(text, settings, fc.nat(), (any, pacing, seed) => {
        const pieces = pace(any, pacing, seed);
        expect(pieces.map((piece) => piece.text).join("")).toBe(any);
        expect(pieces.every((piece) => piece.text !== "" && piece.text.isWellFormed())).toBe(true);
        expect(pieces.every(({ delayMs }) => Number.isInteger(delayMs) && delayMs >= 0)).toBe(true);
        expect(pace(any, pacing, seed)).toEqual(pieces);
      }),
      { numRuns: 300 },
    );
  });

  it("is cut like a model's tokens", () => {
    expect(cut("It is,  as said.\n")).toEqual(["It", " is", ",", "  as", " said", ".", "\n"]);
    expect(cut("c0ffee00c0ffee00")).toEqual(["c0ff", "ee00", "c0ff", "ee00"]);
    expect(cut("今日は天気").length).toBeGreaterThan(1);
    expect(cut("")).toEqual([]);
  });

  it("takes as long as its tokens, however many roundings there are", () => {
    const text = LOREM.repeat(50);
    const pieces = pace(text, { ...STEADY, tokensPerSecond: 300 });
    const [first, ...rest] = pieces;
    expect(first?.delayMs).toBe(500);
    const tokens = rest.reduce(
      (sum, piece) => sum + Math.max(1, Math.ceil(piece.text.trim().length / 4)),
      0,
    );
    expect(rest.reduce((sum, { delayMs }) => sum + delayMs, 0)).toBe(
      Math.round((tokens * 1000) / 300),
    );
  });

  it("varies by its jitter around the same speed", () => {
    const wild = { ...STEADY, jitter: 1 };
    const text = LOREM.repeat(200);
    expect(totalMs(text, wild, 2)).not.toBe(totalMs(text, wild, 3));
    expect(totalMs(text, wild) / totalMs(text, STEADY)).toBeCloseTo(1, 1);
    expect(totalMs(text, STEADY, 2)).toBe(totalMs(text, STEADY, 3));
  });

  it("goes at once after its first pause where no speed is set", () => {
    expect(pace(LOREM, { ...STEADY, tokensPerSecond: null })).toEqual([
      { delayMs: 500, text: LOREM },
    ]);
  });

  it("begins with the pause of its own first piece where it follows another text", () => {
    const [first] = pace("Hello there", STEADY, 1, false);
    expect(first).toEqual({ delayMs: 100, text: "Hello" });
    expect(pace(LOREM, { ...STEADY, tokensPerSecond: null }, 1, false)).toEqual([
      { delayMs: 0, text: LOREM },
    ]);
  });

  it("is cut only as far as it is asked for, and nowhere within a character", () => {
    const pieces = paceText(
      { text: "👩‍👩‍👧‍👦".repeat(100_000), pace: STEADY, isBeginning: true },
      seeded(1),
    );
    let text = "";
    for (const piece of pieces) {
      text += piece.text;
      if (text.length > 20_000) break;
    }
    expect(text.replaceAll("👩‍👩‍👧‍👦", "")).toBe("");
  });
});
