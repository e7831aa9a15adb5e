import type { ResponderKind, Seat } from "../../../src/core/turn";
import { nextDeadlineAtMs } from "../../../src/pairing/deadline";
import { replay } from "../../../src/pairing/evolve";
import type { Fact, ReplyForm } from "../../../src/pairing/fact";
import type { AnswerTarget, Effect, PairingSettings } from "../../../src/pairing/input";
import { assertInvariants } from "../../../src/pairing/invariant";
import type { Claimant, Hold } from "../../../src/pairing/state";
import { assertSame } from "./same";
import { noticeText, type SentMessage, type SentRequest, SETTINGS, Shell } from "./shell";

/** A session in a test: clients send, leave and retry, and every step is checked against the invariants. */
export class Scene {
  readonly shell = new Shell();
  /** The effects of the last step. */
  effects: readonly Effect[] = [];
  readonly #holds = new Map<string, SceneHold>();

  constructor(settings: Partial<PairingSettings> = {}) {
    this.shell.settings = { ...SETTINGS, ...settings };
  }

  /** A client sends a request; a text stands for one user message. */
  send(from: string, messages: Messages, options: SendOptions = {}): SceneHold {
    const holdId = this.shell.createId();
    const hold = new SceneHold(this, holdId, { ...options, from, messages: toMessages(messages) });
    this.#holds.set(holdId, hold);
    this.perform(this.shell.request(hold.sent, holdId));
    return hold;
  }

  wait(ms: number): void {
    this.shell.nowMs += ms;
  }

  /** The alarm rings. */
  ring(): void {
    this.perform(this.shell.dispatch({ type: "deadline", atMs: this.shell.nowMs }));
  }

  waitAndRing(ms: number): void {
    this.wait(ms);
    this.ring();
  }

  /** Without a name, as over HTTP, or as an operator at the console. */
  operatorReplies(
    target: number | SceneHold,
    text: string,
    {
      form = "text",
      claimant = null,
    }: { readonly form?: ReplyForm; readonly claimant?: Claimant | null } = {},
  ): void {
    this.perform(this.shell.operatorReply(targetOf(target), text, form, claimant));
  }

  claims(claimant: Claimant, target: number | SceneHold): void {
    this.#claim(claimant, target, false);
  }

  takesOver(claimant: Claimant, target: number | SceneHold): void {
    this.#claim(claimant, target, true);
  }

  handsOver(turnId: number, claimant: Claimant | null): void {
    const { nowMs: atMs } = this.shell;
    this.perform(this.shell.dispatch({ type: "hand-over-turn", atMs, turnId, claimant }));
  }

  /** The first piece of a reply goes to the caller. */
  begins(claimant: Claimant, turnId: number): void {
    const { nowMs: atMs } = this.shell;
    this.perform(this.shell.dispatch({ type: "begin-reply", atMs, turnId, claimant }));
  }

  hidesContext(isHidden: boolean): void {
    const { nowMs: atMs } = this.shell;
    this.perform(this.shell.dispatch({ type: "change-context-visibility", atMs, isHidden }));
  }

  changeResponder(kind: ResponderKind): void {
    this.perform(this.shell.changeResponder(kind));
  }

  /** A conversation partner that keeps the history of what it sent and got. */
  chat(from: string, options: SendOptions = {}): Chat {
    return new Chat(this, from, options);
  }

  get nextDeadlineInMs(): number | null {
    const atMs = nextDeadlineAtMs(this.shell.state, this.shell.settings);
    return atMs === null ? null : atMs - this.shell.nowMs;
  }

  get factTypes(): readonly string[] {
    return this.shell.facts.map(({ fact }) => fact.type);
  }

  facts<T extends Fact["type"]>(type: T): readonly Extract<Fact, { type: T }>[] {
    return this.shell.facts.flatMap(({ fact }) =>
      fact.type === type ? [fact as Extract<Fact, { type: T }>] : [],
    );
  }

  /** Carries out effects as the shell does, and checks the state. */
  perform(effects: readonly Effect[]): void {
    this.effects = effects;
    for (const effect of effects) {
      const hold = this.#holds.get(effect.holdId);
      if (effect.type === "resolve") hold?.ends.push(this.#textOf(effect));
      if (effect.type === "refuse") hold?.ends.push(`error ${effect.error.reason}`);
      if (effect.type === "answer-side-request") hold?.ends.push(noticeText(effect.notice));
      if (effect.type === "probe" && hold !== undefined) hold.isProbed = true;
      if (effect.type === "tell-unknown") hold?.ends.push("unknown");
    }
    const { state, facts } = this.shell;
    assertInvariants(state);
    assertSame(replay(facts), state, "the replayed state");
    assertSame(JSON.parse(JSON.stringify(state)), state, "the snapshot");
  }

  #claim(claimant: Claimant, at: number | SceneHold, isTakeOver: boolean): void {
    const { nowMs: atMs } = this.shell;
    const target = targetOf(at);
    this.perform(this.shell.dispatch({ type: "claim-turn", atMs, target, claimant, isTakeOver }));
  }

