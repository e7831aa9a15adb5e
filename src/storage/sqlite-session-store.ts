import type { HashText } from "../core/digest";
import { type Message, textOf } from "../core/message";
import type { ReplyDelivery } from "../core/reply-delivery";
import type { FinishReason, Reply, Seat, ToolDefinition } from "../core/turn";
import type { TurnError } from "../core/turn-error";
import type { RecordedFact } from "../pairing/fact";
import type { Delivery } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import { evidenceMark } from "./evidence-mark";
import { keyOfDigest } from "./history-outline";
import type { MigratedStorage } from "./migrations";
import { messageOfPrompt, messageOfReply, type RequestSettings } from "./request-parts";
import type {
  DeliveredText,
  MintedId,
  Prompt,
  ReceivedFrom,
  ReceivedText,
  ReplyContent,
  RequestNews,
  RequestRecord,
  SessionStore,
  StoredFact,
  StoredRequest,
  SyncResult,
} from "./session-store";
import { slotOf, type SlotOf } from "./slot";
import { SqliteChunks } from "./sqlite-chunks";
import { SqliteContents } from "./sqlite-contents";
import { SqliteDrafts } from "./sqlite-drafts";
import { SqliteEvidence } from "./sqlite-evidence";
import { SqliteLog } from "./sqlite-log";
import { SqliteRawExchanges } from "./sqlite-raw-exchanges";
import { SqliteRequests, type RequestRow } from "./sqlite-requests";
import { SqliteResponses } from "./sqlite-responses";
import { TransactionCache, type CachedRows } from "./transaction-cache";

const INSERT_REPLY = `INSERT INTO replies (source_id, content_key, finish_reason, delivery) VALUES (?, ?, ?, ?)`;
const SELECT_REPLY = `SELECT content_key, finish_reason, delivery FROM replies WHERE source_id = ?`;
const UPSERT_PROMPT = `INSERT INTO prompts (turn_id, request_id, at_ms, content_key) VALUES (?, ?, ?, ?)
  ON CONFLICT (turn_id) DO UPDATE SET
    request_id = excluded.request_id, at_ms = excluded.at_ms, content_key = excluded.content_key`;
const SELECT_PROMPT = `SELECT turn_id, request_id, at_ms, content_key FROM prompts WHERE turn_id = ?`;

interface ReplyRow extends Record<string, SqlStorageValue> {
  content_key: string;
  /** Null for an error. */
  finish_reason: FinishReason | null;
  delivery: string | null;
}

interface PromptRow extends Record<string, SqlStorageValue> {
  turn_id: number;
  request_id: string;
  at_ms: number;
  content_key: string;
}

/**
 * The store of a Durable Object. It keeps nothing in memory beyond the end of a transaction, so a failed one or an eviction leaves
 * nothing stale.
 */
export class SqliteSessionStore implements SessionStore {
  readonly responses: SqliteResponses;
  readonly drafts: SqliteDrafts;
  readonly rawExchanges: SqliteRawExchanges;
  readonly #storage: MigratedStorage;
  readonly #hash: HashText;
  readonly #log: SqliteLog;
  readonly #contents: SqliteContents;
  readonly #evidence: SqliteEvidence;
  readonly #requests: SqliteRequests;
  readonly #cache = new TransactionCache();
  readonly #replies: CachedRows<ReplyContent> = this.#cache.rows();
  readonly #prompts: CachedRows<Prompt> = this.#cache.rows();

