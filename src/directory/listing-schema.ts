const FIRST_VERSION = [
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

/** For the console's inbox. */
const SECOND_VERSION = [
  "ALTER TABLE sessions ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE sessions ADD COLUMN last_question_text TEXT NOT NULL DEFAULT ''",
  "ALTER TABLE sessions ADD COLUMN last_question_at_ms INTEGER",
  "ALTER TABLE sessions ADD COLUMN waiting_turns TEXT NOT NULL DEFAULT '[]'",
  "CREATE INDEX sessions_by_revision ON sessions (revision)",
  "CREATE INDEX waiting_sessions ON sessions (status_since_ms) WHERE status IN ('caller-waits', 'undecided')",
  "CREATE TABLE removals (revision INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
  // What was changed up to `forgotten_revision` cannot be told any more.
  `CREATE TABLE revisions (
    id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, forgotten_revision INTEGER NOT NULL
  ) STRICT`,
  // Invitations that were revoked, in case one of their sockets arrives late.
  "CREATE TABLE ended_invites (invite_id TEXT PRIMARY KEY, expires_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
] as const;

/** Creates what is missing, also in an object that an earlier version filled. */
export function createTables(
  storage: Pick<DurableObjectStorage, "sql" | "transactionSync">,
  nowMs: number,
): void {
  const { sql } = storage;
  for (const statement of FIRST_VERSION) sql.exec(statement);
  const [known] = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'revisions'");
  if (known !== undefined) return;
  storage.transactionSync(() => {
    for (const statement of SECOND_VERSION) sql.exec(statement);
    // Begun at the time, so that a listing that was lost and made anew has no revision of the one before.
    sql.exec(
      "INSERT INTO revisions (id, revision, forgotten_revision) VALUES (1, ?, ?)",
      nowMs,
      nowMs,
    );
  });
}
