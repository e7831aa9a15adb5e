import {
  cutRaw,
  RAW_EXCHANGES_MAX,
  type RawExchangeStore,
  type StoredRawExchange,
} from "./raw-exchange-store";

/** The rows are a ring: the oldest is overwritten, which costs one row, where a deletion would cost another. */
const UPSERT_REQUEST = `INSERT INTO raw_exchanges (position, sequence, hold_id, at_ms, request, response)
  SELECT coalesce(max(sequence), 0) % ${RAW_EXCHANGES_MAX}, coalesce(max(sequence), 0) + 1, ?, ?, ?, NULL
  FROM raw_exchanges WHERE true
  ON CONFLICT (position) DO UPDATE SET sequence = excluded.sequence, hold_id = excluded.hold_id,
    at_ms = excluded.at_ms, request = excluded.request, response = excluded.response`;
const UPDATE_RESPONSE = `UPDATE raw_exchanges SET response = ? WHERE hold_id = ?`;
const SELECT_EXCHANGE = `SELECT request, response FROM raw_exchanges WHERE hold_id = ?`;

interface ExchangeRow extends Record<string, SqlStorageValue> {
  request: string;
  response: string | null;
}

/** So few rows that they need no index, which would double the rows written. */
export class SqliteRawExchanges implements RawExchangeStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  saveRequest(holdId: string, atMs: number, request: string): void {
    this.#sql.exec(UPSERT_REQUEST, holdId, atMs, cutRaw(request));
  }

  saveResponse(holdId: string, response: string): void {
    this.#sql.exec(UPDATE_RESPONSE, cutRaw(response), holdId);
  }

  read(holdId: string): StoredRawExchange | null {
    return this.#sql.exec<ExchangeRow>(SELECT_EXCHANGE, holdId).toArray()[0] ?? null;
  }
}
