import type { JsonObject } from "../core/json";
import type { Message } from "../core/message";
import type { ReplyEvent, Seat } from "../core/turn";
import type { TurnError } from "../core/turn-error";

/** What the Worker may ask a Session about the responses that it keeps, each by the id of its hold. */
export interface ResponseApi {
  /** Null where there is none, or where it was deleted. */
  fetchResponse(holdId: string): Promise<FetchedResponse | null>;
  /** For a request that continues the response; of a conversation of more bytes than given, only that it is too long. */
  readResponseHistory(holdId: string, bytesMax: number): Promise<ResponseHistory>;
  /** For a request that names items of earlier replies: those replies that there are. */
  readKeptReplies(holdIds: readonly string[], bytesMax: number): Promise<KeptReplies>;
  readResponseInput(holdId: string): Promise<ResponseInput | null>;
  /** The turn and its transcript stay. False where there was none. */
  deleteResponse(holdId: string): Promise<boolean>;
}

export interface FetchedResponse {
  readonly createdAtMs: number;
  readonly context: JsonObject;
  readonly options: JsonObject;
  /** Whose response it is; null while that is undecided. */
  readonly seat: Seat | null;
  readonly outcome:
    | { readonly kind: "reply"; readonly events: readonly ReplyEvent[] }
    /** It was to break off: what came before. */
    | { readonly kind: "cut"; readonly events: readonly ReplyEvent[] }
    | { readonly kind: "error"; readonly error: TurnError }
    | { readonly kind: "awaited" }
    /** Nothing will come: the request gave its place to another one. */
    | { readonly kind: "over" };
}

export type ResponseHistory =
  | {
      readonly kind: "found";
      readonly messages: readonly Message[];
      readonly seat: Seat | null;
    }
  | { readonly kind: "unknown" }
  /** It has failed, or is still awaited. */
  | { readonly kind: "unanswered" }
  | { readonly kind: "too-long" };

export type KeptReplies =
  | { readonly kind: "found"; readonly replies: readonly KeptReply[] }
  | { readonly kind: "too-long" };

export interface KeptReply {
  readonly holdId: string;
  readonly events: readonly ReplyEvent[];
  readonly seat: Seat | null;
}

export interface ResponseInput {
  readonly messages: readonly Message[];
  readonly seat: Seat | null;
}
