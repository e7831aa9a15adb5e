import { describe, expect, it } from "vitest";
import { REGRESSION_SEEDS } from "./regression-seeds";
import { runSchedule, type ScheduleOptions } from "./support/simulation";

const SEED_BASE = Number(process.env["PAIRING_SEED_BASE"] ?? 1);
const SCHEDULES = Number(process.env["PAIRING_SCHEDULES"] ?? 1_250);
const SCHEDULES_PER_TEST = 250;

const COMMAND = "npx vitest run --project unit test/pairing/simulation.test.ts";

/** Says how the first schedule that fails can be repeated; null if none does. */
function findFailure(seeds: readonly number[], options: ScheduleOptions = {}): string | null {
  for (const seed of seeds) {
    try {
      runSchedule(seed, options);
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const how = `PAIRING_SEED_BASE=${seed} PAIRING_SCHEDULES=1 ${COMMAND}`;
      const which = Object.keys(options).join(" and ");
      return `Schedule ${seed} (${which}) failed; repeat it with: ${how}\n${reason}`;
    }
  }
  return null;
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

  it.each(starts)(
    "[PAIR-5, PAIR-6] keeps them in the schedules from %i on that begin with a fault",
    { timeout: 120_000 },
    (start) => {
      expect(findFailure(seedsFrom(start), { hasRoughBeginning: true })).toBeNull();
    },
  );

  it.each(REGRESSION_SEEDS)(
    "[PAIR-3 to PAIR-15] keeps them in schedule $seed: $bug",
    ({ seed }) => {
      expect(findFailure([seed])).toBeNull();
    },
  );
});
