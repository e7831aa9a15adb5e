import { assert } from "../../../src/core/assert";
import type { Seat } from "../../../src/core/turn";
import { LATE_REPEAT_MS } from "../../../src/pairing/retry";
import type { Outcome } from "../../../src/pairing/state";
import type { Attempt, Listening, Network } from "./network";
import type { Random } from "./random";
import type { SentMessage } from "./shell";

export type HistoryMode = "full" | "window" | "none";

export interface CallerTraits {
  readonly name: string;
  readonly identity: string;
  readonly seat: Seat | undefined;
  readonly historyMode: HistoryMode;
  readonly system: string | undefined;
  /** Whether it asks the same twice at once. */
  readonly hasTwins: boolean;
}

/** One question of a program, with all the attempts that are made for it. */
export interface Question {
  readonly text: string;
  readonly messages: readonly SentMessage[];
  readonly conversation: Conversation;
  attempt: Attempt | null;
  retryCount: number;
  /** When its reply was lost, and confirmed nevertheless. */
  readonly lostAtMs: number[];
  /** `dropped`: its client wants no answer any more, or was told for good that there is none. */
  status: "waiting" | "failed" | "done" | "dropped";
}

interface Conversation {
  readonly id: number;
  history: readonly SentMessage[];
  current: Question | null;
}

const WINDOW_MESSAGES = 4;

/** A program, or a person's chat UI, that asks; it keeps what it really received. */
export class SimulatedCaller {
  readonly traits: CallerTraits;
  readonly questions: Question[] = [];
  hasAsked = false;
  readonly #network: Network;
  readonly #random: Random;
  #conversations: Conversation[] = [];

  constructor(traits: CallerTraits, network: Network, random: Random) {
    this.traits = traits;
    this.#network = network;
    this.#random = random;
  }

  act(): void {
    const random = this.#random;
    const conversation = this.#pickConversation();
    const question = conversation.current;
    if (question === null) {
      this.#askNext(conversation);
      return;
    }
    if (question.status === "failed") {
      this.#reactToFailure(conversation, question);
      return;
    }
    if (random.chance(0.75)) return;
    // It stops: to type again, or to try again.
    this.#stop(question);
    if (random.chance(0.3)) this.#retype(conversation, question);
    else question.status = "failed";
  }

  ask(): void {
    this.#askNext(this.#pickConversation());
  }

  /** After the faults: whatever is not answered yet is tried again, in the way of SDKs. */
  retryFailed(): void {
    for (const question of this.questions) {
      if (question.status === "failed") this.#retry(question, true);
    }
  }

  #pickConversation(): Conversation {
    if (this.#conversations.length === 0 || this.#random.chance(0.1)) {
      const conversation: Conversation = {
        id: this.#random.below(1_000_000),
        history: [],
        current: null,
      };
      // A program makes parallel calls, but not any number of them.
      if (this.#conversations.length >= 3) this.#conversations.shift();
      this.#conversations.push(conversation);
    }
    return this.#random.pick(this.#conversations);
  }

