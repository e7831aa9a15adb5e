import type { RequestDigests } from "../core/digest";
import type { Message } from "../core/message";
import type { ReplyDelivery } from "../core/reply-delivery";
import type { Reply, Seat, ToolDefinition, TurnRequest } from "../core/turn";
import type { TurnError } from "../core/turn-error";
import type { Fact, RecordedFact } from "../pairing/fact";
import type { Delivery } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import type { DraftStore } from "./draft-store";
import type { RawExchangeStore } from "./raw-exchange-store";
import type { RequestSettings } from "./request-parts";
import type { ResponseStore } from "./response-store";

/**
 * Everything that one session remembers. All methods are synchronous, because a Durable Object's SQLite is: a request is decided
 * and stored without any other event in between. Both stores pass one behavioural suite. `docs/storage.md` describes the tables.
 */
export interface SessionStore {
  /** Runs `work` and keeps all of its writes, or none if it throws. Transactions may nest. */
  transaction<T>(work: () => SyncResult<T>): T;

  readState(): SessionState | null;
  /** Keeps a snapshot: the caller may go on mutating its state. */
  writeState(state: SessionState): void;

  /** Returns the sequence of the last fact. Facts of one call share a row, so append a transition's facts together. */
  appendFacts(facts: readonly RecordedFact[]): number;
  /** Of the newest fact; 0 where there is none. */
  lastSequence(): number;
  /** Oldest first. */
  readFacts(afterSequence: number, limit: number): readonly StoredFact[];

  /** A hold id is saved once; saving it again throws. */
  saveRequest(record: RequestRecord): void;
  hasRequest(holdId: string): boolean;
  /** Reads the whole history; where less will do, the methods below read less. */
  readRequest(holdId: string): StoredRequest | null;
  /** Null for an unknown hold. */
  readTools(holdId: string): readonly ToolDefinition[] | null;
  /** Whether its client reads a stream; null for an unknown hold, or where nobody said. */
  readIsStream(holdId: string): boolean | null;
  /** Null for an unknown hold. */
  readSettings(holdId: string): RequestSettings | null;
  /**
   * The messages of a request from an index on; a negative index counts from the end, as in `slice`. Reads no more of a long
   * history than it returns, near its end. Empty for an unknown hold.
   */
  readMessages(holdId: string, fromIndex: number): readonly Message[];
  /** What a request was the first to bring; null for an unknown hold. */
  readNews(holdId: string): RequestNews | null;

  /** From now on every message of the request counts as shown to the responder. */
  markShown(holdId: string): void;
  /**
   * Where the part begins that the responder has not seen: after the last message that was shown to it or delivered to the
   * caller. The final message always belongs to it. 0 for an unknown hold.
   */
  firstUnshownIndex(holdId: string): number;
  /** Where that part began when the request arrived, whatever was shown since. */
  unshownIndexOnArrival(holdId: string): number;

  /** The first content that is saved under a source stays. */
  saveReply(sourceId: string, content: ReplyContent): void;
  readReply(sourceId: string): ReplyContent | null;

  /** The text that a responder is shown for a turn; a later text replaces it. */
  savePrompt(prompt: Prompt): void;
  readPrompt(turnId: number): Prompt | null;

  addDelivered(evidence: DeliveredText): void;
  addReceived(evidence: ReceivedText): void;
  addMinted(evidence: MintedId): void;
  /** Newest first, at most `EVIDENCE_FOUND_MAX`. */
  findDelivered(textDigest: string): readonly Delivery[];
  /** Newest first, at most `EVIDENCE_FOUND_MAX`. */
  findReceived(textDigest: string): readonly ReceivedFrom[];
  findMinted(id: string): { readonly seat: Seat; readonly turnId: number } | null;

  /** The writes of these belong to the same transactions. */
  readonly responses: ResponseStore;
  readonly drafts: DraftStore;
  readonly rawExchanges: RawExchangeStore;

  usedBytes(): number;
}

/** Makes an async callback a compile error: its writes would outlive the transaction. */
export type SyncResult<T> = T extends PromiseLike<unknown> ? never : T;

/** A text that was delivered or received more often proves no more. */
export const EVIDENCE_FOUND_MAX = 16;

export interface StoredFact {
  readonly sequence: number;
  readonly atMs: number;
  readonly fact: Fact;
}

export interface StoredRequest {
  readonly holdId: string;
  readonly atMs: number;
  readonly dialect: string;
  /** Null where its Worker did not say. */
  readonly isStream: boolean | null;
  readonly request: TurnRequest;
}

export interface RequestRecord extends StoredRequest {
  readonly digests: RequestDigests;
}

export interface RequestNews {
  readonly dialect: string;
  readonly messages: readonly { readonly index: number; readonly message: Message }[];
  /** Null where the same tools were stored before, or there are none. */
  readonly tools: readonly ToolDefinition[] | null;
  /** Null where the same settings were stored before. */
  readonly settings: RequestSettings | null;
}

export type ReplyContent = ({ readonly reply: Reply } | { readonly error: TurnError }) & {
  /** Absent where it goes out at once, and whole. */
  readonly delivery?: ReplyDelivery;
};

export interface Prompt {
  readonly turnId: number;
  /** The hold id of the caller's request that the prompt was made from. */
  readonly requestId: string;
  readonly atMs: number;
  readonly text: string;
}

export interface DeliveredText {
  readonly textDigest: string;
  readonly seat: Seat;
  readonly turnId: number | null;
  readonly afterDigest: string | null;
}

export interface ReceivedText {
  readonly textDigest: string;
  readonly seat: Seat;
  readonly turnId: number | null;
}

export interface ReceivedFrom {
  readonly seat: Seat;
  readonly turnId: number | null;
}

export interface MintedId {
  readonly id: string;
  readonly seat: Seat;
  readonly turnId: number;
}
