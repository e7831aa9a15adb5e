import { describe, expect, it } from "vitest";
import { lingerAfter } from "./linger";

describe("the pauses at the end of a response", () => {
  it("[PAIR-14] are short for whoever waits for the end, and shortest for a program in a loop", () => {
    const quick = { betweenPiecesMs: 0, stepMs: 3 };
    const patient = { betweenPiecesMs: 5, stepMs: 20 };
    expect([0, 999, 1_000, 3_600_000].map((waitedMs) => lingerAfter(waitedMs, false))).toEqual([
      quick,
      quick,
      patient,
      patient,
    ]);
  });

  it("[PAIR-14] are longer after a stream, whose client has its last event already", () => {
    const stream = { betweenPiecesMs: 0, stepMs: 20 };
    expect([0, 3_600_000].map((waitedMs) => lingerAfter(waitedMs, true))).toEqual([stream, stream]);
  });
});