  #askNext(conversation: Conversation): void {
    const random = this.#random;
    const { history } = conversation;
    const last = history.at(-2);
    // Without a history, nobody can tell a regenerated question from one whose answer was lost; it gets the same answer.
    if (last !== undefined && random.chance(0.1)) {
      conversation.history = history.slice(0, -2);
      if (last.role === "user") this.#send(conversation, last.text);
      return;
    }
    if (random.chance(0.1)) conversation.history = history.slice(0, -2);
    this.#send(conversation, this.#createText(conversation));
  }

  #createText(conversation: Conversation): string {
    // Parallel equal calls of one program. Where one of them can be turned away, its retry is taken for that of the other.
    const twin = this.questions.at(-1);
    if (
      twin?.status === "waiting" &&
      twin.messages.length === 1 &&
      conversation.history.length === 0
    ) {
      if (this.traits.hasTwins && this.#random.chance(0.2)) return twin.text;
    }
    return `question ${this.#network.shell.createId()} of ${this.traits.name}`;
  }

  #reactToFailure(conversation: Conversation, question: Question): void {
    const random = this.#random;
    if (random.chance(0.15)) this.#retype(conversation, question);
    else this.#retry(question, random.chance(0.6));
  }

  /** PAIR-13: the same conversation with another last message; some UIs keep the stopped one in the history. */
  #retype(conversation: Conversation, question: Question): void {
    question.status = "dropped";
    conversation.current = null;
    // Of two equal requests of one program, nobody could tell which one this goes on from.
    const isTwin = this.questions.filter(({ text }) => text === question.text).length > 1;
    if (!isTwin && this.#random.chance(0.4)) {
      conversation.history = [...conversation.history, { role: "user", text: question.text }];
    }
    this.#send(conversation, `question ${this.#network.shell.createId()} of ${this.traits.name}`);
  }

  #stop(question: Question): void {
    const { attempt } = question;
    if (attempt !== null) this.#network.leave(attempt);
    question.attempt = null;
  }

  #send(conversation: Conversation, text: string): void {
    const messages = this.#cut([...conversation.history, { role: "user", text }]);
    const question: Question = {
      text,
      messages,
      conversation,
      attempt: null,
      retryCount: 0,
      lostAtMs: [],
      status: "waiting",
    };
    conversation.current = question;
    this.questions.push(question);
    this.hasAsked = true;
    this.#attempt(question);
  }

  #retry(question: Question, isMarked: boolean): void {
    this.#stop(question);
    question.retryCount = isMarked ? question.retryCount + 1 : 0;
    question.status = "waiting";
    const attempt = this.#attempt(question);
    if (!isMarked) this.#checkRepeat(question, attempt.holdId);
  }

  /** PAIR-14: where a history lacks the reply, an equal request soon after its confirmation opens no turn. */
  #checkRepeat({ text, lostAtMs }: Question, holdId: string): void {
    const { shell, hasLateProbe } = this.#network;
    const [atMs, ...others] = lostAtMs;
    const isFirst = this.questions.filter((question) => question.text === text).length === 1;
    if (atMs === undefined || others.length > 0 || !isFirst || hasLateProbe) return;
    if (shell.nowMs - atMs >= LATE_REPEAT_MS || this.traits.hasTwins) return;
    const facts = shell.facts.map(({ fact }) => fact);
    if (facts.some(({ type }) => type === "session-expired")) return;
    const [evidence] = facts.flatMap((fact) =>
      fact.type === "hold-opened" && fact.arrival.holdId === holdId ? [fact.arrival.evidence] : [],
    );
    if (evidence?.seat !== "caller" || evidence.deliveredTurnId === null) return;
    const hasTurn = facts.some((fact) => fact.type === "turn-opened" && fact.holdId === holdId);
    assert(!hasTurn, `"${text}", whose reply was lost, is asked anew by ${holdId}`);
  }

  #attempt(question: Question): Attempt {
    const { identity, seat, system } = this.traits;
    const { messages, retryCount } = question;
    const attempts: { own: Attempt | null } = { own: null };
    const isCurrent = (): boolean => question.attempt === attempts.own;
    const client: Listening = {
      receive: (outcome, text) => {
        if (isCurrent()) this.#receive(question, outcome, text);
      },
      fail: () => {
        if (isCurrent() && question.status === "waiting") question.status = "failed";
      },
      allowsWrongConfirmation: (outcome) => {
        if (isCurrent() && outcome.kind === "reply" && outcome.endsAttempt !== true)
          question.lostAtMs.push(this.#network.shell.nowMs);
        return true;
      },
    };
    const sent = { from: identity, seat, system, messages, retryCount };
    question.attempt = null;
    const attempt = this.#network.send(sent, client);
    attempts.own = attempt;
    question.attempt = attempt;
    if (!attempt.isClientWaiting && question.status === "waiting") question.status = "failed";
    return attempt;
  }

  #receive(question: Question, outcome: Outcome, text: string): void {
    const where = `${this.traits.name}, which asked "${question.text}",`;
    assert(outcome.kind !== "prompt", `${where} saw the prompt "${text}"`);
    assert(outcome.kind !== "notice", `${where} saw the notice "${text}"`);
    if (outcome.kind === "error") {
      this.#receiveError(question, text);
      return;
    }
    if (outcome.kind === "reply" && outcome.endsAttempt === true) {
      question.status = "failed";
      return;
    }
    const answered = /^\S+ to «([\s\S]*)»$/.exec(text)?.[1];
    assert(answered !== undefined, `${where} got no answer to a question, but "${text}"`);
    const asked = answered.match(/question \S+ of \S+/g)?.at(-1);
    assert(asked === question.text, `${where} got "${text}"`);
    question.status = "done";
    const { conversation } = question;
    if (conversation.current !== question) return;
    conversation.current = null;
    conversation.history = [
      ...conversation.history,
      { role: "user", text: question.text },
      { role: "assistant", text },
    ];
  }

  #receiveError(question: Question, reason: string): void {
    // Of equal requests of one program, a retry can end the wrong one, as can a probe that is answered too late. It asks again.
    const isGivenUp =
      reason === "request_replaced" && (this.traits.hasTwins || this.#network.hasLateProbe);
    if (reason === "too_many_open_turns" || isGivenUp) {
      question.status = "failed";
      return;
    }
    // Twins that were given one answer go on with one history, and the later question stops the earlier (PAIR-13).
    const isStopped = reason === "turn_abandoned" && this.traits.hasTwins;
    const isExpected = isStopped || reason === "turn_timeout" || reason === "session_timeout";
    assert(isExpected, `${this.traits.name}, which waits for "${question.text}", got ${reason}`);
    question.status = "dropped";
    if (question.conversation.current === question) question.conversation.current = null;
  }

  #cut(messages: readonly SentMessage[]): readonly SentMessage[] {
    const { historyMode } = this.traits;
    if (historyMode === "none") return messages.slice(-1);
    return historyMode === "window" ? messages.slice(-WINDOW_MESSAGES) : messages;
  }
}
