import { describe, expect, it } from "vitest";
import { lingerAfter } from "./linger";

const quick = { writeCount: 3, stepMs: 4 };
const patient = { writeCount: 6, stepMs: 10 };

describe("the pauses before the end of a response", () => {
  it("[PAIR-14] are short for whoever waits for the end, and shortest for a program in a loop", () => {
    expect([0, 999, 1_000, 3_600_000].map((waitedMs) => lingerAfter(waitedMs, false))).toEqual([
      quick,
      quick,
      patient,
      patient,
    ]);
  });

  it("[PAIR-14] are longer in a stream, whose client has all of the text already", () => {
    expect([0, 3_600_000].map((waitedMs) => lingerAfter(waitedMs, true))).toEqual([
      patient,
      patient,
    ]);
  });
});
