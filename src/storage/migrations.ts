/**
 * The schema's history. A migration that has been released is never changed: an object may have slept since any of them.
 * `docs/storage.md` describes the tables as they are now.
 */
export interface Migration {
  readonly number: number;
  readonly statements: readonly string[];
}

export type MigratedStorage = Pick<DurableObjectStorage, "sql" | "transactionSync">;

export const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    // No table has an index beside it, which would double the rows written (see slot.ts).
    statements: [
      `CREATE TABLE state (position INTEGER PRIMARY KEY, body TEXT NOT NULL)`,
      `CREATE TABLE facts (
        last_sequence INTEGER PRIMARY KEY, body TEXT NOT NULL, chunk_count INTEGER NOT NULL
      )`,
      `CREATE TABLE contents (
        slot INTEGER PRIMARY KEY, key TEXT NOT NULL, body TEXT NOT NULL, chunk_count INTEGER NOT NULL
      )`,
      `CREATE TABLE chunks (
        owner TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (owner, position)
      ) WITHOUT ROWID`,
      `CREATE TABLE requests (
        slot INTEGER PRIMARY KEY, hold_id TEXT NOT NULL, at_ms INTEGER NOT NULL, dialect TEXT NOT NULL,
        message_count INTEGER NOT NULL, outline TEXT NOT NULL, tools_key TEXT, settings_key TEXT NOT NULL,
        new_ranges TEXT NOT NULL, has_new_tools INTEGER NOT NULL, has_new_settings INTEGER NOT NULL,
        unshown_from INTEGER NOT NULL, links TEXT NOT NULL
      )`,
      `CREATE TABLE replies (
        source_id TEXT PRIMARY KEY, content_key TEXT NOT NULL, finish_reason TEXT
      ) WITHOUT ROWID`,
      `CREATE TABLE prompts (
        turn_id INTEGER PRIMARY KEY, request_id TEXT NOT NULL, at_ms INTEGER NOT NULL, content_key TEXT NOT NULL
      )`,
      `CREATE TABLE evidence (
        mark TEXT NOT NULL, sequence INTEGER NOT NULL, seat TEXT NOT NULL, turn_id INTEGER, after_digest TEXT,
        PRIMARY KEY (mark, sequence)
      ) WITHOUT ROWID`,
    ],
  },
  {
    number: 2,
    statements: [
      `CREATE TABLE responses (
        hold_id TEXT PRIMARY KEY, created_at_ms INTEGER NOT NULL, instruction_count INTEGER NOT NULL, context TEXT NOT NULL,
        options_key TEXT NOT NULL, ending TEXT
      ) WITHOUT ROWID`,
    ],
  },
  {
    number: 3,
    statements: [
      `ALTER TABLE requests ADD COLUMN is_stream INTEGER`,
      `ALTER TABLE replies ADD COLUMN delivery TEXT`,
      `CREATE TABLE drafts (
        turn_id INTEGER NOT NULL, start_chars INTEGER NOT NULL, text TEXT NOT NULL, at_ms INTEGER NOT NULL,
        PRIMARY KEY (turn_id, start_chars)
      ) WITHOUT ROWID`,
      `CREATE TABLE raw_exchanges (
        position INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, hold_id TEXT NOT NULL, at_ms INTEGER NOT NULL,
        request TEXT NOT NULL, response TEXT
      )`,
    ],
  },
];

const CREATE_MIGRATIONS = `CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY)`;
const SELECT_NEWEST = `SELECT coalesce(max(number), 0) AS newest FROM migrations`;
const INSERT_MIGRATION = `INSERT INTO migrations (number) VALUES (?)`;

/** Brings a store of any version up to date; cheap when it is. To be called before the store is used, in the constructor. */
export function migrate(
  storage: MigratedStorage,
  migrations: readonly Migration[] = MIGRATIONS,
): void {
  storage.transactionSync(() => {
    storage.sql.exec(CREATE_MIGRATIONS);
    const { newest } = storage.sql.exec<{ newest: number }>(SELECT_NEWEST).one();
    for (const { number, statements } of migrations) {
      if (number <= newest) continue;
      for (const statement of statements) storage.sql.exec(statement);
      storage.sql.exec(INSERT_MIGRATION, number);
    }
  });
}
