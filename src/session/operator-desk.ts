import {
  CONSOLE_CLOSE,
  CONSOLE_PING,
  CONSOLE_PONG,
  CONSOLE_PROTOCOL_VERSION,
} from "../console-protocol/identity";
import { sessionCommand, type SessionCommand } from "../console-protocol/session-command";
import type { ConsoleVisitor } from "../core/console-visitor";
import { isJsonObject, parseJson } from "../core/json";
import { LIMITS } from "../core/limits";
import type { Log } from "../core/log";
import { operatorIdOf } from "../core/operator-id";
import { fail, succeed, type Result } from "../core/result";
import { historyScopeOf } from "./history-scope";
import { closeQuietly } from "./legs";
import type { OperatorAudience } from "./operator-audience";
import type { OperatorCommands } from "./operator-commands";
import type { OperatorPage, OperatorSockets, PresentPage } from "./operator-sockets";
import type { StoredSession } from "./stored-session";

export interface OperatorDeskOptions {
  readonly sessionName: string;
  readonly sockets: OperatorSockets;
  readonly session: StoredSession;
  readonly audience: OperatorAudience;
  readonly commands: OperatorCommands;
  readonly isRevoked: (inviteId: string) => boolean;
  readonly log: Log;
  readonly onFailed: (error: unknown) => void;
}

/** The pages that have a session open: who comes and goes, and what they say. It has no timers, so that the session hibernates. */
export class OperatorDesk {
  readonly #options: OperatorDeskOptions;

  constructor(options: OperatorDeskOptions) {
    this.#options = options;
  }

  accept(visitor: ConsoleVisitor): Response {
    const { sockets, isRevoked } = this.#options;
    const nowMs = Date.now();
    this.endExpired(nowMs);
    if (this.#isFullFor(visitor)) return new Response(null, { status: 503 });
    const { page, response } = sockets.accept(visitor, nowMs);
    // A page cannot read the status of a failed upgrade, and a close code it can.
    if (visitor.inviteId !== null && isRevoked(visitor.inviteId)) this.#endAccess(page);
    return response;
  }

  #isFullFor({ inviteId }: ConsoleVisitor): boolean {
    const pages = this.#options.sockets.pages();
    if (pages.length >= LIMITS.operatorSocketsMax) return true;
    const ofInvite = pages.filter(({ visitor }) => visitor.inviteId === inviteId);
    return inviteId !== null && ofInvite.length >= LIMITS.operatorSocketsOfInviteMax;
  }

  async receive(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const nowMs = Date.now();
    this.endExpired(nowMs);
    const page = this.#options.sockets.find(socket);
    if (page === undefined) return;
    page.noteHeard(nowMs);
    // The runtime answers pings by itself, but for those that come while it wakes.
    if (data === CONSOLE_PING) {
      page.sendText(CONSOLE_PONG);
      return;
    }
    const command = parseCommand(data);
    if (!command.ok) {
      this.#turnAway(page, command.error);
      return;
    }
    if (command.value.type === "hello") this.#greet(page, command.value, nowMs);
    else if (isPresent(page)) await this.#options.commands.carryOut(page, command.value, nowMs);
    else this.#turnAway(page, "badMessage");
  }

  lose(socket: WebSocket): void {
    const { sockets, audience } = this.#options;
    sockets.release(socket);
    closeQuietly(socket, 1000, "");
    this.endExpired(Date.now());
    // Also of one that is unknown here: where its close has woken the session, it was not among the open ones any more.
    audience.tellPresence();
  }

  /** After a transition. What goes wrong for those who watch must not cost a caller its message. */
  tellChanges(): void {
    try {
      this.endExpired(Date.now());
      this.#options.audience.tellChanges();
    } catch (error) {
      this.#options.onFailed(error);
      for (const page of this.#options.sockets.pages())
        this.#options.sockets.close(page, 1011, "internal error");
    }
  }

  /** Nobody's access outlasts its time by a message. A page that is told nothing may stay. */
  endExpired(nowMs: number): void {
    this.#endAccessOf(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs <= nowMs);
  }

  endInvite(inviteId: string): void {
    this.#endAccessOf((visitor) => visitor.inviteId === inviteId);
  }

  endSession(): void {
    const { sockets } = this.#options;
    for (const page of sockets.pages())
      sockets.close(page, CONSOLE_CLOSE.sessionDeleted, "session deleted");
  }

  #greet(
    page: OperatorPage,
    hello: Extract<SessionCommand, { readonly type: "hello" }>,
    nowMs: number,
  ): void {
    const { sockets, session, audience } = this.#options;
    const operatorId = operatorIdOf(hello.operatorSecret, page.visitor);
    const twin = sockets
      .present()
      .find((other) => other !== page && other.operator.operatorId === operatorId);
    if (twin !== undefined) sockets.close(twin, CONSOLE_CLOSE.superseded, "superseded");
    const stored = session.read((store, state) => ({ store, state }));
    const scope = historyScopeOf(stored, page.visitor);
    const typingTurnId = page.operator?.operatorId === operatorId ? page.typingTurnId : null;
    page.change({ operator: { operatorId, name: hello.name }, scope, typingTurnId });
    if (!isPresent(page)) return;
    audience.welcome(page, hello, nowMs);
    audience.tellPresence();
  }

  #endAccessOf(isOver: (visitor: ConsoleVisitor) => boolean): void {
    const ended = this.#options.sockets.pages().filter(({ visitor }) => isOver(visitor));
    for (const page of ended) this.#endAccess(page);
    if (ended.length > 0) this.#options.audience.tellPresence();
  }

  #endAccess(page: OperatorPage): void {
    this.#options.sockets.close(page, CONSOLE_CLOSE.accessEnded, "access ended");
  }

  #turnAway(page: OperatorPage, fault: "outdated" | "badMessage"): void {
    const { sockets, sessionName, audience, log } = this.#options;
    log("warn", "console-turned-away", { session: sessionName, fault });
    sockets.close(page, CONSOLE_CLOSE[fault], fault === "outdated" ? "outdated" : "bad message");
    if (page.operator !== null) audience.tellPresence();
  }
}

function parseCommand(
  data: string | ArrayBuffer,
): Result<SessionCommand, "outdated" | "badMessage"> {
  if (typeof data !== "string") return fail("badMessage");
  const json = parseJson(data, LIMITS.jsonDepthMax);
  if (!json.ok || !isJsonObject(json.value)) return fail("badMessage");
  const { type, protocolVersion } = json.value;
  // Before anything else: another version's hello may have other fields.
  if (type === "hello" && protocolVersion !== CONSOLE_PROTOCOL_VERSION) return fail("outdated");
  const command = sessionCommand.safeParse(json.value);
  return command.success ? succeed(command.data) : fail("badMessage");
}

function isPresent(page: OperatorPage): page is PresentPage {
  return page.operator !== null;
}
