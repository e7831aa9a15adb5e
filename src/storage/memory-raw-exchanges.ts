import {
  cutRaw,
  RAW_EXCHANGES_MAX,
  type RawExchangeStore,
  type StoredRawExchange,
} from "./raw-exchange-store";
import type { UndoLog } from "./undo-log";

/** The raw exchanges of simulations and unit tests. */
export class MemoryRawExchanges implements RawExchangeStore {
  readonly #undoLog: UndoLog;
  /** In the order of arrival. */
  readonly #exchanges = new Map<string, StoredRawExchange>();
  readonly #holdIds: string[] = [];

  constructor(undoLog: UndoLog) {
    this.#undoLog = undoLog;
  }

  saveRequest(holdId: string, _atMs: number, request: string): void {
    this.#undoLog.setEntry(this.#exchanges, holdId, { request: cutRaw(request), response: null });
    this.#undoLog.push(this.#holdIds, holdId);
  }

  saveResponse(holdId: string, response: string): void {
    const exchange = this.read(holdId);
    if (exchange === null) return;
    this.#undoLog.setEntry(this.#exchanges, holdId, { ...exchange, response: cutRaw(response) });
  }

  read(holdId: string): StoredRawExchange | null {
    const isKept = this.#holdIds.slice(-RAW_EXCHANGES_MAX).includes(holdId);
    return isKept ? (this.#exchanges.get(holdId) ?? null) : null;
  }
}
