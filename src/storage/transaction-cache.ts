/**
 * What a transaction has written or read, so that it need not ask again. A transaction may be rolled back and an object evicted, so
 * nothing is kept beyond the end of either.
 */
export class TransactionCache {
  readonly #maps: Map<string, unknown>[] = [];
  #depth = 0;

  run<T>(transaction: () => T): T {
    this.#depth += 1;
    try {
      return transaction();
    } finally {
      this.#depth -= 1;
      // An inner transaction may have been rolled back alone.
      for (const map of this.#maps) map.clear();
    }
  }

  /** The rows of one kind. Values must be such that no later write changes them. */
  rows<V>(): CachedRows<V> {
    const map = new Map<string, V>();
    this.#maps.push(map);
    return {
      get: (key) => map.get(key),
      set: (key, value) => {
        if (this.#depth > 0) map.set(key, value);
      },
    };
  }
}

export interface CachedRows<V> {
  get(key: string): V | undefined;
  /** Does nothing outside a transaction. */
  set(key: string, value: V): void;
}
