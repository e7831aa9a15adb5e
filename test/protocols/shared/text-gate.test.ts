import { describe, expect, it } from "vitest";

import { createTextGate } from "../../../src/protocols/shared/text-gate";

describe("a text gate", () => {
  it("lets text through at once where nothing can become a stop sequence", () => {
    const gate = createTextGate(["STOP"]);
    expect([gate.push("Go on"), gate.push(" and on")]).toEqual(["Go on", " and on"]);
  });

  it("holds back only what could begin a stop sequence", () => {
    const gate = createTextGate(["STOP"]);
    expect([gate.push("a ST"), gate.push("ILL S"), gate.flush(), gate.isClosed()]).toEqual([
      "a ",
      "STILL ",
      "S",
      false,
    ]);
  });

  it("stops at the sequence that is complete first", () => {
    const gate = createTextGate(["abc", "b"]);
    expect([gate.push("xab"), gate.push("c"), gate.flush(), gate.isClosed()]).toEqual([
      "xa",
      "",
      "",
      true,
    ]);
  });

  it("stops before the longer of two sequences with the same end", () => {
    expect(createTextGate(["D", "END"]).push("the END")).toBe("the EN".slice(0, 4));
  });

  it("tells which sequence it was", () => {
    const gate = createTextGate(["D", "END", "."]);
    expect([gate.push("the EN"), gate.stopSequence()]).toEqual(["the ", null]);
    expect([gate.push("D."), gate.stopSequence()]).toEqual(["", "END"]);
  });

  it("keeps the halves of a character together", () => {
    const gate = createTextGate([]);
    expect([gate.push("a\ud83d"), gate.push("\ude00b"), gate.push("\ud83d"), gate.flush()]).toEqual(
      ["a", "😀b", "", "\ud83d"],
    );
  });
});
