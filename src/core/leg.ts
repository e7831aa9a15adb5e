import type { RequestDigests } from "./digest";
import type { JsonObject } from "./json";
import type { Pace, ReplyDelivery } from "./reply-delivery";
import type { TurnError } from "./turn-error";
import type { ReplyEvent, Seat, TurnRequest } from "./turn";

/**
 * A leg is the socket between the Worker that holds a client's request and the Session. Each message is one JSON text. A deploy
 * reaches Workers and Sessions at different times, so both ends ignore message types and fields that they do not know.
 */

/** The auto-response pair that keeps a leg alive without waking the Session. */
export const LEG_PING = "ping";
export const LEG_PONG = "pong";

/** Names the invitation by which the client of a leg came in; the Session closes to it when it is revoked. */
export const LEG_INVITE_HEADER = "x-motive-invite";

/** A client's request as the Worker hands it to the Session. */
export interface HoldOpening {
  readonly holdId: string;
  /** The dialect that the client speaks, such as `openai-chat`; recorded, never interpreted. */
  readonly dialect: string;
  /** PAIR-1: the seat that the request names itself. */
  readonly seat: Seat | null;
  /** A hash of the credential, the user agent and the address. Weak evidence, never a credential. */
  readonly identity: string;
  /** `x-stainless-retry-count`: 0 where absent. */
  readonly retryCount: number;
  readonly idempotencyKey: string | null;
  /** Thread ids that clients send along, each prefixed by its source. */
  readonly threadIds: readonly string[];
  /** PAIR-2: what looks like a chat UI's own housekeeping call, with the answer by rule. The Session decides. */
  readonly sideRequest: SideRequestCandidate | null;
  readonly digests: RequestDigests;
  readonly request: TurnRequest;
  /** The client came in by an invitation that does not show system prompts and parameters. */
  readonly isContextHidden?: true;
  /** Whether the client reads a stream, which gets an operator's words while they are written. Absent from an older Worker. */
  readonly isStream?: boolean;
  /** The body as the client sent it, for operators to look at: shortened JSON text. */
  readonly rawRequest?: string;
  /** Where the client may fetch its response later, or continue it. */
  readonly keptResponse?: KeptResponse;
}

/** What the Worker needs to write a response again. The Session keeps it under the hold's id, and reads nothing in it. */
export interface KeptResponse {
  readonly createdAtMs: number;
  /** How many of the request's first messages are no part of the conversation: instructions for this response alone. */
  readonly instructionCount: number;
  readonly context: JsonObject;
  /** The part of the context that repeats from request to request, such as instructions and tools. */
  readonly options: JsonObject;
}

export interface SideRequest {
  /** What is asked for, such as `title` or `tags`. */
  readonly kind: string;
  readonly answer: string;
  /** Its client sends it again and again, so an equal one soon after asks for nothing more. */
  readonly isRecurrent?: boolean;
}

/** What a request tells by itself. The third mark, that it quotes the conversation, only the Session can see. */
export interface SideRequestMarks {
  readonly structure: boolean;
  readonly wording: boolean;
}

export interface SideRequestCandidate extends SideRequest {
  /** By which signature it was recognised, such as `open-webui-title`. */
  readonly signatureId: string;
  readonly marks: SideRequestMarks;
  /** The tool whose arguments the answer is, where the client forces a call. */
  readonly toolName?: string;
}

export type LegMessageFromWorker =
  /** The first message of a first leg. */
  | { readonly type: "open"; readonly opening: HoldOpening }
  /** The first message of every later leg of the same hold. */
  | { readonly type: "attach"; readonly holdId: string }
  /** The whole response was written and the client was still there at its end (PAIR-14). `rawResponse`: its bytes, shortened. */
  | { readonly type: "delivered"; readonly rawResponse?: string }
  /** The client was still there after two heartbeats (PAIR-6c). */
  | { readonly type: "probed" };

export type LegMessageFromSession =
  /** The request is stored; the Worker may forget its body and must re-attach from now on. */
  | { readonly type: "held" }
  /** The end of the hold, with a reply, a prompt or a notice: all events, `finish` last. The turn is for the Worker's log. */
  | {
      readonly type: "resolve";
      readonly events: readonly ReplyEvent[];
      readonly turnId?: number;
      readonly delivery?: ReplyDelivery;
    }
  /** An operator has begun to write: the client may see that an answer comes. */
  | { readonly type: "typing" }
  /**
   * A piece of an answer that is still being written, at its place in the answer's text, in UTF-16 units. After each `attach` the whole
   * that was accepted comes again from 0. The text of the end begins with all of it.
   */
  | {
      readonly type: "draft";
      readonly startChars: number;
      readonly text: string;
      readonly pace: Pace | null;
    }
  | { readonly type: "error"; readonly error: TurnError; readonly delayMs?: number }
  /** Is the client still there? Answered by `probed`, or by closing the leg. */
  | { readonly type: "probe" }
  /** The session does not know the hold of an `attach`. */
  | { readonly type: "unknown-hold" };

/** Close codes of a leg, from the private range. */
export const LEG_CLOSE = {
  /** The client has left. */
  clientLeft: 4001,
  /** The hold has ended and its end was delivered. */
  done: 4000,
  /** Another leg of the same hold took over. */
  superseded: 4002,
} as const;
