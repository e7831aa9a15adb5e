import { assert } from "../core/assert";
import type { HashText } from "../core/digest";
import type { Message } from "../core/message";
import type { ToolDefinition } from "../core/turn";
import {
  decodeBlock,
  encodeBlock,
  keyOfDigest,
  lastKeys,
  outlineHistory,
  type OutlineLevel,
} from "./history-outline";
import {
  assessNovelty,
  indexesOf,
  unshownIndex,
  type ChainLink,
  type IndexRange,
} from "./request-novelty";
import { settingsOf, type RequestSettings } from "./request-parts";
import type { RequestNews, RequestRecord, StoredRequest } from "./session-store";
import type { SlotOf } from "./slot";
import type { SqliteContents } from "./sqlite-contents";
import type { SqliteEvidence } from "./sqlite-evidence";
import type { CachedRows } from "./transaction-cache";
import { evidenceMark } from "./evidence-mark";

const INSERT_REQUEST = `INSERT INTO requests (slot, hold_id, at_ms, dialect, message_count, outline, tools_key, settings_key,
  new_ranges, has_new_tools, has_new_settings, unshown_from, links, is_stream)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (slot) DO NOTHING`;
const SELECT_REQUEST = `SELECT hold_id, at_ms, dialect, message_count, outline, tools_key, settings_key, new_ranges, has_new_tools,
  has_new_settings, unshown_from, links, is_stream FROM requests WHERE slot = ?`;

export interface RequestRow extends Record<string, SqlStorageValue> {
  hold_id: string;
  at_ms: number;
  dialect: string;
  message_count: number;
  outline: string;
  tools_key: string | null;
  settings_key: string;
  new_ranges: string;
  has_new_tools: number;
  has_new_settings: number;
  unshown_from: number;
  links: string;
  /** Null in rows of an earlier version. */
  is_stream: number | null;
}

interface RequestParts {
  readonly contents: SqliteContents;
  readonly evidence: SqliteEvidence;
  readonly hash: HashText;
  readonly slotOf: SlotOf;
  readonly rows: CachedRows<RequestRow>;
}

/** Requests, each as a row of references to contents that are stored once. */
export class SqliteRequests {
  readonly #sql: SqlStorage;
  readonly #contents: SqliteContents;
  readonly #evidence: SqliteEvidence;
  readonly #hash: HashText;
  readonly #slotOf: SlotOf;
  readonly #rows: CachedRows<RequestRow>;

  constructor(sql: SqlStorage, parts: RequestParts) {
    this.#sql = sql;
    this.#contents = parts.contents;
    this.#evidence = parts.evidence;
    this.#hash = parts.hash;
    this.#slotOf = parts.slotOf;
    this.#rows = parts.rows;
  }

