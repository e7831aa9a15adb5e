import { signal } from "@preact/signals";
import { CONSOLE_PROTOCOL_VERSION } from "../../../src/console-protocol/constants";
import type { DeskStore } from "../../../src/console/session/desk-types";
import type {
  CommandOutcome,
  DraftPiece,
  DraftVerdict,
  SessionStore,
  TurnEntry,
} from "../../../src/console/state/session-store";
import { entryOf } from "../../../src/console/state/turn-entry";
import { liveTurn } from "../support/session-messages";

type ReplyCommand = Parameters<SessionStore["reply"]>[0];

const ME = { operatorId: "operator-1", name: "Ada" };
export const OTHER = { operatorId: "operator-2", name: "Bob" };

/** A session of one turn, as its store shows it to a page. What the page asks for is done when the test says so. */
export class FakeSession implements DeskStore {
  readonly turns = signal<readonly TurnEntry[]>([]);
  readonly isCaughtUp = signal(true);
  readonly presence = signal([]);
  readonly welcome = signal({
    type: "welcome" as const,
    protocolVersion: CONSOLE_PROTOCOL_VERSION,
    sessionName: "oracle",
    operator: ME,
    role: "admin" as const,
    sees: { context: true, history: true },
    isResumed: true,
    nowMs: 0,
    accessEndsAtMs: null,
  });
  readonly drafts: DraftPiece[] = [];
  readonly replies: ReplyCommand[] = [];
  readonly claims: { readonly isTakeOver: boolean }[] = [];
  #settle: (outcome: CommandOutcome) => void = () => {};
  #tell: (verdict: DraftVerdict) => void = () => {};

  constructor(turn: Parameters<typeof liveTurn>[1] = {}) {
    this.change(turn);
  }

  /** The server's word about the turn. */
  change(turn: Parameters<typeof liveTurn>[1]): void {
    const before = this.turns.peek()[0];
    const live = { ...liveTurn(1), ...before, ...turn };
    const status = live.status === "delivered" || live.status === "expired" ? null : live.status;
    this.turns.value = [
      status === null || status === "skipped"
        ? { ...entryOf(1, undefined, undefined, before), status: live.status }
        : entryOf(1, undefined, { ...live, status, deadlineAtMs: 1_000_000 }, before),
    ];
  }

  end(status: "answered" | "expired"): void {
    const [entry] = this.turns.peek();
    if (entry !== undefined) this.turns.value = [{ ...entry, status, isLive: false }];
  }

  /** What the caller has, when everything that was sent has arrived. */
  accept(): void {
    const entry = this.turns.peek()[0];
    let text = entry?.draftText ?? "";
    for (const piece of this.drafts) text += piece.text.slice(text.length - piece.startChars);
    this.change({ draftText: text });
    this.#tell({ type: "accepted", acceptedChars: text.length });
  }

  refuseDraft(verdict: Omit<Extract<DraftVerdict, { type: "refused" }>, "type">): void {
    this.change({ draftText: verdict.acceptedText, claimedBy: verdict.claimedBy });
    this.#tell({ type: "refused", ...verdict });
  }

  settle(outcome: CommandOutcome): Promise<void> {
    this.#settle(outcome);
    return Promise.resolve();
  }

  claim(_target: unknown, isTakeOver = false): Promise<CommandOutcome> {
    this.claims.push({ isTakeOver });
    return this.#wait();
  }

  handOver(): Promise<CommandOutcome> {
    return this.#wait();
  }

  sendDraft(_turnId: number, piece: DraftPiece): boolean {
    this.drafts.push(piece);
    return this.isCaughtUp.peek();
  }

  reply(command: ReplyCommand): Promise<CommandOutcome> {
    this.replies.push(command);
    return this.#wait();
  }

  onDraftVerdict(_turnId: number, listener: (verdict: DraftVerdict) => void): () => void {
    this.#tell = listener;
    return () => {
      this.#tell = () => {};
    };
  }

  #wait(): Promise<CommandOutcome> {
    return new Promise((settle) => {
      this.#settle = settle;
    });
  }
}
