import { assert } from "../../../src/core/assert";
import { applyFact, replay } from "../../../src/pairing/evolve";
import type { Effect } from "../../../src/pairing/input";
import { assertInvariants } from "../../../src/pairing/invariant";
import {
  createSessionState,
  type Claimant,
  type Outcome,
  type SessionState,
} from "../../../src/pairing/state";
import type { Random } from "./random";
import { noticeText, type SentRequest, Shell } from "./shell";
import { assertSame } from "./same";

/** What a client hears of one attempt. */
export interface Listening {
  receive(outcome: Outcome, text: string): void;
  /** The connection broke, or the server answered with an error that is worth a retry. */
  fail(): void;
  /** Whether a confirmation may claim that the client got what it did not get. */
  allowsWrongConfirmation(outcome: Outcome): boolean;
}

export interface Attempt {
  readonly holdId: string;
  readonly sent: SentRequest;
  readonly client: Listening;
  isClientWaiting: boolean;
  /** False while the leg is lost, so that nothing reaches its Worker. */
  isLegOpen: boolean;
  /** What the client's stream has of a reply that is being written. */
  stream: string;
}

type Pending =
  | { readonly type: "write"; readonly holdId: string; readonly outcome: Outcome }
  | {
      readonly type: "detach" | "delivered" | "attach" | "open" | "probed";
      readonly holdId: string;
    };

/** How many probes are late where there is unrest. */
const LATE_PROBES = 0.3;

function isProbed(pending: Pending, holdId: string): boolean {
  return pending.type === "probed" && pending.holdId === holdId;
}

/** The wire between the clients and the session: whatever can be lost, delayed or doubled on the way is, while `faultRate` is above 0. */
export class Network {
  readonly shell = new Shell();
  readonly attempts = new Map<string, Attempt>();
  pending: Pending[] = [];
  faultRate: number;
  /** A probe was answered so late that the session had to decide without. */
  hasLateProbe = false;
  areProbesLate = false;
  /** Where it is given, probes are often late, and legs are lost one by one, as in a runtime that has too much to do. */
  unrest: Random | null = null;
  readonly #random: Random;
  #shadow: SessionState = createSessionState();
  #factsChecked = 0;
  #steps = 0;

  constructor(random: Random, faultRate: number) {
    this.#random = random;
    this.faultRate = faultRate;
  }

