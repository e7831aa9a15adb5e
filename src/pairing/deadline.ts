import type { TurnError } from "../core/turn-error";
import type { PairingSettings } from "./input";
import { isUndecided } from "./party";
import { giveUpProbing } from "./probe";
import type { Run } from "./run";
import type { SessionState, Turn } from "./state";

/** The first request of a session, or the first after it expired, starts it. */
export function startIfNeeded(run: Run): void {
  const { startedAtMs, isExpired, responderKind } = run.state;
  if (startedAtMs !== null && !isExpired) return;
  run.record({
    type: "session-started",
    responderKind: startedAtMs === null ? run.settings.responderKind : responderKind,
  });
}

/** PAIR-17: when the alarm must ring next; null for never. */
export function nextDeadlineAtMs(state: SessionState, settings: PairingSettings): number | null {
  if (state.startedAtMs === null || state.isExpired) return null;
  const deadlines = Object.values(state.turns)
    .filter(isUnanswered)
    .map((turn) => turn.deadlineAtMs);
  for (const hold of Object.values(state.holds)) {
    if (hold.probing !== null) deadlines.push(hold.probing.deadlineAtMs);
    if (isUndecided(hold)) deadlines.push(hold.arrival.atMs + settings.turnTimeoutMs);
  }
  deadlines.push(idleDeadlineAtMs(state, settings));
  return Math.min(...deadlines);
}

/** Ends whatever is due. A late alarm, or one too many, does no harm. */
export function endWhatIsDue(run: Run): void {
  if (run.state.startedAtMs === null || run.state.isExpired) return;
  for (const { arrival } of run.holds()) {
    const hold = run.hold(arrival.holdId);
    if (hold?.probing != null && hold.probing.deadlineAtMs <= run.atMs) giveUpProbing(run, hold);
  }
  for (const turn of run.turns()) {
    if (isUnanswered(turn) && turn.deadlineAtMs <= run.atMs) expireTurn(run, turn);
  }
  for (const hold of run.holds()) {
    if (isUndecided(hold) && hold.arrival.atMs + run.settings.turnTimeoutMs <= run.atMs) {
      run.resolve(hold, { kind: "error", error: turnTimeout(run.settings) });
    }
  }
  if (idleDeadlineAtMs(run.state, run.settings) <= run.atMs) expireSession(run);
}

function expireTurn(run: Run, turn: Turn): void {
  run.record({ type: "turn-expired", turnId: turn.turnId });
  const hold = run.hold(turn.holdId);
  if (hold !== undefined && hold.outcome === null) {
    run.resolve(hold, { kind: "error", error: turnTimeout(run.settings) });
  }
}

/** The holds end with the session; a retry of one of them starts it afresh. */
function expireSession(run: Run): void {
  for (const hold of run.holds()) {
    if (hold.outcome !== null) continue;
    run.effect({
      type: "resolve",
      holdId: hold.arrival.holdId,
      outcome: {
        kind: "error",
        error: {
          reason: "session_timeout",
          message: `Nothing happened in this session for ${run.settings.sessionTimeoutMs / 1000} s.`,
        },
      },
    });
  }
  run.record({ type: "session-expired" });
}

/** A session is not idle while a question is open: its turn has a deadline of its own. */
function idleDeadlineAtMs(state: SessionState, settings: PairingSettings): number {
  const openUntilMs = Object.values(state.turns)
    .filter(isUnanswered)
    .map((turn) => turn.deadlineAtMs + 1);
  return Math.max(state.lastActivityAtMs + settings.sessionTimeoutMs, ...openUntilMs);
}

function isUnanswered(turn: Turn): boolean {
  return !turn.isAnswered;
}

function turnTimeout(settings: PairingSettings): TurnError {
  return {
    reason: "turn_timeout",
    message: `Nobody answered within ${settings.turnTimeoutMs / 1000} s.`,
  };
}
