import { batch, computed, effect, signal, untracked, type ReadonlySignal } from "@preact/signals";
import type { AnswerTarget } from "../../console-protocol/session-command";
import {
  PLAIN_TEXT_OPTIONS,
  type PanelReply,
  type TextOptions,
} from "../answer/answer-panel-props";
import {
  advanceDraft,
  createDraft,
  type Draft,
  type DraftInput,
  type DraftStep,
  type EditorRepair,
} from "../compose/draft";
import type { CommandOutcome, DraftVerdict, Refused, TurnEntry } from "../state/session-store";
import type { DeskNotice, DeskOptions, WholeReason } from "./desk-types";
import { isYoungerThan, type StoredDraft } from "./draft-storage";
import { questionKey } from "./question-key";
import { isOpen } from "./turn-state";

/**
 * One answer that is being written: what the editor holds, what has gone of it, and whose the turn is. It outlives the components, so
 * that a text stays where it was while another turn is looked at. Every change of text goes to the storage before anything goes to the
 * server: after a reload the page must never know of less than the caller has.
 */
export class AnswerDesk {
  readonly #options: DeskOptions;
  readonly #target;
  readonly #draft;
  readonly #notice = signal<DeskNotice | null>(null);
  readonly #isSending = signal(false);
  readonly #isDone = signal(false);
  readonly #isClaiming = signal(false);
  readonly #isKept = signal(true);
  readonly #disposers: (() => void)[] = [];
  #stopVerdicts: () => void = () => {};
  #claiming: Promise<void> | null = null;
  #isDraftRefused = signal(false);
  #isDisposed = false;

