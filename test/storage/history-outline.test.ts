import { describe, expect, it } from "vitest";
import { encodeBlock, lastKeys, outlineHistory } from "../../src/storage/history-outline.ts";
import { testHash } from "./test-hash.ts";

const KEYS = Array.from({ length: 3_000 }, (_, index) => testHash(`${index}`).slice(0, 22));

describe("the outline of a history", () => {
  it("has some tens of keys, however long the history is", () => {
    for (let count = 0; count <= KEYS.length; count += 37) {
      const { outline } = outlineHistory(KEYS.slice(0, count), testHash);
      expect(outline.flat(2).length).toBeLessThan(120);
    }
  });

  it("gives back as many of the last keys as are wanted", () => {
    for (const count of [0, 1, 8, 63, 500, 3_000]) {
      const keys = KEYS.slice(0, count);
      const { outline, blocks } = outlineHistory(keys, testHash);
      for (const wanted of [0, 1, 2, 9, Math.floor(count / 2), count - 1, count].filter(
        (length) => length >= 0,
      )) {
        const { readBlocks } = readerOf(blocks);
        expect(lastKeys(outline, wanted, readBlocks)).toEqual(
          keys.slice(Math.max(0, count - wanted)),
        );
      }
    }
  });

  it("shares nearly all of its blocks with one that goes on, slides, or is edited", () => {
    const stored = outlineHistory(KEYS.slice(0, 1_000), testHash).blocks;
    const edited = [...KEYS.slice(0, 500), "edited", ...KEYS.slice(501, 1_000)];
    for (const [keys, unsharedMost] of [
      [KEYS.slice(0, 1_002), 3],
      [KEYS.slice(3, 1_000), 6],
      [["dated", ...KEYS.slice(1, 1_000)], 6],
      [edited, 6],
    ] as const) {
      const { blocks } = outlineHistory(keys, testHash);
      expect(blocks.size).toBeGreaterThan(100);
      expect([...blocks.keys()].filter((key) => !stored.has(key)).length).toBeLessThanOrEqual(
        unsharedMost,
      );
    }
  });

  it("reads few blocks for the end of a long history", () => {
    for (let count = 2_000; count < 2_200; count += 1) {
      const { outline, blocks } = outlineHistory(KEYS.slice(0, count), testHash);
      const { readBlocks, readCount } = readerOf(blocks);
      expect(lastKeys(outline, 2, readBlocks)).toEqual(KEYS.slice(count - 2, count));
      expect(readCount()).toBeLessThanOrEqual(outline.length);
    }
  });

  it("has blocks of 2 to 32 keys, also where every key would end one, or none", () => {
    const [often = "", seldom = ""] = [true, false].map((isEnd) =>
      KEYS.find(
        (key) => outlineHistory(Array<string>(9).fill(key), testHash).blocks.size > 0 === isEnd,
      ),
    );
    for (const key of [often, seldom]) {
      const { blocks } = outlineHistory(Array<string>(500).fill(key), testHash);
      const sizes = [...blocks.values()].map((children) => children.length);
      expect(sizes.length).toBeGreaterThan(0);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(2);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(32);
    }
  });
});

function readerOf(blocks: ReadonlyMap<string, readonly string[]>) {
  let count = 0;
  return {
    readCount: () => count,
    readBlocks: (keys: readonly string[]): ReadonlyMap<string, string> => {
      count += keys.length;
      return new Map(keys.map((key) => [key, encodeBlock(blocks.get(key) ?? [])]));
    },
  };
}
