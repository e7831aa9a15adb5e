import {
  completeSentencesEnd,
  completeWordsEnd,
  graphemeStart,
  loneSurrogateAt,
} from "./boundaries";
import { findReplacement } from "./replacement";

/** When what is typed goes to the caller: word by word, sentence by sentence, or only when the operator sends. */
export type SendMode = "word" | "sentence" | "send";

/**
 * An answer while it is written. An event stream cannot take back, so its beginning is locked as soon as it has gone. Every length
 * counts UTF-16 units, as editors and JavaScript do.
 */
export interface Draft {
  /** What the editor holds, or must be put back to. It always begins with what has gone. */
  readonly text: string;
  readonly sentChars: number;
  /** How much of it the server has confirmed. */
  readonly acknowledgedChars: number;
  readonly mode: SendMode;
  /** Where an input method began to compose; null while none does. Nothing from there on may go. */
  readonly compositionStartChars: number | null;
  /** Where the caret is, or a selection begins; null at the end. Nothing behind it goes by itself: it is still written in front of that. */
  readonly caretChars: number | null;
  /** Whether this operator holds the turn. Who does not may write, and nothing goes. */
  readonly isMine: boolean;
  readonly isSent: boolean;
}

export type DraftInput =
  /** The editor's whole text after a change of any kind: typing, paste, undo, a template. */
  | { readonly type: "edit"; readonly text: string; readonly caretChars: number | null }
  | { readonly type: "move-caret"; readonly caretChars: number | null }
  | { readonly type: "composition-start"; readonly startChars: number }
  | { readonly type: "composition-end"; readonly text: string; readonly caretChars: number | null }
  | { readonly type: "change-mode"; readonly mode: SendMode }
  | { readonly type: "send" }
  | { readonly type: "acknowledge"; readonly acceptedChars: number }
  /**
   * What the server says after a reconnect or a change of hands: what has gone to the caller, whoever wrote it, and whether the turn is
   * this operator's. After a refused send it says so too: what it did not accept is free again, and goes only with the next input.
   */
  | {
      readonly type: "synchronise" | "send-refused";
      readonly acceptedText: string;
      readonly isMine: boolean;
    };

/** A piece of the answer, with its place in it: what was sent again after a reconnect is told from what is new. */
export interface DraftDelta {
  readonly startChars: number;
  readonly text: string;
  /** True for the piece that ends the answer, which may be empty. */
  readonly isLast: boolean;
}

/**
 * What the editor must be set to where it no longer shows the draft. Not while an input method composes, which would lose what it
 * composes: the end of the composition says it again.
 */
export interface EditorRepair {
  readonly text: string;
  /** Where the caret goes; null where it keeps its distance from the end. */
  readonly caretChars: number | null;
}

export type SendRefusal = "composing" | "not-mine" | "already-sent";

export interface DraftStep {
  readonly draft: Draft;
  readonly delta: DraftDelta | null;
  readonly repair: EditorRepair | null;
  readonly refusal: SendRefusal | null;
}

export function createDraft(mode: SendMode, isMine: boolean): Draft {
  return {
    text: "",
    sentChars: 0,
    acknowledgedChars: 0,
    mode,
    compositionStartChars: null,
    caretChars: null,
    isMine,
    isSent: false,
  };
}

/** What an input makes of a draft, what goes to the caller by it, and what the editor has to mend. */
export function advanceDraft(draft: Draft, input: DraftInput): DraftStep {
  switch (input.type) {
    case "edit":
      return edit(draft, input);
    case "move-caret": {
      const caretChars = caretIn(draft.text, input.caretChars);
      if (caretChars === draft.caretChars) return unchanged(draft);
      return sendComplete({ ...draft, caretChars }, null);
    }
    case "composition-start": {
      const compositionStartChars = Math.max(draft.sentChars, input.startChars);
      return unchanged({ ...draft, compositionStartChars });
    }
    case "composition-end":
      return edit({ ...draft, compositionStartChars: null }, input);
    case "change-mode":
      return sendComplete({ ...draft, mode: input.mode }, null);
    case "send":
      return send(draft);
    case "acknowledge": {
      const acceptedChars = Math.min(input.acceptedChars, draft.sentChars);
      const acknowledgedChars = Math.max(draft.acknowledgedChars, acceptedChars);
      return unchanged({ ...draft, acknowledgedChars });
    }
    case "synchronise":
      return canResend(draft, input)
        ? resend(draft, input.acceptedText)
        : sendComplete(...replaceLocked(draft, input));
    case "send-refused": {
      const [next, repair] = replaceLocked(draft, input);
      return { ...unchanged(next), repair };
    }
  }
}

/** How much at the end of the text waits because it is behind the caret, in the ways in which text goes by itself. */
export function heldChars({ text, sentChars, mode, caretChars, isSent }: Draft): number {
  if (mode === "send" || isSent || caretChars === null) return 0;
  return text.length - Math.max(caretChars, sentChars);
}

function caretIn(text: string, caretChars: number | null): number | null {
  return caretChars === null || caretChars >= text.length ? null : caretChars;
}

/**
 * Takes an edit over. One that touches what has gone is moved behind it: what was typed or pasted there is kept and begins the part
 * that is still free, so that nothing typed is lost, and the rest is as the editor has it.
 */
