import type { Operator } from "../console-protocol/identity";
import type { SessionMessage } from "../console-protocol/session-message";
import type { ConsoleVisitor } from "../core/console-visitor";
import { LIMITS } from "../core/limits";
import { WHOLE_HISTORY, type HistoryScope } from "./history-scope";
import { closeQuietly } from "./legs";

/** Tells consoles' sockets from legs. */
const OPERATOR_TAG = "operator";

interface OperatorAttachment {
  readonly acceptedAtMs: number;
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
  /** Who is there, as it was sent last, so that it is sent only when it has changed. */
  #sentPresence: string | null = null;
  #heardAtMs: number;

  constructor(socket: WebSocket, attachment: OperatorAttachment) {
    this.socket = socket;
    this.#attachment = attachment;
    this.#heardAtMs = attachment.acceptedAtMs;
  }

  /** When it said something last. Pings are not among it, and it is forgotten with hibernation. */
  get heardAtMs(): number {
    return this.#heardAtMs;
  }

  noteHeard(nowMs: number): void {
    this.#heardAtMs = nowMs;
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

  change(change: Partial<Omit<OperatorAttachment, "visitor" | "acceptedAtMs">>): void {
    this.#attachment = { ...this.#attachment, ...change };
    this.socket.serializeAttachment(this.#attachment);
  }

  send(message: SessionMessage): void {
    this.sendText(JSON.stringify(message));
  }

  sendPresence(text: string): void {
    if (this.#sentPresence === text) return;
    this.#sentPresence = text;
    this.sendText(text);
  }

  /** The page has forgotten what it was sent. */
  forgetSent(): void {
    this.#sentPresence = null;
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

  accept(
    visitor: ConsoleVisitor,
    nowMs: number,
  ): { readonly page: OperatorPage; readonly response: Response } {
    const { 0: forWorker, 1: forSession } = new WebSocketPair();
    this.#context.acceptWebSocket(forSession, [OPERATOR_TAG]);
    const attachment: OperatorAttachment = {
      acceptedAtMs: nowMs,
      visitor,
      operator: null,
      typingTurnId: null,
      scope: WHOLE_HISTORY,
    };
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

  /** Those of them that have been heard of lately. The others are told everything too, as they may only be asleep. */
  heardLately(nowMs: number): readonly PresentPage[] {
    const sinceMs = nowMs - LIMITS.consoleSilenceMaxMs;
    return this.present().filter((page) => this.#lastSignAtMs(page) >= sinceMs);
  }

  /** The runtime answers pings by itself, and remembers when; asking it costs nothing and wakes nobody. */
  #lastSignAtMs({ socket, heardAtMs }: OperatorPage): number {
    const pingedAtMs = this.#context.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
    return Math.max(heardAtMs, pingedAtMs);
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