  #textOf({ outcome }: Extract<Effect, { type: "resolve" }>): string {
    switch (outcome.kind) {
      case "reply":
        return this.shell.replyOf(outcome.turnId);
      case "prompt":
        return this.shell.promptOf(outcome.turnId);
      case "notice":
        return noticeText(outcome.notice);
      case "error":
        return `error ${outcome.error.reason}`;
    }
  }
}

export type Messages = string | readonly SentMessage[];
export type SendOptions = Partial<Omit<SentRequest, "from" | "messages">>;

/** One request of a client. */
export class SceneHold {
  /** What was sent to it, each text or `error <reason>`. */
  readonly ends: string[] = [];
  isProbed = false;
  readonly holdId: string;
  readonly sent: SentRequest;
  readonly #scene: Scene;

  constructor(scene: Scene, holdId: string, sent: SentRequest) {
    this.#scene = scene;
    this.holdId = holdId;
    this.sent = sent;
  }

  get live(): Hold | undefined {
    return this.#scene.shell.state.holds[this.holdId];
  }

  /** "undecided" while it is held without a seat; undefined when it is not held any more. */
  get seat(): Seat | "undecided" | undefined {
    return this.live === undefined ? undefined : (this.live.seat ?? "undecided");
  }

  get turnId(): number {
    return this.live?.turnId ?? 0;
  }

  /** The last thing that was sent to it; undefined while it waits. */
  get end(): string | undefined {
    return this.ends.at(-1);
  }

  leave(): this {
    this.#dispatch("detach");
    return this;
  }

  /** As after a crash of the server: nobody says that the client left. */
  loseLeg(): this {
    const { shell } = this.#scene;
    const { nowMs: atMs } = shell;
    const { holdId } = this;
    this.#scene.perform(shell.dispatch({ type: "detach", atMs, holdId, isLegLost: true }));
    return this;
  }

  attach(): this {
    this.#dispatch("attach");
    return this;
  }

  /** Its Worker lost the leg before it heard that the request was held. */
  openAgain(): this {
    this.#scene.perform(this.#scene.shell.request(this.sent, this.holdId));
    return this;
  }

  confirm(): this {
    this.#dispatch("delivered");
    return this;
  }

  answerProbe(): this {
    this.#dispatch("probed");
    return this;
  }

  /** The same body again: marked as a retry, as SDKs do, or not, as people and simple clients do. */
  retry(options: SendOptions = { retryCount: (this.sent.retryCount ?? 0) + 1 }): SceneHold {
    const { from, messages, ...rest } = this.sent;
    return this.#scene.send(from, messages, { ...rest, ...options });
  }

  resend(): SceneHold {
    return this.retry({});
  }

  #dispatch(type: "detach" | "attach" | "delivered" | "probed"): void {
    const { shell } = this.#scene;
    this.#scene.perform(shell.dispatch({ type, atMs: shell.nowMs, holdId: this.holdId }));
  }
}

/** A client that keeps the history of what it sent and really got. */
export class Chat {
  history: SentMessage[] = [];
  readonly #scene: Scene;
  readonly #from: string;
  readonly #options: SendOptions;
  #waiting: { readonly hold: SceneHold; readonly text: string } | null = null;

  constructor(scene: Scene, from: string, options: SendOptions) {
    this.#scene = scene;
    this.#from = from;
    this.#options = options;
  }

  /** Says something after what it got so far. A request that got nothing yet was stopped without its words. */
  say(text: string, options: SendOptions = {}): SceneHold {
    this.receive();
    const hold = this.#scene.send(this.#from, [...this.history, ...toMessages(text)], {
      ...this.#options,
      ...options,
    });
    this.#waiting = { hold, text };
    return hold;
  }

  /** Takes what arrived into the history, and confirms it. */
  receive(): string | undefined {
    const end = this.#waiting?.hold.end;
    if (this.#waiting === null || end === undefined) return undefined;
    const { hold, text } = this.#waiting;
    this.#waiting = null;
    if (end.startsWith("error ")) return end;
    this.history = [...this.history, ...toMessages(text), { role: "assistant", text: end }];
    hold.confirm();
    return end;
  }
}

function targetOf(target: number | SceneHold): AnswerTarget {
  return typeof target === "number" ? { turnId: target } : { holdId: target.holdId };
}

export function user(text: string): SentMessage {
  return { role: "user", text };
}

export function assistant(text: string): SentMessage {
  return { role: "assistant", text };
}

function toMessages(messages: Messages): readonly SentMessage[] {
  return typeof messages === "string" ? [user(messages)] : messages;
}
