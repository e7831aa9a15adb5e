import type { ResponderKind, Seat } from "../core/turn";
import type { MessageDigest } from "../core/digest";
import type { SideRequest } from "../core/leg";
import type { TurnError } from "../core/turn-error";
import type { Command } from "./command";
import type { ReplyForm } from "./fact";
import type { Arrival, Claimant, Notice, Outcome } from "./state";

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
      readonly target: AnswerTarget;
      readonly form: ReplyForm;
      /** Whose the turn becomes if it is nobody's; null where claims play no part. */
      readonly claimant: Claimant | null;
    }
  /** PAIR-16: an operator makes a turn their own; a turn that another has only as a take-over. */
  | {
      readonly type: "claim-turn";
      readonly atMs: number;
      readonly target: AnswerTarget;
      readonly claimant: Claimant;
      readonly isTakeOver: boolean;
    }
  /** A turn is given to another operator, or to nobody. */
  | {
      readonly type: "hand-over-turn";
      readonly atMs: number;
      readonly turnId: number;
      readonly claimant: Claimant | null;
    }
  /** PAIR-20: the first piece of a reply is about to go to the caller. */
  | {
      readonly type: "begin-reply";
      readonly atMs: number;
      readonly turnId: number;
      readonly claimant: Claimant;
    }
  | {
      readonly type: "change-responder";
      readonly atMs: number;
      readonly responderKind: ResponderKind;
    }
  | { readonly type: "change-side-requests"; readonly atMs: number; readonly areAnswered: boolean }
  | {
      readonly type: "change-context-visibility";
      readonly atMs: number;
      readonly isHidden: boolean;
    };

/** A turn, or the undecided hold that becomes one (PAIR-6). */
export type AnswerTarget = { readonly turnId: number } | { readonly holdId: string };

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
  /** PAIR-20: what has been accepted of the reply so far goes to its caller, from the beginning. */
  | { readonly type: "tell-draft"; readonly holdId: string; readonly turnId: number }
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
