/** The part of `Storage` that is needed here, so that tests give their own. */
export interface KeyValueStore {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The pages of this browser that are open. */
export interface OpenPages {
  /** Those of the named that answer; one that the browser has frozen counts as closed. */
  findOpen(pages: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface TabStorageOptions {
  /** This page, between two loads. No other page has this name, not even a copy that the browser makes of the tab. */
  readonly page: string;
  /** What outlives a reload, and is the tab's alone. */
  readonly tab: KeyValueStore;
  /** What outlives the tab, and is the same for all of them. */
  readonly browser: KeyValueStore;
  readonly openPages: OpenPages;
  readonly nowMs: () => number;
}

interface Entry {
  readonly page: string;
  readonly atMs: number;
  readonly value: unknown;
}

const PREFIX = "motive-proxy.typed.";
/** Nobody comes back for an answer that is older than every turn may be. */
const KEPT_MS = 7 * 86_400_000;
/** Questions that were never answered leave theirs behind. */
const KEPT_MAX = 100;
/** What is longer has no room beside others, however many of them go. */
const ROOM_CHARS_MAX = 1_000_000;

/**
 * What was typed and not sent, so that neither a reload nor a crash costs a character. Each tab has its own, and none overwrites another's. A
 * second copy is kept for the time when the tab is closed: then whoever opens the same question again gets it (`recover`).
 */
export class TabStorage {
  readonly #options: TabStorageOptions;

  constructor(options: TabStorageOptions) {
    this.#options = options;
    const { browser, nowMs } = options;
    for (const key of keysOf(browser, PREFIX)) {
      const entry = parse(browser.getItem(key));
      if (entry === null || nowMs() - entry.atMs > KEPT_MS) browser.removeItem(key);
    }
  }

  /** What this tab kept under a name, before a reload too; undefined where that is nothing. */
  read(name: string): unknown {
    const { page, tab, browser } = this.#options;
    const text = tab.getItem(PREFIX + name);
    const entry = parse(text);
    if (entry === null) return undefined;
    if (entry.page !== page) {
      this.write(name, entry.value);
      // A tab that is a copy has its original's entry, which has gone on since, or has the same text.
      const before = browserKey(name, entry.page);
      if (browser.getItem(before) === text) browser.removeItem(before);
    }
    return entry.value;
  }

  /** False where the browser keeps nothing. */
  write(name: string, value: unknown): boolean {
    const { page, tab, browser, nowMs } = this.#options;
    const text = JSON.stringify({ page, atMs: nowMs(), value });
    const isInTab = tryToSet(tab, PREFIX + name, text);
    return this.#writeForLater(browser, browserKey(name, page), text) || isInTab;
  }

  forget(name: string): void {
    const { page, tab, browser } = this.#options;
    tab.removeItem(PREFIX + name);
    browser.removeItem(browserKey(name, page));
  }

  /** An undecided request becomes a turn as soon as somebody takes it, and what was typed for it goes along. */
  move(from: string, to: string): void {
    const value = this.read(from);
    if (value === undefined || this.read(to) !== undefined) return;
    this.write(to, value);
    this.forget(from);
  }

  /**
   * Offers what a tab kept that is no longer open, the newest first. Nothing is offered where this page has something itself. What `take`
   * says true to is this page's from then on, to be written again when it changes; the rest stays for another time.
   */
  async recover(name: string, take: (value: unknown) => boolean): Promise<void> {
    const { page, browser, openPages } = this.#options;
    const found = keysOf(browser, browserKey(name, "")).flatMap((key) => {
      const entry = parse(browser.getItem(key));
      return entry === null || entry.page === page ? [] : [{ key, entry }];
    });
    if (found.length === 0) return;
    const open = await openPages.findOpen(found.map(({ entry }) => entry.page));
    const [newest] = found
      .filter(({ key, entry }) => !open.has(entry.page) && browser.getItem(key) !== null)
      .toSorted((a, b) => b.entry.atMs - a.entry.atMs);
    if (newest === undefined || this.read(name) !== undefined) return;
    const { key, entry } = newest;
    if (!take(entry.value)) return;
    this.write(name, entry.value);
    browser.removeItem(key);
  }

  /** Makes room where there is none: a text that is being typed is worth more than the oldest of the others. */
  #writeForLater(browser: KeyValueStore, key: string, text: string): boolean {
    if (browser.getItem(key) !== null && tryToSet(browser, key, text)) return true;
    if (text.length > ROOM_CHARS_MAX) return tryToSet(browser, key, text);
    const others = keysOf(browser, PREFIX)
      .filter((other) => other !== key)
      .map((other) => ({ other, atMs: parse(browser.getItem(other))?.atMs ?? 0 }))
      .toSorted((a, b) => b.atMs - a.atMs)
      .map(({ other }) => other);
    for (const old of others.splice(KEPT_MAX - 1)) browser.removeItem(old);
    while (!tryToSet(browser, key, text)) {
      const oldest = others.pop();
      if (oldest === undefined) return false;
      browser.removeItem(oldest);
    }
    return true;
  }
}

/** A name has no line break, but for the one that its owner may put into it; a page has none. */
function browserKey(name: string, page: string): string {
  return `${PREFIX}${name}\n\n${page}`;
}

function keysOf(store: KeyValueStore, prefix: string): readonly string[] {
  return Array.from({ length: store.length }, (_, index) => store.key(index) ?? "").filter((key) =>
    key.startsWith(prefix),
  );
}

function tryToSet(store: KeyValueStore, key: string, text: string): boolean {
  try {
    store.setItem(key, text);
    return true;
  } catch {
    // Full, or forbidden by the browser's settings.
    return false;
  }
}

function parse(text: string | null): Entry | null {
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return null;
    const { page, atMs, value }: { readonly [Key in keyof Entry]?: unknown } = parsed;
    return typeof page === "string" && typeof atMs === "number" ? { page, atMs, value } : null;
  } catch {
    // Another page of this origin, or a person, wrote something else there.
    return null;
  }
}