  save(record: RequestRecord): void {
    const { request, digests } = record;
    const keys = digests.messages.map(({ content }) => keyOfDigest(content));
    assert(keys.length === request.messages.length, "every message has a digest");
    const { outline, blocks } = outlineHistory(keys, this.#hash);
    const settings = this.#keyed(JSON.stringify(settingsOf(request)));
    const tools = request.tools.length === 0 ? null : this.#keyed(JSON.stringify(request.tools));

    const missing = this.#findMissing(
      [settings.key, ...(tools === null ? [] : [tools.key]), ...outline.flat(2)],
      blocks,
    );
    const unstored = new Set(missing);
    const firstSeen = new Set<number>();
    keys.forEach((key, index) => {
      // A message that a history has twice is new once.
      if (!unstored.delete(key)) return;
      firstSeen.add(index);
      this.#contents.insert(key, JSON.stringify(request.messages[index]));
    });
    for (const { key, body } of tools === null ? [settings] : [settings, tools]) {
      if (unstored.delete(key)) this.#contents.insert(key, body);
    }
    for (const key of unstored) this.#contents.insert(key, encodeBlock(blocks.get(key) ?? []));

    const novelty = assessNovelty({
      messages: request.messages,
      digests,
      isFirstSeen: (index) => firstSeen.has(index),
      findMarks: this.#evidence.findMarks,
    });
    this.#insert({
      hold_id: record.holdId,
      at_ms: record.atMs,
      dialect: record.dialect,
      message_count: keys.length,
      outline: JSON.stringify(outline.map((level) => level.map(encodeBlock))),
      tools_key: tools?.key ?? null,
      settings_key: settings.key,
      new_ranges: JSON.stringify(novelty.newRanges),
      has_new_tools: Number(tools !== null && missing.has(tools.key)),
      has_new_settings: Number(missing.has(settings.key)),
      unshown_from: novelty.unshownFrom,
      links: JSON.stringify(novelty.links),
      is_stream: record.isStream === null ? null : Number(record.isStream),
    });
  }

  has(holdId: string): boolean {
    return this.#find(holdId) !== null;
  }

  readTools(holdId: string): readonly ToolDefinition[] | null {
    const row = this.#find(holdId);
    return row === null ? null : this.#toolsOf(row);
  }

  readIsStream(holdId: string): boolean | null {
    const row = this.#find(holdId);
    return row === null ? null : isStreamOf(row);
  }

  readSettings(holdId: string): RequestSettings | null {
    const row = this.#find(holdId);
    return row === null ? null : this.#settingsOf(row);
  }

  read(holdId: string): StoredRequest | null {
    const row = this.#find(holdId);
    if (row === null) return null;
    const settings = this.#settingsOf(row);
    const tools = this.#toolsOf(row);
    const messages = this.#readAll(this.#lastKeys(row, row.message_count));
    return {
      holdId,
      atMs: row.at_ms,
      dialect: row.dialect,
      isStream: isStreamOf(row),
      request: { messages, tools, ...settings },
    };
  }

  readMessages(holdId: string, fromIndex: number): readonly Message[] {
    const row = this.#find(holdId);
    if (row === null) return [];
    const count = row.message_count;
    const wanted = fromIndex < 0 ? -fromIndex : Math.max(0, count - fromIndex);
    return this.#readAll(this.#lastKeys(row, wanted));
  }

  /** The key of the last message's content, and the message. */
  readLast(holdId: string): { readonly key: string; readonly message: Message } | null {
    const row = this.#find(holdId);
    if (row === null) return null;
    const [key] = this.#lastKeys(row, 1);
    const [message] = this.#readAll(key === undefined ? [] : [key]);
    return key === undefined || message === undefined ? null : { key, message };
  }

  readNews(holdId: string): RequestNews | null {
    const row = this.#find(holdId);
    if (row === null) return null;
    const indexes = indexesOf(JSON.parse(row.new_ranges) as readonly IndexRange[]);
    const from = indexes[0] ?? row.message_count;
    const keys = this.#lastKeys(row, row.message_count - from);
    const messages = this.#readAll(indexes.map((index) => keys[index - from] ?? ""));
    return {
      dialect: row.dialect,
      messages: messages.map((message, position) => ({ index: indexes[position] ?? 0, message })),
      tools: row.has_new_tools === 1 ? this.#toolsOf(row) : null,
      settings: row.has_new_settings === 1 ? this.#settingsOf(row) : null,
    };
  }

  markShown(holdId: string): void {
    const row = this.#find(holdId);
    if (row === null) return;
    for (const [, link] of linksOf(row)) this.#evidence.addShown(link);
  }

  firstUnshownIndex(holdId: string): number {
    const row = this.#find(holdId);
    if (row === null) return 0;
    const links = linksOf(row);
    const marks = this.#evidence.findMarks(links.map(([, link]) => evidenceMark("shown", link)));
    return unshownIndex({ unshownFrom: row.unshown_from, links }, row.message_count, (link) =>
      marks.has(evidenceMark("shown", link)),
    );
  }

  unshownIndexOnArrival(holdId: string): number {
    return this.#find(holdId)?.unshown_from ?? 0;
  }

  #find(holdId: string): RequestRow | null {
    const cached = this.#rows.get(holdId);
    if (cached !== undefined) return cached;
    for (let slot = this.#slotOf(holdId); ; slot += 1) {
      const [row] = this.#sql.exec<RequestRow>(SELECT_REQUEST, slot).toArray();
      if (row === undefined) return null;
      if (row.hold_id !== holdId) continue;
      this.#rows.set(holdId, row);
      return row;
    }
  }

  /** The columns are in the order of the statement. A slot that is taken may be the hold's own, which is never replaced. */
  #insert(row: RequestRow): void {
    const values = Object.values(row);
    let slot = this.#slotOf(row.hold_id);
    while (this.#sql.exec(INSERT_REQUEST, slot, ...values).rowsWritten === 0) {
      assert(!this.has(row.hold_id), "a hold id is saved once");
      slot += 1;
    }
    this.#rows.set(row.hold_id, row);
  }

  #settingsOf(row: RequestRow): RequestSettings {
    return JSON.parse(this.#contents.read(row.settings_key)) as RequestSettings;
  }

  #toolsOf(row: RequestRow): readonly ToolDefinition[] {
    if (row.tools_key === null) return [];
    return JSON.parse(this.#contents.read(row.tools_key)) as readonly ToolDefinition[];
  }

  #keyed(body: string): { readonly key: string; readonly body: string } {
    return { key: keyOfDigest(this.#hash(body)), body };
  }

  /** A block that is stored has all its children stored, so only what is below new blocks is asked for. */
  #findMissing(
    keys: readonly string[],
    blocks: ReadonlyMap<string, readonly string[]>,
  ): ReadonlySet<string> {
    const missing = new Set<string>();
    let pending = [...new Set(keys)];
    while (pending.length > 0) {
      const known = this.#contents.findKnown(pending);
      const unknown = pending.filter((key) => !known.has(key));
      for (const key of unknown) missing.add(key);
      const children = unknown.flatMap((key) => blocks.get(key) ?? []);
      pending = [...new Set(children)].filter((key) => !missing.has(key));
    }
    return missing;
  }

  #lastKeys(row: RequestRow, wanted: number): readonly string[] {
    const outline = (JSON.parse(row.outline) as readonly [string, string][]).map(
      ([head, tail]): OutlineLevel => [decodeBlock(head), decodeBlock(tail)],
    );
    return lastKeys(outline, wanted, (keys) => this.#contents.readAll(keys));
  }

  #readAll(keys: readonly string[]): readonly Message[] {
    const bodies = this.#contents.readAll(keys);
    return keys.map((key) => {
      const body = bodies.get(key);
      assert(body !== undefined, "every message of a stored request is stored");
      return JSON.parse(body) as Message;
    });
  }
}

function isStreamOf({ is_stream: isStream }: RequestRow): boolean | null {
  return isStream === null ? null : isStream === 1;
}

function linksOf(row: RequestRow): readonly ChainLink[] {
  return JSON.parse(row.links) as readonly ChainLink[];
}