  readonly target: ReadonlySignal<AnswerTarget>;
  readonly draft: ReadonlySignal<Draft>;
  readonly notice: ReadonlySignal<DeskNotice | null> = this.#notice;
  /** The whole answer is on its way, and the server has not said yet whether it takes it. */
  readonly isSending: ReadonlySignal<boolean> = this.#isSending;
  /** This page's answer was taken. */
  readonly isDone: ReadonlySignal<boolean> = this.#isDone;
  /** Whether the server is asked for the question or has got an answer to it, and has not said a word yet. */
  readonly isUnderWay = computed(() => this.#isClaiming.value || this.#isSending.value);
  /** False where the browser keeps nothing: a reload would lose the text. */
  readonly isKept: ReadonlySignal<boolean> = this.#isKept;
  /** Whether something in the editor was written here, and not by another whose words the caller has. */
  readonly hasOwnText = computed(() => {
    const { text, sentChars, isMine } = this.#draft.value;
    return text.length > sentChars || (isMine && text !== "");
  });
  readonly textOptions = signal<TextOptions>(PLAIN_TEXT_OPTIONS);
  readonly entry: ReadonlySignal<TurnEntry | null>;
  readonly isMine: ReadonlySignal<boolean>;
  readonly wholeReason: ReadonlySignal<WholeReason | null>;
  /** Set by the editor while there is one. */
  onRepair: ((repair: EditorRepair) => void) | null = null;

  constructor(options: DeskOptions) {
    const { store, target, sendMode } = options;
    this.#options = options;
    this.#target = signal(target);
    this.target = this.#target;
    this.#draft = signal<Draft>(createDraft(sendMode.peek(), false));
    this.draft = this.#draft;
    this.entry = computed(() => {
      const now = this.#target.value;
      if (!("turnId" in now)) return null;
      return store.turns.value.find(({ turnId }) => turnId === now.turnId) ?? null;
    });
    this.isMine = computed(() => this.#isOwn(this.entry.value?.claimedBy?.operatorId));
    this.wholeReason = computed(() => this.#wholeReason());
    this.#restore();
    this.#listen();
    this.#disposers.push(
      effect(() => this.#observe()),
      effect(() => {
        const mode = this.wholeReason.value === null ? sendMode.value : "send";
        untracked(() => this.#advance({ type: "change-mode", mode }));
      }),
    );
  }

  /** Takes what happened in the editor. Where the editor no longer shows the draft, `onRepair` is called. */
  write(
    input: Extract<
      DraftInput,
      { type: "edit" | "move-caret" | "composition-start" | "composition-end" }
    >,
  ): void {
    const before = this.#draft.peek().text;
    this.#advance(input);
    if (this.#draft.peek().text === before) return;
    if (this.#notice.peek()?.type === "held-back") this.#notice.value = null;
    const entry = this.entry.peek();
    if (entry?.claimedBy === null || this.isMine.peek())
      if (entry !== null) this.#options.onTyping(entry.turnId);
    if (this.#isFree()) void this.claim(false);
  }

  claim(isTakeOver: boolean): Promise<void> {
    this.#claiming ??= this.#claim(isTakeOver);
    return this.#claiming;
  }

  async #claim(isTakeOver: boolean): Promise<void> {
    this.#isClaiming.value = true;
    const outcome = await this.#options.store.claim(this.#target.peek(), isTakeOver);
    batch(() => {
      this.#claiming = null;
      this.#isClaiming.value = false;
      if (outcome.type === "done") this.#becomeTurn(outcome.turnId);
      if (outcome.type === "refused" && isTakeOver) this.#notice.value = refusalNotice(outcome);
    });
  }

  async handOver(toOperatorId: string | null): Promise<void> {
    const target = this.#target.peek();
    if (!("turnId" in target)) return;
    const outcome = await this.#options.store.handOver(target.turnId, toOperatorId);
    if (outcome.type === "refused") this.#notice.value = refusalNotice(outcome);
  }

  /** Sends the editor's text as the whole answer; unchecked where a person knows that it is not what the caller demands (PAIR-10). */
  async send(isUnchecked = false): Promise<CommandOutcome | null> {
    const before = this.#draft.peek();
    if (before.text === "" && !this.#isEmptyMeant()) {
      this.#notice.value = { type: "held-back", refusal: "empty" };
      return null;
    }
    // Nobody has it yet, so the answer itself claims it.
    const step = advanceDraft(this.#isFree() ? { ...before, isMine: true } : before, {
      type: "send",
    });
    if (step.refusal !== null) {
      this.#notice.value = { type: "held-back", refusal: step.refusal };
      return null;
    }
    this.#keep(step);
    const { finishReason, delayMs, cutAfterChars } = this.textOptions.peek();
    return this.#reply({
      content: { parts: [{ type: "text", text: step.draft.text }], finishReason },
      delivery: { delayMs, pace: this.#options.pace.peek(), cutAfterChars },
      isUnchecked,
    });
  }

  /** Sends what a panel made. Where it is refused, the editor keeps what it has. */
  async sendPanel(reply: PanelReply): Promise<CommandOutcome> {
    return this.#reply(reply);
  }

  /** Puts another text into the editor, as if it was typed. What the caller has stays at its beginning. */
  replaceText(text: string): void {
    this.write({ type: "edit", text, caretChars: null });
    const { text: written } = this.#draft.peek();
    this.onRepair?.({ text: written, caretChars: null });
  }

  /** Empties the editor but for what the caller has. */
  clear(): void {
    const { text, sentChars } = this.#draft.peek();
    this.replaceText(text.slice(0, sentChars));
  }

  /** Gives up what was written for a turn that is over. */
  discard(): void {
    this.#forget();
    this.#isDone.value = true;
  }

  dismissNotice(): void {
    this.#notice.value = null;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const dispose of this.#disposers) dispose();
    this.#stopVerdicts();
  }

  async #reply(reply: PanelReply): Promise<CommandOutcome> {
    this.#options.onTyping(null);
    batch(() => {
      this.#isSending.value = true;
      this.#notice.value = null;
    });
    // An undecided request that is being claimed is a turn by the time that the server gets this.
    if (this.#claiming !== null) await this.#claiming;
    const outcome = await this.#options.store.reply({ target: this.#target.peek(), ...reply });
    batch(() => {
      this.#isSending.value = false;
      this.#conclude(outcome);
    });
    return outcome;
  }

  #conclude(outcome: CommandOutcome): void {
    if (outcome.type === "done") {
      this.#becomeTurn(outcome.turnId);
      this.#isDone.value = true;
      this.#forget();
      return;
    }
    const acceptedText =
      outcome.type === "refused" ? outcome.acceptedText : (this.entry.peek()?.draftText ?? "");
    const isMine =
      outcome.type === "refused" ? this.#isOwn(outcome.claimedBy?.operatorId) : this.isMine.peek();
    this.#advance({ type: "send-refused", acceptedText, isMine });
    if (outcome.type === "refused") this.#notice.value = refusalNotice(outcome);
  }

  /** Follows what the server says about the turn. */
  #observe(): void {
    const isCaughtUp = this.#options.store.isCaughtUp.value;
    const entry = this.entry.value;
    const isMine = this.isMine.value;
    // The verdict of a reply that is on its way says all of this again, and after it.
    const isSending = this.#isSending.value;
    untracked(() => {
      if (!isCaughtUp) {
        this.#isBehind = true;
        return;
      }
      if (entry === null || isSending || this.#isDone.peek()) return;
      const { text, sentChars, isMine: wasMine } = this.#draft.peek();
      if (!isOpen(entry)) {
        const acceptedText = text.slice(0, sentChars);
        // What is typed now is kept, and goes nowhere.
        if (wasMine) this.#advance({ type: "send-refused", acceptedText, isMine: false });
        return;
      }
      if (!entry.isLive) return;
      const isOutdated = isMine
        ? this.#isBehind || !wasMine
        : wasMine || text.slice(0, sentChars) !== entry.draftText;
      this.#isBehind = false;
      if (!isOutdated) return;
      this.#advance({ type: "synchronise", acceptedText: entry.draftText, isMine });
      if (wasMine && !isMine && entry.claimedBy !== null)
        this.#notice.value = { type: "taken-over", by: entry.claimedBy.name };
      if (isMine && this.#notice.peek()?.type === "taken-over") this.#notice.value = null;
    });
  }

  /** Whether something may have been missed since the last word of the server. */
  #isBehind = true;

  #listen(): void {
    const target = this.#target.peek();
    this.#stopVerdicts();
    if (!("turnId" in target)) return;
    this.#stopVerdicts = this.#options.store.onDraftVerdict(target.turnId, (verdict) =>
      this.#hear(verdict),
    );
  }

  #hear(verdict: DraftVerdict): void {
    if (verdict.type === "accepted")
      this.#advance({ type: "acknowledge", acceptedChars: verdict.acceptedChars });
    // What comes with a reconnect is seen in the turn itself.
    if (verdict.type !== "refused" || this.#isSending.peek()) return;
    const { reason, acceptedText, claimedBy } = verdict;
    const isMine = this.#isOwn(claimedBy?.operatorId);
    if (reason === "gap" && isMine) {
      this.#advance({ type: "synchronise", acceptedText, isMine });
      return;
    }
    // Were it not for this, every further word would be refused, too.
    if (reason === "no-draft") this.#isDraftRefused.value = true;
    this.#advance({ type: "send-refused", acceptedText, isMine });
  }

  /** An undecided request has become a turn by being claimed or answered. */
  #becomeTurn(turnId: number | null): void {
    const before = this.#target.peek();
    if (turnId === null || "turnId" in before) return;
    this.#forget();
    this.#options.onTurn(turnId);
    this.#target.value = { turnId };
    this.#listen();
    this.#save();
  }

  #advance(input: DraftInput): void {
    this.#keep(advanceDraft(this.#draft.peek(), input));
  }

