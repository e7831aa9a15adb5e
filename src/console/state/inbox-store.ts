import { batch, computed, effect, signal, untracked, type ReadonlySignal } from "@preact/signals";
import { CONSOLE_PROTOCOL_VERSION } from "../../console-protocol/constants";
import type { InboxCommand, InboxMessage } from "../../console-protocol/inbox-message";
import {
  createReconnectingSocket,
  type ReconnectingSocket,
  type SocketEnvironment,
} from "../socket/reconnecting-socket";
import { END_CODES, endReasonOf, isOutdated, type Connection, type EndReason } from "./connection";
import { readMessage } from "./read-message";
import { createInboxState, reduceInbox, type InboxAction, type InboxState } from "./inbox-state";

const MESSAGE_TYPES: Readonly<Record<InboxMessage["type"], true>> = {
  welcome: true,
  sessions: true,
  presence: true,
};

export interface InboxStoreOptions {
  readonly socketPath: string;
  readonly environment: SocketEnvironment;
  nowMs(): number;
  operatorSecret(): Promise<string>;
  readonly operatorName: ReadonlySignal<string>;
  /** The session that this page shows, for the others to see. */
  readonly sessionName: ReadonlySignal<string | null>;
  mayRetry(): Promise<boolean>;
}

/** All sessions, live. `create-inbox-store.ts` makes one. */
export class InboxStore {
  readonly #options: InboxStoreOptions;
  readonly #state = signal(createInboxState());
  readonly #connection = signal<Connection>("connecting");
  readonly #endReason = signal<EndReason | null>(null);
  readonly #stopWatching: () => void;
  #socket: ReconnectingSocket | null = null;
  #operatorSecret = "";
  #isClosed = false;

  readonly connection: ReadonlySignal<Connection> = this.#connection;
  readonly endReason: ReadonlySignal<EndReason | null> = this.#endReason;
  /** This page's own, empty until it is known. */
  readonly operatorId = computed(() => this.#state.value.welcome?.operatorId ?? "");
  readonly state: ReadonlySignal<InboxState> = this.#state;
  readonly sessions = computed(() => this.#state.value.sessions);
  readonly operators = computed(() => this.#state.value.operators);
  /** Whether all sessions were loaded once; they stay when the connection goes. */
  readonly isLoaded = computed(() => this.#state.value.isComplete);

  constructor(options: InboxStoreOptions) {
    this.#options = options;
    this.#stopWatching = effect(() => {
      const name = options.operatorName.value;
      const sessionName = options.sessionName.value;
      if (untracked(() => this.#connection.value) === "online")
        this.#send({ type: "at", sessionName, name });
    });
    void this.#open();
  }

  /** The server's clock. */
  nowMs(): number {
    return this.#options.nowMs() + this.#state.peek().clockOffsetMs;
  }

  /** A session that this page has deleted goes from the list at once. */
  forget(sessionName: string): void {
    this.#reduce({ type: "removed", sessionName });
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWatching();
    this.#socket?.close();
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
    const state = this.#state.peek();
    this.#send({
      type: "hello",
      protocolVersion: CONSOLE_PROTOCOL_VERSION,
      operatorSecret: this.#operatorSecret,
      name: this.#options.operatorName.peek(),
      // What is missing of half a snapshot may be older than its revision.
      afterRevision: state.isComplete ? state.revision : null,
    });
  }

  #receive(text: string): void {
    const message = readMessage<InboxMessage>(text, MESSAGE_TYPES);
    if (message === null || isOutdated(message)) {
      this.#giveUp();
      return;
    }
    batch(() => {
      this.#take(message);
      // A page that slept for long is taken for gone; whatever it says brings it back.
      if (message.type === "welcome" || this.#isLeftOut(message)) this.#resume();
    });
  }

  #isLeftOut(message: InboxMessage): boolean {
    const ownId = this.operatorId.peek();
    return (
      message.type === "presence" &&
      message.operators.every(({ operatorId }) => operatorId !== ownId)
    );
  }

  #resume(): void {
    this.#connection.value = "online";
    const sessionName = this.#options.sessionName.peek();
    this.#send({ type: "at", sessionName, name: this.#options.operatorName.peek() });
  }

  #lose(): void {
    this.#connection.value = "offline";
  }

  #take(message: InboxMessage): void {
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
    batch(() => {
      this.#connection.value = "ended";
      this.#endReason.value = reason;
    });
  }

  #send(command: InboxCommand): void {
    this.#socket?.send(JSON.stringify(command));
  }

  #reduce(action: InboxAction): void {
    this.#state.value = reduceInbox(this.#state.peek(), action);
  }
}
