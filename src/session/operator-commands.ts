import type { Operator } from "../console-protocol/identity";
import type { AnswerTarget, SessionCommand } from "../console-protocol/session-command";
import type { RefusalReason, SessionMessage } from "../console-protocol/session-message";
import { bytesOfJson } from "../core/json-bytes";
import { LIMITS } from "../core/limits";
import type { Turn } from "../pairing/state";
import type { EffectRunner } from "./effect-runner";
import { otherClaimant, turnIdOf } from "./find-turn";
import { isTurnInScope } from "./history-scope";
import type { Legs } from "./legs";
import type { AcceptedDraft } from "./operator-action";
import type { OperatorAudience } from "./operator-audience";
import { operatorAnswerOf } from "./operator-reply";
import type { OperatorSockets, PresentPage } from "./operator-sockets";
import { isAllowedToPlayers } from "./player-rules";
import type { LegDispatch } from "./render-effect";
import type { SessionEngine } from "./session-engine";
import type { StoredSession } from "./stored-session";

type CommandOf<T extends SessionCommand["type"]> = Extract<SessionCommand, { readonly type: T }>;
type Refused = Extract<SessionMessage, { readonly type: "refused" }>;

export interface OperatorCommandsOptions {
  readonly session: StoredSession;
  readonly sockets: OperatorSockets;
  readonly legs: Legs;
  readonly audience: OperatorAudience;
  readonly effects: EffectRunner;
}

/** What an operator does. Whatever is refused stays with the page, which is told why. */
export class OperatorCommands {
  readonly #options: OperatorCommandsOptions;
  /** Callers that have been told that somebody writes; told again after hibernation, which is no harm. */
  readonly #toldTyping = new Set<string>();

  constructor(options: OperatorCommandsOptions) {
    this.#options = options;
  }

  async carryOut(
    page: PresentPage,
    command: Exclude<SessionCommand, { readonly type: "hello" }>,
    nowMs: number,
  ): Promise<void> {
    switch (command.type) {
      case "typing":
        this.#showTyping(page, command);
        return;
      case "draft":
        await this.#draft(page, command, nowMs);
        return;
      case "claim":
        await this.#claim(page, command, nowMs);
        return;
      case "hand-over":
        await this.#handOver(page, command, nowMs);
        return;
      case "reply":
        await this.#reply(page, command, nowMs);
        return;
      default:
        command satisfies never;
    }
  }

