import { connect, type Socket } from "node:net";
import type { Fault, Manner, Moment } from "./fault.ts";
import { MessageTracker } from "./message-tracker.ts";

export interface ProxyOptions {
  readonly targetPort: number;
  /** Whether a client that connects while the server is down waits to be accepted, or is refused. */
  readonly waitsForServer: boolean;
  /** Called when a fault has struck; a fault for which there was no occasion is not reported. */
  readonly onFault: (fault: Fault) => void;
  /** Called with what a trace should have. */
  readonly onTraffic: (what: string) => void;
}

/** What the headers of a request say of the attempt that it is. */
export interface Attempt {
  readonly retryCount: number;
  readonly hasKey: boolean;
}

const RECONNECT_INTERVAL_MS = 50;
/** Requests on two connections could overtake each other. */
const COPY_AHEAD_MS = 15;
const CONTENT_START_CHARS = 2_000;

/** One connection of a client, with one to the server behind it; both are used for one request after the other. */
export class ProxiedConnection {
  readonly #client: Socket;
  readonly #options: ProxyOptions;
  readonly #nextFault: (attempt: Attempt) => Fault | null;
  #server: Socket | null = null;
  #request = new MessageTracker();
  #requestBytes: Buffer[] = [];
  #response = new MessageTracker();
  #contentBytes = 0;
  /** The beginning of the response's content. */
  #contentStart = "";
  #fault: Fault | null = null;
  #hasStruck = false;
  /** The fault comes when its time is up. */
  #isArmed = false;
  /** Bytes of the response wait here while the client is to see nothing. */
  #withheld: Buffer[] | null = null;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(
    client: Socket,
    options: ProxyOptions,
    nextFault: (attempt: Attempt) => Fault | null,
  ) {
    this.#client = client;
    this.#options = options;
    this.#nextFault = nextFault;
    client.setNoDelay(true);
    client.on("data", (bytes) => this.#receiveRequest(bytes));
    // A close follows every error, and is what counts.
    client.on("error", () => {});
    client.once("close", () => this.close());
  }

  /** Ends both sides at once. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#client.destroy();
    this.#server?.destroy();
  }

  #receiveRequest(bytes: Buffer): void {
    this.#requestBytes.push(bytes);
    for (const byte of bytes) this.#request.take(byte);
    if (this.#request.isComplete) this.#startRequest();
  }

  #startRequest(): void {
    const bytes = Buffer.concat(this.#requestBytes);
    const retryCount = Number(this.#request.header("x-stainless-retry-count") ?? "0");
    const hasKey = this.#request.header("idempotency-key") !== null;
    this.#request = new MessageTracker();
    this.#requestBytes = [];
    this.#response = new MessageTracker();
    this.#contentBytes = 0;
    this.#contentStart = "";
    this.#hasStruck = false;
    this.#isArmed = false;
    this.#withheld = null;
    const fault = this.#nextFault({ retryCount, hasKey });
    this.#fault = fault;
    this.#options.onTraffic(`asks (${retryCount}) to meet ${JSON.stringify(fault)}`);
    if (fault?.kind === "request delayed") {
      this.#strike();
      this.#after(fault.ms, () => this.#forward(bytes));
    } else if (fault?.kind === "request duplicated") this.#duplicate(bytes, fault.overlapMs);
    else this.#forward(bytes);
  }

  #forward(bytes: Buffer): void {
    const fault = this.#fault;
    this.#withServer((server) => {
      server.write(bytes);
      this.#reach("forwarded");
      if (fault?.kind === "retried while open")
        this.#after(fault.afterMs, () => {
          if (this.#response.head === "") this.#abandon(fault.manner, fault.openMs);
        });
      if (fault?.kind === "cut before headers")
        this.#after(fault.afterMs, () => this.#cut(fault.manner));
    });
  }

  /** A first copy, whose response nobody reads, and then the request itself. */
  #duplicate(bytes: Buffer, overlapMs: number): void {
    // On a connection that is open already, the request would be quicker than its copy.
    this.#dropServer()?.destroy();
    const copy = connect({ port: this.#options.targetPort, host: "127.0.0.1" });
    copy.on("error", () => {});
    copy.resume();
    copy.once("error", () => this.#forward(bytes));
    copy.once("connect", () => {
      this.#strike();
      copy.write(bytes, () => this.#after(COPY_AHEAD_MS, () => this.#forward(bytes)));
      setTimeout(() => copy.destroy(), overlapMs);
    });
  }

  #withServer(use: (server: Socket) => void): void {
    if (this.#server !== null && !this.#server.destroyed) {
      use(this.#server);
      return;
    }
    const server = connect({ port: this.#options.targetPort, host: "127.0.0.1" });
    server.setNoDelay(true);
    server.on("error", () => {});
    let isConnected = false;
    server.once("connect", () => {
      isConnected = true;
      if (this.#client.destroyed) {
        server.destroy();
        return;
      }
      this.#server = server;
      server.on("data", (bytes) => this.#receiveResponse(bytes));
      use(server);
    });
    server.once("close", () => {
      if (!isConnected && this.#options.waitsForServer) {
        this.#after(RECONNECT_INTERVAL_MS, () => this.#withServer(use));
      } else if (!isConnected || this.#server === server) this.#client.destroy();
    });
  }

  #dropServer(): Socket | null {
    const server = this.#server;
    this.#server = null;
    server?.removeAllListeners("data");
    return server;
  }

  #receiveResponse(bytes: Buffer): void {
    const fault = this.#fault;
    if (fault?.kind === "cut before headers") {
      this.#cut(fault.manner);
      return;
    }
    for (let index = 0; index < bytes.length; index += 1) {
      index += this.#skipContent(bytes.length - index - 1);
      const place = this.#response.take(bytes[index] ?? 0);
      if (fault?.kind === "cut before the last byte" && place === "end") {
        this.#pass(bytes.subarray(0, index));
        this.#cut(fault.manner);
        return;
      }
      if (place !== "content") continue;
      this.#countContent(bytes[index] ?? 0);
      if (fault?.kind === "cut in the body" && this.#contentBytes === fault.bytes) {
        this.#pass(bytes.subarray(0, index + 1));
        this.#cut(fault.manner);
        return;
      }
    }
    this.#reachInResponse(bytes);
  }

  /** A long reply is not looked at byte by byte: what is cut late is cut elsewhere. */
  #skipContent(most: number): number {
    if (this.#fault?.kind === "cut in the body") return 0;
    if (this.#contentStart.length < CONTENT_START_CHARS) return 0;
    const skipped = this.#response.skipContent(most);
    this.#contentBytes += skipped;
    return skipped;
  }

  #countContent(byte: number): void {
    this.#contentBytes += 1;
    if (this.#contentStart.length < CONTENT_START_CHARS)
      this.#contentStart += String.fromCharCode(byte);
  }

  /** Before it, there are only blanks, or in a stream comments and one event. */
  get #hasReply(): boolean {
    const text = this.#contentStart;
    return text.includes("data: ") ? /data: .*data: /s.test(text) : /^\s*\{/.test(text);
  }

  #reachInResponse(bytes: Buffer): void {
    const fault = this.#fault;
    if (fault?.kind === "response delayed" && !this.#hasStruck) {
      this.#strike();
      this.#withheld = [];
      this.#after(fault.ms, () => this.#release());
    }
    this.#pass(bytes);
    if (this.#contentBytes > 0) this.#reach("content");
    if (this.#response.head.endsWith("\r\n\r\n")) this.#reachHead();
    if (!this.#response.isComplete) return;
    this.#options.onTraffic(`got all of its response, ${this.#contentBytes} bytes`);
    this.#reach("last-byte");
  }

  #reachHead(): void {
    const fault = this.#fault;
    this.#reach("head");
    if (this.#hasStruck || this.#isArmed) return;
    if (fault?.kind === "cut in the wait") {
      this.#isArmed = true;
      this.#after(fault.afterMs, () => {
        if (!this.#hasReply && this.#fault === fault) this.#cut(fault.manner);
      });
    }
    if (fault?.kind === "client frozen" || fault?.kind === "client frozen, then gone") {
      this.#strike();
      this.#server?.pause();
      this.#withheld = [];
      this.#after(fault.ms, () => {
        if (fault.kind === "client frozen, then gone") this.#cut(fault.manner);
        else this.#release();
        this.#server?.resume();
      });
    }
  }

  /** Kills, which strike everybody, happen beside the traffic and hold none of it up. */
  #reach(place: Moment["at"]): void {
    const fault = this.#fault;
    if (fault?.kind !== "server killed" && fault?.kind !== "runtime killed") return;
    const { moment } = fault;
    if (this.#isArmed || moment.at !== place) return;
    if (moment.at === "content" && this.#contentBytes < moment.bytes) return;
    this.#isArmed = true;
    const delayMs = "afterMs" in moment ? moment.afterMs : 0;
    setTimeout(() => this.#options.onFault(fault), delayMs);
  }

  #pass(bytes: Buffer): void {
    if (this.#withheld === null) this.#client.write(bytes);
    else this.#withheld.push(bytes);
  }

  #release(): void {
    const bytes = Buffer.concat(this.#withheld ?? []);
    this.#withheld = null;
    this.#client.write(bytes);
  }

  /** Ends both connections in mid-air. */
  #cut(manner: Manner): void {
    this.#strike();
    this.#options.onTraffic(`is cut after ${this.#contentBytes} bytes`);
    end(this.#client, manner);
    if (this.#server !== null) end(this.#server, manner);
  }

  /** Ends the client's connection, and lets the server believe that it is still there. */
  #abandon(manner: Manner, openMs: number): void {
    this.#strike();
    this.#options.onTraffic("is cut off, and the server is not told");
    const server = this.#dropServer();
    server?.resume();
    setTimeout(() => server?.destroy(), openMs);
    end(this.#client, manner);
  }

  #strike(): void {
    if (this.#hasStruck || this.#fault === null) return;
    this.#hasStruck = true;
    this.#options.onFault(this.#fault);
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#client.destroyed) act();
    }, ms);
    this.#timers.add(timer);
  }
}

function end(socket: Socket, manner: Manner): void {
  if (manner === "RST") socket.resetAndDestroy();
  else socket.destroy();
}
