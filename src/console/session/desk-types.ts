import type { ReadonlySignal } from "@preact/signals";
import type { AnswerTarget } from "../../console-protocol/session-command";
import type { Pace } from "../../core/reply-delivery";
import type { SendMode, SendRefusal } from "../compose/draft";
import type { Refused, SessionStore } from "../state/session-store";
import type { DraftStorage } from "./draft-storage";

/** What an answer needs of the session. */
export type DeskStore = Pick<
  SessionStore,
  | "turns"
  | "isCaughtUp"
  | "presence"
  | "welcome"
  | "claim"
  | "handOver"
  | "sendDraft"
  | "reply"
  | "onDraftVerdict"
>;

export interface DeskOptions {
  readonly store: DeskStore;
  readonly sessionName: string;
  readonly target: AnswerTarget;
  readonly storage: DraftStorage;
  readonly sendMode: ReadonlySignal<SendMode>;
  readonly pace: ReadonlySignal<Pace | null>;
  /** The server's clock. */
  readonly nowMs: () => number;
  /** Called when an undecided request has become a turn. */
  readonly onTurn: (turnId: number) => void;
  /** Called at every change of the text while the turn is not somebody else's; with null when the answer is sent. */
  readonly onTyping: (turnId: number | null) => void;
}

/** Why what is typed goes only when it is sent, though another way was chosen. */
export type WholeReason = "not-streaming" | "checked" | "delivery";

/** What a person should know about their answer, until they put it away. */
export type DeskNotice =
  | { readonly type: "taken-over"; readonly by: string }
  | { readonly type: "refused"; readonly refused: Refused }
  /** An empty answer is one, too, but nobody sends it by accident. */
  | { readonly type: "held-back"; readonly refusal: SendRefusal | "empty" };
