/** One alarm for all deadlines: it rings at the earliest, and a ring too early is harmless. */
export class AlarmClock {
  readonly #storage: DurableObjectStorage;
  /** Null while unknown, after a wake-up: then the next setting is written. */
  #setForMs: number | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Setting an alarm costs a written row, so a later deadline waits for the ring of the earlier one. */
  async ringBy(deadlineAtMs: number): Promise<void> {
    if (this.#setForMs !== null && this.#setForMs <= deadlineAtMs) return;
    this.#setForMs = deadlineAtMs;
    await this.#storage.setAlarm(deadlineAtMs);
  }

  /** The alarm has rung, so none is set. */
  rang(): void {
    this.#setForMs = null;
  }
}
