import { SEES_DEFAULT, type InviteRole } from "../auth/invite";
import type { InviteRecord, InviteUsesToReview } from "./session-api";

/** No request is held for longer than the longest turn timeout, so a revocation has done its work by then. */
const KEPT_AFTER_EXPIRY_MS = 30 * 86_400_000;
/** A list that is read in one go; whoever invites more people at a time uses a pattern, or shares a token. */
const INVITES_MAX = 1_000;
/**
 * Sessions that one invitation by pattern is noted to be used in. Its guest chooses their names, so there must be an end; and a revocation
 * tells each of them, in one request that may make so many calls.
 */
export const INVITE_USES_MAX = 1_000;
/** Between the note and the leg or socket that it is for there may be the reading of an earlier response. */
const USE_BEGINS_WITHIN_MS = 60_000;
/** Not each request is a write. */
const USE_NOTED_AGAIN_AFTER_MS = USE_BEGINS_WITHIN_MS / 2;

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS invites (
    invite_id TEXT PRIMARY KEY, role TEXT NOT NULL, pattern TEXT, label TEXT,
    created_at_ms INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL, sees_context INTEGER, sees_history INTEGER
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS invite_uses (
    invite_id TEXT NOT NULL, session_name TEXT NOT NULL, used_at_ms INTEGER, PRIMARY KEY (invite_id, session_name)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS revoked_invites (
    invite_id TEXT PRIMARY KEY, revoked_at_ms INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
] as const;

/** What an object lacks that an earlier version filled. Null is as the role has it, and a use of long ago. */
const LATER_COLUMNS = [
  ["invites", "sees_context"],
  ["invites", "sees_history"],
  ["invite_uses", "used_at_ms"],
] as const;

const TABLES = ["invites", "invite_uses", "revoked_invites"] as const;

type InviteRow = {
  readonly invite_id: string;
  readonly role: string;
  readonly pattern: string | null;
  readonly label: string | null;
  readonly created_at_ms: number;
  readonly expires_at_ms: number;
  readonly sees_context: number | null;
  readonly sees_history: number | null;
  readonly revoked_at_ms: number | null;
};

type Row = Record<string, SqlStorageValue>;

export type InviteRows = readonly (readonly [table: string, rows: readonly Row[]])[];

/**
 * The invitations of a session's name. They are beside the session's own tables, as they come before its first request and
 * outlast its deletion: a token that was revoked must stay so.
 */
export class InviteStore {
  readonly #storage: Pick<DurableObjectStorage, "sql" | "transactionSync">;
  #isCreated = false;

  constructor(storage: Pick<DurableObjectStorage, "sql" | "transactionSync">) {
    this.#storage = storage;
  }

  /** False if there is no room. */
  add(invite: Omit<InviteRecord, "revokedAtMs">): boolean {
    this.#create();
    this.forgetOld(invite.createdAtMs);
    const { sql } = this.#storage;
    const { count } = sql.exec<{ count: number }>("SELECT count(*) AS count FROM invites").one();
    if (count >= INVITES_MAX) return false;
    sql.exec(
      "INSERT INTO invites VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      invite.inviteId,
      invite.role,
      invite.pattern,
      invite.label,
      invite.createdAtMs,
      invite.expiresAtMs,
      Number(invite.sees.context),
      Number(invite.sees.history),
    );
    return true;
  }

  list(): readonly InviteRecord[] {
    if (!this.#exists()) return [];
    const rows = this.#storage.sql.exec<InviteRow>(
      `SELECT invites.*, revoked_at_ms FROM invites LEFT JOIN revoked_invites USING (invite_id)
      ORDER BY created_at_ms, invite_id`,
    );
    return [...rows].map((row) => recordOfRow(row));
  }

  /** Null for an invitation that is not of this session. */
  expiryOf(inviteId: string): number | null {
    if (!this.#exists()) return null;
    const [row] = this.#storage.sql.exec<{ expires_at_ms: number }>(
      "SELECT expires_at_ms FROM invites WHERE invite_id = ?",
      inviteId,
    );
    return row?.expires_at_ms ?? null;
  }

  /** The first revocation counts. The invitation may be another session's, by a pattern. */
  revoke(inviteId: string, atMs: number, expiresAtMs: number): void {
    this.#create();
    this.#storage.sql.exec(
      "INSERT OR IGNORE INTO revoked_invites VALUES (?, ?, ?)",
      inviteId,
      atMs,
      expiresAtMs,
    );
  }

  isRevoked(inviteId: string): boolean {
    return this.#exists() && this.#has("revoked_invites WHERE invite_id = ?", inviteId);
  }

  /** Remembers where an invitation by pattern holds requests, so that a revocation finds them all. False if there is no room. */
  noteUse(inviteId: string, sessionName: string, nowMs: number): boolean {
    this.#create();
    const { sql } = this.#storage;
    const [known] = sql.exec<{ used_at_ms: number | null }>(
      "SELECT used_at_ms FROM invite_uses WHERE invite_id = ? AND session_name = ?",
      inviteId,
      sessionName,
    );
    if (known === undefined && this.#countUses(inviteId) >= INVITE_USES_MAX) return false;
    if (known === undefined || (known.used_at_ms ?? 0) < nowMs - USE_NOTED_AGAIN_AFTER_MS)
      sql.exec("INSERT OR REPLACE INTO invite_uses VALUES (?, ?, ?)", inviteId, sessionName, nowMs);
    return true;
  }

  /** Some that began long enough ago for their session to know by now whether it holds anything. Any, so that others come next time. */
  usesToReview(inviteId: string, nowMs: number, limit: number): InviteUsesToReview {
    const usedBeforeMs = nowMs - USE_BEGINS_WITHIN_MS;
    const rows = this.#storage.sql.exec<{ session_name: string }>(
      `SELECT session_name FROM invite_uses WHERE invite_id = ? AND coalesce(used_at_ms, 0) < ?
      ORDER BY random() LIMIT ?`,
      inviteId,
      usedBeforeMs,
      limit,
    );
    return { usedBeforeMs, sessionNames: [...rows].map(({ session_name: name }) => name) };
  }

  usesOf(inviteId: string, limit: number): readonly string[] {
    if (!this.#exists()) return [];
    const rows = this.#storage.sql.exec<{ session_name: string }>(
      "SELECT session_name FROM invite_uses WHERE invite_id = ? LIMIT ?",
      inviteId,
      limit,
    );
    return [...rows].map(({ session_name: name }) => name);
  }

  /** But for those that were used again since `usedBeforeMs`. */
  forgetUses(inviteId: string, { sessionNames, usedBeforeMs }: InviteUsesToReview): void {
    if (!this.#exists()) return;
    for (const name of sessionNames) {
      this.#storage.sql.exec(
        "DELETE FROM invite_uses WHERE invite_id = ? AND session_name = ? AND coalesce(used_at_ms, 0) < ?",
        inviteId,
        name,
        usedBeforeMs,
      );
    }
  }

  forgetOld(nowMs: number): void {
    if (!this.#exists()) return;
    const expiredBeforeMs = nowMs - KEPT_AFTER_EXPIRY_MS;
    const { sql } = this.#storage;
    sql.exec("DELETE FROM invites WHERE expires_at_ms < ?", expiredBeforeMs);
    sql.exec("DELETE FROM revoked_invites WHERE expires_at_ms < ?", expiredBeforeMs);
    sql.exec("DELETE FROM invite_uses WHERE invite_id NOT IN (SELECT invite_id FROM invites)");
  }

  /** When the next one can be forgotten; null if none is left. */
  get nextForgettingAtMs(): number | null {
    if (!this.#exists()) return null;
    const { earliest } = this.#storage.sql
      .exec<{ earliest: number | null }>(
        `SELECT min(expires_at_ms) AS earliest FROM (
          SELECT expires_at_ms FROM invites UNION ALL SELECT expires_at_ms FROM revoked_invites
        )`,
      )
      .one();
    return earliest === null ? null : earliest + KEPT_AFTER_EXPIRY_MS + 1;
  }

  /** Everything, to be put back after the object's storage was deleted. */
  takeOut(): InviteRows {
    const isThere = this.#exists();
    this.#isCreated = false;
    if (!isThere) return [];
    const { sql } = this.#storage;
    return TABLES.map((table) => [table, sql.exec<Row>(`SELECT * FROM ${table}`).toArray()]);
  }

  putBack(tables: InviteRows): void {
    if (tables.every(([, rows]) => rows.length === 0)) return;
    this.#storage.transactionSync(() => {
      this.#create();
      for (const [table, rows] of tables) {
        for (const row of rows) {
          const values = Object.values(row);
          const places = values.map(() => "?").join(", ");
          this.#storage.sql.exec(`INSERT INTO ${table} VALUES (${places})`, ...values);
        }
      }
    });
  }

  #create(): void {
    if (this.#exists()) return;
    for (const statement of SCHEMA) this.#storage.sql.exec(statement);
    this.#isCreated = true;
  }

  #exists(): boolean {
    if (this.#isCreated) return true;
    this.#isCreated = this.#has("sqlite_master WHERE name = ?", "revoked_invites");
    if (this.#isCreated) this.#addLaterColumns();
    return this.#isCreated;
  }

  #addLaterColumns(): void {
    for (const [table, column] of LATER_COLUMNS) {
      if (!this.#has(`pragma_table_info('${table}') WHERE name = ?`, column))
        this.#storage.sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} INTEGER`);
    }
  }

  #countUses(inviteId: string): number {
    return this.#storage.sql
      .exec<{ count: number }>(
        "SELECT count(*) AS count FROM invite_uses WHERE invite_id = ?",
        inviteId,
      )
      .one().count;
  }

  #has(source: string, value: string): boolean {
    return this.#storage.sql.exec(`SELECT 1 FROM ${source}`, value).toArray().length > 0;
  }
}

function recordOfRow(row: InviteRow): InviteRecord {
  const role = row.role as InviteRole;
  const usual = SEES_DEFAULT[role];
  return {
    inviteId: row.invite_id,
    role,
    sees: {
      context: row.sees_context === null ? usual.context : row.sees_context === 1,
      history: row.sees_history === null ? usual.history : row.sees_history === 1,
    },
    pattern: row.pattern,
    label: row.label,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    revokedAtMs: row.revoked_at_ms,
  };
}
