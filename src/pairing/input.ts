import type { ResponderKind, Seat } from "../core/turn";
import type { MessageDigest } from "../core/digest";
import type { SideRequest } from "../core/leg";
import type { TurnError } from "../core/turn-error";
import type { Command } from "./command";
import type { ReplyForm } from "./fact";
import type { Arrival, Notice, Outcome } from "./state";

/** Everything that can happen to a session, with its time. */
export type Input =
  | { readonly type: "request"; readonly atMs: number; readonly request: ArrivingRequest }
  /** A leg of a known hold has opened again. */
  | { readonly type: "attach"; readonly atMs: number; readonly holdId: string }
  /** The hold's leg is closed: its client left, or the leg was lost. */
  | {
      readonly type: "detach";
      readonly atMs: number;
      readonly holdId: string;
      /** Nobody said that the client left: after a crash, say. */
      readonly isLegLost?: boolean;
    }
  | { readonly type: "delivered"; readonly atMs: number; readonly holdId: string }
  /** The hold's client was still there after two heartbeats. */
  | { readonly type: "probed"; readonly atMs: number; readonly holdId: string }
  /** The alarm: ends whatever is due. */
  | { readonly type: "deadline"; readonly atMs: number }
  | {
      readonly type: "operator-reply";
      readonly atMs: number;
      readonly replyId: string;
      /** A turn, or the undecided hold that becomes one (PAIR-6). */
      readonly target: { readonly turnId: number } | { readonly holdId: string };
      readonly form: ReplyForm;
    }
  | {
      readonly type: "change-responder";
      readonly atMs: number;
      readonly responderKind: ResponderKind;
    }
  | { readonly type: "change-side-requests"; readonly atMs: number; readonly areAnswered: boolean };

export interface ArrivingRequest {
  readonly arrival: Omit<
    Arrival,
    "evidence" | "continuesHoldIds" | "hasHistory" | "lastUserDigest"
  >;
  /** The messages that are not system messages, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** `chain[i]` stands for `history[0]` to `history[i]`. */
  readonly chain: readonly string[];
  readonly sideRequest: SideRequest | null;
}

export interface HistoryEntry {
  readonly role: "user" | "assistant" | "tool";
  readonly digest: MessageDigest;
}

/**
 * What a transition may look up. The content of messages stays in the store; the machine asks only these questions, and their
 * answers follow from the log.
 */
export interface SessionReader {
  /** Deliveries of a text to a seat, newest first, at most a handful. */
  findDelivered(textDigest: string): readonly Delivery[];
  /** Turns in which a text was received from a seat, newest first, at most a handful. */
  findReceived(
    textDigest: string,
  ): readonly { readonly seat: Seat; readonly turnId: number | null }[];
  /** The delivery that minted an id. */
  findMinted(id: string): { readonly seat: Seat; readonly turnId: number } | null;
  /** What a responder's held request says, should it be one: its last user message. */
  readMessage(holdId: string): ResponderMessage;
  /**
   * PAIR-10: why what a responder's held request says cannot be the reply to a turn, in words for the responder; null if it can.
   */
  checkReply(turnId: number, holdId: string): string | null;
}

export interface Delivery {
  readonly seat: Seat;
  readonly turnId: number | null;
  /** The user text before it in the history of the client that got it; null where that had none. */
  readonly afterDigest: string | null;
}

export type ResponderMessage =
  | { readonly kind: "text"; readonly isEmpty: boolean }
  | { readonly kind: "command"; readonly command: Command };

/** What the shell has to do after it has stored the facts. */
export type Effect =
  | { readonly type: "tell-held"; readonly holdId: string }
  | { readonly type: "resolve"; readonly holdId: string; readonly outcome: Outcome }
  | { readonly type: "probe"; readonly holdId: string }
  | { readonly type: "refuse"; readonly holdId: string; readonly error: TurnError }
  | { readonly type: "answer-side-request"; readonly holdId: string; readonly notice: Notice }
  | { readonly type: "tell-unknown"; readonly holdId: string };

export interface PairingSettings {
  readonly turnTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly openTurnsMax: number;
  readonly responderKind: ResponderKind;
}
