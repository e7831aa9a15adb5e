/** Lets writes to plain memory be taken back, so that a failed transaction leaves no trace. */
export class UndoLog {
  #undos: (() => void)[] = [];
  #depth = 0;

  transaction<T>(work: () => T): T {
    const mark = this.#undos.length;
    this.#depth += 1;
    try {
      return work();
    } catch (error) {
      for (const undo of this.#undos.splice(mark).toReversed()) undo();
      throw error;
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#undos = [];
    }
  }

  record(undo: () => void): void {
    if (this.#depth > 0) this.#undos.push(undo);
  }

  setEntry<K, V>(map: Map<K, V>, key: K, value: V): void {
    const previous = map.get(key);
    const hadEntry = map.has(key);
    map.set(key, value);
    this.record(() => {
      if (hadEntry) map.set(key, previous as V);
      else map.delete(key);
    });
  }

  push<V>(list: V[], ...values: readonly V[]): void {
    const length = list.length;
    list.push(...values);
    this.record(() => {
      list.length = length;
    });
  }
}
