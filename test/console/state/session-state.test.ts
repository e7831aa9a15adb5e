import { describe, expect, test } from "vitest";
import type { SessionMessage } from "../../../src/console-protocol/session-message";
import {
  createSessionState,
  isGap,
  lastSequence,
  reduceSession,
  type SessionState,
} from "../../../src/console/state/session-state";
import {
  eventsMessage,
  liveChangeMessage,
  liveMessage,
  liveTurn,
  sessionEvent,
  welcomeMessage,
} from "../support/session-messages";

function reduce(state: SessionState, ...messages: readonly SessionMessage[]): SessionState {
  return messages.reduce(
    (before, message) => reduceSession(before, { type: "message", message, nowMs: 0 }),
    state,
  );
}

const start = (...messages: readonly SessionMessage[]): SessionState =>
  reduce(createSessionState(), welcomeMessage(), ...messages);

const draftText = (state: SessionState) => state.turns[0]?.draftText;

function statusAfter(...types: readonly string[]) {
  const opened = sessionEvent(1, "turn-opened", { turnId: 1 });
  const events = types.map((type, index) => sessionEvent(index + 2, type, { turnId: 1 }));
  return start(eventsMessage(opened, ...events)).turns[0]?.status;
}

const REPLY = { parts: [{ type: "text", text: "Halt!" }], finishReason: "stop" };

describe("the turns", () => {
  test("go through their states as the transcript goes on", () => {
    const opened = start(
      eventsMessage(sessionEvent(1, "turn-opened", { turnId: 1, questionText: "Who goes there?" })),
    );
    const events = ["turn-shown", "turn-answered", "turn-delivered"].map((type, index) =>
      sessionEvent(index + 2, type, {
        turnId: 1,
        ...(type === "turn-answered" ? { reply: REPLY, source: { kind: "operator" } } : {}),
      }),
    );
    const statuses: unknown[] = [opened.turns[0]?.status];
    let state = opened;
    for (const event of events) {
      state = reduce(state, eventsMessage(event));
      statuses.push(state.turns[0]?.status);
    }
    expect(statuses).toEqual(["waiting", "shown", "answered", "delivered"]);
    expect(state.turns[0]).toMatchObject({
      questionText: "Who goes there?",
      openedAtMs: 100,
      answeredAtMs: 300,
      endedAtMs: 400,
      deadlineAtMs: null,
      answer: { type: "reply", reply: REPLY, source: { kind: "operator", operatorName: "" } },
    });
  });

  test("that were abandoned wait again when somebody comes back, and expire for good", () => {
    expect(statusAfter("turn-abandoned")).toBe("abandoned");
    expect(statusAfter("turn-abandoned", "turn-revived")).toBe("waiting");
    expect(statusAfter("turn-abandoned", "turn-expired")).toBe("expired");
    expect(statusAfter("turn-answered", "turn-abandoned")).toBe("answered");
  });

  test("answered by an error have that error", () => {
    const error = { status: 429, message: "Slow down.", retryAfterSeconds: 3 };
    const state = start(
      eventsMessage(
        sessionEvent(1, "turn-opened", { turnId: 1 }),
        sessionEvent(2, "turn-answered", { turnId: 1, error, source: { kind: "partner" } }),
      ),
    );
    expect(state.turns[0]?.answer).toEqual({
      type: "error",
      error,
      source: { kind: "partner", operatorName: "" },
    });
  });

  test("that are live have the server's word of this moment", () => {
    const operator = { operatorId: "operator-2", name: "Grace" };
    const state = start(
      eventsMessage(sessionEvent(1, "turn-opened", { turnId: 1, questionText: "Long" })),
      liveMessage([liveTurn(1, { claimedBy: operator, draftText: "Hal", deadlineAtMs: 5 })]),
    );
    expect(state.turns[0]).toMatchObject({
      isLive: true,
      claimedBy: operator,
      draftText: "Hal",
      deadlineAtMs: 5,
    });
  });

  test("have the transcript's text of a question, as that of the moment is cut", () => {
    const opened = sessionEvent(1, "turn-opened", { turnId: 1, questionText: "A long question" });
    const state = start(eventsMessage(opened), liveMessage([liveTurn(1)]));
    expect(state.turns[0]?.questionText).toBe("A long question");
  });

  test("are the same objects as long as nothing about them changes", () => {
    const before = start(
      liveMessage([liveTurn(1), liveTurn(2, { claimedBy: { operatorId: "a", name: "A" } })]),
    );
    const after = reduce(
      before,
      liveMessage([
        liveTurn(1, { draftText: "x" }),
        liveTurn(2, { claimedBy: { operatorId: "a", name: "A" } }),
      ]),
    );
    expect(after.turns[0]).not.toBe(before.turns[0]);
    expect(after.turns[1]).toBe(before.turns[1]);
  });

  test("do not fall back where the live state is older than the transcript", () => {
    const state = start(
      liveMessage([liveTurn(1)]),
      eventsMessage(
        sessionEvent(1, "turn-opened", { turnId: 1 }),
        sessionEvent(2, "turn-answered", { turnId: 1, reply: REPLY }),
      ),
    );
    expect(state.turns[0]?.status).toBe("answered");
  });
});

