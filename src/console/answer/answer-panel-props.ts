import type { Signal } from "@preact/signals";
import type { RefObject } from "preact";
import type { AnswerTarget, ReplyContentCommand } from "../../console-protocol/session-command";
import type { TurnView } from "../../console-protocol/turn-view";
import type { ReplyDelivery } from "../../core/reply-delivery";
import type { FinishReason } from "../../core/turn";
import type { EditorAssistant } from "../compose/editor-assistant";
import type { CommandOutcome, TurnEntry } from "../state/session-store";

/** The ways to answer. The editor of `text` is the composer's own; its panel adds templates and how the text ends and goes out. */
export type AnswerKind = "text" | "tool-call" | "form" | "refuse" | "error";

/** What the server said to a reply. A page that is offline waits for it, so it may take long; `unanswered` where the page left the session. */
export type ReplyVerdict = CommandOutcome;

export interface PanelReply {
  readonly content: ReplyContentCommand;
  readonly delivery: ReplyDelivery;
  /** Sends what the caller did not demand (PAIR-10). */
  readonly isUnchecked: boolean;
}

/** How the text of the editor ends and goes out. The panel of `text` changes it, the composer sends by it. */
export interface TextOptions {
  readonly finishReason: FinishReason;
  readonly delayMs: number;
  readonly cutAfterChars: number | null;
}

export const PLAIN_TEXT_OPTIONS: TextOptions = {
  finishReason: "stop",
  delayMs: 0,
  cutAfterChars: null,
};

/** What is selected in a text that was just put into the editor, in UTF-16 units of that text. */
export interface InsertedSelection {
  readonly startChars: number;
  readonly endChars: number;
}

/**
 * What the composer gives to the panel of one way to answer. Every panel of a question stays mounted, hidden while another is chosen,
 * so that a half-filled form is there when its tab is opened again.
 */
export interface AnswerPanelProps {
  readonly kind: AnswerKind;
  readonly sessionName: string;
  /** The question: a turn, or an undecided request that becomes one by the answer. */
  readonly target: AnswerTarget;
  /** Null for an undecided request. */
  readonly turn: TurnEntry | null;
  /** What the caller sent; null until it is loaded, or where it could not be. */
  readonly view: TurnView | null;
  /** Everything that stands in the editor. It begins with what has gone. */
  readonly draftText: string;
  /** How much of it has gone to the caller; every whole reply with text must begin with that. */
  readonly sentChars: number;
  readonly textOptions: Signal<TextOptions>;
  /** False while the turn is somebody else's, is over, or a reply is on its way: nothing can be sent then. */
  readonly canReply: boolean;
  /** Sends a whole answer. Where it is refused, the panel keeps what was filled in and says why. */
  readonly onReply: (reply: PanelReply) => Promise<ReplyVerdict>;
  /** Puts a text at the editor's caret, or behind what has gone, and selects a part of it; the editor gets the focus. */
  readonly onInsertText: (text: string, selection: InsertedSelection) => void;
  /** The text area's id. */
  readonly editorId: string;
  /** What the editor asks while somebody writes in it; set by who helps with that. */
  readonly assistantRef: RefObject<EditorAssistant | null>;
}