  async #claim(page: PresentPage, command: CommandOf<"claim">, nowMs: number): Promise<void> {
    const engine = this.#engineFor(page, command.target);
    if (engine === null) {
      this.#refuse(page, command, "no-such-turn");
      return;
    }
    const { target } = command;
    const isTakeOver = page.isPlayer ? this.#isDeserted(target) : command.isTakeOver;
    const claimed = engine.claim({ target, claimant: page.operator, isTakeOver, atMs: nowMs });
    if (claimed.ok) await this.#finish(page, command, claimed.value, nowMs);
    else this.#refuse(page, command, claimed.error.reason);
  }

  async #handOver(
    page: PresentPage,
    command: CommandOf<"hand-over">,
    nowMs: number,
  ): Promise<void> {
    const { turnId, toOperatorId } = command;
    const engine = this.#engineFor(page, { turnId });
    if (page.isPlayer || engine === null) {
      this.#refuse(page, command, page.isPlayer ? "not-allowed" : "no-such-turn");
      return;
    }
    const turn = engine.state.turns[turnId];
    if (turn !== undefined && (turn.claimedBy?.operatorId ?? null) === toOperatorId) {
      // It was done before the connection was lost.
      page.send({ type: "done", commandId: command.commandId, turnId });
      return;
    }
    const receiver = toOperatorId === null ? null : this.#findOperator(toOperatorId);
    if (receiver === undefined) {
      this.#refuse(page, command, "no-such-operator");
      return;
    }
    const { operatorId: fromOperatorId } = page.operator;
    const given = engine.handOver({ turnId, fromOperatorId, claimant: receiver, atMs: nowMs });
    if (given.ok) await this.#finish(page, command, given.value, nowMs);
    else this.#refuse(page, command, given.error.reason);
  }

  async #reply(page: PresentPage, command: CommandOf<"reply">, nowMs: number): Promise<void> {
    if (page.isPlayer && !isAllowedToPlayers(command)) {
      this.#refuse(page, command, "not-allowed");
      return;
    }
    if (bytesOfJson(command.content) > LIMITS.messageBytesMax) {
      const detail = `The reply has more than ${LIMITS.messageBytesMax} bytes, which is the limit.`;
      this.#refuse(page, command, "reply-rejected", { detail });
      return;
    }
    const engine = this.#engineFor(page, command.target);
    if (engine === null) {
      this.#refuse(page, command, "no-such-turn");
      return;
    }
    const taking = this.#takeDeserted(page, command.target, nowMs);
    const answered = engine.answer(operatorAnswerOf(command, page.operator), nowMs);
    if (answered.ok) await this.#finish(page, command, answered.value, nowMs);
    else {
      const { reason, ...problem } = answered.error;
      this.#refuse(page, command, reason, "place" in problem ? problem : {});
    }
    await taking;
  }

  async #draft(page: PresentPage, command: CommandOf<"draft">, nowMs: number): Promise<void> {
    const { turnId, startChars, text, pace } = command;
    const engine = this.#engineFor(page, { turnId });
    const isTooLong = startChars + text.length > LIMITS.messageBytesMax;
    if (engine === null || isTooLong) {
      const reason = isTooLong ? "reply-rejected" : "no-such-turn";
      const acceptedText = this.#draftShownTo(page, { turnId });
      const claimant = this.#turnFor(page, { turnId })?.claimedBy ?? null;
      const claimedBy = this.#claimantShownTo(page, claimant);
      page.send({ type: "draft-refused", turnId, reason, acceptedText, claimedBy });
      return;
    }
    const taking = this.#takeDeserted(page, { turnId }, nowMs);
    const { operator } = page;
    const drafted = engine.appendDraft({ turnId, operator, startChars, text, pace, atMs: nowMs });
    if (drafted.ok) await this.#passOnDraft(page, turnId, drafted.value, nowMs);
    else {
      const { reason } = drafted.error;
      const acceptedText = this.#draftShownTo(page, { turnId });
      const claimedBy = this.#claimantShownTo(page, drafted.error.claimedBy);
      page.send({ type: "draft-refused", turnId, reason, acceptedText, claimedBy });
    }
    await taking;
  }

  /** Nothing more than this is done for a keystroke. */
  async #passOnDraft(
    page: PresentPage,
    turnId: number,
    { acceptedChars, addedText, isFirst, dispatches }: AcceptedDraft,
    nowMs: number,
  ): Promise<void> {
    const { effects, audience } = this.#options;
    const accepted = { type: "draft-accepted", turnId, acceptedChars } as const;
    if (isFirst) {
      // The others get it with the state that it changes.
      const running = effects.run(dispatches, nowMs);
      page.send(accepted);
      await running;
      return;
    }
    effects.sendToLegs(dispatches);
    page.send(accepted);
    if (addedText !== "")
      audience.tellDraft(page, {
        turnId,
        startChars: acceptedChars - addedText.length,
        text: addedText,
      });
  }

  #showTyping(page: PresentPage, { turnId }: CommandOf<"typing">): void {
    page.change({ typingTurnId: turnId });
    this.#options.audience.tellPresence();
    const turn = turnId === null ? null : this.#turnFor(page, { turnId });
    if (turn === null || turn.isAnswered || turn.isBegun) return;
    const { claimedBy, holdId } = turn;
    if (claimedBy !== null && claimedBy.operatorId !== page.operator.operatorId) return;
    if (this.#toldTyping.has(holdId)) return;
    if (this.#toldTyping.size >= LIMITS.holdsMax) this.#toldTyping.clear();
    this.#toldTyping.add(holdId);
    this.#options.legs.send(holdId, { type: "typing" });
  }

  async #finish(
    page: PresentPage,
    { commandId }: { readonly commandId: string },
    {
      turnId,
      dispatches,
    }: { readonly turnId: number | null; readonly dispatches: readonly LegDispatch[] },
    nowMs: number,
  ): Promise<void> {
    const running = this.#options.effects.run(dispatches, nowMs);
    page.send({ type: "done", commandId, turnId });
    await running;
  }

  #refuse(
    page: PresentPage,
    command: CommandOf<"claim" | "hand-over" | "reply">,
    reason: RefusalReason,
    { detail = null, place = null }: Partial<Pick<Refused, "detail" | "place">> = {},
  ): void {
    const { commandId } = command;
    const target = "target" in command ? command.target : command;
    const turn = this.#turnFor(page, target);
    const acceptedText = this.#draftShownTo(page, target);
    const claimedBy = this.#claimantShownTo(page, turn?.claimedBy ?? null);
    // It names tools and schemas, of which a player learns nothing.
    const why = page.isPlayer ? { detail: null, place: null } : { detail, place };
    page.send({ type: "refused", commandId, reason, ...why, acceptedText, claimedBy });
  }

  /** Null where this page sees no such turn, or nothing is stored. */
  #engineFor(page: PresentPage, target: AnswerTarget): SessionEngine | null {
    const { session } = this.#options;
    if (!session.isStored) return null;
    const { engine } = session.open();
    const turnId = turnIdOf(engine.state, target);
    return turnId === null || isTurnInScope(page.scope, turnId) ? engine : null;
  }

  #turnFor(page: PresentPage, target: AnswerTarget): Turn | null {
    const state = this.#engineFor(page, target)?.state;
    const turnId = state === undefined ? null : turnIdOf(state, target);
    return turnId === null ? null : (state?.turns[turnId] ?? null);
  }

  #findOperator(operatorId: string): Operator | undefined {
    const present = this.#options.sockets.heardLately(Date.now());
    return present.find(({ operator }) => operator.operatorId === operatorId)?.operator;
  }

  /** PAIR-16: who is away keeps a turn until somebody takes it over. A player does so by answering, for want of a button. */
  async #takeDeserted(page: PresentPage, target: AnswerTarget, nowMs: number): Promise<void> {
    if (!page.isPlayer || !this.#isDeserted(target)) return;
    const claimant = page.operator;
    const { engine } = this.#options.session.open();
    const claimed = engine.claim({ target, claimant, isTakeOver: true, atMs: nowMs });
    if (claimed.ok) await this.#options.effects.run(claimed.value.dispatches, nowMs);
  }

  #isDeserted(target: AnswerTarget): boolean {
    const state = this.#options.session.open().engine.state;
    const turn = state.turns[turnIdOf(state, target) ?? -1];
    const claimedBy = turn?.claimedBy ?? null;
    return claimedBy !== null && this.#findOperator(claimedBy.operatorId) === undefined;
  }

  /** What has gone of a reply. Of another's, a player does not learn it. */
  #draftShownTo(page: PresentPage, target: AnswerTarget): string {
    const turn = this.#turnFor(page, target);
    if (turn === null) return "";
    const isOthers = otherClaimant(turn, page.operator.operatorId) !== null;
    if (page.isPlayer && isOthers) return "";
    return this.#options.session.open().engine.draftTextOf(turn.turnId);
  }

  /** A player does not learn who else is there. */
  #claimantShownTo(page: PresentPage, claimedBy: Operator | null): Operator | null {
    const isOwn = claimedBy?.operatorId === page.operator.operatorId;
    return page.isPlayer && !isOwn ? null : claimedBy;
  }
}
