import {
  CONSOLE_CLOSE,
  CONSOLE_PING,
  CONSOLE_PONG,
  CONSOLE_PROTOCOL_VERSION,
} from "../console-protocol/identity";
import {
  inboxCommand,
  type InboxCommand,
  type InboxMessage,
} from "../console-protocol/inbox-message";
import { isJsonObject, parseJson } from "../core/json";
import { LIMITS } from "../core/limits";
import { operatorIdOf } from "../core/operator-id";
import { fail, succeed, type Result } from "../core/result";
import { parseSessionName } from "../core/session-name";
import { isInScope } from "../core/session-scope";
import type { InboxVisitor } from "./directory-api";
import { entryFor } from "./inbox-entry";
import { InboxPages, type InboxPage } from "./inbox-pages";
import type { Listing, ListedSession, ListingChange } from "./listing";

type SessionsMessage = Extract<InboxMessage, { readonly type: "sessions" }>;

/** As many as a person looks through; the others are found by their names. */
const SESSIONS_SENT_MAX = 1_000;
const SESSIONS_PER_MESSAGE = 50;
/** Far above the largest command, which has a name of 256 characters. */
const COMMAND_CHARS_MAX = 8_192;

/** The console's list of sessions, told to every page that shows it. Nothing in it keeps the object awake. */
export class Inbox {
  readonly #pages: InboxPages;
  readonly #listing: Listing;

  constructor(context: DurableObjectState, listing: Listing) {
    this.#pages = new InboxPages(context);
    this.#listing = listing;
    // Pings are answered without waking the object.
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(CONSOLE_PING, CONSOLE_PONG));
  }

  /** No guest can take all places, and keep out whoever invited them. */
  isFullFor({ inviteId }: InboxVisitor): boolean {
    if (this.#pages.count >= LIMITS.legsMax) return true;
    const ofInvite = this.#pages.all().filter(({ visitor }) => visitor.inviteId === inviteId);
    return inviteId !== null && ofInvite.length >= LIMITS.operatorSocketsMax;
  }

  /** When the access of a page ends first; null where none does. */
  get nextExpiryAtMs(): number | null {
    const expiries = this.#pages.all().flatMap(({ visitor }) => visitor.expiresAtMs ?? []);
    return expiries.length === 0 ? null : Math.min(...expiries);
  }

  /** A page whose access has ended in between is told so by the code with which it is closed. */
  accept(visitor: InboxVisitor, isAdmitted: boolean, nowMs: number): Response {
    const { page, response } = this.#pages.accept(visitor, nowMs);
    if (!isAdmitted) this.#endAccess(page);
    return response;
  }

  receive(socket: WebSocket, data: string | ArrayBuffer, nowMs: number): void {
    const page = this.#pages.find(socket);
    if (page === undefined) return;
    page.noteHeard(nowMs);
    // The runtime answers pings by itself, but may not while the object wakes.
    if (data === CONSOLE_PING) {
      page.sendText(CONSOLE_PONG);
      return;
    }
    if ((page.visitor.expiresAtMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      this.endExpired(nowMs);
      return;
    }
    const command = parseCommand(data);
    if (!command.ok) this.#turnAway(page, command.error);
    else if (command.value.type === "hello") this.#welcome(page, command.value, nowMs);
    else this.#move(page, command.value);
  }

  leave(socket: WebSocket): void {
    if (this.#pages.release(socket)) this.#tellPresence();
  }

  /** Each page is told what it may see. */
  tell(changes: readonly ListingChange[]): void {
    for (const change of changes) {
      // Whoever sees all sees the same, so that it is written once.
      let whole: string | null = null;
      for (const { page } of this.#pages.present()) {
        if (page.visitor.scope === null && whole !== null) page.sendText(whole);
        else {
          const message = messageOfChange(page.visitor, change);
          const text = message === null ? null : JSON.stringify(message);
          if (text !== null) page.sendText(text);
          if (page.visitor.scope === null) whole = text;
        }
      }
    }
  }

  endInvite(inviteId: string): void {
    this.#endWhere((visitor) => visitor.inviteId === inviteId);
  }

  endExpired(nowMs: number): void {
    this.#endWhere(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs <= nowMs);
  }

  #endWhere(isOver: (visitor: InboxVisitor) => boolean): void {
    const ended = this.#pages.all().filter(({ visitor }) => isOver(visitor));
    for (const page of ended) this.#endAccess(page);
    if (ended.length > 0) this.#tellPresence();
  }

  #endAccess(page: InboxPage): void {
    this.#pages.close(page, CONSOLE_CLOSE.accessEnded, "access ended");
  }

  #turnAway(page: InboxPage, fault: Fault): void {
    this.#pages.close(page, CONSOLE_CLOSE[fault], fault);
    if (page.operator !== null) this.#tellPresence();
  }

  #move(page: InboxPage, at: Extract<InboxCommand, { type: "at" }>): void {
    const { operator, visitor } = page;
    if (operator === null) {
      this.#turnAway(page, "badMessage");
      return;
    }
    page.change({
      operator: { ...operator, name: at.name },
      sessionName: sessionNameFor(visitor, at.sessionName),
    });
    this.#tellPresence();
  }

  #welcome(page: InboxPage, hello: Extract<InboxCommand, { type: "hello" }>, nowMs: number): void {
    const { operatorSecret, name, afterRevision } = hello;
    const operatorId = operatorIdOf(operatorSecret, page.visitor);
    this.#giveUpEarlier(page, operatorId);
    page.change({ operator: { operatorId, name } });
    const changes =
      afterRevision === null ? null : this.#listing.changesSince(afterRevision, SESSIONS_SENT_MAX);
    page.send({
      type: "welcome",
      protocolVersion: CONSOLE_PROTOCOL_VERSION,
      operatorId,
      role: page.visitor.role === "operator" ? "operator" : "admin",
      nowMs,
      isResumed: changes !== null,
    });
    this.#sendInBatches(
      page,
      changes?.revision ?? this.#listing.revision,
      changes?.changed ?? this.#wholeListFor(page.visitor),
      changes?.removed ?? [],
    );
    this.#tellPresence();
  }

  /** The same page, connected anew. */
  #giveUpEarlier(page: InboxPage, operatorId: string): void {
    for (const { page: other, operator } of this.#pages.present()) {
      if (operator.operatorId === operatorId && other !== page)
        this.#pages.close(other, CONSOLE_CLOSE.superseded, "connected anew");
    }
  }

  /** Whoever waits is always in it. */
  #wholeListFor({ scope }: InboxVisitor): readonly ListedSession[] {
    if (scope?.kind === "session") {
      const session = this.#listing.find(scope.name);
      return session === null ? [] : [session];
    }
    const waiting = this.#listing
      .listWaiting(SESSIONS_SENT_MAX)
      .filter(({ name }) => isInScope(scope, name));
    const recent =
      scope === null
        ? this.#listing.list(SESSIONS_SENT_MAX, Number.MAX_SAFE_INTEGER)
        : this.#listing.listMatching(scope.pattern, SESSIONS_SENT_MAX);
    const byName = new Map([...waiting, ...recent].map((session) => [session.name, session]));
    return [...byName.values()].slice(0, SESSIONS_SENT_MAX);
  }

  #sendInBatches(
    page: InboxPage,
    revision: number,
    sessions: readonly ListedSession[],
    names: readonly string[],
  ): void {
    const { visitor } = page;
    const entries = sessions.flatMap((session) => entryFor(visitor, session) ?? []);
    const removed = names.filter((name) => isInScope(visitor.scope, name));
    const batchCount = Math.max(1, Math.ceil(entries.length / SESSIONS_PER_MESSAGE));
    for (let index = 0; index < batchCount; index += 1) {
      const from = index * SESSIONS_PER_MESSAGE;
      const isCaughtUp = index === batchCount - 1;
      page.send({
        type: "sessions",
        revision,
        changed: entries.slice(from, from + SESSIONS_PER_MESSAGE),
        removed: isCaughtUp ? removed : [],
        isCaughtUp,
      });
    }
  }

  /**
   * A guest is told of those who are at the sessions that it knows. Who has been silent for long is left out; a page that is there all the
   * same finds itself missing, and says so.
   */
  #tellPresence(): void {
    const nowMs = Date.now();
    const present = this.#pages.present();
    const heard = present.filter(({ page }) => this.#pages.isHeardLately(page, nowMs));
    for (const { page } of present) {
      const { scope } = page.visitor;
      const operators = heard
        .filter(
          ({ page: other }) =>
            other === page ||
            scope === null ||
            (other.sessionName !== null && isInScope(scope, other.sessionName)),
        )
        .map(({ operator, page: { sessionName } }) => ({ ...operator, sessionName }));
      page.send({ type: "presence", operators });
    }
  }
}