  #keep({ draft, delta, repair }: DraftStep): void {
    const hasChanged =
      draft.text !== this.#draft.peek().text || draft.sentChars !== this.#draft.peek().sentChars;
    this.#draft.value = draft;
    if (hasChanged) this.#save();
    const target = this.#target.peek();
    // The last piece goes with the whole answer, which the store repeats until the server has it.
    if (delta !== null && !delta.isLast && "turnId" in target)
      this.#options.store.sendDraft(target.turnId, {
        startChars: delta.startChars,
        text: delta.text,
        pace: this.#options.pace.peek(),
      });
    if (repair !== null && draft.compositionStartChars === null) this.onRepair?.(repair);
  }

  #save(): void {
    if (this.#isDone.peek()) return;
    const { text, sentChars, caretChars } = this.#draft.peek();
    const { storage, sessionName, nowMs } = this.#options;
    if (!this.hasOwnText.peek()) this.#forget();
    else
      this.#isKept.value = storage.write(sessionName, questionKey(this.#target.peek()), {
        text,
        sentChars,
        caretChars,
        savedAtMs: nowMs(),
      });
  }

  /** Finds what was typed before a reload, or else in a tab that was closed since; the second takes a moment. */
  #restore(): void {
    const { storage, sessionName } = this.#options;
    const question = questionKey(this.#target.peek());
    const stored = storage.read(sessionName, question);
    if (stored === null) storage.recover(sessionName, question, (found) => this.#takeBack(found));
    else this.#show(stored);
  }

  /** Never in place of what was typed meanwhile. */
  #takeBack(stored: StoredDraft): boolean {
    const { text, sentChars } = this.#draft.peek();
    if (this.#isDisposed || this.#isDone.peek() || text.length > sentChars) return false;
    if (!this.#show(stored)) return false;
    const entry = this.entry.peek();
    if (entry?.isLive === true && isOpen(entry)) {
      const isMine = this.isMine.peek();
      this.#advance({ type: "synchronise", acceptedText: entry.draftText, isMine });
    }
    this.onRepair?.({ text: this.#draft.peek().text, caretChars: null });
    return true;
  }

  #show(stored: StoredDraft): boolean {
    if (!isYoungerThan(this.entry.peek()?.openedAtMs ?? 0, stored)) return false;
    const { text, sentChars, caretChars } = stored;
    this.#draft.value = {
      ...this.#draft.peek(),
      text,
      sentChars,
      caretChars,
      acknowledgedChars: 0,
    };
    return true;
  }

  #forget(): void {
    this.#options.storage.forget(this.#options.sessionName, questionKey(this.#target.peek()));
  }

  #isEmptyMeant(): boolean {
    const notice = this.#notice.peek();
    return notice?.type === "held-back" && notice.refusal === "empty";
  }

  #isFree(): boolean {
    const target = this.#target.peek();
    if (!("turnId" in target)) return true;
    const entry = this.entry.peek();
    return entry !== null && entry.isLive && isOpen(entry) && entry.claimedBy === null;
  }

  #isOwn(operatorId: string | undefined): boolean {
    return (
      operatorId !== undefined &&
      operatorId === this.#options.store.welcome.value?.operator.operatorId
    );
  }

  #wholeReason(): WholeReason | null {
    const entry = this.entry.value;
    if (this.#isDraftRefused.value) return "checked";
    if (entry !== null && entry.isLive) {
      if (!entry.isStream) return "not-streaming";
      if (!entry.canDraft) return "checked";
    }
    const { delayMs, cutAfterChars } = this.textOptions.value;
    return delayMs > 0 || cutAfterChars !== null ? "delivery" : null;
  }
}

function refusalNotice(refused: Refused): DeskNotice {
  return { type: "refused", refused };
}