  send(sent: SentRequest, client: Listening): Attempt {
    const holdId = this.shell.createId();
    const attempt: Attempt = {
      holdId,
      sent,
      client,
      isClientWaiting: true,
      isLegOpen: true,
      stream: "",
    };
    this.attempts.set(holdId, attempt);
    this.perform(this.shell.request(sent, holdId));
    // A leg that is lost before the request is acknowledged opens it again.
    if (this.#random.chance(this.faultRate / 8)) this.perform(this.shell.request(sent, holdId));
    return attempt;
  }

  /** The client goes away, with or without the server noticing. */
  leave(attempt: Attempt): void {
    if (!attempt.isClientWaiting) return;
    attempt.isClientWaiting = false;
    if (this.#random.chance(0.8)) this.pending.push({ type: "detach", holdId: attempt.holdId });
  }

  isHeld(holdId: string): boolean {
    return this.shell.state.holds[holdId] !== undefined;
  }

  /** Whether the session still believes that this client is there, or was when its end was sent. */
  isBelievedThere(attempt: Attempt): boolean {
    const hold = this.shell.state.holds[attempt.holdId];
    return hold?.isAttached === true || (hold?.isLegLost === true && hold.outcome !== null);
  }

  stepPending(): boolean {
    const index = this.#random.below(this.pending.length);
    const [event] = this.pending.splice(index, 1);
    if (event === undefined) return false;
    if (event.type === "write") this.#write(event.holdId, event.outcome);
    else if (event.type === "open") this.#openAgain(event.holdId);
    else this.#tell(event.type, event.holdId);
    if (event.type === "open") return true;
    if (this.#random.chance(this.faultRate / 10) && event.type !== "write") {
      this.#tell(event.type, event.holdId);
    }
    return true;
  }

  deadline(): void {
    this.perform(this.shell.dispatch({ type: "deadline", atMs: this.shell.nowMs }));
  }

  /** The object is evicted: its state comes from the snapshot or the log, and every leg is lost. */
  evict(): void {
    const { shell } = this;
    shell.state = this.#random.chance(0.5)
      ? (JSON.parse(JSON.stringify(shell.state)) as SessionState)
      : replay(shell.facts);
    this.pending = this.pending.filter(({ type }) => type === "delivered");
    if (this.unrest !== null) this.#detachLost();
    else if (this.#random.chance(0.5)) {
      for (const [holdId, hold] of Object.entries(shell.state.holds)) {
        if (hold.isAttached) this.#tell("detach", holdId);
      }
    }
    for (const attempt of this.attempts.values()) {
      attempt.isLegOpen = false;
      if (!attempt.isClientWaiting) continue;
      if (this.#random.chance(0.8)) this.pending.push({ type: "attach", holdId: attempt.holdId });
      else {
        attempt.isClientWaiting = false;
        attempt.client.fail();
      }
    }
  }

  /** Every Worker has to open its leg again, and finds its client there. */
  loseLegs(): void {
    for (const { holdId, isClientWaiting } of this.attempts.values()) {
      if (!isClientWaiting) continue;
      this.#tell("detach", holdId);
      this.pending.push({ type: "attach", holdId });
    }
  }

  /** One leg is lost, with whatever was on its way. Its Worker opens another. */
  loseLeg({ holdId }: Attempt, type: "attach" | "open"): void {
    const attempt = this.attempts.get(holdId);
    if (attempt?.isClientWaiting !== true || !attempt.isLegOpen) return;
    attempt.isLegOpen = false;
    this.pending = this.pending.filter(
      (event) => event.holdId !== holdId || (event.type !== "write" && event.type !== "probed"),
    );
    this.#loseLegOf(holdId);
    this.pending.push({ type, holdId });
  }

  /** What a Worker does for as long as its client stays: it opens the leg again. */
  attachAll(): void {
    for (const { holdId, isClientWaiting } of this.attempts.values()) {
      if (isClientWaiting) this.#tell("attach", holdId);
    }
  }

  perform(effects: readonly Effect[]): void {
    this.#check();
    for (const effect of effects) this.#carryOut(effect);
    this.#checkStreams();
  }

  /** An operator's words, which go to the caller while they are written. */
  writeDraft(turnId: number, claimant: Claimant, text: string): void {
    const { shell } = this;
    const startChars = shell.draftOf(turnId).length;
    const isAccepted = shell.appendDraft(turnId, claimant, text);
    this.#check();
    const turn = shell.state.turns[turnId];
    if (!isAccepted || turn === undefined) return;
    const hold = shell.state.holds[turn.holdId];
    if (hold?.isAttached === true && hold.outcome === null)
      this.#stream(turn.holdId, startChars, text);
    this.#checkStreams();
  }

  #carryOut(effect: Effect): void {
    const { holdId } = effect;
    switch (effect.type) {
      case "resolve":
        if (this.unrest !== null && this.attempts.get(holdId)?.isLegOpen === false) return;
        this.pending.push({ type: "write", holdId, outcome: effect.outcome });
        return;
      case "refuse":
        this.pending.push({
          type: "write",
          holdId,
          outcome: { kind: "error", error: effect.error },
        });
        return;
      case "answer-side-request":
        this.attempts.get(holdId)?.client.receive({ kind: "notice", notice: effect.notice }, "");
        return;
      case "probe":
        this.#answerProbe(holdId);
        return;
      case "tell-unknown":
        this.#fail(holdId);
        return;
      case "tell-draft":
        this.#stream(holdId, 0, this.shell.draftOf(effect.turnId));
        return;
      case "tell-held":
        return;
    }
  }

  /** PAIR-20: the pieces of a draft come in order, and after a lost leg all of them come again. */
  #stream(holdId: string, startChars: number, text: string): void {
    const attempt = this.attempts.get(holdId);
    if (attempt?.isLegOpen !== true || !attempt.isClientWaiting) return;
    const { stream } = attempt;
    assert(startChars <= stream.length, `nothing is missing in the stream of ${holdId}`);
    const known = stream.slice(startChars, startChars + text.length);
    assert(text.startsWith(known), `what ${holdId} has got of its reply is not taken back`);
    attempt.stream += text.slice(known.length);
  }

  #answerProbe(holdId: string): void {
    const attempt = this.attempts.get(holdId);
    if (this.unrest !== null && attempt?.isLegOpen === false) return;
    const type = attempt?.isClientWaiting === true ? "probed" : "detach";
    const isLate = this.areProbesLate || this.unrest?.chance(LATE_PROBES) === true;
    // Its Worker answers one probe after the other, so a late answer is overtaken by none.
    if (this.unrest !== null) this.pending = this.pending.filter((one) => !isProbed(one, holdId));
    if (isLate || this.#random.chance(this.faultRate / 10)) {
      this.hasLateProbe = true;
      this.pending.push({ type, holdId });
    } else this.#tell(type, holdId);
  }

