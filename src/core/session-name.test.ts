import { describe, expect, it } from "vitest";
import { parseSessionName } from "./session-name";

describe("a session's name", () => {
  it.each([
    ["town-guard-7", "town-guard-7"],
    ["  with blanks ", "with blanks"],
    ["e\u0301", "\u00e9"],
    ["town-guard-7:latest", "town-guard-7"],
    ["team/guard:v2", "team/guard:v2"],
    ["latest", "latest"],
    [":latest", ":latest"],
    ["...", "..."],
    ["a/../b", "a/../b"],
    ["%2E%2E", "%2E%2E"],
  ])("is for %j %j", (given, name) => {
    expect(parseSessionName(given)).toEqual({ ok: true, value: name });
  });

  it.each([
    [undefined, "missing"],
    ["  ", "empty"],
    ["a".repeat(257), "too-long"],
    ["a\u0000b", "control-character"],
    ["\ud800", "control-character"],
    [".", "no-address"],
    [" ..:latest ", "no-address"],
  ])("is not %j", (given, problem) => {
    expect(parseSessionName(given)).toEqual({ ok: false, error: problem });
  });
});
