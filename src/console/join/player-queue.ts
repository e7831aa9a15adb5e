import type { AnswerTarget } from "../../console-protocol/session-command";
import type { LiveSession } from "../../console-protocol/session-message";
import type { TurnEntry } from "../state/turn-entry";

/** A question that somebody waits for an answer to. */
export interface PlayerQuestion {
  /** Tells it from the others. */
  readonly key: string;
  readonly target: AnswerTarget;
  readonly text: string;
  readonly sinceMs: number;
  /** Who answers it, where it is not this player. */
  readonly takenBy: string | null;
}

/** The questions that wait, the oldest first, as they are answered. */
export function waitingQuestions(
  turns: readonly TurnEntry[],
  live: Pick<LiveSession, "undecidedHolds"> | null,
  ownOperatorId: string | null,
): readonly PlayerQuestion[] {
  const open = turns.filter(({ status }) => status === "waiting" || status === "shown");
  const questions = [
    ...open.map(({ turnId, questionText, openedAtMs, claimedBy }) => ({
      key: `turn-${turnId}`,
      target: { turnId },
      text: questionText,
      sinceMs: openedAtMs,
      takenBy: claimedBy === null || claimedBy.operatorId === ownOperatorId ? null : claimedBy.name,
    })),
    ...(live?.undecidedHolds ?? []).map(({ holdId, sinceMs, questionText }) => ({
      key: `hold-${holdId}`,
      target: { holdId },
      text: questionText,
      sinceMs,
      takenBy: null,
    })),
  ];
  return questions.toSorted((a, b) => a.sinceMs - b.sinceMs);
}

/** The one that an answer goes to: the one that was chosen, or else the oldest that nobody else has taken. */
export function nextQuestion(
  questions: readonly PlayerQuestion[],
  chosenKey: string | null,
): PlayerQuestion | null {
  const free = questions.filter(({ takenBy }) => takenBy === null);
  return free.find(({ key }) => key === chosenKey) ?? free[0] ?? null;
}

export type AnswerState = "delivered" | "on-its-way" | "caller-gone" | "too-late";

/** What became of an answer; null where the turn has none or still waits for one. */
export function answerState({
  status,
  answer,
  isCallerAttached,
  isLive,
}: Pick<TurnEntry, "status" | "answer" | "isCallerAttached" | "isLive">): AnswerState | null {
  switch (status) {
    case "delivered":
      return "delivered";
    case "answered":
      return isLive && !isCallerAttached ? "caller-gone" : "on-its-way";
    case "expired":
    case "abandoned":
    case "skipped":
      return answer === null ? null : "too-late";
    case "waiting":
    case "shown":
      return null;
  }
}

/** What was said, as a plain text; null where there is nothing to read. */
export function answerText({ answer }: Pick<TurnEntry, "answer">): string | null {
  if (answer === null) return null;
  if (answer.type === "error") return `(${answer.error.status})`;
  const texts = answer.reply.parts.map((part) =>
    part.type === "tool-call" ? `[${part.toolName}]` : part.text,
  );
  return texts.join("\n") || null;
}
