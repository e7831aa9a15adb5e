import { matchesPattern, prefixOfPattern } from "../core/session-scope";
import type {
  SessionReport,
  SessionStatus,
  SessionSummary,
  WaitingTurn,
} from "../core/session-status";
import type { ResponderKind } from "../core/turn";
import { createTables } from "./listing-schema";

/** The listing keeps the most recent sessions: at about 300 bytes a row, far below what a free object may store. */
const SESSIONS_LISTED_MAX = 100_000;
/** A page that was away for longer gets the whole list again. */
const REMOVALS_KEPT = 1_000;
/** Sorts after every character that a name can have after a prefix. */
const LAST_CHARACTER = "\u{10ffff}";
const WAITING = "status IN ('caller-waits', 'undecided')";

type SessionRow = {
  readonly name: string;
  readonly status: string;
  readonly status_since_ms: number;
  readonly created_at_ms: number;
  readonly last_activity_at_ms: number;
  readonly responder_kind: string;
  readonly turn_count: number;
  readonly open_turn_count: number;
  readonly revision: number;
  readonly last_question_text: string;
  readonly last_question_at_ms: number | null;
  readonly waiting_turns: string;
};

/** A session as it was last reported. */
export interface ListedSession extends SessionReport {
  readonly lastQuestionText: string;
}

/** One change, under the revision that it made. */
export type ListingChange =
  | { readonly revision: number; readonly changed: ListedSession }
  | { readonly revision: number; readonly removed: string };

/** What has changed since a revision, at the revision that it is now. */
export interface ChangesSince {
  readonly revision: number;
  readonly changed: readonly ListedSession[];
  readonly removed: readonly string[];
}

/** The table of sessions. Every change has a number, so that a page that was away is told what it missed. */
export class Listing {
  readonly #storage: Pick<DurableObjectStorage, "sql" | "transactionSync">;

  constructor(storage: Pick<DurableObjectStorage, "sql" | "transactionSync">, nowMs: number) {
    this.#storage = storage;
    createTables(storage, nowMs);
  }

  report(report: SessionSummary & Partial<SessionReport>): readonly ListingChange[] {
    return this.#storage.transactionSync(() => this.#put(report));
  }

