import type { InboxMessage } from "../console-protocol/inbox-message";
import type { Operator } from "../console-protocol/identity";
import { LIMITS } from "../core/limits";
import type { InboxVisitor } from "./directory-api";

interface PageAttachment {
  readonly acceptedAtMs: number;
  readonly visitor: InboxVisitor;
  /** Null until the page has said who it is. */
  readonly operator: Operator | null;
  /** The session that the page has open. */
  readonly sessionName: string | null;
}

/** An open inbox. What it is survives hibernation, as the socket's attachment. */
export class InboxPage {
  readonly socket: WebSocket;
  #attachment: PageAttachment;
  #heardAtMs: number;

  constructor(socket: WebSocket, attachment: PageAttachment) {
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

  get visitor(): InboxVisitor {
    return this.#attachment.visitor;
  }

  get operator(): Operator | null {
    return this.#attachment.operator;
  }

  get sessionName(): string | null {
    return this.#attachment.sessionName;
  }

  change(change: Partial<Omit<PageAttachment, "visitor" | "acceptedAtMs">>): void {
    this.#attachment = { ...this.#attachment, ...change };
    this.socket.serializeAttachment(this.#attachment);
  }

  send(message: InboxMessage): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    try {
      this.socket.send(text);
    } catch {
      // A socket that is closing cannot be written to; the page asks for what it missed when it is back.
    }
  }

  close(code: number, reason: string): void {
    closeQuietly(this.socket, code, reason);
  }
}

/** The hibernatable sockets of the pages that show the inbox. The map is made anew from them when the object wakes. */
export class InboxPages {
  readonly #context: DurableObjectState;
  readonly #pages = new Map<WebSocket, InboxPage>();

  constructor(context: DurableObjectState) {
    this.#context = context;
    for (const socket of context.getWebSockets()) {
      const attachment = socket.deserializeAttachment() as PageAttachment | null;
      if (attachment !== null && socket.readyState === WebSocket.READY_STATE_OPEN)
        this.#pages.set(socket, new InboxPage(socket, attachment));
    }
  }

  get count(): number {
    return this.#context.getWebSockets().length;
  }

  accept(
    visitor: InboxVisitor,
    nowMs: number,
  ): { readonly page: InboxPage; readonly response: Response } {
    const { 0: forWorker, 1: forDirectory } = new WebSocketPair();
    this.#context.acceptWebSocket(forDirectory);
    const page = new InboxPage(forDirectory, {
      acceptedAtMs: nowMs,
      visitor,
      operator: null,
      sessionName: null,
    });
    page.change({});
    this.#pages.set(forDirectory, page);
    return { page, response: new Response(null, { status: 101, webSocket: forWorker }) };
  }

  /** Undefined for one that was closed from here. */
  find(socket: WebSocket): InboxPage | undefined {
    return this.#pages.get(socket);
  }

  /** Those that have said who they are. */
  present(): readonly { readonly page: InboxPage; readonly operator: Operator }[] {
    return [...this.#pages.values()].flatMap((page) =>
      page.operator === null ? [] : [{ page, operator: page.operator }],
    );
  }

  /** Whether it has said something or pinged lately. The runtime answers pings by itself, and remembers when. */
  isHeardLately({ socket, heardAtMs }: InboxPage, nowMs: number): boolean {
    const pingedAtMs = this.#context.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
    return Math.max(heardAtMs, pingedAtMs) >= nowMs - LIMITS.consoleSilenceMaxMs;
  }

  all(): readonly InboxPage[] {
    return [...this.#pages.values()];
  }

  /** Says whether others knew of the page. A close that wakes the object is of a socket that is not among the open ones any more. */
  release(socket: WebSocket): boolean {
    this.#pages.delete(socket);
    closeQuietly(socket, 1000, "");
    const attachment = socket.deserializeAttachment() as PageAttachment | null;
    return attachment !== null && attachment.operator !== null;
  }

  close(page: InboxPage, code: number, reason: string): void {
    for (const [socket, open] of this.#pages) if (open === page) this.#pages.delete(socket);
    page.close(code, reason);
  }
}

function closeQuietly(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // It is closed already, which is what is wanted.
  }
}
