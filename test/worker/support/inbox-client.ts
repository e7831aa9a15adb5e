import { vi } from "vitest";
import { CONSOLE_PROTOCOL_VERSION } from "../../../src/console-protocol/identity";
import {
  inboxMessage,
  type InboxCommand,
  type InboxMessage,
  type SessionEntry,
} from "../../../src/console-protocol/inbox-message";
import { WAIT } from "./conversation";
import { secretOf } from "./operator-client";
import { waitForMessage } from "./wait-for-message";

type MessageOf<T extends InboxMessage["type"]> = Extract<InboxMessage, { readonly type: T }>;

export interface InboxOptions {
  readonly secret?: string;
  readonly name?: string;
  readonly afterRevision?: number | null;
}

let operatorCount = 0;

/** A console's inbox without the page: its socket, and the list that came over it. Each message is checked against the page's schema. */
export class InboxClient {
  readonly received: InboxMessage[] = [];
  /** With which it says who it is. */
  readonly secret: string;
  readonly name: string;
  /** As the page has them. */
  readonly sessions = new Map<string, SessionEntry>();
  closeCode: number | null = null;
  readonly #socket: WebSocket;

  constructor(response: Response, { secret, name }: InboxOptions = {}) {
    if (response.webSocket === null) throw new Error(`No socket: ${response.status}.`);
    operatorCount += 1;
    this.name = name ?? `inbox-${operatorCount}`;
    this.secret = secret ?? secretOf(`inbox-${operatorCount}`);
    this.#socket = response.webSocket;
    this.#socket.accept();
    this.#socket.addEventListener("message", ({ data }) => {
      if (data !== "pong") this.#take(inboxMessage.parse(JSON.parse(String(data))));
    });
    this.#socket.addEventListener("close", ({ code }) => {
      this.closeCode = code;
      this.#socket.close(1000);
    });
  }

  /** Says who it is, and waits until all that was missed has come. */
  static async join(
    opening: Response | Promise<Response>,
    options: InboxOptions = {},
  ): Promise<InboxClient> {
    const client = new InboxClient(await opening, options);
    client.says({
      type: "hello",
      protocolVersion: CONSOLE_PROTOCOL_VERSION,
      operatorSecret: client.secret,
      name: client.name,
      afterRevision: options.afterRevision ?? null,
    });
    await client.hears("presence");
    return client;
  }

  /** Under which others know it. */
  get operatorId(): string | undefined {
    return this.all("welcome").at(-1)?.operatorId;
  }

  get names(): readonly string[] {
    return [...this.sessions.keys()].toSorted();
  }

  get revision(): number {
    return this.all("sessions").at(-1)?.revision ?? 0;
  }

  /** Who is where, as last told. */
  get present(): Readonly<Record<string, string | null>> {
    const operators = this.all("presence").at(-1)?.operators ?? [];
    return Object.fromEntries(operators.map(({ name, sessionName }) => [name, sessionName]));
  }

  says(command: InboxCommand): void {
    this.saysText(JSON.stringify(command));
  }

  saysText(text: string | ArrayBuffer): void {
    this.#socket.send(text);
  }

  leaves(): void {
    this.#socket.close(1000, "left");
  }

  async hears<T extends InboxMessage["type"]>(
    type: T,
    fits: (message: MessageOf<T>) => boolean = () => true,
  ): Promise<MessageOf<T>> {
    return waitForMessage(this.received, type, fits);
  }

  async isClosed(): Promise<number> {
    return vi.waitFor(() => {
      if (this.closeCode === null) throw new Error("The socket is open.");
      return this.closeCode;
    }, WAIT);
  }

  all<T extends InboxMessage["type"]>(type: T): readonly MessageOf<T>[] {
    return this.received.filter((message): message is MessageOf<T> => message.type === type);
  }

  #take(message: InboxMessage): void {
    this.received.push(message);
    if (message.type === "welcome" && !message.isResumed) this.sessions.clear();
    if (message.type !== "sessions") return;
    for (const entry of message.changed) this.sessions.set(entry.name, entry);
    for (const name of message.removed) this.sessions.delete(name);
  }
}
