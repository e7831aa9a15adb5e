import type { InviteRole, Sees } from "../auth/invite";
import type { RawExchange, TurnView } from "../console-protocol/turn-view";
import type { ConsoleReader } from "../core/console-visitor";
import type { ReplyDelivery } from "../core/reply-delivery";
import type { Result } from "../core/result";
import type { SessionSummary } from "../core/session-status";
import type { Reply, ResponderKind } from "../core/turn";
import type { TurnError } from "../core/turn-error";
import type { Claimant } from "../pairing/state";
import type { ReplyPlace } from "./reply-fault";
import type { ResponseApi } from "./response-api";

/** What the Worker may ask a Session for, besides opening a leg or a console's socket with `fetch` and `Upgrade: websocket`. */
export interface SessionApi extends ResponseApi {
  /** Null for a session that nobody has used. */
  describe(): Promise<SessionDescription | null>;
  /**
   * Events after `afterSequence`, oldest first, at most `limit`, and never more than a few MiB. Without a reader, or for an admin, they
   * are whole; for others, as far as they may see them, so that a page may have fewer than asked for, or none.
   */
  readTranscript(query: {
    readonly afterSequence: number;
    readonly limit: number;
    readonly reader?: ConsoleReader;
  }): Promise<TranscriptPage>;
  /** Null where there is no such turn or undecided request, or where this reader may not see it. */
  viewTurn(
    target: { readonly turnId: number } | { readonly holdId: string },
    reader: ConsoleReader,
  ): Promise<TurnView | null>;
  /** Null where there is no such turn, or where this reader may not see it; its parts are null where they are not kept. */
  readRaw(turnId: number, reader: ConsoleReader): Promise<RawExchange | null>;
  /** Ends every hold with `session_deleted` and removes all that was stored. */
  deleteSession(): Promise<void>;
  answerAsOperator(
    answer: OperatorAnswer,
  ): Promise<Result<{ readonly turnId: number }, OperatorProblem>>;
  /** The error says that there is no place for another session; null: done. */
  changeResponder(responderKind: ResponderKind): Promise<TurnError | null>;
  changeSideRequests(areAnswered: boolean): Promise<TurnError | null>;
  /** System prompts and parameters are kept from whoever answers, or shown again. */
  changeContextVisibility(isHidden: boolean): Promise<TurnError | null>;
  /** False if there are too many. The session need not exist, and does not by this. */
  addInvite(invite: Omit<InviteRecord, "revokedAtMs">): Promise<boolean>;
  /** Oldest first. */
  listInvites(): Promise<readonly InviteRecord[]>;
  /** False if it was revoked. */
  admitInvite(inviteId: string): Promise<boolean>;
  /** Notes another session that is about to hold a request or a socket of it. */
  useInvite(inviteId: string, sessionName: string): Promise<InviteUse>;
  /** Whether another session's invitation holds anything here; also where only whose lost request this is cannot be told. */
  isInviteInUse(inviteId: string): Promise<boolean>;
  /** Ends what it holds here. Null for an invitation that this session does not list. */
  revokeInvite(inviteId: string): Promise<RevokedInvite | null>;
  /** These sessions refuse it from now on, or hold nothing of it any more. Those stay that were used again since. */
  forgetInviteUses(inviteId: string, uses: InviteUsesToReview): Promise<void>;
  /** Ends what another session's invitation holds here, and keeps it out. */
  refuseInvite(inviteId: string, expiresAtMs: number): Promise<void>;
}

/** An invitation as its session remembers it; the token is not kept. */
export interface InviteRecord {
  readonly inviteId: string;
  readonly role: InviteRole;
  /** The pattern of sessions that it opens; null: this session alone. */
  readonly pattern: string | null;
  readonly label: string | null;
  readonly sees: Sees;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly revokedAtMs: number | null;
}

/** `full`: it is noted in as many sessions as it may be. Some of these may be done with it. */
export type InviteUse =
  | { readonly kind: "noted" }
  | { readonly kind: "revoked" }
  | { readonly kind: "full"; readonly review: InviteUsesToReview };

export interface InviteUsesToReview {
  readonly sessionNames: readonly string[];
  /** None of them was used since. */
  readonly usedBeforeMs: number;
}

export interface RevokedInvite {
  readonly expiresAtMs: number;
  /** Other sessions that it was used in and that have not been told; some of them, if there are many. */
  readonly heldBySessions: readonly string[];
}

export interface SessionDescription extends SessionSummary {
  readonly answersSideRequests: boolean;
  readonly openTurns: readonly OpenTurn[];
  readonly holds: readonly DescribedHold[];
  readonly storedBytes: number;
}

export interface OpenTurn {
  readonly turnId: number;
  readonly openedAtMs: number;
  readonly deadlineAtMs: number;
  readonly status: "waiting" | "shown" | "answered" | "abandoned";
  readonly isCallerAttached: boolean;
  /** What the responder is asked, cut after some thousand characters; null where it is answered already. */
  readonly question: string | null;
}

export interface DescribedHold {
  readonly holdId: string;
  readonly seat: "caller" | "responder" | null;
  readonly isAttached: boolean;
  readonly sinceMs: number;
  /** What an undecided request says, cut likewise: an operator can answer it. */
  readonly question: string | null;
}

export interface TranscriptPage {
  readonly events: readonly TranscriptEvent[];
  /** To be passed as `afterSequence` for the next page; null at the end. */
  readonly nextSequence: number | null;
}

/** One event with the content that it brought: a message appears at the event that first stored it. */
export interface TranscriptEvent {
  readonly sequence: number;
  readonly atMs: number;
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface OperatorAnswer {
  /** Makes a repeated call harmless. */
  readonly replyId: string;
  readonly target: { readonly turnId: number } | { readonly holdId: string } | "oldest";
  readonly content: { readonly reply: Reply } | { readonly error: TurnError };
  /** Who answers: a turn that is nobody's becomes theirs, another's is refused (PAIR-16). Absent over HTTP, which ignores claims. */
  readonly operator?: Claimant;
  /** How it goes out; absent: at once, and whole. */
  readonly delivery?: ReplyDelivery;
  /** The reply goes out as it is, also where it is not what the caller demands. */
  readonly isUnchecked?: boolean;
}

export type OperatorProblem =
  | { readonly reason: "no-such-turn" }
  | { readonly reason: "already-answered" }
  /** PAIR-16: another operator has the turn. */
  | { readonly reason: "claimed"; readonly claimedBy: Claimant }
  /** PAIR-20: the reply does not begin with what the caller has already got of it. */
  | { readonly reason: "differs-from-draft"; readonly acceptedText: string }
  /** PAIR-10: the reply is not what the caller demands; `detail` says why, and `place` where the first fault is. */
  | { readonly reason: "reply-rejected"; readonly place: ReplyPlace; readonly detail: string };
