import { assert } from "../core/assert";
import type { ResponseEnd, ResponseRecord, ResponseStore, StoredResponse } from "./response-store";
import type { UndoLog } from "./undo-log";

/** The responses of simulations and unit tests. */
export class MemoryResponses implements ResponseStore {
  readonly #undoLog: UndoLog;
  readonly #responses = new Map<string, StoredResponse>();

  constructor(undoLog: UndoLog) {
    this.#undoLog = undoLog;
  }

  save(record: ResponseRecord): void {
    assert(!this.has(record.holdId), "a hold's response is saved once");
    this.#undoLog.setEntry(this.#responses, record.holdId, { ...record, end: null });
  }

  read(holdId: string): StoredResponse | null {
    return this.#responses.get(holdId) ?? null;
  }

  has(holdId: string): boolean {
    return this.#responses.has(holdId);
  }

  end(holdId: string, end: ResponseEnd | null): void {
    const stored = this.#responses.get(holdId);
    if (stored !== undefined) this.#undoLog.setEntry(this.#responses, holdId, { ...stored, end });
  }

  remove(holdId: string): boolean {
    const stored = this.#responses.get(holdId);
    if (stored === undefined) return false;
    this.#responses.delete(holdId);
    this.#undoLog.record(() => this.#responses.set(holdId, stored));
    return true;
  }
}
