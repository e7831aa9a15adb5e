import { describe, expect, it } from "vitest";
import {
  chooseColumns,
  defaultKey,
  neighbourKey,
  type ColumnChoice,
} from "../../../src/console/session/choose-columns";
import { listQuestions, type QuestionSource } from "../../../src/console/session/question";
import { isOpen, turnState } from "../../../src/console/session/turn-state";
import { entryOf, type TurnEntry } from "../../../src/console/state/turn-entry";
import { liveTurn } from "../support/session-messages";

function turn(turnId: number, changes: Partial<TurnEntry> = {}): TurnEntry {
  return { ...entryOf(turnId, undefined, liveTurn(turnId), undefined), ...changes };
}

function list(turns: readonly TurnEntry[], changes: Partial<QuestionSource> = {}) {
  return listQuestions({
    turns,
    undecidedHolds: [],
    aliases: new Map(),
    before: [],
    claimingKeys: new Set(),
    ...changes,
  });
}

const keys = (questions: readonly { readonly key: string }[]) => questions.map(({ key }) => key);
const hold = { holdId: "h", sinceMs: 1_500, questionText: "Who?" };

describe("the list of questions", () => {
  it("has what waits first, the longest wait before the others, and then the newest", () => {
    const turns = [
      turn(1, { status: "delivered" }),
      turn(2),
      turn(3, { status: "expired" }),
      turn(4, { status: "shown" }),
    ];
    expect(keys(list(turns, { undecidedHolds: [hold] }))).toEqual([
      "hold h",
      "turn 2",
      "turn 4",
      "turn 3",
      "turn 1",
    ]);
  });

  it("keeps the key of an undecided request that becomes a turn, and shows neither twice nor not at all", () => {
    const undecided = list([], { undecidedHolds: [hold] });
    const claiming = { before: undecided, claimingKeys: new Set(["hold h"]) };
    expect(keys(list([], claiming))).toEqual(["hold h"]);
    const aliases = new Map([[1, "hold h"]]);
    expect(keys(list([turn(1)], { ...claiming, aliases }))).toEqual(["hold h"]);
    expect(keys(list([turn(1)], { aliases, undecidedHolds: [hold] }))).toEqual(["hold h"]);
    expect(keys(list([], { aliases, undecidedHolds: [hold] }))).toEqual(["hold h"]);
    expect(keys(list([], { before: undecided }))).toEqual([]);
  });
});

describe("the columns", () => {
  const questions = list([turn(1), turn(2), turn(3), turn(4, { status: "delivered" })]);
  const choose = (changes: Partial<ColumnChoice>) =>
    chooseColumns({
      questions,
      shownKeys: [],
      selectedKey: "turn 1",
      busyKeys: new Set(),
      capacity: 2,
      ...changes,
    });

  it("are the selected turn and the longest waits, as many as fit", () => {
    expect(choose({})).toEqual(["turn 1", "turn 2"]);
    expect(choose({ capacity: 1, selectedKey: "turn 4" })).toEqual(["turn 4"]);
    expect(choose({ capacity: 9 })).toEqual(["turn 1", "turn 2", "turn 3"]);
    expect(choose({ selectedKey: null })).toEqual([]);
    expect(choose({ selectedKey: "turn 99" })).toEqual([]);
  });

  it("keep their places while one types", () => {
    expect(choose({ shownKeys: ["turn 3", "turn 1"], capacity: 3 })).toEqual([
      "turn 3",
      "turn 1",
      "turn 2",
    ]);
  });

  it("keep one that is over as long as there is a text in it, and no longer", () => {
    const shownKeys = ["turn 4", "turn 1"];
    expect(choose({ shownKeys })).toEqual(["turn 1", "turn 2"]);
    expect(choose({ shownKeys, busyKeys: new Set(["turn 4"]) })).toEqual(["turn 4", "turn 1"]);
  });

  it("make room for the selected one by what only waits", () => {
    const busyKeys = new Set(["turn 2"]);
    const shownKeys = ["turn 1", "turn 2"];
    expect(choose({ shownKeys, busyKeys, selectedKey: "turn 3" })).toEqual(["turn 2", "turn 3"]);
  });
});

describe("going from turn to turn", () => {
  const questions = list([turn(1), turn(2), turn(3, { status: "delivered" })]);

  it("visits what waits, round the end, and from anything else begins at an end", () => {
    expect(neighbourKey(questions, "turn 1", 1)).toBe("turn 2");
    expect(neighbourKey(questions, "turn 2", 1)).toBe("turn 1");
    expect(neighbourKey(questions, "turn 1", -1)).toBe("turn 2");
    expect(neighbourKey(questions, "turn 3", 1)).toBe("turn 1");
    expect(neighbourKey(questions, "turn 3", -1)).toBe("turn 2");
    expect(neighbourKey(list([turn(1)]), "turn 1", 1)).toBe(null);
  });

  it("begins with the longest wait, or else the newest turn", () => {
    expect(defaultKey(questions)).toBe("turn 1");
    expect(defaultKey(list([]))).toBe(null);
  });
});

describe("a turn's state", () => {
  it("tells a caller that has left from one that waits", () => {
    expect(turnState(turn(1))).toBe("waiting");
    expect(turnState(turn(1, { isCallerAttached: false }))).toBe("caller-gone");
    expect(turnState(turn(1, { isCallerAttached: false, status: "delivered" }))).toBe("delivered");
  });

  it("is open until there is an answer, also before the server has said more than that it was opened", () => {
    expect(isOpen(turn(1))).toBe(true);
    expect(isOpen(turn(1, { isLive: false }))).toBe(true);
    expect(isOpen(turn(1, { status: "abandoned" }))).toBe(true);
    expect(isOpen(turn(1, { status: "abandoned", isLive: false }))).toBe(false);
    expect(isOpen(turn(1, { status: "answered" }))).toBe(false);
  });
});
