import { describe, expect, it } from "vitest";
import { findFirstFailure } from "./support/find-first-failure";
import { runMeeting } from "./support/meeting";

const SEED_BASE = Number(process.env["PAIRING_SEED_BASE"] ?? 1);
const MEETINGS = Number(process.env["PAIRING_SCHEDULES"] ?? 1_000);

describe("two clients that come to a fresh session", () => {
  it(
    "[PAIR-5, PAIR-6] are joined, whatever happens to their requests",
    { timeout: 120_000 },
    () => {
      const seeds = Array.from({ length: MEETINGS }, (_, index) => SEED_BASE + index);
      expect(findFirstFailure(seeds, runMeeting, "test/pairing/meetings.test.ts")).toBeNull();
    },
  );
});
