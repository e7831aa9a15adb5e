import { connect, type Socket } from "node:net";
import { waitFor } from "./wait-for.ts";

/** A client that writes and sees bytes, for what an HTTP library would hide or repair. */
export class RawClient {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #isClosed = false;

  constructor(port: number, host = "127.0.0.1") {
    this.#socket = connect({ port, host });
    this.#socket.on("data", (bytes) => (this.#received = Buffer.concat([this.#received, bytes])));
    this.#socket.on("close", () => (this.#isClosed = true));
    // A server that refuses a request may reset the connection; what had come by then counts.
    this.#socket.on("error", () => {});
  }

  /** All that came, one character a byte. */
  get bytes(): string {
    return this.#received.toString("latin1");
  }

  get text(): string {
    return this.#received.toString("utf8");
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get status(): number | null {
    const code = /^HTTP\/1\.1 (\d{3}) /.exec(this.bytes)?.[1];
    return code === undefined ? null : Number(code);
  }

  get head(): string {
    return this.bytes.split("\r\n\r\n", 1)[0] ?? "";
  }

  /** What follows the head, still in chunks where it came in chunks. */
  get rawBody(): string {
    const start = this.#received.indexOf("\r\n\r\n");
    return start < 0 ? "" : this.#received.subarray(start + 4).toString("utf8");
  }

  /** Resolves when the bytes are handed to the system, or the connection is gone. */
  write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write(data, () => resolve());
    });
  }

  /** Nothing more will be written; the server may still answer. */
  end(): void {
    this.#socket.end();
  }

  /** As a client does whose process ends in order: FIN, and RST for what still comes. */
  close(): void {
    this.#socket.destroy();
  }

  /** As a crash or a firewall does: RST at once. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** From now on the bytes stay in the system's buffers, and then on the way. */
  pauseReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#socket.resume();
  }

  waitForText(text: string): Promise<true> {
    return waitFor(`the bytes ${JSON.stringify(text)}`, () => this.text.includes(text));
  }

  /** Resolves in the moment in which the text has arrived; to wait for it would notice later. */
  receive(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.on("data", () => {
        if (this.text.includes(text)) resolve();
      });
    });
  }

  async waitForStatus(): Promise<number> {
    const { code } = await waitFor("a status line", () => {
      if (this.status !== null) return { code: this.status };
      if (this.#isClosed) throw new Error("The connection was closed without an answer.");
      return false;
    });
    return code;
  }

  waitForClose(): Promise<true> {
    return waitFor("the server to close the connection", () => this.#isClosed);
  }
}

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as bytes, with the headers that every request needs. */
export function rawRequest({
  method = "POST",
  path = "/v1/chat/completions",
  headers = {},
  body,
}: RawRequest): string {
  const all: Record<string, string> = {
    Host: "localhost",
    Authorization: "Bearer any-key",
    ...(body === undefined
      ? {}
      : { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`;
}

export function chatBody(session: string, text: string, fields: object = {}): string {
  return JSON.stringify({ model: session, messages: [{ role: "user", content: text }], ...fields });
}
