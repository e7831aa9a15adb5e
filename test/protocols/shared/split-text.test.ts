import fc from "fast-check";
import { expect, it } from "vitest";

import { splitText } from "../../../src/protocols/shared/split-text";
import { fuzz } from "../arbitraries";

it("cuts any text into pieces that are short enough, and no character in two", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "東", "👍"), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 9 }), (whole, charsMax) => {
      const pieces = splitText(whole, charsMax);
      expect(pieces.join("")).toBe(whole);
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(charsMax);
        expect(piece).not.toBe("");
        expect(piece.isWellFormed()).toBe(true);
      }
    }),
    fuzz(),
  );
});
