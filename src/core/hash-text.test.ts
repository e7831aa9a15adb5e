import fc from "fast-check";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashText } from "./hash-text.ts";

/** Beyond the length from which on the runtime's own hash is used. */
const LENGTH_MAX = 520;

function expected(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

describe("hashText", () => {
  it("is SHA-256 for every length, across the ends of blocks and the longest short text", () => {
    for (let length = 0; length <= LENGTH_MAX; length += 1) {
      const text = "a".repeat(length);
      expect(hashText(text)).toBe(expected(text));
      const wide = "€".repeat(length);
      expect(hashText(wide)).toBe(expected(wide));
    }
  });

  it("is SHA-256 for every text, whatever came before it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
        expect(hashText(text)).toBe(expected(text));
      }),
    );
    // Half a character becomes the same replacement in both.
    expect(hashText("a\ud800b")).toBe(expected("a\ud800b"));
  });

  it("takes bytes as they are", () => {
    const bytes = new TextEncoder().encode("bytes");
    expect(hashText(bytes)).toBe(expected("bytes"));
  });
});
