import { LIMITS } from "../core/limits";
import type { RecordedFact } from "../pairing/fact";
import type { SessionState } from "../pairing/state";
import type { StoredFact } from "./session-store";
import type { SqliteChunks } from "./sqlite-chunks";
import { splitText } from "./text-chunks";

const UPSERT_STATE = `INSERT INTO state (position, body) VALUES (?, ?)
  ON CONFLICT (position) DO UPDATE SET body = excluded.body
  RETURNING (SELECT max(position) FROM state) AS last`;
const DELETE_OLD_STATE = `DELETE FROM state WHERE position >= ?`;
const SELECT_STATE = `SELECT body FROM state ORDER BY position`;
const SELECT_LAST_SEQUENCE = `SELECT coalesce(max(last_sequence), 0) AS last FROM facts`;
const APPEND_FACTS = `INSERT INTO facts (last_sequence, body, chunk_count)
  SELECT coalesce(max(last_sequence), 0) + ?, ?, 1 FROM facts RETURNING last_sequence AS last`;
const INSERT_FACTS = `INSERT INTO facts (last_sequence, body, chunk_count) VALUES (?, ?, ?)`;
const SELECT_FACTS = `SELECT last_sequence, body, chunk_count FROM facts WHERE last_sequence > ? ORDER BY last_sequence LIMIT ?`;

const UTF8_BYTES_PER_CHAR_MAX = 3;

interface FactsRow extends Record<string, SqlStorageValue> {
  last_sequence: number;
  body: string;
  chunk_count: number;
}

/** The log of facts, and the snapshot of the state that they lead to. */
export class SqliteLog {
  readonly #sql: SqlStorage;

  readonly #chunks: SqliteChunks;

  constructor(sql: SqlStorage, chunks: SqliteChunks) {
    this.#sql = sql;
    this.#chunks = chunks;
  }

  readState(): SessionState | null {
    const rows = this.#sql.exec<{ body: string }>(SELECT_STATE).toArray();
    return rows.length === 0
      ? null
      : (JSON.parse(rows.map(({ body }) => body).join("")) as SessionState);
  }

  writeState(state: SessionState): void {
    const chunks = splitText(JSON.stringify(state), LIMITS.rowBytesMax);
    let last = 0;
    chunks.forEach((chunk, position) => {
      ({ last } = this.#sql.exec<{ last: number }>(UPSERT_STATE, position, chunk).one());
    });
    if (last >= chunks.length) this.#sql.exec(DELETE_OLD_STATE, chunks.length);
  }

  /** The facts of one transition share a row, as rows written are what is billed. */
  appendFacts(facts: readonly RecordedFact[]): number {
    if (facts.length === 0) return this.lastSequence();
    const text = JSON.stringify(facts);
    if (text.length * UTF8_BYTES_PER_CHAR_MAX <= LIMITS.rowBytesMax)
      return this.#sql.exec<{ last: number }>(APPEND_FACTS, facts.length, text).one().last;
    const newLast = this.lastSequence() + facts.length;
    const { body, chunkCount } = this.#chunks.save(ownerOf(newLast), text);
    this.#sql.exec(INSERT_FACTS, newLast, body, chunkCount);
    return newLast;
  }

  readFacts(afterSequence: number, limit: number): readonly StoredFact[] {
    const found: StoredFact[] = [];
    // A row has at least one fact.
    for (const row of this.#sql.exec<FactsRow>(SELECT_FACTS, afterSequence, limit).toArray()) {
      for (const stored of this.#factsOf(row)) {
        if (stored.sequence > afterSequence && found.length < limit) found.push(stored);
      }
      if (found.length === limit) break;
    }
    return found;
  }

  lastSequence(): number {
    return this.#sql.exec<{ last: number }>(SELECT_LAST_SEQUENCE).one().last;
  }

  #factsOf({
    last_sequence: last,
    body,
    chunk_count: chunkCount,
  }: FactsRow): readonly StoredFact[] {
    const json = this.#chunks.read(ownerOf(last), { body, chunkCount });
    const facts = JSON.parse(json) as readonly RecordedFact[];
    return facts.map(({ atMs, fact }, index) => ({
      sequence: last - facts.length + 1 + index,
      atMs,
      fact,
    }));
  }
}

function ownerOf(lastSequence: number): string {
  return `facts ${lastSequence}`;
}
