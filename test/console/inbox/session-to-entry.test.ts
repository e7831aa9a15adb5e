import { describe, expect, it } from "vitest";
import type { SessionEntry } from "../../../src/console-protocol/inbox-message";
import { initialsOf } from "../../../src/console/inbox/initials";
import {
  markSeen,
  sessionToEntry,
  UNDECIDED_TURN_ID,
} from "../../../src/console/inbox/session-to-entry";

const SESSION: SessionEntry = {
  name: "oracle",
  status: "caller-waits",
  statusSinceMs: 500,
  createdAtMs: 100,
  lastActivityAtMs: 600,
  responderKind: "operator",
  turnCount: 3,
  openTurnCount: 1,
  lastQuestionText: "What now?",
  waitingTurns: [{ turnId: 3, sinceMs: 500, questionText: "What now?" }],
};

describe("a session in the inbox", () => {
  it("waits with its open turns", () => {
    expect(sessionToEntry(SESSION, undefined)).toEqual({
      sessionName: "oracle",
      label: "",
      responderKind: "operator",
      waitingTurns: SESSION.waitingTurns,
      lastQuestionText: "What now?",
      isUnread: true,
      lastActiveAtMs: 600,
    });
  });

  it("waits, too, where nobody knows yet who asks", () => {
    const undecided: SessionEntry = { ...SESSION, status: "undecided", waitingTurns: [] };
    expect(sessionToEntry(undecided, undefined).waitingTurns).toEqual([
      { turnId: UNDECIDED_TURN_ID, sinceMs: 500, questionText: "What now?" },
    ]);
    const idle: SessionEntry = { ...SESSION, status: "responder-waits", waitingTurns: [] };
    expect(sessionToEntry(idle, undefined).waitingTurns).toEqual([]);
  });

  it("is unread as long as it has turns that this browser has not seen", () => {
    const isUnread = (seen: { createdAtMs: number; turnCount: number } | undefined) =>
      sessionToEntry(SESSION, seen).isUnread;
    expect(isUnread({ createdAtMs: 100, turnCount: 3 })).toBe(false);
    expect(isUnread({ createdAtMs: 100, turnCount: 2 })).toBe(true);
    // The same name after a deletion is another session.
    expect(isUnread({ createdAtMs: 50, turnCount: 9 })).toBe(true);
    expect(sessionToEntry({ ...SESSION, turnCount: 0 }, undefined).isUnread).toBe(false);
  });
});

const isKnown = (name: string): boolean => name !== "gone";

describe("what was seen", () => {
  it("is kept by name, without the sessions that are gone", () => {
    const marks = {
      gone: { createdAtMs: 1, turnCount: 1 },
      other: { createdAtMs: 2, turnCount: 2 },
    };
    expect(markSeen(marks, SESSION, isKnown)).toEqual({
      other: { createdAtMs: 2, turnCount: 2 },
      oracle: { createdAtMs: 100, turnCount: 3 },
    });
  });

  it("does not change where nothing is new", () => {
    const marks = { oracle: { createdAtMs: 100, turnCount: 3 } };
    expect(markSeen(marks, SESSION, isKnown)).toBe(marks);
  });

  it("takes any name, also one that objects have by themselves", () => {
    const named = { ...SESSION, name: "constructor" };
    expect(Object.entries(markSeen({}, named, isKnown))).toEqual([
      ["constructor", { createdAtMs: 100, turnCount: 3 }],
    ]);
  });
});

describe("initials", () => {
  it.each([
    ["Ada Lovelace", "AL"],
    ["ada", "AD"],
    ["Jean-Luc Picard", "JP"],
    ["grace.hopper", "GH"],
    ["田中 太郎", "田太"],
    ["田中", "田"],
    ["オペレーター", "オ"],
    ["👩‍🚀 Mae", "👩‍🚀M"],
    ["x", "X"],
  ])("of %s are %s", (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});
