import { vi } from "vitest";
import { CONSOLE_PROTOCOL_VERSION } from "../../../src/console-protocol/identity";
import type { AnswerTarget, SessionCommand } from "../../../src/console-protocol/session-command";
import {
  sessionMessage,
  type LiveSession,
  type SessionEvent,
  type SessionMessage,
} from "../../../src/console-protocol/session-message";
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
  readonly operatorId?: string;
  readonly name?: string;
  readonly afterSequence?: number | null;
  readonly afterAtMs?: number;
}

let operatorCount = 0;

/** A console's page without the page: its socket, and what came over it. Each message is checked against the page's schema. */
export class OperatorClient {
  readonly received: SessionMessage[] = [];
  readonly operatorId: string;
  readonly #socket: WebSocket;
  closeCode: number | null = null;
  #commandCount = 0;

  private constructor(socket: WebSocket, operatorId: string) {
    this.#socket = socket;
    this.operatorId = operatorId;
    socket.accept();
    socket.addEventListener("message", ({ data }) => {
      if (data !== "pong") this.received.push(sessionMessage.parse(JSON.parse(String(data))));
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
      options.operatorId ?? `operator-${operatorCount}`,
    );
  }

  /** Opens a socket, says who it is, and waits until all that was missed has come. */
  static async join(session: string, options: OperatorOptions = {}): Promise<OperatorClient> {
    const client = await OperatorClient.open(session, options);
    client.says({
      type: "hello",
      protocolVersion: CONSOLE_PROTOCOL_VERSION,
      operatorId: client.operatorId,
      name: options.name ?? client.operatorId,
      afterSequence: options.afterSequence ?? null,
      ...(options.afterAtMs === undefined ? {} : { afterAtMs: options.afterAtMs }),
    });
    await client.hears("presence");
    return client;
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
    return this.all("live").at(-1)?.session;
  }

  /** Waits until the live state is as wanted. */
  async sees(fits: (session: LiveSession) => boolean): Promise<LiveSession> {
    return (await this.hears("live", ({ session }) => fits(session))).session;
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
  }

  nextCommandId(): string {
    this.#commandCount += 1;
    return `command-${this.operatorId}-${this.#commandCount}`;
  }

  async isClosed(): Promise<number> {
    return vi.waitFor(() => {
      if (this.closeCode === null) throw new Error(`${this.operatorId} is open.`);
      return this.closeCode;
    }, WAIT);
  }
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
