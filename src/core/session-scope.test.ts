import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInScope, matchesPattern, parseSessionPattern, prefixOfPattern } from "./session-scope";

/** Few characters, so that names and patterns meet. */
const text = fc.string({ unit: fc.constantFrom("a", "a", "b", "*", "*", "."), maxLength: 7 });

/** What a pattern means, said slowly. */
function matchesSlowly(pattern: string, name: string): boolean {
  const source = pattern
    .split("*")
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`))
    .join("[^]*");
  return new RegExp(`^${source}$`).test(name);
}

describe("a pattern of sessions", () => {
  it("matches as the regular expression of its meaning does", () => {
    fc.assert(
      fc.property(text, text, (pattern, name) => {
        expect(matchesPattern(pattern, name)).toBe(matchesSlowly(pattern, name));
      }),
      { numRuns: 5_000 },
    );
  });

  it("matches every name that is made from it, and itself", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2 }), fc.array(text), (parts, fillings) => {
        const name = parts.map((part, index) => part + (fillings[index] ?? "")).join("");
        const pattern = `${parts.join("*")}*`;
        expect(matchesPattern(pattern, name)).toBe(true);
        expect(matchesPattern(pattern, pattern)).toBe(true);
        expect(name.startsWith(prefixOfPattern(pattern))).toBe(true);
      }),
    );
  });

  it.each([
    ["town-*", "town-1", true],
    ["town-*", "town-", true],
    ["town-*", "town", false],
    ["town-*", "my-town-1", false],
    ["*-town", "old-town", true],
    ["*-town", "old-town-1", false],
    ["a*a", "a", false],
    ["*ab*ab*", "ab", false],
    ["*ab*b", "ab", false],
    ["*", "anything at all", true],
    ["T*", "town", false],
    ["town-?", "town-1", false],
    ["a.c", "abc", false],
  ])("%j and the name %j: %j", (pattern, name, isMatch) => {
    expect(matchesPattern(pattern, name)).toBe(isMatch);
  });

  it("takes no longer for a pattern that makes regular expressions try everything", () => {
    const pattern = `${"a*".repeat(127)}b`;
    expect(matchesPattern(pattern, "a".repeat(256))).toBe(false);
  });

  it("is written like a name, with a wildcard", () => {
    expect(
      [" town-* ", "u\u0308*", "town", "", "a\n*", `${"x".repeat(256)}*`].map((pattern) =>
        parseSessionPattern(pattern),
      ),
    ).toEqual([
      { ok: true, value: "town-*" },
      { ok: true, value: "ü*" },
      { ok: false, error: "no-wildcard" },
      { ok: false, error: "empty" },
      { ok: false, error: "control-character" },
      { ok: false, error: "too-long" },
    ]);
  });
});

describe("a scope", () => {
  it("of one session takes a star for a star", () => {
    expect(isInScope({ kind: "session", name: "town-*" }, "town-*")).toBe(true);
    expect(isInScope({ kind: "session", name: "town-*" }, "town-1")).toBe(false);
    expect(isInScope({ kind: "pattern", pattern: "town-*" }, "town-1")).toBe(true);
    expect(isInScope(null, "town-1")).toBe(true);
  });
});
