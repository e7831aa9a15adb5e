import { LIMITS } from "../core/limits";
import type { DraftPiece, DraftStore } from "./draft-store";
import { splitText } from "./text-chunks";

const INSERT_DRAFT = `INSERT INTO drafts (turn_id, start_chars, text, at_ms) VALUES (?, ?, ?, ?)`;
const SELECT_DRAFTS = `SELECT start_chars, text, at_ms FROM drafts WHERE turn_id = ? ORDER BY start_chars`;

interface DraftRow extends Record<string, SqlStorageValue> {
  start_chars: number;
  text: string;
  at_ms: number;
}

/** Every piece is a row of its own, which is written once. */
export class SqliteDrafts implements DraftStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  append(turnId: number, { startChars, text, atMs }: DraftPiece): void {
    let start = startChars;
    for (const part of splitText(text, LIMITS.rowBytesMax)) {
      this.#sql.exec(INSERT_DRAFT, turnId, start, part, atMs);
      start += part.length;
    }
  }

  read(turnId: number): readonly DraftPiece[] {
    const rows = this.#sql.exec<DraftRow>(SELECT_DRAFTS, turnId).toArray();
    return rows.map((row) => ({ startChars: row.start_chars, text: row.text, atMs: row.at_ms }));
  }
}
