import { DurableObject } from "cloudflare:workers";
import { CONSOLE_VISITOR_HEADER, decodeConsoleVisitor } from "../core/console-visitor";
import type { SessionReport, SessionSummary } from "../core/session-status";
import type { DirectoryApi, InboxVisitor } from "./directory-api";
import { Inbox } from "./inbox";
import { Listing, summaryOf } from "./listing";

const LIST_LIMIT_MAX = 1_000;

/** The listing of sessions, as they last reported themselves, and the console's inbox of them. Nothing here keeps it awake. */
export class Directory extends DurableObject implements DirectoryApi {
  readonly #storage: DurableObjectStorage;
  readonly #listing: Listing;
  readonly #inbox: Inbox;

  constructor(state: DurableObjectState, environment: Cloudflare.Env) {
    super(state, environment);
    this.#storage = state.storage;
    this.#listing = new Listing(state.storage, Date.now());
    this.#inbox = new Inbox(state, this.#listing);
  }

  /** Opens an inbox. The Worker has checked who it is. */
  override async fetch(request: Request): Promise<Response> {
    const visitor = decodeConsoleVisitor(request.headers.get(CONSOLE_VISITOR_HEADER));
    if (visitor === null || request.headers.get("Upgrade") !== "websocket")
      return new Response(null, { status: 426 });
    if (this.#inbox.isFullFor(visitor as InboxVisitor)) return new Response(null, { status: 503 });
    const { inviteId, expiresAtMs } = visitor;
    const isAdmitted = inviteId === null || !this.#isEnded(inviteId);
    if (expiresAtMs !== null) await this.#ringBy(expiresAtMs);
    return this.#inbox.accept(visitor as InboxVisitor, isAdmitted, Date.now());
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    this.#inbox.receive(socket, data, Date.now());
  }

  override webSocketClose(socket: WebSocket): void {
    this.#inbox.leave(socket);
  }

  override webSocketError(socket: WebSocket): void {
    this.#inbox.leave(socket);
  }

  /** Somebody's access has ended. */
  override async alarm(): Promise<void> {
    this.#inbox.endExpired(Date.now());
    const { nextExpiryAtMs } = this.#inbox;
    if (nextExpiryAtMs !== null) await this.#ringBy(nextExpiryAtMs);
  }

  async report(report: SessionSummary & Partial<SessionReport>): Promise<void> {
    this.#inbox.tell(this.#listing.report(report));
  }

  async remove(name: string): Promise<void> {
    this.#inbox.tell(this.#listing.remove(name));
  }

  async list(query: {
    readonly limit: number;
    readonly beforeMs?: number;
  }): Promise<readonly SessionSummary[]> {
    const limit = Math.min(query.limit, LIST_LIMIT_MAX);
    const sessions = this.#listing.list(limit, query.beforeMs ?? Number.MAX_SAFE_INTEGER);
    return sessions.map((session) => summaryOf(session));
  }

  async listMatching(pattern: string, limit: number): Promise<readonly SessionSummary[]> {
    const sessions = this.#listing.listMatching(pattern, Math.min(limit, LIST_LIMIT_MAX));
    return sessions.map((session) => summaryOf(session));
  }

  async find(name: string): Promise<SessionSummary | null> {
    const session = this.#listing.find(name);
    return session === null ? null : summaryOf(session);
  }

  async claim(name: string, atMs: number, sessionsMax: number): Promise<boolean> {
    const changes = this.#listing.claim(name, atMs, sessionsMax);
    if (changes !== null) this.#inbox.tell(changes);
    return changes !== null;
  }

  async endAccess(inviteId: string, expiresAtMs: number): Promise<void> {
    const { sql } = this.#storage;
    sql.exec("DELETE FROM ended_invites WHERE expires_at_ms < ?", Date.now());
    // A socket that was let in a moment ago may still be on its way.
    sql.exec("INSERT OR IGNORE INTO ended_invites VALUES (?, ?)", inviteId, expiresAtMs);
    this.#inbox.endInvite(inviteId);
  }

  #isEnded(inviteId: string): boolean {
    const rows = this.#storage.sql.exec(
      "SELECT 1 FROM ended_invites WHERE invite_id = ?",
      inviteId,
    );
    return rows.toArray().length > 0;
  }

  async #ringBy(atMs: number): Promise<void> {
    const alarmAtMs = await this.#storage.getAlarm();
    if (alarmAtMs === null || alarmAtMs > atMs) await this.#storage.setAlarm(atMs);
  }
}
