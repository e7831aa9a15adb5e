import type { RecordedTurn } from "../e2e/support/sessions.ts";
import type { ExpectedTurn } from "./texts.ts";

export const PROBLEM_KINDS = ["lost", "duplicated", "misdelivered", "hung"] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

export interface Problem {
  readonly kind: ProblemKind;
  /** Of the message, from 0. */
  readonly turn: number;
  readonly what: string;
}

export interface Outcome {
  readonly session: string;
  /** Whether the caller has all of its replies. */
  readonly isOver: boolean;
  readonly expected: readonly ExpectedTurn[];
  readonly received: { readonly caller: readonly string[]; readonly responder: readonly string[] };
  readonly recorded: readonly RecordedTurn[];
}

/** Compares what was said with what each end heard and with what the server wrote down. Nothing else may differ by a byte. */
export function checkConversation(outcome: Outcome): readonly Problem[] {
  const { isOver, expected, received, recorded, session } = outcome;
  const prompts = expected.map(({ prompt }) => prompt);
  const replies = expected.map(({ reply }) => reply);
  const reached = received.caller.length;
  if (!isOver) {
    const what = `${session} stands at turn ${reached + 1}`;
    return [
      { kind: "hung", turn: reached, what },
      ...compare("the caller's reply", replies.slice(0, reached), received.caller),
    ];
  }
  return [
    ...compare("the caller's reply", replies, received.caller),
    ...compare("the responder's prompt", prompts, received.responder),
    ...compare(
      "the recorded question",
      prompts,
      recorded.map((turn) => turn.prompts[0] ?? ""),
    ),
    ...compare(
      "the recorded reply",
      replies,
      recorded.flatMap((turn) => (isUnanswered(turn, recorded) ? [""] : turn.replies)),
    ),
    ...compare("the recorded delivery of", deliveredOnce(recorded), deliveries(recorded)),
  ];
}

/** Where a question came twice, which is a problem of its own, the second may still be open. */
function isUnanswered(turn: RecordedTurn, recorded: readonly RecordedTurn[]): boolean {
  const twins = recorded.filter(({ prompts }) => prompts[0] === turn.prompts[0]);
  return twins.every(({ replies }) => replies.length === 0);
}

/** The reply of each confirmed delivery. */
function deliveries(recorded: readonly RecordedTurn[]): readonly string[] {
  return recorded.flatMap((turn) =>
    Array.from({ length: turn.deliveries }, () => turn.replies[0] ?? ""),
  );
}

function deliveredOnce(recorded: readonly RecordedTurn[]): readonly string[] {
  return recorded.flatMap((turn) => (turn.deliveries === 0 ? [] : [turn.replies[0] ?? ""]));
}

/** Replies that the caller has, and of which the server does not know it: it was killed before it could write that down. */
export function countUnconfirmed(recorded: readonly RecordedTurn[]): number {
  return recorded.filter((turn) => turn.deliveries === 0).length;
}

/** Each expected text exactly once and in its place. */
function compare(what: string, expected: readonly string[], actual: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const add = (kind: ProblemKind, turn: number, text: string): void =>
    void problems.push({ kind, turn, what: `${what} ${turn + 1}: ${text.slice(0, 90)}` });
  const counts = new Map<string, number>();
  for (const [index, text] of actual.entries()) {
    const turn = expected.indexOf(text);
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    if (turn < 0) add("misdelivered", index, text);
    else if (count > 1) add("duplicated", turn, text);
  }
  for (const [turn, text] of expected.entries()) if (!counts.has(text)) add("lost", turn, text);
  if (problems.length > 0) return problems;
  for (const [turn, text] of actual.entries()) {
    if (text !== expected[turn]) add("misdelivered", turn, text);
  }
  return problems;
}
