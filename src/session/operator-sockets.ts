import type { Operator } from "../console-protocol/identity";
import type { SessionMessage } from "../console-protocol/session-message";
import type { ConsoleVisitor } from "../core/console-visitor";
import { WHOLE_HISTORY, type HistoryScope } from "./history-scope";
import { closeQuietly } from "./legs";

/** Tells consoles' sockets from legs. */
const OPERATOR_TAG = "operator";

interface OperatorAttachment {
  readonly visitor: ConsoleVisitor;
  /** Null until the page has said who it is. */
  readonly operator: Operator | null;
  readonly typingTurnId: number | null;
  /** What this page may see of earlier turns. */
  readonly scope: HistoryScope;
}

/** An open page of somebody who watches or answers. What it is survives hibernation, as the socket's attachment. */
export class OperatorPage {
  readonly socket: WebSocket;
  #attachment: OperatorAttachment;
  /** The last state that it was sent, so that it is sent only when it has changed; by the type of message. */
  readonly #sent = new Map<"live" | "presence", string>();

  constructor(socket: WebSocket, attachment: OperatorAttachment) {
    this.socket = socket;
    this.#attachment = attachment;
  }

  get visitor(): ConsoleVisitor {
    return this.#attachment.visitor;
  }

  get operator(): Operator | null {
    return this.#attachment.operator;
  }

  get typingTurnId(): number | null {
    return this.#attachment.typingTurnId;
  }

  get scope(): HistoryScope {
    return this.#attachment.scope;
  }

  get isPlayer(): boolean {
    return this.visitor.role === "responder";
  }

  change(change: Partial<Omit<OperatorAttachment, "visitor">>): void {
    this.#attachment = { ...this.#attachment, ...change };
    this.socket.serializeAttachment(this.#attachment);
  }

  send(message: SessionMessage): void {
    this.sendText(JSON.stringify(message));
  }

  /** Text of a state that replaces the one before. */
  sendState(type: "live" | "presence", text: string): void {
    if (this.#sent.get(type) === text) return;
    this.#sent.set(type, text);
    this.sendText(text);
  }

  /** The page has forgotten what it was sent. */
  forgetSent(): void {
    this.#sent.clear();
  }

  sendText(text: string): void {
    try {
      this.socket.send(text);
    } catch {
      // A socket that is closing cannot be written to; its close event follows, and the page asks for what it missed.
    }
  }
}

export type PresentPage = OperatorPage & { readonly operator: Operator };

/** The hibernatable sockets of the pages that have this session open. */
export class OperatorSockets {
  readonly #context: DurableObjectState;
  readonly #pages = new Map<WebSocket, OperatorPage>();

  constructor(context: DurableObjectState) {
    this.#context = context;
    for (const socket of context.getWebSockets(OPERATOR_TAG)) {
      const attachment = socket.deserializeAttachment() as OperatorAttachment | null;
      if (attachment !== null && socket.readyState === WebSocket.READY_STATE_OPEN)
        this.#pages.set(socket, new OperatorPage(socket, attachment));
    }
  }

  accept(visitor: ConsoleVisitor): { readonly page: OperatorPage; readonly response: Response } {
    const { 0: forWorker, 1: forSession } = new WebSocketPair();
    this.#context.acceptWebSocket(forSession, [OPERATOR_TAG]);
    const attachment = { visitor, operator: null, typingTurnId: null, scope: WHOLE_HISTORY };
    const page = new OperatorPage(forSession, attachment);
    page.change({});
    this.#pages.set(forSession, page);
    return { page, response: new Response(null, { status: 101, webSocket: forWorker }) };
  }

  /** Undefined for one that was closed from here. */
  find(socket: WebSocket): OperatorPage | undefined {
    return this.#pages.get(socket);
  }

  pages(): readonly OperatorPage[] {
    return [...this.#pages.values()];
  }

  /** Those that have said who they are. */
  present(): readonly PresentPage[] {
    return this.pages().filter((page): page is PresentPage => page.operator !== null);
  }

  /** It is gone from now on, whenever its close event comes. */
  close(page: OperatorPage, code: number, reason: string): void {
    this.#pages.delete(page.socket);
    closeQuietly(page.socket, code, reason);
  }

  release(socket: WebSocket): void {
    this.#pages.delete(socket);
  }
}

export function isOperatorSocket(socket: WebSocket): boolean {
  const attachment: unknown = socket.deserializeAttachment();
  return typeof attachment === "object" && attachment !== null && "visitor" in attachment;
}
