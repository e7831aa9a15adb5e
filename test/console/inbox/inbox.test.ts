import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { announceTurns, type Announced } from "../../../src/console/inbox/announce-turns";
import { filterInbox, foldText, SHOW_ALL } from "../../../src/console/inbox/filter-inbox";
import type { InboxEntry, WaitingTurn } from "../../../src/console/inbox/inbox-entry";
import { nextWaitingSession } from "../../../src/console/inbox/next-waiting";
import { sortInbox } from "../../../src/console/inbox/sort-inbox";
import { countMark, markTitle, waitingCount } from "../../../src/console/inbox/title-mark";
import { nextChangeAtMs, waitTime } from "../../../src/console/inbox/wait-clock";
import { fuzz } from "../../protocols/arbitraries";

function session(sessionName: string, changes: Partial<InboxEntry> = {}): InboxEntry {
  return {
    sessionName,
    label: "",
    responderKind: "operator",
    waitingTurns: [],
    lastQuestionText: "",
    isUnread: false,
    lastActiveAtMs: 0,
    ...changes,
  };
}

function turn(turnId: number, sinceMs: number, questionText = ""): WaitingTurn {
  return { turnId, sinceMs, questionText };
}

function names(entries: readonly InboxEntry[]): readonly string[] {
  return entries.map(({ sessionName }) => sessionName);
}

function found(entries: readonly InboxEntry[], query: string): readonly string[] {
  return names(filterInbox(entries, { ...SHOW_ALL, query }));
}

/** The turns that are announced by each snapshot of one session. */
function announcedBy(
  snapshots: readonly (readonly WaitingTurn[])[],
): readonly (readonly number[])[] {
  let announced: Announced = null;
  return snapshots.map((waitingTurns) => {
    const step = announceTurns(announced, [session("s", { waitingTurns })]);
    announced = step.announced;
    return step.news.map(({ turnId }) => turnId);
  });
}

describe("the order of the inbox", () => {
  it("is the longest wait, then what is unread, then the most recent", () => {
    const entries = [
      session("old", { lastActiveAtMs: 1 }),
      session("recent", { lastActiveAtMs: 9 }),
      session("unread", { isUnread: true, lastActiveAtMs: 2 }),
      session("waits", { waitingTurns: [turn(1, 500)] }),
      session("waits longer", { waitingTurns: [turn(2, 800), turn(1, 400)] }),
    ];
    const expected = ["waits longer", "waits", "unread", "recent", "old"];
    expect(names(sortInbox(entries))).toEqual(expected);
    expect(names(sortInbox(entries.toReversed()))).toEqual(expected);
  });

  it("does not depend on the order in which sessions arrive", () => {
    const few = fc.integer({ min: 0, max: 2 });
    const entry = fc.record({ at: few, isUnread: fc.boolean(), since: fc.option(few) });
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (list, random) => {
          const entries = list.map(({ at, isUnread, since }, index) =>
            session(`s${index}`, {
              lastActiveAtMs: at,
              isUnread,
              waitingTurns: since === null ? [] : [turn(1, since)],
            }),
          );
          const keys = new Map(entries.map((one) => [one, random.next().value]));
          const mixed = entries.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
          expect(sortInbox(mixed)).toEqual(sortInbox(entries));
        },
      ),
      fuzz(200),
    );
  });
});

describe("the way to the next who waits", () => {
  const waiting = ["a", "b", "c"].map((name) => session(name, { waitingTurns: [turn(1, 0)] }));
  const entries = [...waiting, session("answered")];

  it("goes round through all of them in the order of the list, and never stays", () => {
    expect(nextWaitingSession(entries, "a", 1)).toBe("b");
    expect(nextWaitingSession(entries, "c", 1)).toBe("a");
    expect(nextWaitingSession(entries, "a", -1)).toBe("c");
    expect(nextWaitingSession(entries.slice(2), "c", 1)).toBe(null);
  });

  it("begins with the longest wait where the session that is open does not wait any more", () => {
    expect(nextWaitingSession(entries, "answered", 1)).toBe("a");
    expect(nextWaitingSession(entries, "answered", -1)).toBe("c");
    expect(nextWaitingSession([session("answered")], "answered", 1)).toBe(null);
  });
});

