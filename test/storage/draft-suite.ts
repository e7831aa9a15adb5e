import { expect, it } from "vitest";
import { LIMITS } from "../../src/core/limits.ts";
import type { WithStore } from "./with-store.ts";

/** The rules of replies that are being written, which hold for every store. */
export function describeDrafts(withStore: WithStore): void {
  it("keeps the pieces of a draft in order, each with its time", () =>
    withStore(({ drafts }) => {
      drafts.append(1, { startChars: 0, text: "Hel", atMs: 10 });
      drafts.append(1, { startChars: 3, text: "lo ", atMs: 20 });
      drafts.append(1, { startChars: 6, text: "\u{1F600}世界", atMs: 20 });
      drafts.append(1, { startChars: 10, text: "\uFEFFa\0b", atMs: 20 });
      expect(drafts.read(1)).toEqual([
        { startChars: 0, text: "Hel", atMs: 10 },
        { startChars: 3, text: "lo ", atMs: 20 },
        { startChars: 6, text: "\u{1F600}世界", atMs: 20 },
        { startChars: 10, text: "\uFEFFa\0b", atMs: 20 },
      ]);
    }));

  it("keeps the drafts of turns apart, and has none of others", () =>
    withStore(({ drafts }) => {
      drafts.append(1, { startChars: 0, text: "one", atMs: 1 });
      drafts.append(11, { startChars: 0, text: "eleven", atMs: 1 });
      expect(drafts.read(1).map(({ text }) => text)).toEqual(["one"]);
      expect(drafts.read(2)).toEqual([]);
    }));

  it("keeps a piece that is longer than a row", () =>
    withStore(({ drafts }) => {
      const text = "世\u{1F600}".repeat(LIMITS.rowBytesMax / 6);
      drafts.append(1, { startChars: 0, text, atMs: 1 });
      drafts.append(1, { startChars: text.length, text: "!", atMs: 2 });
      const pieces = drafts.read(1);
      expect(pieces.map((piece) => piece.text).join("")).toBe(`${text}!`);
      let startChars = 0;
      for (const piece of pieces) {
        expect(piece.startChars).toBe(startChars);
        startChars += piece.text.length;
      }
    }));

  it("takes a piece back with its transaction", () =>
    withStore((store) => {
      store.drafts.append(1, { startChars: 0, text: "kept", atMs: 1 });
      const fails = () =>
        store.transaction(() => {
          store.drafts.append(1, { startChars: 4, text: "lost", atMs: 2 });
          store.drafts.append(2, { startChars: 0, text: "lost", atMs: 2 });
          throw new Error("stop");
        });
      expect(fails).toThrow("stop");
      expect(store.drafts.read(1).map(({ text }) => text)).toEqual(["kept"]);
      expect(store.drafts.read(2)).toEqual([]);
    }));
}
