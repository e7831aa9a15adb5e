import type {
  SocketEnvironment,
  SocketEvents,
  SocketLike,
} from "../../../src/console/socket/reconnecting-socket";

/** A connection as the server sees it. */
export interface FakeConnection {
  readonly path: string;
  /** What the page has sent, parsed; pings are texts. */
  readonly sent: unknown[];
  isClosedByPage: boolean;
  open(): void;
  say(message: unknown): void;
  sayText(text: string): void;
  close(code: number): void;
}

interface Wait {
  readonly atMs: number;
  readonly run: () => void;
}

/** A browser without a network of its own: the test plays the server, the clock, and whoever looks at the page. */
export class FakeNetwork implements SocketEnvironment {
  readonly connections: FakeConnection[] = [];
  nowMs = 1_000_000;
  isPageVisible = true;
  #waits: Wait[] = [];
  readonly #wakers = new Set<() => void>();

  open(path: string, events: SocketEvents): SocketLike {
    const sent: unknown[] = [];
    const connection: FakeConnection = {
      path,
      sent,
      isClosedByPage: false,
      open: events.onOpen,
      say: (message) => events.onText(JSON.stringify(message)),
      sayText: events.onText,
      close: events.onClose,
    };
    this.connections.push(connection);
    return {
      send: (text) => sent.push(text === "ping" ? text : JSON.parse(text)),
      close: () => {
        connection.isClosedByPage = true;
      },
    };
  }

  wait(delayMs: number, run: () => void): () => void {
    const wait = { atMs: this.nowMs + delayMs, run };
    this.#waits.push(wait);
    return () => {
      this.#waits = this.#waits.filter((other) => other !== wait);
    };
  }

  random(): number {
    return 0.5;
  }

  isVisible(): boolean {
    return this.isPageVisible;
  }

  onWake(run: () => void): () => void {
    this.#wakers.add(run);
    return () => this.#wakers.delete(run);
  }

  wake(): void {
    for (const run of this.#wakers) run();
  }

  get isListened(): boolean {
    return this.#wakers.size > 0;
  }

  get newest(): FakeConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) throw new Error("The page has not connected.");
    return connection;
  }

  /** Lets time pass, with every wait that ends in it. */
  pass(durationMs: number): void {
    const endMs = this.nowMs + durationMs;
    for (;;) {
      const next = this.#waits
        .filter(({ atMs }) => atMs <= endMs)
        .toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#waits = this.#waits.filter((wait) => wait !== next);
      this.nowMs = next.atMs;
      next.run();
    }
    this.nowMs = endMs;
  }
}

/** Lets promises that are settled already go on. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
}
