import { batch, computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { CONSOLE_PROTOCOL_VERSION } from "../../console-protocol/constants";
import type { Operator } from "../../console-protocol/identity";
import type { AnswerTarget, SessionCommand } from "../../console-protocol/session-command";
import type {
  LiveSession,
  PresentOperator,
  RefusalReason,
  SessionEvent,
  SessionMessage,
} from "../../console-protocol/session-message";
import type { RawExchange, TurnView } from "../../console-protocol/turn-view";
import type { Pace } from "../../core/reply-delivery";
import { createReconnectingSocket, type SocketEnvironment } from "../socket/reconnecting-socket";
import type { ReconnectingSocket } from "../socket/reconnecting-socket";
import { AccessWatch } from "./access-watch";
import { END_CODES, endReasonOf, isOutdated, type Connection, type EndReason } from "./connection";
import { PendingCommands, type CommandBody, type CommandOutcome } from "./pending-commands";
import type { AnsweredCommand } from "./pending-commands";
import { readMessage } from "./read-message";
import {
  createSessionState,
  isGap,
  lastSequence,
  reduceSession,
  type SessionAction,
  type SessionWelcome,
} from "./session-state";
import type { TurnEntry } from "./turn-entry";

export type { Connection, EndReason } from "./connection";
export type { CommandOutcome, Done, Refused, Unanswered } from "./pending-commands";
export type { TurnAnswer, TurnEntry, TurnStatus } from "./turn-entry";

/** What the server says about the draft that this page writes. */
export type DraftVerdict =
  | { readonly type: "accepted"; readonly acceptedChars: number }
  | {
      readonly type: "refused";
      readonly reason: RefusalReason;
      readonly acceptedText: string;
      readonly claimedBy: Operator | null;
    }
  /** After a reconnect: what the caller has, and whose the turn is. What it does not have must be sent again. */
  | {
      readonly type: "synchronised";
      readonly acceptedText: string;
      readonly claimedBy: Operator | null;
    };

const MESSAGE_TYPES: Readonly<Record<SessionMessage["type"], true>> = {
  welcome: true,
  events: true,
  live: true,
  "live-changed": true,
  presence: true,
  draft: true,
  "draft-accepted": true,
  "draft-refused": true,
  done: true,
  refused: true,
};

type ReplyBody = Omit<Extract<CommandBody, { readonly type: "reply" }>, "type">;

/** A session as this page has it open; `create-session-store.ts` makes one. All that is typed stays with the page. */
export interface SessionStore {
  readonly connection: ReadonlySignal<Connection>;
  /** Why it ended; null while it has not. */
  readonly endReason: ReadonlySignal<EndReason | null>;
  readonly welcome: ReadonlySignal<SessionWelcome | null>;
  readonly live: ReadonlySignal<LiveSession | null>;
  /** False from a loss until everything that was missed is there. */
  readonly isCaughtUp: ReadonlySignal<boolean>;
  readonly turns: ReadonlySignal<readonly TurnEntry[]>;
  readonly events: ReadonlySignal<readonly SessionEvent[]>;
  readonly presence: ReadonlySignal<readonly PresentOperator[]>;
  /** The server's clock. */
  nowMs(): number;
  claim(target: AnswerTarget, isTakeOver?: boolean): Promise<CommandOutcome>;
  handOver(turnId: number, toOperatorId: string | null): Promise<CommandOutcome>;
  /** Shown to the others for as long as it stays; null: writes nowhere. */
  setTyping(turnId: number | null): void;
  /** False where it did not go; then a `synchronised` verdict says from where to send again. */
  sendDraft(turnId: number, draft: DraftPiece): boolean;
  /** Waits for the connection, and is repeated after a loss until the server has answered it. */
  reply(reply: ReplyBody): Promise<CommandOutcome>;
  /** Returns how to stop listening. */
  onDraftVerdict(turnId: number, listener: (verdict: DraftVerdict) => void): () => void;
  /** Rejects with an `HttpError`. Kept until the session's visibility changes. */
  turnView(turnId: number): Promise<TurnView>;
  holdView(holdId: string): Promise<TurnView>;
  rawExchange(turnId: number): Promise<RawExchange>;
  close(): void;
}

export interface DraftPiece {
  readonly startChars: number;
  readonly text: string;
  readonly pace: Pace | null;
}

export interface SessionStoreOptions {
  readonly socketPath: string;
  readonly environment: SocketEnvironment;
  nowMs(): number;
  makeId(): string;
  operatorSecret(): Promise<string>;
  readonly operatorName: ReadonlySignal<string>;
  mayRetry(): Promise<boolean>;
  /** Reads from below the session's path. */
  readJson(suffix: string): Promise<unknown>;
}

/** The one that `createSessionStore` makes, with everything that it needs from the browser passed in. */
export class SessionConnection implements SessionStore {
  readonly #options: SessionStoreOptions;
  readonly #state = signal(createSessionState());
  readonly #connection = signal<Connection>("connecting");
  readonly #endReason = signal<EndReason | null>(null);
  readonly #commands = new PendingCommands();
  readonly #listeners = new Map<number, Set<(verdict: DraftVerdict) => void>>();
  readonly #views = new Map<string, Promise<TurnView>>();
  readonly #stopWatching: () => void;
  readonly #accessWatch: AccessWatch;
  #socket: ReconnectingSocket | null = null;
  #operatorSecret = "";
  #greetedName: string | null = null;
  #isClosed = false;
  #isWelcomed = false;
  #typingTurnId: number | null = null;

  readonly connection: ReadonlySignal<Connection> = this.#connection;
  readonly endReason: ReadonlySignal<EndReason | null> = this.#endReason;
  readonly welcome = computed(() => this.#state.value.welcome);
  readonly live = computed(() => this.#state.value.live);
  readonly isCaughtUp = computed(() => this.#state.value.isCaughtUp);
  readonly turns = computed(() => this.#state.value.turns);
  readonly events = computed(() => this.#state.value.events);
  readonly presence = computed(() => this.#state.value.presence);

  constructor(options: SessionStoreOptions) {
    this.#options = options;
    this.#accessWatch = new AccessWatch({
      environment: options.environment,
      nowMs: () => this.nowMs(),
      onOver: () => this.#socket?.reconnect(),
    });
    this.#stopWatching = effect(() => {
      const name = options.operatorName.value;
      // A name is said in the greeting, so a new one needs a new one; it may come before that greeting has its answer.
      if (this.#greetedName !== null && this.#greetedName !== name) this.#socket?.reconnect();
    });
    void this.#open();
  }

  nowMs(): number {
    return this.#options.nowMs() + this.#state.peek().clockOffsetMs;
  }

  claim(target: AnswerTarget, isTakeOver = false): Promise<CommandOutcome> {
    return this.#command({ type: "claim", target, isTakeOver });
  }

  handOver(turnId: number, toOperatorId: string | null): Promise<CommandOutcome> {
    return this.#command({ type: "hand-over", turnId, toOperatorId });
  }

  reply(reply: ReplyBody): Promise<CommandOutcome> {
    return this.#command({ type: "reply", ...reply });
  }

  setTyping(turnId: number | null): void {
    if (turnId === this.#typingTurnId) return;
    this.#typingTurnId = turnId;
    if (this.#isWelcomed) this.#send({ type: "typing", turnId });
  }

  sendDraft(turnId: number, draft: DraftPiece): boolean {
    if (!this.#isWelcomed || !this.#state.peek().isCaughtUp) return false;
    if (!this.#send({ type: "draft", turnId, ...draft })) return false;
    const { startChars, text } = draft;
    this.#reduce({ type: "draft-sent", turnId, startChars, text });
    return true;
  }

  onDraftVerdict(turnId: number, listener: (verdict: DraftVerdict) => void): () => void {
    const listeners = this.#listeners.get(turnId) ?? new Set();
    this.#listeners.set(turnId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  turnView(turnId: number): Promise<TurnView> {
    return this.#view(`/turns/${turnId}`);
  }

  holdView(holdId: string): Promise<TurnView> {
    return this.#view(`/holds/${encodeURIComponent(holdId)}`);
  }

  rawExchange(turnId: number): Promise<RawExchange> {
    return this.#options.readJson(`/turns/${turnId}/raw`) as Promise<RawExchange>;
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWatching();
    this.#accessWatch.stop();
    this.#socket?.close();
    this.#commands.abandon();
  }

  async #open(): Promise<void> {
    this.#operatorSecret = await this.#options.operatorSecret();
    if (this.#isClosed) return;
    this.#socket = createReconnectingSocket(
      {
        path: this.#options.socketPath,
        endCodes: END_CODES,
        mayRetry: () => this.#options.mayRetry(),
        onOpen: () => this.#greet(),
        onText: (text) => this.#receive(text),
        onLost: () => this.#lose(),
        onEnd: (code) => this.#end(endReasonOf(code)),
      },
      this.#options.environment,
    );
  }

  #greet(): void {
    const name = this.#options.operatorName.peek();
    this.#greetedName = name;
    this.#send({
      type: "hello",
      protocolVersion: CONSOLE_PROTOCOL_VERSION,
      operatorSecret: this.#operatorSecret,
      name,
      afterSequence: lastSequence(this.#state.peek()),
      afterAtMs: this.#state.peek().events.at(-1)?.atMs ?? null,
    });
  }

  #receive(text: string): void {
    const message = readMessage<SessionMessage>(text, MESSAGE_TYPES);
    // The server is newer than this page, which cannot know what it would miss.
    if (message === null || isOutdated(message)) {
      this.#giveUp();
      return;
    }
    if (isGap(this.#state.peek(), message)) {
      this.#socket?.reconnect();
      return;
    }
    const wasCaughtUp = this.#state.peek().isCaughtUp;
    batch(() => {
      const wasContextHidden = this.live.peek()?.isContextHidden;
      this.#take(message);
      // What a reader may see of a turn may have changed with the session.
      if (this.live.peek()?.isContextHidden !== wasContextHidden) this.#views.clear();
      if (message.type === "welcome") this.#resume(message);
    });
    if (message.type === "done" || message.type === "refused") this.#commands.answer(message);
    if (message.type === "presence") this.#appear(message.operators);
    this.#tellVerdict(message, wasCaughtUp);
  }

  #resume({ accessEndsAtMs }: SessionWelcome): void {
    this.#isWelcomed = true;
    this.#accessWatch.watch(accessEndsAtMs);
    this.#connection.value = "online";
    for (const command of this.#commands.list()) this.#send(command);
    if (this.#typingTurnId !== null) this.#send({ type: "typing", turnId: this.#typingTurnId });
  }

  /** A page that slept for long is taken for gone; whatever it says brings it back. */
  #appear(operators: readonly PresentOperator[]): void {
    const ownId = this.welcome.peek()?.operator.operatorId;
    if (operators.every(({ operatorId }) => operatorId !== ownId))
      this.#send({ type: "typing", turnId: this.#typingTurnId });
  }

  #lose(): void {
    this.#isWelcomed = false;
    batch(() => {
      this.#connection.value = "offline";
      this.#reduce({ type: "lost" });
    });
  }

  #take(message: SessionMessage): void {
    try {
      this.#reduce({ type: "message", message, nowMs: this.#options.nowMs() });
    } catch (error) {
      // A part of it is not as this page knows it.
      this.#giveUp();
      throw error;
    }
  }

  #giveUp(): void {
    this.#socket?.close();
    this.#end("outdated");
  }

  #end(reason: EndReason): void {
    this.#isWelcomed = false;
    this.#accessWatch.stop();
    this.#commands.abandon();
    batch(() => {
      this.#connection.value = "ended";
      this.#endReason.value = reason;
    });
  }

  #command(body: CommandBody): Promise<CommandOutcome> {
    if (this.#isClosed || this.#connection.peek() === "ended")
      return Promise.resolve({ type: "unanswered" });
    const command: AnsweredCommand = { ...body, commandId: this.#options.makeId() };
    const outcome = this.#commands.add(command);
    if (this.#isWelcomed) this.#send(command);
    return outcome;
  }

  #send(command: SessionCommand): boolean {
    return this.#socket?.send(JSON.stringify(command)) ?? false;
  }

  #reduce(action: SessionAction): void {
    this.#state.value = reduceSession(this.#state.peek(), action);
  }

  #tellVerdict(message: SessionMessage, wasCaughtUp: boolean): void {
    if (message.type === "draft-accepted")
      this.#tell(message.turnId, { type: "accepted", acceptedChars: message.acceptedChars });
    else if (message.type === "draft-refused") {
      const { reason, acceptedText, claimedBy } = message;
      this.#tell(message.turnId, { type: "refused", reason, acceptedText, claimedBy });
    } else if (message.type === "live" && !wasCaughtUp)
      for (const { turnId, draftText, claimedBy } of message.session.turns)
        this.#tell(turnId, { type: "synchronised", acceptedText: draftText, claimedBy });
  }

  #tell(turnId: number, verdict: DraftVerdict): void {
    for (const listener of this.#listeners.get(turnId) ?? []) listener(verdict);
  }

  #view(suffix: string): Promise<TurnView> {
    const known = this.#views.get(suffix);
    if (known !== undefined) return known;
    const view = this.#options.readJson(suffix) as Promise<TurnView>;
    this.#views.set(suffix, view);
    // What failed is asked again the next time.
    view.catch(() => this.#views.delete(suffix));
    return view;
  }
}