describe("a reconnect", () => {
  const known = start(
    eventsMessage(
      sessionEvent(1, "turn-opened", { turnId: 1 }),
      sessionEvent(2, "turn-shown", { turnId: 1 }),
    ),
    liveMessage([liveTurn(1)]),
  );

  test("asks for what follows the last event, and takes no event twice", () => {
    expect(lastSequence(known)).toBe(2);
    const state = reduce(
      reduceSession(known, { type: "lost" }),
      welcomeMessage(),
      eventsMessage(
        sessionEvent(2, "turn-shown", { turnId: 1 }),
        sessionEvent(3, "turn-delivered", { turnId: 1 }),
      ),
    );
    expect(state.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  test("forgets what the server does not know any more", () => {
    const state = reduce(known, welcomeMessage({ isResumed: false }));
    expect(state).toMatchObject({ events: [], turns: [], live: null, isCaughtUp: false });
    expect(lastSequence(state)).toBeNull();
  });

  test("is over when the live state has come", () => {
    const lost = reduceSession(known, { type: "lost" });
    expect(lost.isCaughtUp).toBe(false);
    expect(reduce(lost, welcomeMessage()).isCaughtUp).toBe(false);
    expect(reduce(lost, welcomeMessage(), liveMessage([])).isCaughtUp).toBe(true);
  });
});

describe("a change of the live state", () => {
  const hold = { holdId: "h1", sinceMs: 5, questionText: "Is anybody there?" };
  const open = start(
    liveMessage([liveTurn(1), liveTurn(2), liveTurn(3)], { undecidedHolds: [hold] }),
  );

  test("names what is new, what is different and what is over, and the rest stays as it was", () => {
    const { openedAtMs: _, deadlineAtMs: __, questionText: ___, ...progress } = liveTurn(2);
    const claimedBy = { operatorId: "operator-2", name: "Grace" };
    const change = liveChangeMessage({
      overview: {
        status: "undecided",
        responderKind: "partner",
        answersSideRequests: false,
        isContextHidden: true,
      },
      openedTurns: [liveTurn(4)],
      changedTurns: [{ ...progress, claimedBy }],
      endedTurnIds: [1],
      arrivedHolds: [{ ...hold, holdId: "h2" }],
      endedHoldIds: ["h1"],
    });
    expect(reduce(open, change).live).toEqual({
      status: "undecided",
      responderKind: "partner",
      answersSideRequests: false,
      isContextHidden: true,
      turns: [liveTurn(2, { claimedBy }), liveTurn(3), liveTurn(4)],
      undecidedHolds: [{ ...hold, holdId: "h2" }],
    });
  });

  test("leaves the entries of turns that it does not name as the objects that they were", () => {
    const after = reduce(open, liveChangeMessage({ openedTurns: [liveTurn(4)] }));
    expect(after.turns.slice(0, 3).every((entry, index) => entry === open.turns[index])).toBe(true);
  });

  test("is none where it does not follow the state that is here", () => {
    const late = liveChangeMessage({ afterRevision: 2, revision: 3, endedTurnIds: [1] });
    expect(isGap(open, late)).toBe(true);
    expect(reduce(open, late)).toBe(open);
    const next = reduce(open, liveChangeMessage());
    expect(isGap(next, late)).toBe(false);
    expect(reduce(next, late).live?.turns).toHaveLength(2);
  });
});

describe("drafts", () => {
  const open = start(liveMessage([liveTurn(1)]));

  test("of others grow piece by piece, and a piece that does not fit is left to the next state", () => {
    const grown = reduce(
      open,
      { type: "draft", turnId: 1, startChars: 0, text: "Hal" },
      { type: "draft", turnId: 1, startChars: 3, text: "t! " },
      { type: "draft", turnId: 1, startChars: 9, text: "late" },
    );
    expect(draftText(grown)).toBe("Halt! ");
  });

  test("of one's own count as far as the server has accepted them", () => {
    const sent = [
      { startChars: 0, text: "Halt! " },
      { startChars: 6, text: "Who " },
    ].reduce(
      (state, piece) => reduceSession(state, { type: "draft-sent", turnId: 1, ...piece }),
      open,
    );
    expect(draftText(sent)).toBe("");
    const accepted = reduce(sent, { type: "draft-accepted", turnId: 1, acceptedChars: 6 });
    expect(draftText(accepted)).toBe("Halt! ");
    const all = reduce(accepted, { type: "draft-accepted", turnId: 1, acceptedChars: 10 });
    expect(draftText(all)).toBe("Halt! Who ");
  });

  test("that are refused are what the caller has, and whose the turn is", () => {
    const claimedBy = { operatorId: "operator-2", name: "Grace" };
    const state = reduce(open, {
      type: "draft-refused",
      turnId: 1,
      reason: "claimed",
      acceptedText: "Stop",
      claimedBy,
    });
    expect(state.turns[0]).toMatchObject({ draftText: "Stop", claimedBy });
  });
});

test("waits are measured by the server's clock", () => {
  const state = reduceSession(createSessionState(), {
    type: "message",
    message: welcomeMessage({ nowMs: 50_000 }),
    nowMs: 20_000,
  });
  expect(state.clockOffsetMs).toBe(30_000);
});
