import type { TurnEntry } from "../state/turn-entry";
import { answerText, type PlayerQuestion } from "./player-queue";

/** What a player has typed, and what they have sent and is not confirmed, as the browser keeps it. */
export interface PlayerText {
  readonly draft: string;
  /** The question that it was begun for; null where nobody was asking. */
  readonly draftFor: Asked | null;
  readonly pending: {
    readonly questionKey: string;
    readonly questionText: string;
    readonly text: string;
  } | null;
}

/** Its words tell it again where it comes back under another number, as an undecided request does. */
export type Asked = Pick<PlayerQuestion, "key" | "text">;

export const NO_TEXT: PlayerText = { draft: "", draftFor: null, pending: null };

/** What is typed belongs to the question that was there when its first character came. */
export function withDraft(text: PlayerText, draft: string, current: Asked | null): PlayerText {
  if (draft === "") return { ...text, draft, draftFor: null };
  const draftFor = text.draft === "" || text.draftFor === null ? askedOf(current) : text.draftFor;
  return { ...text, draft, draftFor };
}

export function askedOf(question: Asked | null): Asked | null {
  return question === null ? null : { key: question.key, text: question.text };
}

/** Whether a text may go to a question: an answer that was meant for another one must not be sent by the same key press. */
export function isMeantFor({ draftFor }: PlayerText, question: Asked): boolean {
  return draftFor === null || draftFor.key === question.key || draftFor.text === question.text;
}

export function readPlayerText(stored: string | null): PlayerText {
  if (stored === null) return NO_TEXT;
  try {
    const { draft, draftFor, pending } = JSON.parse(stored) as Readonly<
      Record<keyof PlayerText, unknown>
    >;
    return {
      draft: typeof draft === "string" ? draft : "",
      draftFor: readAsked(draftFor),
      pending: readPending(pending),
    };
  } catch {
    // Not what this page has written.
    return NO_TEXT;
  }
}

function readAsked(asked: unknown): Asked | null {
  if (typeof asked !== "object" || asked === null) return null;
  const { key, text } = asked as Readonly<Record<string, unknown>>;
  return typeof key === "string" && typeof text === "string" ? { key, text } : null;
}

function readPending(pending: unknown): PlayerText["pending"] {
  if (typeof pending !== "object" || pending === null) return null;
  const { questionKey, questionText, text } = pending as Readonly<Record<string, unknown>>;
  if (typeof questionKey !== "string" || typeof text !== "string") return null;
  return { questionKey, questionText: typeof questionText === "string" ? questionText : "", text };
}

/** All that is not known to have arrived. */
export function unsentText(text: PlayerText): string {
  return withReturned(text, text.pending?.text ?? "", null).draft;
}

/** What was not taken comes back before what was typed since. */
export function withReturned(
  { draft }: PlayerText,
  returned: string,
  returnedFrom: Asked | null,
): PlayerText {
  const isBoth = returned !== "" && draft !== "";
  const whole = isBoth ? `${returned}\n${draft}` : returned + draft;
  return { draft: whole, draftFor: returnedFrom, pending: null };
}

/** After a reload: what was sent before is in the transcript, or stands in the editor again. */
export function settleAfterReload(text: PlayerText, turns: readonly TurnEntry[]): PlayerText {
  const { pending } = text;
  if (pending === null) return text;
  // An undecided request is a turn by now, under a number that this page did not hear of.
  const isThere = turns.some(
    (turn) =>
      answerText(turn) === pending.text &&
      (pending.questionKey.startsWith("hold-") || pending.questionKey === `turn-${turn.turnId}`),
  );
  if (isThere) return { ...text, pending: null };
  return withReturned(text, pending.text, { key: pending.questionKey, text: pending.questionText });
}
