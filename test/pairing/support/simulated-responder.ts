import { assert } from "../../../src/core/assert";
import type { Seat } from "../../../src/core/turn";
import type { Outcome } from "../../../src/pairing/state";
import type { Attempt, Listening, Network } from "./network";
import type { Random } from "./random";
import { WRONG_REPLY, type SentMessage } from "./shell";
import type { HistoryMode } from "./simulated-caller";

export interface ResponderTraits {
  readonly name: string;
  readonly identity: string;
  readonly seat: Seat | undefined;
  readonly historyMode: HistoryMode;
  /** Whether a request without any evidence is still known to be this responder's. */
  readonly isKnownWithoutEvidence: boolean;
}

const WINDOW_MESSAGES = 4;
/** PAIR-14: how often a prompt is shown again to a repeat without a mark. */
const REPEATS_MAX = 2;

/** PAIR-10: both are answered with what is wrong, and leave the question open. */
const FAULTY_WORDS = ["/tool nothing", WRONG_REPLY] as const;

/** A person with an API client who plays the model, and answers only what the screen shows. */
export class SimulatedResponder {
  readonly traits: ResponderTraits;
  attempt: Attempt | null = null;
  /** The question on the screen. */
  shown: string | null = null;
  readonly #network: Network;
  readonly #random: Random;
  #history: readonly SentMessage[] = [];
  #sentText = "";
  /** The last request, where its response did not arrive. */
  #failed: { readonly messages: readonly SentMessage[]; readonly retryCount: number } | null = null;
  #isWronglyConfirmed = false;
  #faultCount = 0;
  /** How often the response to the words last sent was confirmed and did not arrive. */
  #wrongConfirmationCount = 0;

  constructor(traits: ResponderTraits, network: Network, random: Random) {
    this.traits = traits;
    this.#network = network;
    this.#random = random;
  }

  get isIdle(): boolean {
    return this.attempt === null;
  }

  act(): void {
    const random = this.#random;
    if (this.attempt !== null) {
      if (random.chance(0.85)) return;
      const { messages, retryCount } = this.#retryOf(this.attempt);
      const { attempt } = this;
      this.attempt = null;
      this.#network.leave(attempt);
      this.#failed = { messages, retryCount };
      return;
    }
    if (this.#failed !== null) this.#recover(this.#failed);
    else this.#speak();
  }

  /**
   * PAIR-14: a client without a history whose response was lost unnoticed says the same again, and soon: nothing but that tells the
   * session. Called after each step, when the wrong confirmation has come.
   */
  repeatLost(): void {
    if (this.#failed === null || !this.#isWronglyConfirmed || this.#hasEvidence) return;
    const isHeld = this.#attempts().some(({ holdId }) => this.#network.isHeld(holdId));
    if (!isHeld) this.#send(this.#failed.messages, 0);
  }

  /** After the faults: answers, or waits for the next question. */
  cooperate(): void {
    if (this.attempt !== null) return;
    if (this.#failed === null) this.#send(this.shown === null ? this.#hello() : this.#answer(), 0);
    else this.#send(this.#failed.messages, this.#failed.retryCount + 1);
  }

  /** A message that carries no recognisable history. */
  get #hasEvidence(): boolean {
    return (
      this.traits.historyMode !== "none" && this.#history.some(({ role }) => role === "assistant")
    );
  }

  #canSpeak(): boolean {
    // Without a partner as responder, whoever says nothing of itself is a caller (PAIR-5.1).
    if (this.traits.seat !== undefined || this.#hasEvidence) return true;
    return this.#network.shell.state.responderKind === "partner";
  }

  #recover({
    messages,
    retryCount,
  }: {
    messages: readonly SentMessage[];
    retryCount: number;
  }): void {
    const random = this.#random;
    if (!this.#canSpeak()) return;
    // A wrong confirmation is only found out by a mark.
    if (this.#isWronglyConfirmed || random.chance(0.6)) this.#send(messages, retryCount + 1);
    else if (random.chance(0.5) || !this.#canRetype()) this.#send(messages, 0);
    else if (random.chance(0.3) && this.#canOpenNewChat()) this.#openNewChat();
    else this.#speak();
  }

  /** A client without histories that types anew answers whatever was sent to it last, so its departure must have been noticed. */
  #canRetype(): boolean {
    if (!this.#canSpeak()) return false;
    if (this.#hasEvidence) return true;
    return this.#attempts().every((attempt) => !this.#network.isBelievedThere(attempt));
  }

  /** PAIR-15: only of a client that is known to send histories is a request without one a new chat. */
  #canOpenNewChat(): boolean {
    const { identity, seat, isKnownWithoutEvidence } = this.traits;
    const { identities, responderKind } = this.#network.shell.state;
    const known = identities[seat === undefined ? identity : `${seat}:${identity}`];
    const canBeKnown = seat !== undefined || responderKind === "partner";
    return isKnownWithoutEvidence && known?.sendsHistory === true && canBeKnown;
  }

  #openNewChat(): void {
    this.#history = [];
    this.shown = null;
    this.#send(this.#hello(), 0);
  }

  #speak(): void {
    const random = this.#random;
    if (!this.#canSpeak()) return;
    if (random.chance(0.05) && this.#canOpenNewChat()) this.#openNewChat();
    else if (this.shown === null) this.#send(this.#hello(), 0);
    else if (random.chance(0.08))
      this.#send(this.#body(random.pick(["/help", "/context", this.#faultyWords(), "   "])), 0);
    else if (random.chance(0.05)) this.#send(this.#body("/skip"), 0);
    else this.#send(this.#answer(), 0);
  }

  /** Often the same as before, so that nothing but the question tells one fault from another. */
  #faultyWords(): string {
    this.#faultCount += 1;
    return FAULTY_WORDS[this.#faultCount % FAULTY_WORDS.length] ?? WRONG_REPLY;
  }

  #hello(): readonly SentMessage[] {
    return this.#body(
      this.#random.chance(0.3) ? "hello" : `hello ${this.#network.shell.createId()}`,
    );
  }

  #answer(): readonly SentMessage[] {
    const command = this.#random.pick(["", "", "", "/refuse ", "/error 422 "]);
    return this.#body(`${command}${this.#network.shell.createId()} to «${this.shown ?? ""}»`);
  }

  #body(text: string): readonly SentMessage[] {
    this.#sentText = text;
    this.#wrongConfirmationCount = 0;
    const { historyMode } = this.traits;
    const messages: readonly SentMessage[] = [...this.#history, { role: "user", text }];
    if (historyMode === "none") return messages.slice(-1);
    return historyMode === "window" ? messages.slice(-WINDOW_MESSAGES) : messages;
  }

  #attempts(): readonly Attempt[] {
    return [...this.#network.attempts.values()].filter(
      ({ sent }) => sent.from === this.traits.identity,
    );
  }