  remove(name: string): readonly ListingChange[] {
    return this.#storage.transactionSync(() => {
      if (this.find(name) === null) return [];
      return [this.#delete(name)];
    });
  }

  /** Books a name; null if there is no place for it. */
  claim(name: string, atMs: number, sessionsMax: number): readonly ListingChange[] | null {
    return this.#storage.transactionSync(() => {
      const known = this.find(name);
      if (known !== null && known.status !== "expired") return [];
      if (sessionsMax > 0 && this.#countLive(sessionsMax) >= sessionsMax) return null;
      // Booked at once, as others may come before the session's own report.
      return this.#put({
        ...(known ?? emptySummary(name, atMs)),
        status: "empty",
        statusSinceMs: atMs,
      });
    });
  }

  find(name: string): ListedSession | null {
    const [row] = this.#storage.sql.exec<SessionRow>("SELECT * FROM sessions WHERE name = ?", name);
    return row === undefined ? null : sessionOfRow(row);
  }

  /** Most recent activity first. */
  list(limit: number, beforeMs: number): readonly ListedSession[] {
    return this.#select("WHERE last_activity_at_ms < ? ORDER BY last_activity_at_ms DESC LIMIT ?", [
      beforeMs,
      limit,
    ]);
  }

  /** Most recent activity first. */
  listMatching(pattern: string, limit: number): readonly ListedSession[] {
    const prefix = prefixOfPattern(pattern);
    // The prefix spares reading the others; the database's own patterns are limited to 50 bytes.
    const rows = this.#storage.sql.exec<Pick<SessionRow, "name" | "last_activity_at_ms">>(
      "SELECT name, last_activity_at_ms FROM sessions WHERE name >= ? AND name <= ?",
      prefix,
      prefix + LAST_CHARACTER,
    );
    // Of those that are not shown nothing is kept: they may be all that there are, with their questions.
    const matching: { readonly name: string; readonly atMs: number }[] = [];
    for (const { name, last_activity_at_ms: atMs } of rows)
      if (matchesPattern(pattern, name)) matching.push({ name, atMs });
    return matching
      .toSorted((one, other) => other.atMs - one.atMs)
      .slice(0, limit)
      .flatMap(({ name }) => this.find(name) ?? []);
  }

  /** Where somebody waits, the longest wait first. */
  listWaiting(limit: number): readonly ListedSession[] {
    return this.#select(`WHERE ${WAITING} ORDER BY status_since_ms LIMIT ?`, [limit]);
  }

  get revision(): number {
    return this.#revisions().revision;
  }

  /** Null where it is not known any more, or is none of this listing's, or would be more than `limit` sessions. */
  changesSince(revision: number, limit: number): ChangesSince | null {
    const now = this.#revisions();
    if (revision > now.revision || revision < now.forgotten_revision) return null;
    const changed = this.#select("WHERE revision > ? ORDER BY revision LIMIT ?", [
      revision,
      limit + 1,
    ]);
    if (changed.length > limit) return null;
    const removals = this.#storage.sql.exec<{ name: string }>(
      "SELECT DISTINCT name FROM removals WHERE revision > ? AND name NOT IN (SELECT name FROM sessions)",
      revision,
    );
    return { revision: now.revision, changed, removed: [...removals].map(({ name }) => name) };
  }

  #select(condition: string, values: readonly SqlStorageValue[]): readonly ListedSession[] {
    const rows = this.#storage.sql.exec<SessionRow>(
      `SELECT * FROM sessions ${condition}`,
      ...values,
    );
    return [...rows].map((row) => sessionOfRow(row));
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

  #put(report: SessionSummary & Partial<SessionReport>): readonly ListingChange[] {
    const known = this.find(report.name);
    const revision = this.#nextRevision();
    const changed = {
      ...report,
      lastQuestionText: report.lastQuestionText ?? known?.lastQuestionText ?? "",
      lastQuestionAtMs: report.lastQuestionAtMs ?? known?.lastQuestionAtMs ?? null,
      waitingTurns: report.waitingTurns ?? [],
    };
    this.#storage.sql.exec(
      "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      changed.name,
      changed.status,
      changed.statusSinceMs,
      changed.createdAtMs,
      changed.lastActivityAtMs,
      changed.responderKind,
      changed.turnCount,
      changed.openTurnCount,
      revision,
      changed.lastQuestionText,
      changed.lastQuestionAtMs,
      JSON.stringify(changed.waitingTurns),
    );
    return [{ revision, changed }, ...(known === null ? this.#countNew() : [])];
  }

  #countNew(): readonly ListingChange[] {
    const { session_count: sessionCount } = this.#storage.sql
      .exec<{ session_count: number }>(
        "UPDATE totals SET session_count = session_count + 1 RETURNING session_count",
      )
      .one();
    if (sessionCount <= SESSIONS_LISTED_MAX) return [];
    // The session itself is not touched; it comes back into the listing with its next report.
    const { name } = this.#storage.sql
      .exec<{ name: string }>("SELECT name FROM sessions ORDER BY last_activity_at_ms LIMIT 1")
      .one();
    return [this.#delete(name)];
  }

  #delete(name: string): ListingChange {
    const { sql } = this.#storage;
    sql.exec("DELETE FROM sessions WHERE name = ?", name);
    sql.exec("UPDATE totals SET session_count = session_count - 1");
    const revision = this.#nextRevision();
    sql.exec("INSERT INTO removals (revision, name) VALUES (?, ?)", revision, name);
    const [oldest] = sql.exec<{ revision: number }>(
      "SELECT revision FROM removals ORDER BY revision DESC LIMIT 1 OFFSET ?",
      REMOVALS_KEPT,
    );
    if (oldest !== undefined) {
      sql.exec("DELETE FROM removals WHERE revision <= ?", oldest.revision);
      sql.exec("UPDATE revisions SET forgotten_revision = ?", oldest.revision);
    }
    return { revision, removed: name };
  }

  #revisions(): { readonly revision: number; readonly forgotten_revision: number } {
    return this.#storage.sql
      .exec<{
        revision: number;
        forgotten_revision: number;
      }>("SELECT revision, forgotten_revision FROM revisions")
      .one();
  }

  #nextRevision(): number {
    return this.#storage.sql
      .exec<{ revision: number }>("UPDATE revisions SET revision = revision + 1 RETURNING revision")
      .one().revision;
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

function sessionOfRow(row: SessionRow): ListedSession {
  return {
    name: row.name,
    status: row.status as SessionStatus,
    statusSinceMs: row.status_since_ms,
    createdAtMs: row.created_at_ms,
    lastActivityAtMs: row.last_activity_at_ms,
    responderKind: row.responder_kind as ResponderKind,
    turnCount: row.turn_count,
    openTurnCount: row.open_turn_count,
    lastQuestionText: row.last_question_text,
    lastQuestionAtMs: row.last_question_at_ms,
    waitingTurns: JSON.parse(row.waiting_turns) as readonly WaitingTurn[],
  };
}

/** What the routes that list sessions show. */
export function summaryOf(session: ListedSession): SessionSummary {
  const {
    lastQuestionText: _text,
    lastQuestionAtMs: _atMs,
    waitingTurns: _turns,
    ...summary
  } = session;
  return summary;
}
