import { vi } from "vitest";
import { CONSOLE_PONG, CONSOLE_PROTOCOL_VERSION } from "../../../src/console-protocol/identity";
import type { AnswerTarget, SessionCommand } from "../../../src/console-protocol/session-command";
import {
  sessionMessage,
  type LiveSession,
  type SessionEvent,
  type SessionMessage,
} from "../../../src/console-protocol/session-message";
import { createSessionState, isGap, reduceSession } from "../../../src/console/state/session-state";
import {
  CONSOLE_VISITOR_HEADER,
  encodeConsoleVisitor,
  type ConsoleVisitor,
} from "../../../src/core/console-visitor";
import { sessionStub, WAIT } from "./conversation";
import { waitForMessage } from "./wait-for-message";

export const ADMIN: ConsoleVisitor = {
  role: "admin",
  label: "api-key",
  inviteId: null,
  invitedAtMs: null,
  expiresAtMs: null,
  sees: { context: true, history: true },
};

type MessageOf<T extends SessionMessage["type"]> = Extract<SessionMessage, { readonly type: T }>;

type WithoutId<T> = T extends { readonly commandId: string } ? Omit<T, "commandId"> : never;
export type CommandWithoutId = WithoutId<SessionCommand>;

export interface OperatorOptions {
  readonly visitor?: Partial<ConsoleVisitor>;
  readonly secret?: string;
  readonly name?: string;
  readonly afterSequence?: number | null;
  readonly afterAtMs?: number;
}

let operatorCount = 0;

/** A console's page without the page: its socket, and what came over it. Each message is checked against the page's schema. */
export class OperatorClient {
  readonly received: SessionMessage[] = [];
  /** One after the other, each as the console makes it of what it was told. */
  readonly liveStates: LiveSession[] = [];
  #state = createSessionState();
  /** With which it says who it is. */
  readonly secret: string;
  readonly name: string;
  readonly #socket: WebSocket;
  closeCode: number | null = null;
  pongCount = 0;
  #commandCount = 0;

  private constructor(socket: WebSocket, secret: string, name: string) {
    this.#socket = socket;
    this.secret = secret;
    this.name = name;
    socket.accept();
    socket.addEventListener("message", ({ data }) => {
      if (data === CONSOLE_PONG) this.pongCount += 1;
      else this.#receive(sessionMessage.parse(JSON.parse(String(data))));
    });
    socket.addEventListener("close", ({ code }) => {
      this.closeCode = code;
    });
  }

  /** Opens a socket, and says nothing yet. */
  static async open(session: string, options: OperatorOptions = {}): Promise<OperatorClient> {
    const visitor = { ...ADMIN, ...options.visitor };
    const response = await sessionStub(session).fetch("http://session", {
      headers: { Upgrade: "websocket", [CONSOLE_VISITOR_HEADER]: encodeConsoleVisitor(visitor) },
    });
    if (response.webSocket === null) throw new Error(`No socket: ${response.status}.`);
    operatorCount += 1;
    return new OperatorClient(
      response.webSocket,
      options.secret ?? secretOf(String(operatorCount)),
      options.name ?? `operator-${operatorCount}`,
    );
  }

  /** Opens a socket, says who it is, and waits until all that was missed has come. */
  static async join(session: string, options: OperatorOptions = {}): Promise<OperatorClient> {
    const client = await OperatorClient.open(session, options);
    client.greets(options);
    await client.hears("presence");
    return client;
  }

  /** Says who it is; its own name and secret where no others are given. */
  greets({ secret, name, afterSequence, afterAtMs }: OperatorOptions = {}): void {
    this.says({
      type: "hello",
      protocolVersion: CONSOLE_PROTOCOL_VERSION,
      operatorSecret: secret ?? this.secret,
      name: name ?? this.name,
      afterSequence: afterSequence ?? null,
      ...(afterAtMs === undefined ? {} : { afterAtMs }),
    });
  }

