import { CONSOLE_PING, CONSOLE_PONG } from "../../console-protocol/constants";
import { reconnectDelayMs } from "./reconnect-schedule";

/** As much of a browser's WebSocket as is used, so that tests can play it. */
export interface SocketLike {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  readonly onClose: (code: number) => void;
}

/** What the browser provides. `wait` returns how to end the wait. */
export interface SocketEnvironment {
  open(path: string, events: SocketEvents): SocketLike;
  wait(delayMs: number, run: () => void): () => void;
  random(): number;
  isVisible(): boolean;
  /** Calls when the network is back, the page is looked at again, or the machine has woken; returns how to stop that. */
  onWake(run: () => void): () => void;
}

export interface ReconnectingSocketOptions {
  readonly path: string;
  /** Codes after which it does not connect again. */
  readonly endCodes: readonly number[];
  /** A new connection is open. Nothing that was sent before is known to have arrived. */
  onOpen(): void;
  onText(text: string): void;
  /** The connection is lost, or could not be made; the next try is under way. */
  onLost(): void;
  /** It is over, with one of the end codes, or with null where `mayRetry` said no. */
  onEnd(code: number | null): void;
  /** Asked after a try that did not even open, as a browser does not tell a page why: false ends it. */
  mayRetry(): Promise<boolean>;
}

export interface ReconnectingSocket {
  /** False where there is no connection; nothing is queued. */
  send(text: string): boolean;
  /** Gives the connection up for a new one at once. */
  reconnect(): void;
  close(): void;
}

const PING_INTERVAL_MS = 20_000;
const PONG_TIMEOUT_MS = 5_000;
const OPEN_TIMEOUT_MS = 10_000;

/** A WebSocket that is there again after a loss. It resumes nothing itself: what was missed is the protocol's matter. */
export function createReconnectingSocket(
  options: ReconnectingSocketOptions,
  environment: SocketEnvironment,
): ReconnectingSocket {
  const link = new Link(options, environment);
  link.connect();
  return {
    send: (text) => link.send(text),
    reconnect: () => link.reconnect(),
    close: () => link.end(),
  };
}

class Link {
  readonly #options: ReconnectingSocketOptions;
  readonly #environment: SocketEnvironment;
  readonly #stopListening: () => void;
  #socket: SocketLike | null = null;
  /** Which one it is; another number as soon as it is given up. */
  #connection = 0;
  #isOpen = false;
  #isEnded = false;
  #isAnswerAwaited = false;
  #attempt = 0;
  /** One wait at a time: for the connection, the next ping, its answer, or the next try. */
  #cancelWait: () => void = () => {};

  constructor(options: ReconnectingSocketOptions, environment: SocketEnvironment) {
    this.#options = options;
    this.#environment = environment;
    this.#stopListening = environment.onWake(() => this.#wake());
  }

  connect(): void {
    if (this.#isEnded) return;
    // Every handler knows its connection: a late event of one that was given up says nothing about the newer one.
    const connection = (this.#connection += 1);
    const ifCurrent = (run: () => void): void => {
      if (this.#connection === connection) run();
    };
    this.#socket = this.#environment.open(this.#options.path, {
      onOpen: () => ifCurrent(() => this.#opened()),
      onText: (text) => ifCurrent(() => this.#receive(text)),
      onClose: (code) => ifCurrent(() => this.#lose(code)),
    });
    this.#wait(OPEN_TIMEOUT_MS, () => this.#lose(null));
  }

  send(text: string): boolean {
    if (!this.#isOpen || this.#socket === null) return false;
    this.#socket.send(text);
    return true;
  }

  reconnect(): void {
    if (this.#isEnded) return;
    const wasOpen = this.#isOpen;
    this.#drop();
    if (wasOpen) this.#options.onLost();
    this.connect();
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#cancelWait();
    this.#stopListening();
    this.#drop();
  }

  #opened(): void {
    this.#isOpen = true;
    this.#waitForPing();
    this.#options.onOpen();
  }

  #receive(text: string): void {
    this.#attempt = 0;
    if (this.#isAnswerAwaited) this.#waitForPing();
    if (text !== CONSOLE_PONG) this.#options.onText(text);
  }

  #waitForPing(): void {
    this.#isAnswerAwaited = false;
    this.#wait(PING_INTERVAL_MS, () => this.#ping());
  }

  #ping(): void {
    this.#isAnswerAwaited = true;
    this.#socket?.send(CONSOLE_PING);
    this.#wait(PONG_TIMEOUT_MS, () => this.#lose(null));
  }

  /** After a sleep a connection may be dead without knowing it, and the next try may be minutes away. */
  #wake(): void {
    if (this.#isOpen) {
      if (!this.#isAnswerAwaited) this.#ping();
    } else if (this.#socket === null) {
      this.#attempt = 0;
      this.#cancelWait();
      this.connect();
    }
  }

  #lose(code: number | null): void {
    const wasOpen = this.#isOpen;
    this.#drop();
    if (code !== null && this.#options.endCodes.includes(code)) {
      this.end();
      this.#options.onEnd(code);
      return;
    }
    this.#options.onLost();
    this.#wait(this.#nextDelayMs(), () => this.connect());
    if (!wasOpen) void this.#endUnlessAllowed();
  }

  #nextDelayMs(): number {
    const isVisible = this.#environment.isVisible();
    const delayMs = reconnectDelayMs(this.#attempt, isVisible, () => this.#environment.random());
    this.#attempt += 1;
    return delayMs;
  }

  async #endUnlessAllowed(): Promise<void> {
    // A try that has opened meanwhile is the better answer.
    if ((await this.#options.mayRetry()) || this.#isEnded || this.#isOpen) return;
    this.end();
    this.#options.onEnd(null);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#connection += 1;
    this.#isOpen = false;
    this.#isAnswerAwaited = false;
    this.#cancelWait();
    socket?.close();
  }

  #wait(delayMs: number, run: () => void): void {
    this.#cancelWait();
    this.#cancelWait = this.#environment.wait(delayMs, run);
  }
}