function edit(
  draft: Draft,
  { text, caretChars }: { readonly text: string; readonly caretChars: number | null },
): DraftStep {
  if (draft.isSent) return { ...unchanged(draft), repair: repairOf(draft, text) };
  const { startChars, endChars, inserted } = findReplacement(draft.text, text);
  const { compositionStartChars } = draft;
  const start =
    compositionStartChars === null
      ? null
      : // Some input methods take up a word that was already there, and say so only by changing it.
        Math.max(draft.sentChars, Math.min(compositionStartChars, startChars));
  const moved = { ...draft, compositionStartChars: start };
  const locked = draft.text.slice(0, draft.sentChars);
  if (text.startsWith(locked))
    return sendComplete({ ...moved, text, caretChars: caretIn(text, caretChars) }, null);
  // An editor that is set while an input method composes loses what it composes, so that the end of it is waited for.
  if (start !== null) return unchanged(moved);
  const rest = draft.text.slice(Math.max(endChars, draft.sentChars));
  const mendedCaret = locked.length + inserted.length;
  const mended = locked + inserted + rest;
  return sendComplete(
    { ...moved, text: mended, caretChars: caretIn(mended, mendedCaret) },
    { text: mended, caretChars: mendedCaret },
  );
}

function send(draft: Draft): DraftStep {
  const refusal = refusalOf(draft);
  if (refusal !== null) return { ...unchanged(draft), refusal };
  // Half of a surrogate pair has no UTF-8: sent as it is, the caller's text would differ from the one that is kept.
  const text =
    draft.text.slice(0, draft.sentChars) + draft.text.slice(draft.sentChars).toWellFormed();
  const sent = { ...draft, text, sentChars: text.length, isSent: true };
  return {
    draft: sent,
    delta: { startChars: draft.sentChars, text: text.slice(draft.sentChars), isLast: true },
    repair: repairOf(sent, draft.text),
    refusal: null,
  };
}

function refusalOf({ isSent, isMine, compositionStartChars }: Draft): SendRefusal | null {
  if (isSent) return "already-sent";
  if (!isMine) return "not-mine";
  // Whoever presses a key of the input method's means its text, and a send cannot be taken back.
  return compositionStartChars === null ? null : "composing";
}

type ServerWord = Extract<DraftInput, { readonly acceptedText: string }>;

function canResend(draft: Draft, { acceptedText, isMine }: ServerWord): boolean {
  const locked = draft.text.slice(0, draft.sentChars);
  return isMine && draft.isMine && locked.startsWith(acceptedText);
}

/** While the turn stays this operator's, what was locked stays so, and what the server missed of it goes again. */
function resend(draft: Draft, acceptedText: string): DraftStep {
  const startChars = acceptedText.length;
  const { draft: next } = sendComplete({ ...draft, acknowledgedChars: startChars }, null);
  const text = next.text.slice(startChars, next.sentChars);
  const isLast = next.isSent;
  return {
    ...unchanged(next),
    delta: text === "" && !isLast ? null : { startChars, text, isLast },
  };
}

/** Puts what the caller has, by the server's word, in front of all that this operator wrote and the caller does not have. */
function replaceLocked(
  draft: Draft,
  { acceptedText, isMine }: ServerWord,
): [Draft, EditorRepair | null] {
  const { startChars } = findReplacement(draft.text.slice(0, draft.sentChars), acceptedText);
  const shift = acceptedText.length - startChars;
  const moved = (chars: number | null): number | null =>
    chars === null ? null : Math.max(acceptedText.length, chars + shift);
  const next: Draft = {
    ...draft,
    text: acceptedText + draft.text.slice(startChars),
    sentChars: acceptedText.length,
    acknowledgedChars: acceptedText.length,
    compositionStartChars: moved(draft.compositionStartChars),
    caretChars: moved(draft.caretChars),
    isMine,
    isSent: false,
  };
  return [next, repairOf(next, draft.text)];
}

/** Lets go what is complete by the draft's mode. */
function sendComplete(draft: Draft, repair: EditorRepair | null): DraftStep {
  const end = draft.isMine && !draft.isSent ? sendableEnd(draft) : draft.sentChars;
  if (end <= draft.sentChars) return { ...unchanged(draft), repair };
  const text = draft.text.slice(draft.sentChars, end);
  return {
    draft: { ...draft, sentChars: end },
    delta: { startChars: draft.sentChars, text, isLast: false },
    repair,
    refusal: null,
  };
}

/**
 * What is composed, or is half of a character, may become anything: it and the word before it are not complete. Nor is the word at the
 * caret, and what is behind that, as the end of a template whose middle is being written, has its turn later.
 */
function sendableEnd({ text, sentChars, mode, compositionStartChars, caretChars }: Draft): number {
  if (mode === "send") return sentChars;
  const unsettledChars = Math.min(
    compositionStartChars ?? text.length,
    caretChars ?? text.length,
    loneSurrogateAt(text, sentChars) ?? text.length,
  );
  const settled = text.slice(0, unsettledChars);
  const end =
    mode === "word"
      ? completeWordsEnd(settled, sentChars)
      : completeSentencesEnd(settled, sentChars);
  return graphemeStart(text, sentChars, end);
}

function repairOf({ text }: Draft, editorText: string): EditorRepair | null {
  return text === editorText ? null : { text, caretChars: null };
}

function unchanged(draft: Draft): DraftStep {
  return { draft, delta: null, repair: null, refusal: null };
}
