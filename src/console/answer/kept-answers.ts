/** The part of `Storage` that is needed here, so that tests give their own. */
export interface KeyValueStore {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const PREFIX = "motive-proxy.answer.";
/** Questions that were never answered leave theirs behind. */
const KEPT_MAX = 50;

/** What was filled in at a place, as it was given; undefined where nothing was. */
export function readKept(store: KeyValueStore, place: string): unknown {
  return entryAt(store, PREFIX + place)?.value;
}

/** Keeps what was filled in until it is sent, over a reload too. False where there is no room. */
export function writeKept(
  store: KeyValueStore,
  place: string,
  value: unknown,
  nowMs: number,
): boolean {
  removeOldest(store, PREFIX + place);
  try {
    store.setItem(PREFIX + place, JSON.stringify({ atMs: nowMs, value }));
    return true;
  } catch {
    // Full, or forbidden by the browser's settings.
    return false;
  }
}

export function forgetKept(store: KeyValueStore, place: string): void {
  store.removeItem(PREFIX + place);
}

/** An undecided request becomes a turn as soon as somebody takes it, and what was filled in for it goes along. */
export function moveKept(store: KeyValueStore, from: string, to: string): void {
  const text = store.getItem(PREFIX + from);
  if (text === null || store.getItem(PREFIX + to) !== null) return;
  store.setItem(PREFIX + to, text);
  store.removeItem(PREFIX + from);
}

interface Entry {
  readonly atMs: number;
  readonly value: unknown;
}

function entryAt(store: KeyValueStore, key: string): Entry | null {
  const text = store.getItem(key);
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    const isEntry = typeof parsed === "object" && parsed !== null && "value" in parsed;
    if (!isEntry) return null;
    const { value } = parsed;
    return { atMs: "atMs" in parsed && typeof parsed.atMs === "number" ? parsed.atMs : 0, value };
  } catch {
    // Not ours, or broken: as if nothing was there.
    return null;
  }
}

function removeOldest(store: KeyValueStore, keptKey: string): void {
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index)).filter(
    (key) => key !== null && key.startsWith(PREFIX) && key !== keptKey,
  );
  if (keys.length < KEPT_MAX) return;
  const oldest = keys
    .map((key) => ({ key: key ?? "", atMs: entryAt(store, key ?? "")?.atMs ?? 0 }))
    .toSorted((a, b) => a.atMs - b.atMs);
  for (const { key } of oldest.slice(0, keys.length - KEPT_MAX + 1)) store.removeItem(key);
}
