import { assert } from "../core/assert";
import type { HashText } from "../core/digest";

/**
 * A history as a list of keys of which almost nothing is stored twice, whatever a client does to its history: append to it, send a
 * window of it, edit, branch or summarise it.
 *
 * The list is cut into runs where the keys themselves say so, so that an equal stretch is cut equally wherever it stands. A run
 * between two cuts is a block: stored once, under the hash of its keys. The blocks' keys are a list again, cut in the same way. What
 * is left at each level is an open run at each end, and these make up the outline: some tens of keys, however long the history is.
 * Nothing has to be searched for: the key of a block says whether it is known, and with it all that is below.
 */
export type HistoryOutline = readonly OutlineLevel[];

/** The keys before the first cut and after the last; level 0 has messages, each other one the blocks of the level below. */
export type OutlineLevel = readonly [head: readonly string[], tail: readonly string[]];

export interface OutlinedHistory {
  readonly outline: HistoryOutline;
  /** Every block of the history, known or not: its children by its key. */
  readonly blocks: ReadonlyMap<string, readonly string[]>;
}

/** One key in eight ends a run. Larger runs mean longer outlines, smaller ones more rows. */
const CUT_MASK = 0x7;

/** Makes every level at most half as long as the one below, whatever the keys are. */
const RUN_KEYS_MIN = 2;

/** Ends a run in which no key does, such as one message over and over again. */
const RUN_KEYS_MAX = 32;

/** Digests are cut to this: still 132 bits of base64url, and a request's row holds some tens of them. */
const KEY_CHARS = 22;

const KEY_SEPARATOR = " ";

export function keyOfDigest(digest: string): string {
  return digest.slice(0, KEY_CHARS);
}

export function outlineHistory(keys: readonly string[], hash: HashText): OutlinedHistory {
  const blocks = new Map<string, readonly string[]>();
  const outline: OutlineLevel[] = [];
  let level = keys;
  for (;;) {
    const runs = cutIntoRuns(level);
    if (runs.length <= 2) {
      outline.push([level, []]);
      return { outline, blocks };
    }
    const blockKeys: string[] = [];
    for (const run of runs.slice(1, -1)) {
      const key = keyOfDigest(hash(encodeBlock(run)));
      blocks.set(key, run);
      blockKeys.push(key);
    }
    outline.push([runs[0] ?? [], runs.at(-1) ?? []]);
    level = blockKeys;
  }
}

/** The last keys of a history. Of a long one no more blocks are read than these keys may need, and often none. */
export function lastKeys(
  outline: HistoryOutline,
  wanted: number,
  readBlocks: (keys: readonly string[]) => ReadonlyMap<string, string>,
): readonly string[] {
  const [level, ...above] = outline;
  const [head, tail] = level ?? [[], []];
  if (wanted <= tail.length) return takeLast(tail, wanted);
  if (above.length === 0) return takeLast([...head, ...tail], wanted);
  const blockKeys = lastKeys(above, Math.ceil((wanted - tail.length) / RUN_KEYS_MIN), readBlocks);
  const bodies = blockKeys.length === 0 ? new Map<string, string>() : readBlocks(blockKeys);
  const inner = blockKeys.flatMap((key) => {
    const body = bodies.get(key);
    assert(body !== undefined, "every block of a stored history is stored");
    return decodeBlock(body);
  });
  // Every block has the least number of keys, so where they are not enough these were all blocks.
  const keys =
    inner.length + tail.length < wanted ? [...head, ...inner, ...tail] : [...inner, ...tail];
  return takeLast(keys, wanted);
}

function takeLast(keys: readonly string[], wanted: number): readonly string[] {
  return keys.slice(Math.max(0, keys.length - wanted));
}

export function encodeBlock(children: readonly string[]): string {
  return children.join(KEY_SEPARATOR);
}

export function decodeBlock(body: string): readonly string[] {
  return body === "" ? [] : body.split(KEY_SEPARATOR);
}

/** Cuts after each key that ends a run. The last run is open, and empty where the last key ends one. */
function cutIntoRuns(keys: readonly string[]): readonly (readonly string[])[] {
  const runs: (readonly string[])[] = [];
  let start = 0;
  for (let index = 0; index < keys.length; index += 1) {
    const length = index - start + 1;
    const isCut = length >= RUN_KEYS_MIN && endsRun(keys[index] ?? "");
    if (!isCut && length < RUN_KEYS_MAX) continue;
    runs.push(keys.slice(start, index + 1));
    start = index + 1;
  }
  runs.push(keys.slice(start));
  return runs;
}

/** Digests are evenly spread, but the alphabet of their characters is not: so a few of them are mixed. */
function endsRun(key: string): boolean {
  let mixed = 0;
  for (let index = Math.max(0, key.length - 8); index < key.length; index += 1) {
    mixed = Math.imul(mixed ^ key.charCodeAt(index), 0x01000193);
  }
  return ((mixed ^ (mixed >>> 15)) & CUT_MASK) === 0;
}
