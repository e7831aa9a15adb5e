import { expect } from "vitest";

/** As long as a page may take on a machine that also runs other tests; Vitest's own second is too short there. */
const DEADLINE_MS = 20_000;

/** Asks again and again until what is expected of the result holds. */
export function expectEventually<T>(probe: () => T) {
  return expect.poll(probe, { timeout: DEADLINE_MS, interval: 25 });
}