  /** The storage must have been migrated. The hash must be the one that made the digests of requests, in base64url. */
  constructor(storage: MigratedStorage, hash: HashText, slots: SlotOf = slotOf) {
    const { sql } = storage;
    this.#storage = storage;
    this.#hash = hash;
    const chunks = new SqliteChunks(sql);
    this.#log = new SqliteLog(sql, chunks);
    this.#contents = new SqliteContents(sql, {
      chunks,
      slotOf: slots,
      bodies: this.#cache.rows<string>(),
    });
    this.#evidence = new SqliteEvidence(sql);
    this.drafts = new SqliteDrafts(sql);
    this.rawExchanges = new SqliteRawExchanges(sql);
    this.responses = new SqliteResponses(sql, this.#contents, hash);
    this.#requests = new SqliteRequests(sql, {
      contents: this.#contents,
      evidence: this.#evidence,
      hash,
      slotOf: slots,
      rows: this.#cache.rows<RequestRow>(),
    });
  }

  transaction<T>(work: () => SyncResult<T>): T {
    return this.#cache.run(() => this.#storage.transactionSync<T>(work));
  }

  readState(): SessionState | null {
    return this.#log.readState();
  }

  writeState(state: SessionState): void {
    this.#log.writeState(state);
  }

  appendFacts(facts: readonly RecordedFact[]): number {
    return this.#log.appendFacts(facts);
  }

  lastSequence(): number {
    return this.#log.lastSequence();
  }

  readFacts(afterSequence: number, limit: number): readonly StoredFact[] {
    return this.#log.readFacts(afterSequence, limit);
  }

  saveRequest(record: RequestRecord): void {
    this.#requests.save(record);
  }

  hasRequest(holdId: string): boolean {
    return this.#requests.has(holdId);
  }

  readTools(holdId: string): readonly ToolDefinition[] | null {
    return this.#requests.readTools(holdId);
  }

  readIsStream(holdId: string): boolean | null {
    return this.#requests.readIsStream(holdId);
  }

  readSettings(holdId: string): RequestSettings | null {
    return this.#requests.readSettings(holdId);
  }

  readRequest(holdId: string): StoredRequest | null {
    return this.#requests.read(holdId);
  }

  readMessages(holdId: string, fromIndex: number): readonly Message[] {
    return this.#requests.readMessages(holdId, fromIndex);
  }

  readNews(holdId: string): RequestNews | null {
    return this.#requests.readNews(holdId);
  }

  markShown(holdId: string): void {
    this.#requests.markShown(holdId);
  }

  firstUnshownIndex(holdId: string): number {
    return this.#requests.firstUnshownIndex(holdId);
  }

  unshownIndexOnArrival(holdId: string): number {
    return this.#requests.unshownIndexOnArrival(holdId);
  }

  saveReply(sourceId: string, content: ReplyContent): void {
    if (this.#findReply(sourceId) !== null) return;
    const isError = "error" in content;
    const contentKey = this.#store(isError ? content.error : messageOfReply(content.reply));
    const finishReason = isError ? null : content.reply.finishReason;
    const delivery = content.delivery === undefined ? null : JSON.stringify(content.delivery);
    this.#storage.sql.exec(INSERT_REPLY, sourceId, contentKey, finishReason, delivery);
    this.#replies.set(sourceId, content);
  }

  readReply(sourceId: string): ReplyContent | null {
    const cached = this.#replies.get(sourceId);
    if (cached !== undefined) return cached;
    const row = this.#findReply(sourceId);
    if (row === null) return null;
    const json = this.#contents.read(row.content_key);
    const delivery =
      row.delivery === null ? {} : { delivery: JSON.parse(row.delivery) as ReplyDelivery };
    if (row.finish_reason === null) return { error: JSON.parse(json) as TurnError, ...delivery };
    const { parts } = JSON.parse(json) as Reply;
    return { reply: { parts, finishReason: row.finish_reason }, ...delivery };
  }

  savePrompt(prompt: Prompt): void {
    const { turnId, requestId, atMs, text } = prompt;
    const asked = this.#requests.readLast(requestId);
    const contentKey =
      asked !== null && textOf(asked.message) === text
        ? asked.key
        : this.#store(messageOfPrompt(text));
    this.#storage.sql.exec(UPSERT_PROMPT, turnId, requestId, atMs, contentKey);
    this.#prompts.set(String(turnId), prompt);
  }

  readPrompt(turnId: number): Prompt | null {
    const cached = this.#prompts.get(String(turnId));
    if (cached !== undefined) return cached;
    const [row] = this.#storage.sql.exec<PromptRow>(SELECT_PROMPT, turnId).toArray();
    if (row === undefined) return null;
    const text = textOf(JSON.parse(this.#contents.read(row.content_key)) as Message);
    return { turnId, requestId: row.request_id, atMs: row.at_ms, text };
  }

  addDelivered({ textDigest, ...delivery }: DeliveredText): void {
    this.#evidence.add(evidenceMark("delivered", textDigest), delivery);
  }

  addReceived({ textDigest, seat, turnId }: ReceivedText): void {
    this.#evidence.add(evidenceMark("received", textDigest), { seat, turnId, afterDigest: null });
  }

  addMinted({ id, seat, turnId }: MintedId): void {
    this.#evidence.add(evidenceMark("minted", id), { seat, turnId, afterDigest: null });
  }

  findDelivered(textDigest: string): readonly Delivery[] {
    return this.#evidence.newest(evidenceMark("delivered", textDigest));
  }

  findReceived(textDigest: string): readonly ReceivedFrom[] {
    const found = this.#evidence.newest(evidenceMark("received", textDigest));
    return found.map(({ seat, turnId }) => ({ seat, turnId }));
  }

  findMinted(id: string): { readonly seat: Seat; readonly turnId: number } | null {
    const [newest] = this.#evidence.newest(evidenceMark("minted", id));
    if (newest === undefined || newest.turnId === null) return null;
    return { seat: newest.seat, turnId: newest.turnId };
  }

  usedBytes(): number {
    return this.#storage.sql.databaseSize;
  }

  #findReply(sourceId: string): ReplyRow | null {
    return this.#storage.sql.exec<ReplyRow>(SELECT_REPLY, sourceId).toArray()[0] ?? null;
  }

  /** Returns the key under which the content is stored, now or before. */
  #store(content: Message | TurnError): string {
    const body = JSON.stringify(content);
    const key = keyOfDigest(this.#hash(body));
    this.#contents.insertIfUnknown(key, body);
    return key;
  }
}
