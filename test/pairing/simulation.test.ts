import { describe, expect, it } from "vitest";
import { REGRESSION_SEEDS } from "./regression-seeds";
import { findFirstFailure } from "./support/find-first-failure";
import { runSchedule, type ScheduleOptions } from "./support/simulation";

const SEED_BASE = Number(process.env["PAIRING_SEED_BASE"] ?? 1);
const SCHEDULES = Number(process.env["PAIRING_SCHEDULES"] ?? 1_250);
const SCHEDULES_PER_TEST = 250;

const TEST_FILE = "test/pairing/simulation.test.ts";

function findFailure(seeds: readonly number[], options: ScheduleOptions = {}): string | null {
  const failure = findFirstFailure(seeds, (seed) => runSchedule(seed, options), TEST_FILE);
  return failure === null ? null : `${Object.keys(options).join(" and ")}: ${failure}`;
}

function seedsFrom(start: number): readonly number[] {
  const count = Math.min(SCHEDULES_PER_TEST, SEED_BASE + SCHEDULES - start);
  return Array.from({ length: count }, (_, index) => start + index);
}

describe("a simulated session", () => {
  const starts = Array.from(
    { length: Math.ceil(SCHEDULES / SCHEDULES_PER_TEST) },
    (_, index) => SEED_BASE + index * SCHEDULES_PER_TEST,
  );

  // A fifth is enough for what the others do not try, as these take as long.
  const fewerStarts = starts.slice(0, Math.ceil(starts.length / 5));

  it.each(starts)(
    "[PAIR-1 to PAIR-18] keeps the invariants in the schedules from %i on",
    { timeout: 120_000 },
    (start) => {
      expect(findFailure(seedsFrom(start))).toBeNull();
    },
  );

  it.each(starts)(
    "[PAIR-16, PAIR-20] keeps them in the schedules from %i on while operators write",
    { timeout: 120_000 },
    (start) => {
      expect(findFailure(seedsFrom(start), { hasOperators: true })).toBeNull();
    },
  );

  it.each(fewerStarts)(
    "[PAIR-5, PAIR-6] keeps them in the schedules from %i on that begin with a fault",
    { timeout: 120_000 },
    (start) => {
      expect(findFailure(seedsFrom(start), { hasRoughBeginning: true })).toBeNull();
    },
  );

  it.each(fewerStarts)(
    "[PAIR-3 to PAIR-18] keeps them in the schedules from %i on while legs are lost and probes late",
    { timeout: 120_000 },
    (start) => {
      expect(findFailure(seedsFrom(start), { hasUnrest: true })).toBeNull();
    },
  );

  it.each(REGRESSION_SEEDS)(
    "[PAIR-3 to PAIR-15] keeps them in schedule $seed: $bug",
    ({ seed }) => {
      expect(findFailure([seed])).toBeNull();
    },
  );
});
