import type { SessionSummary } from "../core/session-status";

/** A session that changes quickly reports at most this often; people do not read faster. */
const REPORT_INTERVAL_MS = 1_000;

/** Decides when the Directory is told of a change: at once, or a little later together with the next changes. */
export class StatusReport {
  #reported: string | null = null;
  #reportedAtMs = 0;

  /** What to do about a summary: nothing, report it now, or come back at a time. */
  consider(summary: SessionSummary, nowMs: number): "nothing" | "now" | { readonly atMs: number } {
    if (keyOf(summary) === this.#reported) return "nothing";
    const earliestMs = this.#reportedAtMs + REPORT_INTERVAL_MS;
    if (nowMs < earliestMs) return { atMs: earliestMs };
    this.#reported = keyOf(summary);
    this.#reportedAtMs = nowMs;
    return "now";
  }

  /** The report did not arrive, so the next change must not be taken for known. */
  failed(): void {
    this.#reported = null;
  }
}

/** Without the time of the last activity, which changes with everything. */
function keyOf({
  status,
  statusSinceMs,
  responderKind,
  turnCount,
  openTurnCount,
}: SessionSummary): string {
  const since = status === "idle" ? 0 : statusSinceMs;
  return JSON.stringify([status, since, responderKind, turnCount, openTurnCount]);
}
