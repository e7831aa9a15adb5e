import { TabStorage, type KeyValueStore } from "../../../src/console/kept/tab-storage";

/** A browser's storage in memory. With a quota it takes no more than so many characters in all. */
export function memoryStorage(quota = Number.POSITIVE_INFINITY): KeyValueStore {
  const items = new Map<string, string>();
  const usedChars = (): number => [...items].reduce((sum, [, value]) => sum + value.length, 0);
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      if (usedChars() - (items.get(key)?.length ?? 0) + value.length > quota)
        throw new Error("QuotaExceededError");
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
  };
}

export interface MemoryPage {
  readonly storage: TabStorage;
  readonly tab: KeyValueStore;
  /** By a closed tab, a crash or a reload: the page says nothing of it. */
  readonly leave: () => void;
}

/** A browser whose tabs share one storage and have one of their own each. */
export class MemoryBrowser {
  nowMs = 0;
  readonly store: KeyValueStore;
  readonly #open = new Set<string>();
  #pageCount = 0;

  constructor(store = memoryStorage()) {
    this.store = store;
  }

  /** A page in a new tab, or in the one whose storage is given. */
  open(tab = memoryStorage()): MemoryPage {
    this.#pageCount += 1;
    const page = `page-${this.#pageCount}`;
    this.#open.add(page);
    const storage = new TabStorage({
      page,
      tab,
      browser: this.store,
      openPages: { findOpen: () => Promise.resolve(new Set(this.#open)) },
      nowMs: () => this.nowMs,
    });
    return { storage, tab, leave: () => void this.#open.delete(page) };
  }

  reload(page: MemoryPage): MemoryPage {
    page.leave();
    return this.open(page.tab);
  }

  /** A tab that the browser makes as a copy of another begins with what that had kept. */
  duplicate({ tab }: MemoryPage): MemoryPage {
    const copy = memoryStorage();
    for (let index = 0; index < tab.length; index += 1) {
      const key = tab.key(index) ?? "";
      copy.setItem(key, tab.getItem(key) ?? "");
    }
    return this.open(copy);
  }
}
