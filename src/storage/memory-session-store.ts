import { assert } from "../core/assert";
import type { HashText, RequestDigests } from "../core/digest";
import type { Message } from "../core/message";
import type { Seat, ToolDefinition, TurnRequest } from "../core/turn";
import type { RecordedFact } from "../pairing/fact";
import type { Delivery } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import { evidenceMark, type EvidenceKind } from "./evidence-mark";
import { MemoryDrafts } from "./memory-drafts";
import { MemoryRawExchanges } from "./memory-raw-exchanges";
import { MemoryResponses } from "./memory-responses";
import { assessNovelty, indexesOf, unshownIndex, type RequestNovelty } from "./request-novelty";
import { messageOfReply, settingsOf, type RequestSettings } from "./request-parts";
import {
  EVIDENCE_FOUND_MAX,
  type DeliveredText,
  type MintedId,
  type Prompt,
  type ReceivedFrom,
  type ReceivedText,
  type ReplyContent,
  type RequestNews,
  type RequestRecord,
  type SessionStore,
  type StoredFact,
  type StoredRequest,
  type SyncResult,
} from "./session-store";
import { UndoLog } from "./undo-log";

interface KeptRequest extends StoredRequest {
  readonly novelty: RequestNovelty;
  readonly hasNewTools: boolean;
  readonly hasNewSettings: boolean;
}

type KeptEvidence = Delivery;

