import type { ApiError } from "../core/api-error";
import type { JsonObject } from "../core/json";
import type { Result } from "../core/result";
import type { ReplyEvent, TurnRequest, Usage } from "../core/turn";

/** What a decoded request leaves behind for its response. Small: a Worker keeps it for as long as it holds the request. */
export interface ResponseContext {
  /** The `model` of the request as the client wrote it, to be echoed. */
  readonly model: string;
  readonly isStream: boolean;
  /** Estimated tokens of the request. */
  readonly inputTokens: number;
  /** What only this dialect's encoders read, such as `include_usage`. */
  readonly options: JsonObject;
  /** The kept response that this one continues, as its client named it. */
  readonly previousResponseId?: string;
}

export interface DecodedRequest {
  /** The `model` as sent; the edge parses it into a session's name. */
  readonly model: string;
  readonly request: TurnRequest;
  readonly context: ResponseContext;
  /** Set where no turn is wanted, as by Ollama's "load": `encodeResponse` without events answers at once, and no session hears of it. */
  readonly wantsNoTurn?: true;
  /** By which the client names its conversation in the body, where its dialect has a place for that. */
  readonly threadId?: string;
  /** In a dialect whose responses the server keeps. */
  readonly keeping?: ResponseKeeping;
}

/** What becomes of a response, and which earlier ones its request speaks of besides `previousResponseId`. */
export interface ResponseKeeping {
  /** Whether it can be fetched and continued later. */
  readonly isKept: boolean;
  /** So many of the first messages are instructions for this response alone: one that continues it does not have them. */
  readonly instructionCount: number;
  /** Items of earlier replies that stand in the request as ids, and are missing from its messages until they are replaced. */
  readonly referencedItemIds: readonly string[];
}

/** Where a kept response is. */
export interface KeptResponseId {
  /** As in the response's stamp. */
  readonly responseId: string;
  readonly sessionName: string;
}

/** The ids of kept responses and of what is in them. They are clients' words: null stands for what cannot be one. */
export interface ResponseKeeper {
  readId(id: string): KeptResponseId | null;
  /** The response that an item belongs to. */
  readItemId(id: string): string | null;
  /**
   * The body with items of earlier replies, which are given by their responses' ids, in the places of references to them. Null where
   * the items have more bytes of JSON than given: a short request can name a long item any number of times.
   */
  replaceReferences(
    body: JsonObject,
    repliesById: ReadonlyMap<string, readonly ReplyEvent[]>,
    bytesMax: number,
  ): Result<JsonObject, ApiError> | null;
}

/** Ids and time come from outside, so that encoders are pure and golden tests exact to the byte. */
export interface ResponseStamp {
  /** Unique per response, without the dialect's prefix. */
  readonly responseId: string;
  readonly createdAtMs: number;
}

export interface EncodedError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes one streamed response. Each method returns the bytes as text, possibly empty. */
export interface StreamEncoder {
  /** What goes out when the headers are committed, before there is any reply. */
  start(): string;
  push(event: ReplyEvent, usage: Usage): string;
  /** A heartbeat that every client of the dialect bears and no client counts as content. */
  heartbeat(): string;
  /** A typed event without effect, for clients that ignore bytes and count parsed events. It is written once, or not asked for. */
  noOpEvent(): string;
  /** An error in mid-stream, in the form that makes the vendor's SDK raise. */
  error(error: ApiError): string;
}

/** What a request to an endpoint wants: a turn, or only the number of tokens that it would have. */
export type Operation = "chat" | "count-tokens";

/** What the path and the query of a request say, for dialects that put more than a name there. */
export interface Target {
  readonly operation: Operation;
  readonly hints: DecodeHints;
}

/** A place where clients of a dialect send their requests, always by POST. */
export interface Endpoint {
  /** The pattern of the canonical path, as the router reads it: `/v1/chat/completions`, `/v1beta/models/:target{.+}`. */
  readonly path: string;
  /** Null where nothing is at this path; it comes still percent-encoded. Without this, every request to the path wants a turn. */
  readTarget?(path: string, query: URLSearchParams): Target | null;
}

/** One dialect: pure translation between a vendor's wire and the neutral turn. */
export interface ProtocolCodec {
  readonly id: string;
  readonly endpoints: readonly Endpoint[];
  /** The canonical paths whose errors have this dialect's shape, whatever is wrong there. */
  readonly errorPaths: RegExp;
  /** The body's field that has the conversation, but for instructions that may stand elsewhere; for errors about one of its messages. */
  readonly conversationField: string;
  /** The media type of a streamed response. */
  streamContentType(context: ResponseContext): string;
  decodeRequest(body: JsonObject, hints: DecodeHints): Result<DecodedRequest, ApiError>;
  /** The JSON text of a whole response. */
  encodeResponse(
    events: readonly ReplyEvent[],
    usage: Usage,
    context: ResponseContext,
    stamp: ResponseStamp,
  ): string;
  createStreamEncoder(context: ResponseContext, stamp: ResponseStamp): StreamEncoder;
  /** The request's id, under which the server's log has more, goes where the dialect has a place for it. */
  encodeError(error: ApiError, requestId: string): EncodedError;
  /** The JSON text that answers `count-tokens`, with the request's hints; absent where the dialect has no such operation. */
  encodeTokenCount?(inputTokens: number, hints?: DecodeHints): string;
  /** For a dialect whose responses can be fetched, continued and referred to later. */
  readonly keeping?: ResponseKeeper;
  /** White space that may precede `encodeResponse`'s text while a person thinks. */
  readonly responseHeartbeat: string;
}

/** What a dialect carries outside the body: the model in the path, streaming by the method's name, its framing in the query. */
export interface DecodeHints {
  readonly model?: string;
  readonly isStream?: boolean;
  /** How a stream is framed, where the client can choose. */
  readonly framing?: "sse" | "json-array";
  /** Where a count of tokens needs less than a turn does. */
  readonly operation?: Operation;
  /** Whether the client reads the beta form of the response, which has more fields. */
  readonly isBeta?: boolean;
}
