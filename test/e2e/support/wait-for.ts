/** Short at first, as most things happen at once; longer later, so that many who wait leave the machine to what they wait for. */
const FIRST_PAUSE_MS = 5;
const LAST_PAUSE_MS = 200;
/** Only a test that fails waits for as long, and a busy machine is slow. */
const DEADLINE_MS = 60_000;

/** Asks again and again until `probe` gives something other than undefined, null or false. What it throws counts as "not yet". */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  deadlineMs: number = DEADLINE_MS,
): Promise<NonNullable<Exclude<T, false>>> {
  const endsAtMs = Date.now() + deadlineMs;
  let pauseMs = FIRST_PAUSE_MS;
  let lastProblem: unknown;
  while (Date.now() < endsAtMs) {
    try {
      const found = await probe();
      if (found !== undefined && found !== null && found !== false) {
        return found as NonNullable<Exclude<T, false>>;
      }
      lastProblem = undefined;
    } catch (error) {
      lastProblem = error;
    }
    await pause(pauseMs);
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 1.5);
  }
  throw new Error(`Waited ${deadlineMs} ms in vain for ${what}.`, { cause: lastProblem });
}

/** For time that is part of what a test says, such as a person who thinks. Never to wait for something to happen. */
export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
