import type { JsonObject } from "../core/json";
import type { Message } from "../core/message";
import type { Reply, ResponseFormat, ToolChoice, ToolDefinition } from "../core/turn";
import type { TurnError } from "../core/turn-error";

/**
 * A turn with everything that its caller sent, as `GET /sessions/{name}/turns/{turnId}` answers it; of an undecided request
 * `GET /sessions/{name}/holds/{holdId}` does, without a turn and without an answer.
 */
export interface TurnView {
  readonly turnId: number | null;
  readonly atMs: number;
  /** The caller's dialect, such as `openai-chat`. */
  readonly dialect: string;
  readonly isStream: boolean;
  /** The whole conversation, without system messages where this reader may not see the context. */
  readonly messages: readonly Message[];
  /** From here on it is new since the turn before. */
  readonly newFromIndex: number;
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
  readonly allowsParallelToolCalls: boolean;
  readonly responseFormat: ResponseFormat;
  /** Null where this reader may not see the context. */
  readonly parameters: JsonObject | null;
  readonly unknownFields: JsonObject | null;
  readonly answer: { readonly reply: Reply } | { readonly error: TurnError } | null;
}

/** What went over the wire, as `GET /sessions/{name}/turns/{turnId}/raw` answers it. It is kept for the newest turns alone. */
export interface RawExchange {
  /** The JSON text of the request's body; long texts and all but the newest messages are replaced by a note of their size. */
  readonly request: string | null;
  /** The bytes of the response, without heartbeats. */
  readonly response: string | null;
}

/** Who is signed in, as `GET /console/account` answers it; 401 where nobody is. */
export interface Account {
  readonly role: "admin" | "operator" | "caller" | "responder";
  /** The invitation's label; null for the key. */
  readonly label: string | null;
  /** True in open local mode, where there is nothing to sign in to. */
  readonly isOpenLocal: boolean;
  /** The session that an invitation is for, or its home where it is by pattern; null for the key. */
  readonly sessionName: string | null;
  /** The pattern of sessions that an invitation opens; null where it opens one, or for the key. */
  readonly pattern: string | null;
  readonly sees: { readonly context: boolean; readonly history: boolean };
  /** When this sign-in ends; null where it does not. */
  readonly expiresAtMs: number | null;
  /** Whether this server can make invitations: it needs a key that is long enough. */
  readonly canInvite: boolean;
}