/** The store of simulations and unit tests. It keeps references to requests and facts, which nobody changes. */
export class MemorySessionStore implements SessionStore {
  readonly #hash: HashText;
  readonly #undoLog = new UndoLog();
  readonly responses = new MemoryResponses(this.#undoLog);
  readonly drafts = new MemoryDrafts(this.#undoLog);
  readonly rawExchanges = new MemoryRawExchanges(this.#undoLog);
  readonly #facts: RecordedFact[] = [];
  readonly #requests = new Map<string, KeptRequest>();
  readonly #replies = new Map<string, ReplyContent>();
  readonly #prompts = new Map<number, Prompt>();
  readonly #evidence = new Map<string, KeptEvidence[]>();
  /** Digests of all messages, and of the tools and settings. */
  readonly #contents = new Set<string>();
  #stateJson: string | null = null;
  #usedBytes = 0;

  constructor(hash: HashText) {
    this.#hash = hash;
  }

  transaction<T>(work: () => SyncResult<T>): T {
    return this.#undoLog.transaction<T>(work);
  }

  readState(): SessionState | null {
    return this.#stateJson === null ? null : (JSON.parse(this.#stateJson) as SessionState);
  }

  writeState(state: SessionState): void {
    const previous = this.#stateJson;
    this.#stateJson = JSON.stringify(state);
    this.#undoLog.record(() => {
      this.#stateJson = previous;
    });
  }

  appendFacts(facts: readonly RecordedFact[]): number {
    this.#undoLog.push(this.#facts, ...facts);
    return this.#facts.length;
  }

  lastSequence(): number {
    return this.#facts.length;
  }

  readFacts(afterSequence: number, limit: number): readonly StoredFact[] {
    return this.#facts
      .slice(afterSequence, afterSequence + limit)
      .map(({ atMs, fact }, index) => ({ sequence: afterSequence + index + 1, atMs, fact }));
  }

  saveRequest({ digests, ...stored }: RequestRecord): void {
    assert(!this.#requests.has(stored.holdId), "a hold id is saved once");
    const { request } = stored;
    const firstSeen = this.#addMessages(request.messages, digests);
    const hasNewTools = request.tools.length > 0 && this.#addContent(JSON.stringify(request.tools));
    const hasNewSettings = this.#addContent(JSON.stringify(settingsOf(request)));
    const novelty = assessNovelty({
      messages: request.messages,
      digests,
      isFirstSeen: (index) => firstSeen.has(index),
      findMarks: (marks) => this.#findMarks(marks),
    });
    const kept = { ...stored, novelty, hasNewTools, hasNewSettings };
    this.#undoLog.setEntry(this.#requests, stored.holdId, kept);
  }

  hasRequest(holdId: string): boolean {
    return this.#requests.has(holdId);
  }

  readTools(holdId: string): readonly ToolDefinition[] | null {
    return this.#requests.get(holdId)?.request.tools ?? null;
  }

  readIsStream(holdId: string): boolean | null {
    return this.#requests.get(holdId)?.isStream ?? null;
  }

  readSettings(holdId: string): RequestSettings | null {
    const kept = this.#requests.get(holdId);
    return kept === undefined ? null : settingsOf(kept.request);
  }

  readRequest(holdId: string): StoredRequest | null {
    const kept = this.#requests.get(holdId);
    if (kept === undefined) return null;
    const { atMs, dialect, isStream, request } = kept;
    return { holdId, atMs, dialect, isStream, request };
  }

  readMessages(holdId: string, fromIndex: number): readonly Message[] {
    return this.#requests.get(holdId)?.request.messages.slice(fromIndex) ?? [];
  }

  readNews(holdId: string): RequestNews | null {
    const kept = this.#requests.get(holdId);
    if (kept === undefined) return null;
    const messages = indexesOf(kept.novelty.newRanges).map((index) => ({
      index,
      message: messageAt(kept.request, index),
    }));
    return {
      dialect: kept.dialect,
      messages,
      tools: kept.hasNewTools ? kept.request.tools : null,
      settings: kept.hasNewSettings ? settingsOf(kept.request) : null,
    };
  }

  markShown(holdId: string): void {
    for (const [, link] of this.#requests.get(holdId)?.novelty.links ?? []) {
      const mark = evidenceMark("shown", link);
      if (this.#evidence.has(mark)) continue;
      this.#addEvidence(mark, { seat: "responder", turnId: null, afterDigest: null });
    }
  }

  firstUnshownIndex(holdId: string): number {
    const kept = this.#requests.get(holdId);
    if (kept === undefined) return 0;
    return unshownIndex(kept.novelty, kept.request.messages.length, (link) =>
      this.#evidence.has(evidenceMark("shown", link)),
    );
  }

  unshownIndexOnArrival(holdId: string): number {
    return this.#requests.get(holdId)?.novelty.unshownFrom ?? 0;
  }

  saveReply(sourceId: string, content: ReplyContent): void {
    if (this.#replies.has(sourceId)) return;
    if ("reply" in content) this.#addContent(JSON.stringify(messageOfReply(content.reply)));
    this.#undoLog.setEntry(this.#replies, sourceId, content);
  }

  readReply(sourceId: string): ReplyContent | null {
    return this.#replies.get(sourceId) ?? null;
  }

  savePrompt(prompt: Prompt): void {
    this.#undoLog.setEntry(this.#prompts, prompt.turnId, prompt);
  }

  readPrompt(turnId: number): Prompt | null {
    return this.#prompts.get(turnId) ?? null;
  }

  addDelivered({ textDigest, ...delivery }: DeliveredText): void {
    this.#addEvidence(evidenceMark("delivered", textDigest), delivery);
  }

  addReceived({ textDigest, seat, turnId }: ReceivedText): void {
    this.#addEvidence(evidenceMark("received", textDigest), { seat, turnId, afterDigest: null });
  }

  addMinted({ id, seat, turnId }: MintedId): void {
    this.#addEvidence(evidenceMark("minted", id), { seat, turnId, afterDigest: null });
  }

  findDelivered(textDigest: string): readonly Delivery[] {
    return this.#newestEvidence("delivered", textDigest);
  }

  findReceived(textDigest: string): readonly ReceivedFrom[] {
    return this.#newestEvidence("received", textDigest).map(({ seat, turnId }) => ({
      seat,
      turnId,
    }));
  }

  findMinted(id: string): { readonly seat: Seat; readonly turnId: number } | null {
    const [newest] = this.#newestEvidence("minted", id);
    if (newest === undefined || newest.turnId === null) return null;
    return { seat: newest.seat, turnId: newest.turnId };
  }

  /** The bytes of the distinct contents, as near as their lengths say. */
  usedBytes(): number {
    return this.#usedBytes;
  }

  /** The indexes of the messages that were not stored before. */
  #addMessages(messages: readonly Message[], digests: RequestDigests): ReadonlySet<number> {
    const firstSeen = new Set<number>();
    messages.forEach((message, index) => {
      const digest = digests.messages[index]?.content ?? "";
      if (this.#contents.has(digest)) return;
      firstSeen.add(index);
      this.#keepContent(digest, JSON.stringify(message).length);
    });
    return firstSeen;
  }

  #addContent(json: string): boolean {
    const digest = this.#hash(json);
    if (this.#contents.has(digest)) return false;
    this.#keepContent(digest, json.length);
    return true;
  }

  #keepContent(digest: string, bytes: number): void {
    this.#contents.add(digest);
    this.#usedBytes += bytes;
    this.#undoLog.record(() => {
      this.#contents.delete(digest);
      this.#usedBytes -= bytes;
    });
  }

  #addEvidence(mark: string, evidence: KeptEvidence): void {
    const list = this.#evidence.get(mark);
    if (list === undefined) this.#undoLog.setEntry(this.#evidence, mark, [evidence]);
    else this.#undoLog.push(list, evidence);
  }

  #newestEvidence(kind: EvidenceKind, key: string): readonly KeptEvidence[] {
    const list = this.#evidence.get(evidenceMark(kind, key)) ?? [];
    return list.slice(-EVIDENCE_FOUND_MAX).toReversed();
  }

  #findMarks(marks: readonly string[]): ReadonlyMap<string, ReadonlySet<Seat>> {
    const found = new Map<string, ReadonlySet<Seat>>();
    for (const mark of marks) {
      const list = this.#evidence.get(mark);
      if (list !== undefined) found.set(mark, new Set(list.map(({ seat }) => seat)));
    }
    return found;
  }
}

function messageAt(request: TurnRequest, index: number): Message {
  const message = request.messages[index];
  assert(message !== undefined, "a new message is a message of its request");
  return message;
}
