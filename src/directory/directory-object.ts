import { DurableObject } from "cloudflare:workers";
import { matchesPattern, prefixOfPattern } from "../core/session-scope";
import type { SessionStatus, SessionSummary } from "../core/session-status";
import type { ResponderKind } from "../core/turn";
import type { DirectoryApi } from "./directory-api";

/** The listing keeps the most recent sessions: at about 300 bytes a row, far below what a free object may store. */
const SESSIONS_LISTED_MAX = 100_000;
const LIST_LIMIT_MAX = 1_000;
/** Sorts after every character that a name can have after a prefix. */
const LAST_CHARACTER = "\u{10ffff}";

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS sessions (
    name TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    status_since_ms INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL,
    last_activity_at_ms INTEGER NOT NULL,
    responder_kind TEXT NOT NULL,
    turn_count INTEGER NOT NULL,
    open_turn_count INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS sessions_by_activity ON sessions (last_activity_at_ms DESC)",
  // Counts the live sessions without reading the others.
  "CREATE INDEX IF NOT EXISTS live_sessions ON sessions (name) WHERE status <> 'expired'",
  // A count of all rows in one row, because counting a table reads all of it.
  "CREATE TABLE IF NOT EXISTS totals (id INTEGER PRIMARY KEY CHECK (id = 1), session_count INTEGER NOT NULL) STRICT",
  "INSERT OR IGNORE INTO totals (id, session_count) VALUES (1, 0)",
] as const;

type SessionRow = {
  readonly name: string;
  readonly status: string;
  readonly status_since_ms: number;
  readonly created_at_ms: number;
  readonly last_activity_at_ms: number;
  readonly responder_kind: string;
  readonly turn_count: number;
  readonly open_turn_count: number;
};

/** The listing of sessions, as they last reported themselves. */
export class Directory extends DurableObject implements DirectoryApi {
  readonly #storage: DurableObjectStorage;

  constructor(state: DurableObjectState, environment: Cloudflare.Env) {
    super(state, environment);
    this.#storage = state.storage;
    for (const statement of SCHEMA) this.#storage.sql.exec(statement);
  }

  async report(summary: SessionSummary): Promise<void> {
    this.#storage.transactionSync(() => this.#put(summary));
  }

  async remove(name: string): Promise<void> {
    this.#storage.transactionSync(() => {
      if (this.#find(name) === null) return;
      this.#storage.sql.exec("DELETE FROM sessions WHERE name = ?", name);
      this.#storage.sql.exec("UPDATE totals SET session_count = session_count - 1");
    });
  }

  async list(query: {
    readonly limit: number;
    readonly beforeMs?: number;
  }): Promise<readonly SessionSummary[]> {
    const rows = this.#storage.sql.exec<SessionRow>(
      "SELECT * FROM sessions WHERE last_activity_at_ms < ? ORDER BY last_activity_at_ms DESC LIMIT ?",
      query.beforeMs ?? Number.MAX_SAFE_INTEGER,
      Math.min(query.limit, LIST_LIMIT_MAX),
    );
    return [...rows].map((row) => summaryOfRow(row));
  }

  async listMatching(pattern: string, limit: number): Promise<readonly SessionSummary[]> {
    const prefix = prefixOfPattern(pattern);
    // The prefix spares reading the others; the database's own patterns are limited to 50 bytes.
    const rows = this.#storage.sql.exec<SessionRow>(
      "SELECT * FROM sessions WHERE name >= ? AND name <= ?",
      prefix,
      prefix + LAST_CHARACTER,
    );
    const found: SessionSummary[] = [];
    for (const row of rows) if (matchesPattern(pattern, row.name)) found.push(summaryOfRow(row));
    found.sort((one, other) => other.lastActivityAtMs - one.lastActivityAtMs);
    return found.slice(0, Math.min(limit, LIST_LIMIT_MAX));
  }

  async find(name: string): Promise<SessionSummary | null> {
    return this.#find(name);
  }

  async claim(name: string, atMs: number, sessionsMax: number): Promise<boolean> {
    return this.#storage.transactionSync(() => {
      const known = this.#find(name);
      if (known !== null && known.status !== "expired") return true;
      if (sessionsMax > 0 && this.#countLive(sessionsMax) >= sessionsMax) return false;
      // Booked at once, as others may come before the session's own report.
      this.#put({ ...(known ?? emptySummary(name, atMs)), status: "empty", statusSinceMs: atMs });
      return true;
    });
  }

  #find(name: string): SessionSummary | null {
    const [row] = this.#storage.sql.exec<SessionRow>("SELECT * FROM sessions WHERE name = ?", name);
    return row === undefined ? null : summaryOfRow(row);
  }

  /** Reads no more rows than the answer needs. */
  #countLive(countMax: number): number {
    return this.#storage.sql
      .exec<{ live: number }>(
        "SELECT count(*) AS live FROM (SELECT 1 FROM sessions WHERE status <> 'expired' LIMIT ?)",
        countMax,
      )
      .one().live;
  }

  #put(summary: SessionSummary): void {
    const isNew = this.#find(summary.name) === null;
    this.#storage.sql.exec(
      "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      summary.name,
      summary.status,
      summary.statusSinceMs,
      summary.createdAtMs,
      summary.lastActivityAtMs,
      summary.responderKind,
      summary.turnCount,
      summary.openTurnCount,
    );
    if (!isNew) return;
    const { session_count: sessionCount } = this.#storage.sql
      .exec<{ session_count: number }>(
        "UPDATE totals SET session_count = session_count + 1 RETURNING session_count",
      )
      .one();
    if (sessionCount > SESSIONS_LISTED_MAX) this.#forgetOldest();
  }

  /** The session itself is not touched; it comes back into the listing with its next report. */
  #forgetOldest(): void {
    this.#storage.sql.exec(
      "DELETE FROM sessions WHERE name = (SELECT name FROM sessions ORDER BY last_activity_at_ms LIMIT 1)",
    );
    this.#storage.sql.exec("UPDATE totals SET session_count = session_count - 1");
  }
}

function emptySummary(name: string, atMs: number): SessionSummary {
  return {
    name,
    status: "empty",
    statusSinceMs: atMs,
    createdAtMs: atMs,
    lastActivityAtMs: atMs,
    responderKind: "partner",
    turnCount: 0,
    openTurnCount: 0,
  };
}

function summaryOfRow(row: SessionRow): SessionSummary {
  return {
    name: row.name,
    status: row.status as SessionStatus,
    statusSinceMs: row.status_since_ms,
    createdAtMs: row.created_at_ms,
    lastActivityAtMs: row.last_activity_at_ms,
    responderKind: row.responder_kind as ResponderKind,
    turnCount: row.turn_count,
    openTurnCount: row.open_turn_count,
  };
}
