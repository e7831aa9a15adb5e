const FIRST_DELAY_MS = 100;
/** A Session that was reset is back within milliseconds; a longer outage needs no faster knocking than this. */
const LAST_DELAY_MS = 5_000;

/** The pause before the next attempt. Jitter of half the delay keeps a thousand holds from knocking at once. */
export function backoffDelayMs(failedAttempts: number, random: number): number {
  const fullDelayMs = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failedAttempts, 16));
  return Math.round(fullDelayMs * (0.5 + random / 2));
}
