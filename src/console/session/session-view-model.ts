import { batch, computed, effect, signal, untracked, type ReadonlySignal } from "@preact/signals";
import type { AnswerTarget } from "../../console-protocol/session-command";
import { ownStorage } from "../kept/own-storage";
import { createClock } from "../shell/clock";
import { pace, sendMode } from "../state/preferences";
import type { SessionStore } from "../state/session-store";
import { AnswerDesk } from "./answer-desk";
import { chooseColumns, defaultKey, neighbourKey } from "./choose-columns";
import { createDraftStorage } from "./draft-storage";
import { listQuestions, type Question } from "./question";
import { questionKey } from "./question-key";
import { TypingPresence } from "./typing-presence";
import { isSideBySide } from "./view-preferences";

/** What a session's page shows, and what its person writes there. It lives as long as the page has the session open. */
export class SessionViewModel {
  readonly store: SessionStore;
  readonly sessionName: string;
  /** How many turns fit side by side; the page measures it. */
  readonly capacity = signal(1);
  readonly isContextOpen = signal(false);
  readonly isRawOpen = signal(false);
  readonly questions: ReadonlySignal<readonly Question[]>;
  readonly selectedKey: ReadonlySignal<string | null>;
  readonly columns: ReadonlySignal<readonly string[]>;
  readonly nowMs: ReadonlySignal<number>;
  readonly #selectedKey = signal<string | null>(null);
  readonly #columns = signal<readonly string[]>([]);
  readonly #aliases = signal<ReadonlyMap<number, string>>(new Map());
  readonly #desks = new Map<string, AnswerDesk>();
  readonly #typing: TypingPresence;
  readonly #storage = createDraftStorage(ownStorage());
  readonly #disposers: (() => void)[] = [];
  #isPicked = false;
  #before: readonly Question[] = [];

  constructor(sessionName: string, store: SessionStore) {
    this.sessionName = sessionName;
    this.store = store;
    this.#typing = new TypingPresence((turnId) => store.setTyping(turnId));
    this.questions = computed(() => {
      this.#before = listQuestions({
        turns: store.turns.value,
        undecidedHolds: store.live.value?.undecidedHolds ?? [],
        aliases: this.#aliases.value,
        before: this.#before,
        claimingKeys: this.#claimingKeys(),
      });
      return this.#before;
    });
    this.selectedKey = this.#selectedKey;
    this.columns = this.#columns;
    const waits = computed(() =>
      this.questions.value.filter(({ isWaiting }) => isWaiting).map(({ sinceMs }) => sinceMs),
    );
    const clock = createClock(() => store.nowMs(), waits);
    this.nowMs = clock.now;
    this.#disposers.push(
      clock.stop,
      effect(() => this.#followQuestions()),
      effect(() => {
        const next = chooseColumns({
          questions: this.questions.value,
          shownKeys: this.#columns.peek(),
          selectedKey: this.#selectedKey.value,
          busyKeys: this.#busyKeys(),
          capacity: isSideBySide.value ? this.capacity.value : 1,
        });
        if (next.join("\n") !== this.#columns.peek().join("\n")) this.#columns.value = next;
      }),
    );
  }

  /** Shows a question because somebody chose it. */
  select(key: string): void {
    this.#isPicked = true;
    this.#selectedKey.value = key;
  }

  /** Goes to the next or the previous waiting turn; false where none waits besides the one that is shown. */
  step(step: 1 | -1): boolean {
    const key = neighbourKey(this.questions.peek(), this.#selectedKey.peek(), step);
    if (key === null) return false;
    this.select(key);
    return true;
  }

  /** The answer to a question, made when it is first asked for. */
  deskOf({ key, target }: Question): AnswerDesk {
    const known = this.#desks.get(key);
    if (known !== undefined) return known;
    const desk = this.#makeDesk(key, target);
    this.#desks.set(key, desk);
    return desk;
  }

  /** Puts a text into the answer to another question, behind what is there. */
  moveText(text: string, to: Question): void {
    const desk = this.deskOf(to);
    const before = desk.draft.peek().text;
    const gap = before === "" || /\s$/.test(before) ? "" : "\n";
    desk.replaceText(before + gap + text);
    this.select(to.key);
  }

  dispose(): void {
    this.#typing.stop();
    for (const dispose of this.#disposers) dispose();
    for (const desk of this.#desks.values()) desk.dispose();
    this.store.close();
  }

  #makeDesk(key: string, target: AnswerTarget): AnswerDesk {
    return new AnswerDesk({
      store: this.store,
      sessionName: this.sessionName,
      target,
      storage: this.#storage,
      sendMode,
      pace,
      nowMs: () => this.store.nowMs(),
      onTyping: (turnId) => {
        if (turnId === null) this.#typing.stop();
        else this.#typing.typeAt(turnId);
      },
      onTurn: (turnId) => {
        // The turn may have been seen for a moment as one of its own, and two desks must not write for one question.
        const double = questionKey({ turnId });
        this.#desks.get(double)?.dispose();
        this.#desks.delete(double);
        this.#aliases.value = new Map(this.#aliases.peek()).set(turnId, key);
      },
    });
  }

  /** The one who chose a turn keeps it. Otherwise the page goes on to what waits when nothing is left to do where it is. */
  #followQuestions(): void {
    const questions = this.questions.value;
    untracked(() => {
      const selected = questions.find(({ key }) => key === this.#selectedKey.peek());
      if (selected?.isWaiting) this.#isPicked = false;
      else if (selected !== undefined && (this.#isPicked || this.#isBusy(selected.key))) return;
      if (selected?.isWaiting) return;
      const next = defaultKey(questions);
      const isBetter = selected === undefined || questions[0]?.isWaiting === true;
      if (isBetter && next !== this.#selectedKey.peek())
        batch(() => {
          this.#isPicked = false;
          this.#selectedKey.value = next;
        });
    });
  }

  #isBusy(key: string): boolean {
    const desk = this.#desks.get(key);
    return desk !== undefined && !desk.isDone.value && desk.hasOwnText.value;
  }

  #busyKeys(): ReadonlySet<string> {
    return new Set([...this.#desks.keys()].filter((key) => this.#isBusy(key)));
  }

  #claimingKeys(): ReadonlySet<string> {
    return new Set(
      [...this.#desks].filter(([, desk]) => desk.isUnderWay.value).map(([key]) => key),
    );
  }
}
