import type { ResponderKind, Seat } from "../core/turn";
import type { TurnError } from "../core/turn-error";
import type { Arrival, Claimant, Outcome, Probing } from "./state";

/**
 * What happened, in the order in which it happened. The log of facts is the session's transcript; folding it from empty gives the
 * live state (invariant 5). A stored fact is never rewritten, so a change here must still read the old ones.
 */
export type Fact =
  | { readonly type: "session-started"; readonly responderKind: ResponderKind }
  | { readonly type: "session-expired" }
  | { readonly type: "responder-changed"; readonly responderKind: ResponderKind }
  | { readonly type: "side-requests-changed"; readonly areAnswered: boolean }
  /** Whether system prompts and parameters are kept from the consoles. */
  | { readonly type: "context-visibility-changed"; readonly isHidden: boolean }
  /** A request arrived and is held. */
  | { readonly type: "hold-opened"; readonly arrival: Arrival }
  | { readonly type: "hold-probing"; readonly holdId: string; readonly probing: Probing }
  /** The client of this hold was still there when it was asked. */
  | { readonly type: "hold-probed"; readonly holdId: string }
  /** The request that waited for probes goes on. */
  | { readonly type: "hold-probing-ended"; readonly holdId: string }
  | { readonly type: "hold-seated"; readonly holdId: string; readonly seat: Seat }
  | { readonly type: "hold-attached"; readonly holdId: string }
  | { readonly type: "hold-detached"; readonly holdId: string; readonly isLegLost?: true }
  /** PAIR-3: a retry takes the place of an earlier request. */
  | { readonly type: "hold-retried"; readonly holdId: string; readonly arrival: Arrival }
  | { readonly type: "hold-resolved"; readonly holdId: string; readonly outcome: Outcome }
  /** A retry finds that its parked prompt is answered or over, and waits for the next one. */
  | { readonly type: "hold-reopened"; readonly holdId: string }
  | {
      readonly type: "hold-ended";
      readonly holdId: string;
      readonly why: "delivered" | "replaced" | "abandoned" | "forgotten";
    }
  /** A request was turned away before it was held. */
  | { readonly type: "request-refused"; readonly holdId: string; readonly error: TurnError }
  | {
      readonly type: "side-request-answered";
      readonly holdId: string;
      readonly kind: string;
      readonly digest: string;
    }
  | {
      readonly type: "turn-opened";
      readonly turnId: number;
      readonly holdId: string;
      readonly deadlineAtMs: number;
      readonly followsTurnId: number | null;
    }
  | { readonly type: "turn-shown"; readonly turnId: number; readonly holdId: string }
  | { readonly type: "turn-skipped"; readonly turnId: number }
  /** PAIR-16: it is this operator's from now on, or nobody's. */
  | {
      readonly type: "turn-claimed";
      readonly turnId: number;
      readonly claimant: Claimant | null;
    }
  /** PAIR-20: the first piece of an operator's reply goes to the caller. */
  | { readonly type: "reply-begun"; readonly turnId: number }
  | {
      readonly type: "turn-answered";
      readonly turnId: number;
      readonly source: ReplySource;
      readonly form: ReplyForm;
    }
  | {
      readonly type: "turn-delivered";
      readonly turnId: number;
      readonly by: "confirmation" | "history";
    }
  | { readonly type: "turn-abandoned"; readonly turnId: number }
  /** The retry of an abandoned question: somebody waits for it after all. */
  | { readonly type: "turn-revived"; readonly turnId: number }
  | { readonly type: "turn-expired"; readonly turnId: number }
  /** PAIR-15: another answer to a turn that already has one, or that is over. Kept, never delivered. */
  | {
      readonly type: "reply-superseded";
      readonly turnId: number;
      readonly source: ReplySource;
      readonly form: ReplyForm;
    }
  /** A responder's message while nobody asks: its handshake, or words into the air. Kept, never delivered. */
  | { readonly type: "message-unprompted"; readonly holdId: string }
  | { readonly type: "command-received"; readonly holdId: string; readonly command: string }
  | {
      readonly type: "party-seen";
      readonly seat: Seat;
      readonly identity: string;
      readonly profiles: readonly string[];
      readonly threadIds: readonly string[];
      readonly sendsHistory: boolean;
    };

/** Who wrote a reply: a partner's request, or an operator's message. The content is stored under the source's id. */
export type ReplySource =
  | { readonly kind: "partner"; readonly holdId: string }
  | { readonly kind: "operator"; readonly replyId: string };

/** A cut reply breaks off on purpose, without an end. */
export type ReplyForm = "text" | "tool-call" | "refusal" | "error" | "retryable-error" | "cut";

export interface RecordedFact {
  readonly atMs: number;
  readonly fact: Fact;
}
