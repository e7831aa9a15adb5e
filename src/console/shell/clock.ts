import { effect, signal, type ReadonlySignal } from "@preact/signals";
import { nextChangeAtMs } from "../inbox/wait-clock";

/** Many waits change at many moments; so often is enough for the eye. */
const STEP_MIN_MS = 500;
/** What is told in minutes goes on by itself. */
const STEP_MAX_MS = 60_000;

/**
 * The time of a page's running clocks, from one timer: it goes on when the first of `sinces` shows another time, slowly while nobody
 * waits, and stands while nobody looks.
 */
export function createClock(
  readNowMs: () => number,
  sinces: ReadonlySignal<readonly number[]>,
): { readonly now: ReadonlySignal<number>; readonly stop: () => void } {
  const now = signal(readNowMs());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    clearTimeout(timer);
    const nowMs = readNowMs();
    now.value = nowMs;
    const nextMs = nextChangeAtMs(sinces.peek(), nowMs);
    if (document.visibilityState === "hidden") return;
    const stepMs = nextMs === null ? STEP_MAX_MS : nextMs - nowMs;
    timer = setTimeout(run, Math.min(STEP_MAX_MS, Math.max(STEP_MIN_MS, stepMs)));
  };
  const stopWatching = effect(() => {
    // Only that it changes matters here.
    void sinces.value;
    run();
  });
  document.addEventListener("visibilitychange", run);
  return {
    now,
    stop: () => {
      clearTimeout(timer);
      stopWatching();
      document.removeEventListener("visibilitychange", run);
    },
  };
}