describe("the search", () => {
  const entries = [
    session("town-guard-7", { label: "Ｇate", lastQuestionText: "Who goes there?" }),
    session("店主", { waitingTurns: [turn(1, 0, "ﾘﾝｺﾞはいくら？")] }),
    session("İstanbul"),
  ];

  it("finds names, labels and questions, whatever their case and width", () => {
    expect(found(entries, "GUARD")).toEqual(["town-guard-7"]);
    expect(found(entries, "gATe")).toEqual(["town-guard-7"]);
    expect(found(entries, "ｗｈｏ")).toEqual(["town-guard-7"]);
    expect(found(entries, "リンゴ")).toEqual(["店主"]);
    expect(found(entries, "店主")).toEqual(["店主"]);
    // This letter has one code point as a small letter, and two as a capital.
    expect(found([session("H\u0331")], "\u1E96")).toHaveLength(1);
    expect(found(entries, "")).toHaveLength(3);
  });

  it("wants every word, in any place", () => {
    expect(found(entries, "there　GATE")).toEqual(["town-guard-7"]);
    expect(found(entries, "there gone")).toEqual([]);
    expect(found(entries, "7gate")).toEqual([]);
  });

  it("finds every text by itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        fc.pre(foldText(name).trim() !== "");
        expect(found([session(name)], name)).toEqual([name]);
        expect(foldText(foldText(name))).toBe(foldText(name));
      }),
      fuzz(300),
    );
  });

  it("goes together with the filters", () => {
    const list = [
      session("a", { isUnread: true }),
      session("b", { waitingTurns: [turn(1, 0)] }),
      session("c", { responderKind: "partner" }),
    ];
    expect(names(filterInbox(list, { ...SHOW_ALL, isUnreadOnly: true }))).toEqual(["a"]);
    expect(names(filterInbox(list, { ...SHOW_ALL, isWaitingOnly: true }))).toEqual(["b"]);
    expect(names(filterInbox(list, { ...SHOW_ALL, responderKind: "partner" }))).toEqual(["c"]);
    expect(filterInbox(list, { ...SHOW_ALL, query: "a", isWaitingOnly: true })).toEqual([]);
  });
});

describe("the news", () => {
  it("are the turns that have begun to wait, each once, the longest wait first", () => {
    const [one, two, three] = [turn(1, 10), turn(2, 30), turn(3, 20)];
    expect(announcedBy([[], [one], [one], [one, two, three], [two]])).toEqual([
      [],
      [1],
      [],
      [3, 2],
      [],
    ]);
  });

  it("are none when the console opens, and none when a turn comes back after a reconnect", () => {
    expect(announcedBy([[turn(1, 10)], [], [turn(1, 10)]])).toEqual([[], [], []]);
  });

  it("tell a deleted session's turns from those of the new one", () => {
    expect(announcedBy([[turn(1, 10)], [], [turn(1, 90)]])).toEqual([[], [], [1]]);
  });

  it("forget the oldest first, and never what still waits", () => {
    const many = Array.from({ length: 6_000 }, (_, index) => turn(index + 2, index));
    const kept = turn(1, 0);
    expect(announcedBy([[kept], [kept, ...many], [kept]]).at(-1)).toEqual([]);
    expect(announcedBy([many, [], many.slice(-5_000)]).at(-1)).toEqual([]);
    expect(announcedBy([many, [], many]).at(-1)).toHaveLength(1_000);
  });
});

describe("the title", () => {
  it("begins with how many turns wait", () => {
    const entries = [session("a", { waitingTurns: [turn(1, 0), turn(2, 0)] }), session("b")];
    expect(waitingCount(entries)).toBe(2);
    expect(markTitle("Inbox", 2)).toBe("(2) Inbox");
    expect(markTitle("Inbox", 0)).toBe("Inbox");
    expect([countMark(99), countMark(100), countMark(0)]).toEqual(["99", "99+", ""]);
  });
});

describe("the clock of a wait", () => {
  const SECOND = 1_000;
  const HOUR = 3_600 * SECOND;

  it.each([
    [0, "0:00"],
    [7 * SECOND + 999, "0:07"],
    [12 * 60 * SECOND + 5 * SECOND, "12:05"],
    [HOUR + 2 * 60 * SECOND + 33 * SECOND, "1:02:33"],
    [24 * HOUR - 1, "23:59:59"],
    [-5 * SECOND, "0:00"],
  ])("after %d ms shows %s", (waitedMs, text) => {
    expect(waitTime(1_000_000, 1_000_000 + waitedMs)).toEqual({ unit: "clock", text });
  });

  it("shows days and hours from one day on", () => {
    expect(waitTime(0, 24 * HOUR)).toEqual({ unit: "days", days: 1, hours: 0 });
    expect(waitTime(0, 51 * HOUR + HOUR - 1)).toEqual({ unit: "days", days: 2, hours: 3 });
  });

  it("shows the same until its next change, and another time then", () => {
    const times = fc.integer({ min: 0, max: 60 * 24 * HOUR });
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 4 }), times, (sinces, nowMs) => {
        const all = (atMs: number): unknown => sinces.map((sinceMs) => waitTime(sinceMs, atMs));
        const changeAtMs = nextChangeAtMs(sinces, nowMs) ?? 0;
        expect(changeAtMs).toBeGreaterThan(nowMs);
        expect(all(changeAtMs - 1)).toEqual(all(nowMs));
        expect(all(changeAtMs)).not.toEqual(all(nowMs));
      }),
      fuzz(500),
    );
    expect(nextChangeAtMs([], 5)).toBe(null);
  });
});