  #write(holdId: string, outcome: Outcome): void {
    const attempt = this.attempts.get(holdId);
    if (attempt === undefined) return;
    const isWronglyConfirmed =
      this.#random.chance(this.faultRate / 3) && attempt.client.allowsWrongConfirmation(outcome);
    if (!attempt.isClientWaiting) {
      this.pending.push({ type: isWronglyConfirmed ? "delivered" : "detach", holdId });
      return;
    }
    attempt.isClientWaiting = false;
    if (this.#random.chance(this.faultRate)) {
      attempt.client.fail();
      this.pending.push({ type: isWronglyConfirmed ? "delivered" : "detach", holdId });
      return;
    }
    const isConfirmationLost = this.#random.chance(this.faultRate / 2);
    this.pending.push({ type: isConfirmationLost ? "detach" : "delivered", holdId });
    const text = this.#textOf(outcome);
    if (outcome.kind !== "error")
      assert(text.startsWith(attempt.stream), `"${text}" begins with what ${holdId} has got of it`);
    attempt.client.receive(outcome, text);
  }

  /** A hold that has ended is not held anew: its Worker hears that another request took its place. */
  #openAgain(holdId: string): void {
    const attempt = this.attempts.get(holdId);
    if (attempt?.isClientWaiting !== true) return;
    attempt.isLegOpen = true;
    if (this.isHeld(holdId)) this.perform(this.shell.request(attempt.sent, holdId));
    else this.#fail(holdId);
  }

  #detachLost(): void {
    for (const [holdId, { isAttached }] of Object.entries(this.shell.state.holds))
      if (isAttached) this.#loseLegOf(holdId);
  }

  #loseLegOf(holdId: string): void {
    const { nowMs: atMs } = this.shell;
    this.perform(this.shell.dispatch({ type: "detach", atMs, holdId, isLegLost: true }));
  }

  #fail(holdId: string): void {
    const attempt = this.attempts.get(holdId);
    if (attempt?.isClientWaiting !== true) return;
    attempt.isClientWaiting = false;
    attempt.client.fail();
  }

  #tell(type: "detach" | "delivered" | "attach" | "probed", holdId: string): void {
    const attempt = this.attempts.get(holdId);
    if (type === "attach") {
      if (attempt?.isClientWaiting !== true) return;
      attempt.isLegOpen = true;
    }
    this.perform(this.shell.dispatch({ type, atMs: this.shell.nowMs, holdId }));
  }

  #textOf(outcome: Outcome): string {
    switch (outcome.kind) {
      case "reply":
        return this.shell.replyOf(outcome.turnId);
      case "prompt":
        return this.shell.promptOf(outcome.turnId);
      case "notice":
        return noticeText(outcome.notice);
      case "error":
        return outcome.error.reason;
    }
  }

  /** PAIR-20: whoever waits for a reply that was begun has all of it that was accepted. */
  #checkStreams(): void {
    const { state } = this.shell;
    for (const { turnId, holdId, isBegun, isAnswered } of Object.values(state.turns)) {
      const hold = state.holds[holdId];
      const attempt = this.attempts.get(holdId);
      if (!isBegun || isAnswered || hold?.isAttached !== true || hold.outcome !== null) continue;
      if (attempt?.isLegOpen !== true || !attempt.isClientWaiting) continue;
      const isWhole = attempt.stream === this.shell.draftOf(turnId);
      assert(isWhole, `${holdId} has what was accepted of the reply to turn ${turnId}`);
    }
  }

  /** Invariant 5, and those of the state. Folding only the new facts is replaying all of them, step by step. */
  #check(): void {
    const { state, facts } = this.shell;
    assertInvariants(state);
    for (; this.#factsChecked < facts.length; this.#factsChecked += 1) {
      const recorded = facts[this.#factsChecked];
      if (recorded !== undefined) applyFact(this.#shadow, recorded);
    }
    assertSame(this.#shadow, state, "the replayed state");
    this.#steps += 1;
    if (this.#steps % 16 !== 0) return;
    assertSame(JSON.parse(JSON.stringify(state)), state, "the snapshot");
    if (this.#steps % 64 !== 0) return;
    this.#shadow = replay(facts);
    assert(this.#factsChecked === facts.length, "every fact was checked");
    assertSame(this.#shadow, state, "the state replayed from empty");
  }
}
