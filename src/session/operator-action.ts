import type { Pace } from "../core/reply-delivery";
import type { Result } from "../core/result";
import type { AnswerTarget } from "../pairing/input";
import type { Claimant } from "../pairing/state";
import type { LegDispatch } from "./render-effect";
import type { OperatorProblem } from "./session-api";

/** A piece of an answer that is still being written (PAIR-20). */
export interface DraftPiece {
  readonly turnId: number;
  readonly operator: Claimant;
  /** Where it stands in the answer, in UTF-16 units. */
  readonly startChars: number;
  readonly text: string;
  readonly pace: Pace | null;
  readonly atMs: number;
}

export interface AcceptedDraft {
  /** How much of the answer is stored now. It may end before the piece does, where that ends in half a character. */
  readonly acceptedChars: number;
  /** What the piece added; empty where all of it was known. */
  readonly addedText: string;
  /** Whether the session's state has changed: the turn was begun, or claimed, by it. */
  readonly isFirst: boolean;
  readonly dispatches: readonly LegDispatch[];
}

export interface DraftProblem {
  readonly reason:
    | "claimed"
    | "no-such-turn"
    | "already-answered"
    /** The caller takes its answer only as a whole. */
    | "no-draft"
    /** Something before the piece is missing. */
    | "gap"
    /** The accepted text is another at the piece's place. */
    | "differs-from-draft";
  readonly acceptedText: string;
  readonly claimedBy: Claimant | null;
}

export type DraftResult = Result<AcceptedDraft, DraftProblem>;

export interface ClaimRequest {
  readonly target: AnswerTarget;
  readonly claimant: Claimant;
  readonly isTakeOver: boolean;
  readonly atMs: number;
}

export interface HandOverRequest {
  readonly turnId: number;
  /** Who gives it away: only the claimant can. */
  readonly fromOperatorId: string;
  readonly claimant: Claimant | null;
  readonly atMs: number;
}

export interface ClaimProblem {
  readonly reason: "claimed" | "no-such-turn" | "already-answered";
  readonly claimedBy: Claimant | null;
}

export type ClaimResult = Result<
  { readonly turnId: number; readonly dispatches: readonly LegDispatch[] },
  ClaimProblem
>;

export type AnswerResult = Result<
  { readonly turnId: number; readonly dispatches: readonly LegDispatch[] },
  OperatorProblem
>;
