import type { AnswerTarget } from "../../console-protocol/session-command";
import type { UndecidedHold } from "../../console-protocol/session-message";
import type { TurnEntry } from "../state/turn-entry";
import { questionKey } from "./question-key";
import { isWaiting } from "./turn-state";

/** What can be looked at and answered: a turn, or an undecided request that becomes one. */
export interface Question {
  /** The same while it is open, also when an undecided request becomes a turn, so that its editor stays. */
  readonly key: string;
  readonly target: AnswerTarget;
  /** Null for an undecided request. */
  readonly entry: TurnEntry | null;
  readonly questionText: string;
  readonly sinceMs: number;
  readonly isWaiting: boolean;
}

export interface QuestionSource {
  readonly turns: readonly TurnEntry[];
  readonly undecidedHolds: readonly UndecidedHold[];
  /** The keys of turns that were undecided when they were first seen here. */
  readonly aliases: ReadonlyMap<number, string>;
  /** What is shown although the server lists it no more: its claim is on its way back. */
  readonly before: readonly Question[];
  readonly claimingKeys: ReadonlySet<string>;
}

/** All questions: what waits first, the longest wait before the others, and then the rest, the newest first. */
export function listQuestions(source: QuestionSource): readonly Question[] {
  const holds = source.undecidedHolds.map(ofHold);
  const turns = source.turns.map((entry) => ofTurn(entry, source.aliases));
  const known = new Set([...holds, ...turns].map(({ key }) => key));
  const leaving = source.before.filter(
    ({ key, entry }) => entry === null && source.claimingKeys.has(key) && !known.has(key),
  );
  const turnKeys = new Set(turns.map(({ key }) => key));
  const questions = [...holds.filter(({ key }) => !turnKeys.has(key)), ...leaving, ...turns];
  return questions.toSorted(compare);
}

function ofHold({ holdId, sinceMs, questionText }: UndecidedHold): Question {
  const target = { holdId };
  return {
    key: questionKey(target),
    target,
    entry: null,
    questionText,
    sinceMs,
    isWaiting: true,
  };
}

function ofTurn(entry: TurnEntry, aliases: ReadonlyMap<number, string>): Question {
  const target = { turnId: entry.turnId };
  return {
    key: aliases.get(entry.turnId) ?? questionKey(target),
    target,
    entry,
    questionText: entry.questionText,
    sinceMs: entry.openedAtMs,
    isWaiting: isWaiting(entry),
  };
}

function compare(a: Question, b: Question): number {
  if (a.isWaiting !== b.isWaiting) return a.isWaiting ? -1 : 1;
  const [first, second] = a.isWaiting ? [a, b] : [b, a];
  return first.sinceMs - second.sinceMs || turnIdOf(first) - turnIdOf(second);
}

function turnIdOf({ target }: Question): number {
  return "turnId" in target ? target.turnId : -1;
}
