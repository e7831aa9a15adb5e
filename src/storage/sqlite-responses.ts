import type { HashText } from "../core/digest";
import type { JsonObject } from "../core/json";
import { keyOfDigest } from "./history-outline";
import type { ResponseEnd, ResponseRecord, ResponseStore, StoredResponse } from "./response-store";
import type { SqliteContents } from "./sqlite-contents";

const INSERT_RESPONSE = `INSERT INTO responses (hold_id, created_at_ms, instruction_count, context, options_key, ending)
  VALUES (?, ?, ?, ?, ?, NULL)`;
const SELECT_RESPONSE = `SELECT created_at_ms, instruction_count, context, options_key, ending FROM responses
  WHERE hold_id = ?`;
const UPDATE_ENDING = `UPDATE responses SET ending = ? WHERE hold_id = ?`;
const DELETE_RESPONSE = `DELETE FROM responses WHERE hold_id = ?`;

interface ResponseRow extends Record<string, SqlStorageValue> {
  created_at_ms: number;
  instruction_count: number;
  context: string;
  options_key: string;
  ending: string | null;
}

/** Rows are small: what a context repeats from request to request is a content. */
export class SqliteResponses implements ResponseStore {
  readonly #sql: SqlStorage;
  readonly #contents: SqliteContents;
  readonly #hash: HashText;

  constructor(sql: SqlStorage, contents: SqliteContents, hash: HashText) {
    this.#sql = sql;
    this.#contents = contents;
    this.#hash = hash;
  }

  save({ holdId, createdAtMs, instructionCount, context, options }: ResponseRecord): void {
    const body = JSON.stringify(options);
    const key = keyOfDigest(this.#hash(body));
    this.#contents.insertIfUnknown(key, body);
    const contextJson = JSON.stringify(context);
    this.#sql.exec(INSERT_RESPONSE, holdId, createdAtMs, instructionCount, contextJson, key);
  }

  read(holdId: string): StoredResponse | null {
    const row = this.#find(holdId);
    if (row === null) return null;
    return {
      holdId,
      createdAtMs: row.created_at_ms,
      instructionCount: row.instruction_count,
      context: JSON.parse(row.context) as JsonObject,
      options: JSON.parse(this.#contents.read(row.options_key)) as JsonObject,
      end: row.ending === null ? null : (JSON.parse(row.ending) as ResponseEnd),
    };
  }

  has(holdId: string): boolean {
    return this.#find(holdId) !== null;
  }

  end(holdId: string, end: ResponseEnd | null): void {
    this.#sql.exec(UPDATE_ENDING, end === null ? null : JSON.stringify(end), holdId);
  }

  remove(holdId: string): boolean {
    return this.#sql.exec(DELETE_RESPONSE, holdId).rowsWritten > 0;
  }

  #find(holdId: string): ResponseRow | null {
    return this.#sql.exec<ResponseRow>(SELECT_RESPONSE, holdId).toArray()[0] ?? null;
  }
}
