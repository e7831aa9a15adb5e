import { CONSOLE_PROTOCOL_VERSION } from "../../../src/console-protocol/constants";
import type {
  LiveSession,
  LiveTurn,
  SessionEvent,
  SessionMessage,
} from "../../../src/console-protocol/session-message";

export function welcomeMessage(
  changes: Partial<Extract<SessionMessage, { type: "welcome" }>> = {},
): SessionMessage {
  return {
    type: "welcome",
    protocolVersion: CONSOLE_PROTOCOL_VERSION,
    sessionName: "oracle",
    operator: { operatorId: "operator-1", name: "Ada" },
    role: "admin",
    sees: { context: true, history: true },
    isResumed: true,
    nowMs: 0,
    accessEndsAtMs: null,
    ...changes,
  };
}

export function liveTurn(turnId: number, changes: Partial<LiveTurn> = {}): LiveTurn {
  return {
    turnId,
    openedAtMs: 1_000 * turnId,
    deadlineAtMs: 1_000_000,
    status: "waiting",
    isCallerAttached: true,
    isStream: true,
    questionText: `Question ${turnId}`,
    claimedBy: null,
    draftText: "",
    canDraft: true,
    ...changes,
  };
}

export function liveMessage(
  turns: readonly LiveTurn[],
  changes: Partial<LiveSession> = {},
): SessionMessage {
  return {
    type: "live",
    revision: 1,
    session: {
      status: turns.length === 0 ? "idle" : "caller-waits",
      responderKind: "operator",
      answersSideRequests: true,
      isContextHidden: false,
      turns: [...turns],
      undecidedHolds: [],
      ...changes,
    },
  };
}

/** What follows `liveMessage`, unless it says otherwise. */
export function liveChangeMessage(
  changes: Partial<Extract<SessionMessage, { type: "live-changed" }>> = {},
): SessionMessage {
  return {
    type: "live-changed",
    afterRevision: 1,
    revision: 2,
    overview: {
      status: "caller-waits",
      responderKind: "operator",
      answersSideRequests: true,
      isContextHidden: false,
    },
    openedTurns: [],
    changedTurns: [],
    endedTurnIds: [],
    arrivedHolds: [],
    endedHoldIds: [],
    ...changes,
  };
}

export function eventsMessage(...events: readonly SessionEvent[]): SessionMessage {
  return { type: "events", events: [...events], isCaughtUp: true };
}

export function sessionEvent(
  sequence: number,
  type: string,
  fields: Readonly<Record<string, unknown>> = {},
): SessionEvent {
  return { sequence, atMs: 100 * sequence, type, ...fields };
}
