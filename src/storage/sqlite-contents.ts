import { assert } from "../core/assert";
import type { SlotOf } from "./slot";
import type { SqliteChunks } from "./sqlite-chunks";
import type { CachedRows } from "./transaction-cache";

// Lists are bound as one JSON text, as a statement takes at most 100 parameters.
const SELECT_KEYS = `SELECT slot, key FROM contents WHERE slot IN (SELECT value FROM json_each(?))`;
const SELECT_BODIES = `SELECT slot, key, body, chunk_count FROM contents
  WHERE slot IN (SELECT value FROM json_each(?))`;
const INSERT_CONTENT = `INSERT INTO contents (slot, key, body, chunk_count) VALUES (?, ?, ?, ?)
  ON CONFLICT (slot) DO NOTHING`;

interface KeyRow extends Record<string, SqlStorageValue> {
  slot: number;
  key: string;
}

interface ContentRow extends KeyRow {
  body: string;
  chunk_count: number;
}

interface ContentsParts {
  readonly chunks: SqliteChunks;
  readonly slotOf: SlotOf;
  readonly bodies: CachedRows<string>;
}

/** Texts that are stored once, each under the key of its hash. Nothing is ever removed. */
export class SqliteContents {
  readonly #sql: SqlStorage;
  readonly #chunks: SqliteChunks;
  readonly #slotOf: SlotOf;
  readonly #bodies: CachedRows<string>;

  constructor(sql: SqlStorage, parts: ContentsParts) {
    this.#sql = sql;
    this.#chunks = parts.chunks;
    this.#slotOf = parts.slotOf;
    this.#bodies = parts.bodies;
  }

  /** Which of the keys are stored. */
  findKnown(keys: readonly string[]): ReadonlySet<string> {
    const others = keys.filter((key) => this.#bodies.get(key) === undefined);
    const rows = this.#find(others, (slots) =>
      this.#sql.exec<KeyRow>(SELECT_KEYS, slots).toArray(),
    );
    const known = new Set(keys);
    for (const key of others) known.delete(key);
    for (const { key } of rows) known.add(key);
    return known;
  }

  /** Stores a body under a key that is not known yet. */
  insert(key: string, body: string): void {
    const { body: first, chunkCount } = this.#chunks.save(key, body);
    let slot = this.#slotOf(key);
    while (this.#sql.exec(INSERT_CONTENT, slot, key, first, chunkCount).rowsWritten === 0)
      slot += 1;
    this.#bodies.set(key, body);
  }

  insertIfUnknown(key: string, body: string): void {
    if (this.findKnown([key]).size === 0) this.insert(key, body);
  }

  read(key: string): string {
    const body = this.readAll([key]).get(key);
    assert(body !== undefined, "a key that is referred to is stored");
    return body;
  }

  readAll(keys: readonly string[]): ReadonlyMap<string, string> {
    const bodies = new Map<string, string>();
    const others: string[] = [];
    for (const key of keys) {
      const body = this.#bodies.get(key);
      if (body === undefined) others.push(key);
      else bodies.set(key, body);
    }
    const rows = this.#find(others, (slots) =>
      this.#sql.exec<ContentRow>(SELECT_BODIES, slots).toArray(),
    );
    for (const { key, body: first, chunk_count: chunkCount } of rows) {
      const body = this.#chunks.read(key, { body: first, chunkCount });
      this.#bodies.set(key, body);
      bodies.set(key, body);
    }
    return bodies;
  }

  /** The rows of those keys that are stored. One query, but for keys whose slot another one has. */
  #find<Row extends KeyRow>(
    keys: readonly string[],
    select: (slots: string) => readonly Row[],
  ): readonly Row[] {
    const found: Row[] = [];
    let wanted = new Map(keys.map((key) => [key, this.#slotOf(key)]));
    while (wanted.size > 0) {
      const rowOfSlot = new Map(
        select(JSON.stringify([...wanted.values()])).map((row) => [row.slot, row]),
      );
      const next = new Map<string, number>();
      for (const [key, slot] of wanted) {
        const row = rowOfSlot.get(slot);
        if (row?.key === key) found.push(row);
        else if (row !== undefined) next.set(key, slot + 1);
      }
      wanted = next;
    }
    return found;
  }
}
