import { assert } from "../core/assert";
import { LIMITS } from "../core/limits";
import { splitText } from "./text-chunks";

const SELECT_CHUNKS = `SELECT body FROM chunks WHERE owner = ? ORDER BY position`;
const INSERT_CHUNK = `INSERT INTO chunks (owner, position, body) VALUES (?, ?, ?)`;

export interface FirstChunk {
  readonly body: string;
  readonly chunkCount: number;
}

/** What does not fit into the row of its owner. */
export class SqliteChunks {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Stores all but the first chunk, which its owner's row takes. An owner's text never changes. */
  save(owner: string, text: string): FirstChunk {
    const [body = "", ...others] = splitText(text, LIMITS.rowBytesMax);
    others.forEach((chunk, index) => {
      this.#sql.exec(INSERT_CHUNK, owner, index + 1, chunk);
    });
    return { body, chunkCount: 1 + others.length };
  }

  read(owner: string, { body, chunkCount }: FirstChunk): string {
    if (chunkCount === 1) return body;
    const chunks = this.#sql.exec<{ body: string }>(SELECT_CHUNKS, owner).toArray();
    assert(chunks.length === chunkCount - 1, "every chunk is stored");
    return [body, ...chunks.map((chunk) => chunk.body)].join("");
  }
}
