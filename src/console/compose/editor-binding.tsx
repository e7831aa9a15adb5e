import type { AnswerDesk } from "../session/answer-desk";
import type { InsertedSelection } from "../answer/answer-panel-props";
import type { EditorRepair } from "./draft";
import type { EditorAssistant } from "./editor-assistant";
import { fromEditorPlace, fromEditorText, toEditorText } from "./editor-text";
import { findReplacement } from "./replacement";

interface EditorEvents {
  /** Null while nothing helps. */
  assistant(): EditorAssistant | null;
  /** The text area shows another text. */
  onChange(text: string): void;
  /** An edit of what has gone was turned away or moved behind it. */
  onLocked(): void;
  isSendKey(event: KeyboardEvent): boolean;
  onSend(): void;
}

/** A key that an input method takes; Safari reports the Enter that ends a composition after its end, by this code alone. */
const INPUT_METHOD_KEY_CODE = 229;

/** Ties a text area to an answer: every change goes into the draft, and what the draft mends comes back into the text area. */
export class EditorBinding {
  readonly #area: HTMLTextAreaElement;
  readonly #desk: AnswerDesk;
  readonly #events: EditorEvents;
  readonly #listening = new AbortController();
  #isComposing = false;
  #isMending = false;
  /** Where the caret will be after a text is put in, while that is not there yet. */
  #plannedCaret: number | null = null;