  /** Under which others know it, as the session has told it last. */
  get operatorId(): string {
    const welcome = this.all("welcome").at(-1);
    if (welcome === undefined) throw new Error(`${this.name} was not let in.`);
    return welcome.operator.operatorId;
  }

  says(command: SessionCommand): void {
    this.saysText(JSON.stringify(command));
  }

  saysText(text: string | ArrayBuffer): void {
    this.#socket.send(text);
  }

  leaves(): void {
    this.#socket.close(1000, "left");
  }

  /** Waits for a message, the first that there is or will be of its type and fits. */
  async hears<T extends SessionMessage["type"]>(
    type: T,
    fits: (message: MessageOf<T>) => boolean = () => true,
  ): Promise<MessageOf<T>> {
    return waitForMessage(this.received, type, fits);
  }

  all<T extends SessionMessage["type"]>(type: T): readonly MessageOf<T>[] {
    return this.received.filter((message): message is MessageOf<T> => message.type === type);
  }

  get events(): readonly SessionEvent[] {
    return this.all("events").flatMap(({ events }) => events);
  }

  get live(): LiveSession | undefined {
    return this.liveStates.at(-1);
  }

  /** Waits until the live state is as wanted, or was. */
  async sees(fits: (session: LiveSession) => boolean): Promise<LiveSession> {
    return vi.waitFor(() => {
      const seen = this.liveStates.find(fits);
      if (seen === undefined) throw new Error(`${this.name} has not seen it.`);
      return seen;
    }, WAIT);
  }

  #receive(message: SessionMessage): void {
    this.received.push(message);
    if (isGap(this.#state, message)) throw new Error(`${this.name} has missed something.`);
    this.#state = reduceSession(this.#state, { type: "message", message, nowMs: 0 });
    const { live } = this.#state;
    if (live !== null && live !== this.live) this.liveStates.push(live);
  }

  /** Sends a command that has an answer, and waits for it. */
  async does(
    command: CommandWithoutId,
    commandId = this.nextCommandId(),
  ): Promise<MessageOf<"done"> | MessageOf<"refused">> {
    const earlier = this.received.length;
    this.says({ ...command, commandId });
    return vi.waitFor(() => {
      const answer = this.received
        .slice(earlier)
        .filter((message) => message.type === "done" || message.type === "refused")
        .find((message) => message.commandId === commandId);
      if (answer === undefined) throw new Error(`${commandId} has no answer.`);
      return answer;
    }, WAIT);
  }

  claims(target: number | AnswerTarget, isTakeOver = false) {
    const of = typeof target === "number" ? { turnId: target } : target;
    return this.does({ type: "claim", target: of, isTakeOver });
  }

  replies(turnId: number, text: string, commandId?: string) {
    return this.does(replyOf({ turnId }, text), commandId);
  }

  drafts(turnId: number, startChars: number, text: string): void {
    this.says({ type: "draft", turnId, startChars, text, pace: null });
    this.#state = reduceSession(this.#state, { type: "draft-sent", turnId, startChars, text });
  }

  nextCommandId(): string {
    this.#commandCount += 1;
    return `command-${this.secret}-${this.#commandCount}`;
  }

  async isClosed(): Promise<number> {
    return vi.waitFor(() => {
      if (this.closeCode === null) throw new Error(`${this.name} is open.`);
      return this.closeCode;
    }, WAIT);
  }
}

/** As long as a page's, and the same for the same name. */
export function secretOf(name: string): string {
  return `secret-${name}-`.padEnd(32, "0");
}

type ReplyWithoutId = Extract<CommandWithoutId, { readonly type: "reply" }>;

export function replyOf(target: AnswerTarget, text: string): ReplyWithoutId {
  return {
    type: "reply",
    target,
    content: { parts: [{ type: "text", text }], finishReason: "stop" },
    delivery: { delayMs: 0, pace: null, cutAfterChars: null },
    isUnchecked: false,
  };
}
