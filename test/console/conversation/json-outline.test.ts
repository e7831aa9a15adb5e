import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  indentOutline,
  outlineJson,
  prettyJson,
} from "../../../src/console/conversation/json-outline";
import { fuzz } from "../../protocols/arbitraries";

describe("JSON that is shown", () => {
  it("is indented as the platform indents it", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const value: unknown = JSON.parse(text);
        expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
      fuzz(300),
    );
  });

  it("keeps every digit, every escape and every key, also one that is there twice", () => {
    const text = '{"id":12345678901234567890, "price":1.50,"a":"\\u00e9\\n{[,:","a":1e400}';
    expect(prettyJson(text)).toBe(
      '{\n  "id": 12345678901234567890,\n  "price": 1.50,\n  "a": "\\u00e9\\n{[,:",\n  "a": 1e400\n}',
    );
  });

  it("stays as it is where it is none, or is nested beyond reason", () => {
    for (const text of ["", "{", '{"a":}', "Error: no", "[1,]"]) {
      expect(outlineJson(text)).toBe(null);
      expect(prettyJson(text)).toBe(text);
    }
    const deep = "[".repeat(5_000) + "]".repeat(5_000);
    expect(prettyJson(deep)).toBe(deep);
    const outline = outlineJson("[".repeat(90) + "]".repeat(90));
    expect(outline === null ? null : indentOutline(outline).length).toBeGreaterThan(180);
  });
});