  constructor(area: HTMLTextAreaElement, desk: AnswerDesk, events: EditorEvents) {
    this.#area = area;
    this.#desk = desk;
    this.#events = events;
    area.value = toEditorText(desk.draft.peek().text);
    this.#showCaret();
    const { signal } = this.#listening;
    area.addEventListener("beforeinput", (event) => this.#guard(event), { signal });
    area.addEventListener("input", (event) => this.#take(event), { signal });
    area.addEventListener("compositionstart", () => this.#beginComposition(), { signal });
    area.addEventListener("compositionend", () => this.#endComposition(), { signal });
    area.addEventListener("keydown", (event) => this.#press(event), { signal });
    document.addEventListener("selectionchange", () => this.#follow(), { signal });
    desk.onRepair = (repair) => this.#mend(repair);
  }

  focus(): void {
    this.#area.focus();
  }

  get hasFocus(): boolean {
    return document.activeElement === this.#area;
  }

  /** Puts a text at the caret, or behind what has gone, and selects a part of it. */
  insert(text: string, selection: InsertedSelection): void {
    if (this.#isComposing || this.#area.readOnly) return;
    this.#area.focus();
    const { selectionStart, selectionEnd } = this.#area;
    const start = Math.max(selectionStart, this.#lockedChars());
    const place = (chars: number): number => start + toEditorText(text.slice(0, chars)).length;
    this.#plannedCaret = place(selection.startChars);
    this.#replace(start, Math.max(selectionEnd, start), toEditorText(text));
    this.#plannedCaret = null;
    this.#area.setSelectionRange(place(selection.startChars), place(selection.endChars));
  }

  dispose(): void {
    this.#listening.abort();
    this.#desk.onRepair = null;
    // A text area that is taken out of the page ends its composition without saying so.
    if (this.#isComposing) this.#endComposition();
  }

  #locked(): string {
    const { text, sentChars } = this.#desk.draft.peek();
    return text.slice(0, sentChars);
  }

  #lockedChars(): number {
    return toEditorText(this.#locked()).length;
  }

  /** Before everything where nothing may go, though the caret stands elsewhere. */
  #caretChars(): number {
    if (this.#events.assistant()?.isHolding === true) return 0;
    const place = this.#plannedCaret ?? this.#area.selectionStart;
    return Math.max(0, fromEditorPlace(place, this.#locked()));
  }

  /** A caret that is only moved lets go what it has passed. */
  #follow(): void {
    if (!this.hasFocus || this.#isComposing || this.#isMending) return;
    this.#desk.write({ type: "move-caret", caretChars: this.#caretChars() });
  }

  /** A text that is assigned puts the caret at its end, and what waits behind the draft's caret would have it elsewhere. */
  #showCaret(): void {
    const { text, caretChars } = this.#desk.draft.peek();
    if (caretChars === null) return;
    const place = toEditorText(text.slice(0, caretChars)).length;
    this.#area.setSelectionRange(place, place);
  }

  /**
   * Keeps plain edits out of what has gone before they happen, as undo would otherwise have two steps for them: what is typed or pasted
   * there begins behind it, and a deletion takes what may be taken. What cannot be prevented is mended after it has happened.
   */
  #guard(event: InputEvent): void {
    const { selectionStart, selectionEnd } = this.#area;
    const lockedChars = this.#lockedChars();
    if (event.isComposing || !event.cancelable || this.#isMending) return;
    const isCaret = selectionStart === selectionEnd;
    const isDelete = event.inputType.startsWith("delete");
    const deletesBackward = isDelete && isCaret && event.inputType.endsWith("Backward");
    if (selectionStart > lockedChars - (deletesBackward ? 0 : 1)) return;
    const inserted = isDelete ? "" : insertedText(event);
    if (inserted === null) return;
    event.preventDefault();
    this.#events.onLocked();
    const start = lockedChars;
    this.#replace(start, Math.max(start, selectionEnd), inserted);
    this.#area.setSelectionRange(start + inserted.length, start + inserted.length);
  }

  #take(event: Event): void {
    this.#events.onChange(this.#area.value);
    if (this.#isMending) return;
    const { text: before, sentChars } = this.#desk.draft.peek();
    const edited = fromEditorText(this.#area.value, this.#locked());
    const inputType = event instanceof InputEvent ? event.inputType : "";
    const isHistory = inputType === "historyUndo" || inputType === "historyRedo";
    if (isHistory && this.#takesHistoryBack(edited)) return;
    const change = { before, after: edited, isHistory, hasGone: sentChars > 0 };
    this.#events.assistant()?.follow(change);
    this.#desk.write({ type: "edit", text: edited, caretChars: this.#caretChars() });
    if (this.#desk.draft.peek().sentChars > sentChars) this.#endUndoStep();
  }

  /**
   * Undo goes as far back as what has gone, and there it stops. What a step would bring back of an older text in there is no wish to
   * write it once more.
   */
  #takesHistoryBack(edited: string): boolean {
    if (edited.startsWith(this.#locked())) return false;
    const { text } = this.#desk.draft.peek();
    if (findReplacement(text, edited).inserted === "") return false;
    this.#events.onLocked();
    this.#mend({ text, caretChars: null });
    return true;
  }

  #beginComposition(): void {
    this.#isComposing = true;
    const startChars = fromEditorPlace(this.#area.selectionStart, this.#locked());
    this.#desk.write({ type: "composition-start", startChars: Math.max(0, startChars) });
  }

  #endComposition(): void {
    this.#isComposing = false;
    const text = fromEditorText(this.#area.value, this.#locked());
    this.#desk.write({ type: "composition-end", text, caretChars: this.#caretChars() });
    // What the server said meanwhile waited for this moment.
    const { text: now } = this.#desk.draft.peek();
    if (toEditorText(now) !== this.#area.value) this.#mend({ text: now, caretChars: null });
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing || this.#isComposing || event.keyCode === INPUT_METHOD_KEY_CODE) return;
    const isTaken = this.#events.assistant()?.press(event) === true;
    if (!isTaken && !this.#events.isSendKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
    // What was held back until now may go.
    if (isTaken) this.#follow();
    else this.#events.onSend();
  }

  #mend({ text, caretChars }: EditorRepair): void {
    if (this.#isComposing) return;
    const area = this.#area;
    const mended = toEditorText(text);
    if (caretChars !== null) this.#events.onLocked();
    if (area.value === mended) return;
    const distance = area.value.length - area.selectionEnd;
    const caret =
      caretChars === null
        ? Math.max(0, mended.length - distance)
        : toEditorText(text.slice(0, caretChars)).length;
    const { startChars, endChars, inserted } = findReplacement(area.value, mended);
    this.#isMending = true;
    this.#replace(startChars, endChars, inserted);
    this.#isMending = false;
    if (area.value !== mended) area.value = mended;
    if (this.hasFocus) area.setSelectionRange(caret, caret);
    else this.#showCaret();
    this.#events.onChange(area.value);
  }

  /** Through the browser's own command, deprecated as it is: a value that is assigned would cut off undo. */
  #replace(start: number, end: number, inserted: string): void {
    const area = this.#area;
    const expected = area.value.slice(0, start) + inserted + area.value.slice(end);
    if (expected === area.value) return;
    if (this.hasFocus && !area.readOnly) {
      area.setSelectionRange(start, end);
      if (inserted === "") document.execCommand("delete");
      else document.execCommand("insertText", false, inserted);
    }
    if (area.value === expected) return;
    area.value = expected;
    area.dispatchEvent(new InputEvent("input", { inputType: "insertReplacementText" }));
  }

  /** Undo takes back a run of typing at once, of which a part has gone now. A caret that moves begins a new run. */
  #endUndoStep(): void {
    const { selectionStart, selectionEnd } = this.#area;
    if (this.#isComposing || selectionStart !== selectionEnd || selectionStart === 0) return;
    this.#area.setSelectionRange(selectionStart - 1, selectionStart - 1);
    this.#area.setSelectionRange(selectionStart, selectionStart);
  }
}

/** What an edit would insert; null for one that is none of text, as undo. */
function insertedText({ inputType, data, dataTransfer }: InputEvent): string | null {
  switch (inputType) {
    case "insertLineBreak":
    case "insertParagraph":
      return "\n";
    case "insertText":
    case "insertFromPaste":
    case "insertFromDrop":
    case "insertFromYank":
      return toEditorText(data ?? dataTransfer?.getData("text/plain") ?? "");
    default:
      return null;
  }
}
