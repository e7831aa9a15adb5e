import { describe, expect, it } from "vitest";
import { backoffDelayMs } from "./backoff";

describe("the back-off", () => {
  it("doubles from 100 ms to 5 s and stays there", () => {
    const delaysMs = [0, 1, 2, 5, 6, 7, 1_000].map((attempts) => backoffDelayMs(attempts, 1));
    expect(delaysMs).toEqual([100, 200, 400, 3_200, 5_000, 5_000, 5_000]);
  });

  it("takes up to half of the delay away at random", () => {
    expect([backoffDelayMs(0, 0), backoffDelayMs(0, 0.5), backoffDelayMs(9, 0)]).toEqual([
      50, 75, 2_500,
    ]);
  });
});
