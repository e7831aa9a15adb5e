/** How long somebody has waited: a clock that runs, and from one day on the days and hours, which a language has to write. */
export type WaitTime =
  | { readonly unit: "clock"; readonly text: string }
  | { readonly unit: "days"; readonly days: number; readonly hours: number };

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;

/** The time that a wait shows: `0:07`, `12:05`, `1:02:33`. A wait that begins in the future, by another clock, shows `0:00`. */
export function waitTime(sinceMs: number, nowMs: number): WaitTime {
  const waitedMs = Math.max(0, nowMs - sinceMs);
  if (waitedMs >= DAY_MS)
    return {
      unit: "days",
      days: Math.floor(waitedMs / DAY_MS),
      hours: Math.floor((waitedMs % DAY_MS) / HOUR_MS),
    };
  const seconds = Math.floor(waitedMs / SECOND_MS);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = twoDigits(seconds % 60);
  const text = hours === 0 ? `${minutes}:${rest}` : `${hours}:${twoDigits(minutes)}:${rest}`;
  return { unit: "clock", text };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** When the first of these waits shows another time, so that one timer serves all; null where nobody waits. */
export function nextChangeAtMs(sincesMs: readonly number[], nowMs: number): number | null {
  const changes = sincesMs.map((sinceMs) => {
    const waitedMs = nowMs - sinceMs;
    if (waitedMs < 0) return sinceMs + SECOND_MS;
    const stepMs = waitedMs < DAY_MS ? SECOND_MS : HOUR_MS;
    return sinceMs + (Math.floor(waitedMs / stepMs) + 1) * stepMs;
  });
  return changes.length === 0 ? null : changes.reduce((first, at) => Math.min(first, at), Infinity);
}