/** Null where it is of a session that they may not know of. */
function messageOfChange(visitor: InboxVisitor, change: ListingChange): SessionsMessage | null {
  const told = { type: "sessions", revision: change.revision, isCaughtUp: true } as const;
  if ("removed" in change) {
    const { removed: name } = change;
    return isInScope(visitor.scope, name) ? { ...told, changed: [], removed: [name] } : null;
  }
  const entry = entryFor(visitor, change.changed);
  return entry === null ? null : { ...told, changed: [entry], removed: [] };
}

type Fault = "outdated" | "badMessage";

/** A page of another version may say what this one cannot read, but its version comes first. */
function parseCommand(data: string | ArrayBuffer): Result<InboxCommand, Fault> {
  if (typeof data !== "string" || data.length > COMMAND_CHARS_MAX) return fail("badMessage");
  const json = parseJson(data, LIMITS.jsonDepthMax);
  if (!json.ok) return fail("badMessage");
  const { value } = json;
  if (isJsonObject(value) && value["type"] === "hello") {
    const version = value["protocolVersion"];
    if (typeof version === "number" && version !== CONSOLE_PROTOCOL_VERSION)
      return fail("outdated");
  }
  const parsed = inboxCommand.safeParse(value);
  return parsed.success ? succeed(parsed.data) : fail("badMessage");
}

/** Null for what is no session, or none of theirs. */
function sessionNameFor({ scope }: InboxVisitor, text: string | null): string | null {
  const name = parseSessionName(text ?? undefined);
  return name.ok && isInScope(scope, name.value) ? name.value : null;
}