  #retryOf({ sent }: Attempt): { messages: readonly SentMessage[]; retryCount: number } {
    return { messages: sent.messages, retryCount: sent.retryCount ?? 0 };
  }

  #send(messages: readonly SentMessage[], retryCount: number): void {
    const { identity, seat } = this.traits;
    this.#failed = null;
    this.#isWronglyConfirmed = false;
    const attempts: { own: Attempt | null } = { own: null };
    const sent = { from: identity, seat, messages, retryCount };
    const fail = (): void => {
      if (attempts.own !== this.attempt) return;
      this.attempt = null;
      this.#failed = { messages, retryCount };
    };
    const client: Listening = {
      receive: (outcome, text) => {
        if (attempts.own === this.attempt) this.#receive(outcome, text, messages);
      },
      fail,
      allowsWrongConfirmation: () => {
        // A repeat without a history or a mark is recognised by who repeats, a few times; another seat would not be known for sure.
        const canRepeat = seat !== undefined && this.#wrongConfirmationCount < REPEATS_MAX;
        // What its client did not get, the first of two writes may have been confirmed for already.
        if (attempts.own !== this.attempt) return false;
        this.#isWronglyConfirmed = this.#hasEvidence || canRepeat;
        if (this.#isWronglyConfirmed) this.#wrongConfirmationCount += 1;
        return this.#isWronglyConfirmed;
      },
    };
    this.attempt = null;
    const attempt = this.#network.send(sent, client);
    attempts.own = attempt;
    this.attempt = attempt;
    if (!attempt.isClientWaiting) fail();
  }

  #receive(outcome: Outcome, text: string, messages: readonly SentMessage[]): void {
    this.attempt = null;
    assert(outcome.kind !== "reply", `the responder ${this.traits.name} got the reply "${text}"`);
    if (outcome.kind === "error") {
      const isGivenUp = text === "request_replaced" && this.#network.hasLateProbe;
      const isExpected =
        isGivenUp || ["responder_replaced", "session_timeout", "turn_timeout"].includes(text);
      assert(isExpected, `the responder ${this.traits.name} got ${text}`);
      this.#failed = { messages, retryCount: 0 };
      return;
    }
    this.#history = [
      ...this.#history,
      { role: "user", text: this.#sentText },
      { role: "assistant", text },
    ];
    if (outcome.kind === "prompt") this.shown = text;
  }
}
