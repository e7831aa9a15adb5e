import { describe, expect, it } from "vitest";
import {
  answerState,
  answerText,
  nextQuestion,
  waitingQuestions,
} from "../../../src/console/join/player-queue";
import {
  isMeantFor,
  NO_TEXT,
  readPlayerText,
  settleAfterReload,
  withDraft,
  withReturned,
} from "../../../src/console/join/player-text";
import type { TurnAnswer, TurnEntry } from "../../../src/console/state/turn-entry";

function turn(turnId: number, changes: Partial<TurnEntry> = {}): TurnEntry {
  return {
    turnId,
    status: "waiting",
    questionText: `Question ${turnId}`,
    openedAtMs: turnId * 1_000,
    shownAtMs: null,
    answeredAtMs: null,
    endedAtMs: null,
    answer: null,
    deadlineAtMs: null,
    isLive: true,
    isCallerAttached: true,
    claimedBy: null,
    draftText: "",
    isStream: true,
    canDraft: true,
    ...changes,
  };
}

function said(text: string): TurnAnswer {
  return {
    type: "reply",
    reply: { parts: [{ type: "text", text }], finishReason: "stop" },
    source: { kind: "operator", operatorName: "Anna" },
  };
}

const OTHER = { operatorId: "other-operator", name: "Ben" };
const OWN = { operatorId: "own-operator", name: "Anna" };

describe("the questions that a player answers", () => {
  it("are those that wait, the oldest first, undecided requests among them", () => {
    const turns = [
      turn(3, { status: "shown" }),
      turn(1, { status: "delivered" }),
      turn(2),
      turn(4, { status: "abandoned" }),
    ];
    const live = { undecidedHolds: [{ holdId: "h", sinceMs: 2_500, questionText: "Who?" }] };
    const questions = waitingQuestions(turns, live, null);
    expect(questions.map(({ key }) => key)).toEqual(["turn-2", "hold-h", "turn-3"]);
    expect(questions[1]).toMatchObject({ target: { holdId: "h" }, text: "Who?" });
  });

  it("leave out what another has taken, and not what the player has", () => {
    const turns = [turn(1, { claimedBy: OTHER }), turn(2, { claimedBy: OWN }), turn(3)];
    const questions = waitingQuestions(turns, null, OWN.operatorId);
    expect(questions.map(({ takenBy }) => takenBy)).toEqual(["Ben", null, null]);
    expect(nextQuestion(questions, null)?.key).toBe("turn-2");
    expect(nextQuestion(waitingQuestions([turns[0]!], null, OWN.operatorId), null)).toBeNull();
  });
});

describe("the question that a player chooses", () => {
  it("is answered before older ones, while it waits and is nobody else's", () => {
    const turns = [turn(1), turn(2), turn(3, { claimedBy: OTHER })];
    const questions = waitingQuestions(turns, null, OWN.operatorId);
    const keys = ["turn-2", "turn-3", "turn-9", null].map(
      (chosenKey) => nextQuestion(questions, chosenKey)?.key,
    );
    expect(keys).toEqual(["turn-2", "turn-1", "turn-1", "turn-1"]);
  });
});

describe("what became of an answer", () => {
  it.each([
    ["nothing yet", turn(1), null],
    ["delivered", turn(1, { status: "delivered", answer: said("x") }), "delivered"],
    ["on its way", turn(1, { status: "answered", answer: said("x") }), "on-its-way"],
    [
      "waiting for a caller who left",
      turn(1, { status: "answered", answer: said("x"), isCallerAttached: false }),
      "caller-gone",
    ],
    ["too late", turn(1, { status: "expired", answer: said("x") }), "too-late"],
    ["never given", turn(1, { status: "expired" }), null],
  ] as const)("is told: %s", (_, entry, state) => {
    expect(answerState(entry)).toBe(state);
  });

  it("is read as text, whoever gave it", () => {
    expect(answerText(turn(1))).toBeNull();
    expect(answerText(turn(1, { answer: said("Hello") }))).toBe("Hello");
    const error = { type: "error", error: { status: 429, message: "no" } } as TurnAnswer;
    expect(answerText(turn(1, { answer: error }))).toBe("(429)");
  });
});

describe("a player's text", () => {
  const ASKED = { key: "turn-1", text: "Who?" };
  const NEXT = { key: "turn-2", text: "Why?" };
  const SENT = {
    ...NO_TEXT,
    pending: { questionKey: "turn-1", questionText: "Who?", text: "Sent" },
  };

  it("comes back from the browser, and is empty where that has something else", () => {
    expect(readPlayerText(JSON.stringify(SENT))).toEqual(SENT);
    const typed = withDraft(NO_TEXT, "x", ASKED);
    expect(readPlayerText(JSON.stringify(typed))).toEqual(typed);
    expect(readPlayerText(JSON.stringify({ draft: 1, pending: { text: 2 } }))).toEqual(NO_TEXT);
    expect(readPlayerText("{")).toEqual(NO_TEXT);
    expect(readPlayerText(null)).toEqual(NO_TEXT);
  });

  it("goes to no other question than the one that it was begun for", () => {
    const begun = withDraft(NO_TEXT, "I", ASKED);
    const written = withDraft(begun, "I am", NEXT);
    expect(isMeantFor(written, ASKED)).toBe(true);
    expect(isMeantFor(written, NEXT)).toBe(false);
    const again = { key: "turn-9", text: "Who?" };
    expect(isMeantFor(written, again)).toBe(true);
  });

  it("is for the next question when it is begun anew", () => {
    const emptied = withDraft(withDraft(NO_TEXT, "I", ASKED), "", NEXT);
    expect(isMeantFor(withDraft(emptied, "B", NEXT), NEXT)).toBe(true);
  });

  it("may go to the first question where it was written before anybody asked", () => {
    const prepared = withDraft(NO_TEXT, "Hello", null);
    expect(isMeantFor(prepared, ASKED)).toBe(true);
    expect(isMeantFor(withDraft(prepared, "Hello!", ASKED), NEXT)).toBe(false);
  });

  it("has what was not taken before what was typed since", () => {
    const returned = withReturned({ ...SENT, draft: "typed" }, "Sent", ASKED);
    expect(returned).toEqual({ draft: "Sent\ntyped", draftFor: ASKED, pending: null });
    expect(withReturned(SENT, "Sent", ASKED).draft).toBe("Sent");
  });

  it("is settled after a reload by what the transcript has", () => {
    const arrived = [turn(1, { status: "delivered", answer: said("Sent") })];
    const back = { draft: "Sent", draftFor: ASKED, pending: null };
    expect(settleAfterReload(SENT, arrived)).toEqual(NO_TEXT);
    expect(settleAfterReload(SENT, [turn(1)])).toEqual(back);
    expect(settleAfterReload(SENT, [turn(2, { answer: said("Sent") })])).toEqual(back);
  });

  it("is found under a turn's number where it was sent to an undecided request", () => {
    const pending = { questionKey: "hold-h", questionText: "Who?", text: "Sent" };
    const answered = [turn(7, { answer: said("Sent") })];
    expect(settleAfterReload({ ...NO_TEXT, pending }, answered)).toEqual(NO_TEXT);
  });
});
