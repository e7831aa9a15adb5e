import type { HeartbeatKind } from "../../core/settings";

/** Codex and Claude Code count only parsed events, and give up after some minutes without one. */
const NO_OP_EVENT_INTERVAL_MS = 45_000;

export type Beat = "heartbeat" | "no-op-event";

export interface BeatSchedule {
  /** What goes out at the beat that is due now. */
  next(nowMs: number): Beat;
}

/**
 * Decides what each beat of a held response is: mostly the cheapest bytes that keep the connection open, now and then a typed
 * event. A JSON body has only white space.
 */
export function createBeatSchedule(
  kind: Exclude<HeartbeatKind, "off">,
  isStream: boolean,
  startedAtMs: number,
): BeatSchedule {
  let lastEventAtMs = startedAtMs;
  return {
    next(nowMs) {
      if (!isStream) return "heartbeat";
      if (kind === "comment" && nowMs - lastEventAtMs < NO_OP_EVENT_INTERVAL_MS) return "heartbeat";
      lastEventAtMs = nowMs;
      return "no-op-event";
    },
  };
}
