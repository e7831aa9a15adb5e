import { LEG_CLOSE, LEG_PING, LEG_PONG, type LegMessageFromSession } from "../core/leg";

/** Tells legs from consoles' sockets. */
const LEG_TAG = "leg";

interface LegAttachment {
  /** Null until the leg's first message. */
  readonly holdId: string | null;
  /** The invitation by which its client came in; null for a key. */
  readonly inviteId: string | null;
}

/**
 * The hibernatable sockets of a session, by hold. The attachment of a socket survives hibernation; this map is made anew from the
 * attachments when the object wakes.
 */
export class Legs {
  readonly #context: DurableObjectState;
  readonly #byHoldId = new Map<string, WebSocket>();

  constructor(context: DurableObjectState) {
    this.#context = context;
    // Pings are answered without waking the object.
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(LEG_PING, LEG_PONG));
    for (const socket of context.getWebSockets(LEG_TAG)) {
      const holdId = holdIdOf(socket);
      if (holdId !== null && isOpen(socket)) this.#byHoldId.set(holdId, socket);
    }
  }

  get count(): number {
    return this.#context.getWebSockets(LEG_TAG).length;
  }

  accept(inviteId: string | null): Response {
    const { 0: forWorker, 1: forSession } = new WebSocketPair();
    this.#context.acceptWebSocket(forSession, [LEG_TAG]);
    forSession.serializeAttachment({ holdId: null, inviteId } satisfies LegAttachment);
    return new Response(null, { status: 101, webSocket: forWorker });
  }

  /** Ties a socket to its hold. An older leg of the same hold has been given up by its Worker. */
  bind(socket: WebSocket, holdId: string): void {
    const earlier = this.#byHoldId.get(holdId);
    if (earlier !== undefined && earlier !== socket)
      closeQuietly(earlier, LEG_CLOSE.superseded, "superseded");
    const inviteId = this.inviteOf(socket);
    socket.serializeAttachment({ holdId, inviteId } satisfies LegAttachment);
    this.#byHoldId.set(holdId, socket);
  }

  holdOf(socket: WebSocket): string | null {
    return holdIdOf(socket);
  }

  inviteOf(socket: WebSocket): string | null {
    return attachmentOf(socket)?.inviteId ?? null;
  }

  /** The holds whose clients came in by an invitation. */
  holdsOf(inviteId: string): readonly string[] {
    const legs = [...this.#byHoldId].filter(([, socket]) => this.inviteOf(socket) === inviteId);
    return legs.map(([holdId]) => holdId);
  }

  /** Also a leg that has not said yet which hold it is for. */
  areThereOf(inviteId: string): boolean {
    return this.#context
      .getWebSockets(LEG_TAG)
      .some((socket) => isOpen(socket) && this.inviteOf(socket) === inviteId);
  }

  has(holdId: string): boolean {
    return this.#byHoldId.has(holdId);
  }

  send(holdId: string, message: LegMessageFromSession): void {
    const socket = this.#byHoldId.get(holdId);
    if (socket === undefined) return;
    try {
      socket.send(JSON.stringify(message));
    } catch {
      // A socket that is closing cannot be written to; its close event tells what happened to the client.
      this.#byHoldId.delete(holdId);
    }
  }

  /**
   * The hold whose last leg this was; null if a newer leg has taken over (a late close must not end it). A leg whose end has woken the
   * session is not among those that are known here, and neither is one that could not be written to.
   */
  release(socket: WebSocket): string | null {
    const holdId = holdIdOf(socket);
    const known = holdId === null ? undefined : this.#byHoldId.get(holdId);
    if (holdId === null || (known !== undefined && known !== socket)) return null;
    this.#byHoldId.delete(holdId);
    return holdId;
  }
}

function holdIdOf(socket: WebSocket): string | null {
  return attachmentOf(socket)?.holdId ?? null;
}

function attachmentOf(socket: WebSocket): LegAttachment | null {
  return socket.deserializeAttachment() as LegAttachment | null;
}

function isOpen(socket: WebSocket): boolean {
  return socket.readyState === WebSocket.READY_STATE_OPEN;
}

export function closeQuietly(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // It is closed already, which is what is wanted.
  }
}
