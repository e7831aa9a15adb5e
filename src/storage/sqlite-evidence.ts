import type { Seat } from "../core/turn";
import type { Delivery } from "../pairing/input";
import { evidenceMark, type FindMarks } from "./evidence-mark";
import { EVIDENCE_FOUND_MAX } from "./session-store";

const INSERT_EVIDENCE = `INSERT INTO evidence (mark, sequence, seat, turn_id, after_digest)
  SELECT ?1, coalesce(max(sequence), 0) + 1, ?2, ?3, ?4 FROM evidence WHERE mark = ?1`;
const INSERT_SHOWN = `INSERT OR IGNORE INTO evidence (mark, sequence, seat) VALUES (?, 1, 'responder')`;
const SELECT_NEWEST = `SELECT seat, turn_id, after_digest FROM evidence
  WHERE mark = ? ORDER BY sequence DESC LIMIT ${EVIDENCE_FOUND_MAX}`;
const SELECT_MARKS = `SELECT DISTINCT mark, seat FROM evidence WHERE mark IN (SELECT value FROM json_each(?))`;

interface EvidenceRow extends Record<string, SqlStorageValue> {
  seat: Seat;
  turn_id: number | null;
  after_digest: string | null;
}

interface MarkRow extends Record<string, SqlStorageValue> {
  mark: string;
  seat: Seat;
}

/** PAIR-4: the index by which a history tells whose it is. */
export class SqliteEvidence {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(mark: string, { seat, turnId, afterDigest }: Delivery): void {
    this.#sql.exec(INSERT_EVIDENCE, mark, seat, turnId, afterDigest);
  }

  addShown(link: string): void {
    this.#sql.exec(INSERT_SHOWN, evidenceMark("shown", link));
  }

  newest(mark: string): readonly Delivery[] {
    return this.#sql
      .exec<EvidenceRow>(SELECT_NEWEST, mark)
      .toArray()
      .map((row) => ({ seat: row.seat, turnId: row.turn_id, afterDigest: row.after_digest }));
  }

  readonly findMarks: FindMarks = (marks) => {
    const found = new Map<string, Set<Seat>>();
    for (const { mark, seat } of this.#sql.exec<MarkRow>(SELECT_MARKS, JSON.stringify(marks))) {
      const seats = found.get(mark) ?? new Set<Seat>();
      found.set(mark, seats.add(seat));
    }
    return found;
  };
}
