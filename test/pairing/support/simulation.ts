import { assert } from "../../../src/core/assert";
import type { Seat } from "../../../src/core/turn";
import type { Fact } from "../../../src/pairing/fact";
import { attachedListenerOf } from "./look";
import { Network } from "./network";
import { Random } from "./random";
import { type HistoryMode, SimulatedCaller } from "./simulated-caller";
import { SimulatedOperators } from "./simulated-operators";
import { SimulatedResponder } from "./simulated-responder";
import { assertNobodyWaitsInVain } from "./waiting";

const STEPS = 200;
const SETTLING_ROUNDS = 400;

/** What kind of session a schedule is about. */
interface Scenario {
  readonly callerSeat: Seat | undefined;
  readonly responderSeat: Seat | undefined;
  readonly isIdentityShared: boolean;
  readonly canTurnsExpire: boolean;
  readonly canSessionExpire: boolean;
  /** Whether programs ask the same twice at once, which only leaves traces that can be told apart while no leg is lost. */
  readonly hasTwins: boolean;
  readonly faultRate: number;
}

/** One schedule: some hundred steps of many clients with faults, then quiet, and whatever is still asked must be answered. */
export function runSchedule(seed: number, options: ScheduleOptions = {}): void {
  new Simulation(seed, options).run();
}

export interface ScheduleOptions {
  readonly hasOperators?: boolean;
  /** The first two clients are not yet joined when the first fault comes. */
  readonly hasRoughBeginning?: boolean;
  /** Probes are often answered late, legs are lost one by one, and a program that names its seat may come first. */
  readonly hasUnrest?: boolean;
}

/** Keeps what operators do apart from what else happens in a schedule. */
const OPERATORS_SEED = 0x9e3779b9;
const UNREST_SEED = 0x85ebca6b;

class Simulation {
  readonly #random: Random;
  readonly #scenario: Scenario;
  readonly #network: Network;
  readonly #callers: readonly SimulatedCaller[];
  readonly #responders: readonly SimulatedResponder[];
  readonly #operators: SimulatedOperators;
  readonly #operatorRandom: Random | null;
  readonly #hasRoughBeginning: boolean;
  readonly #unrest: Random | null;
  #factsChecked = 0;

  constructor(seed: number, options: ScheduleOptions) {
    const { hasOperators = false, hasRoughBeginning = false, hasUnrest = false } = options;
    this.#hasRoughBeginning = hasRoughBeginning;
    this.#random = new Random(seed);
    this.#scenario = this.#createScenario();
    this.#network = new Network(this.#random, 0);
    this.#unrest = hasUnrest ? new Random(seed ^ UNREST_SEED) : null;
    this.#network.shell.settings = {
      turnTimeoutMs: this.#scenario.canTurnsExpire ? 60_000 : 36_000_000,
      sessionTimeoutMs: this.#scenario.canSessionExpire ? 20_000 : 36_000_000,
      openTurnsMax: this.#random.chance(0.2) ? 3 : 64,
      responderKind: "partner",
    };
    this.#callers = this.#createCallers();
    this.#responders = this.#createResponders();
    const operatorRandom = new Random(seed ^ OPERATORS_SEED);
    this.#operatorRandom = hasOperators ? operatorRandom : null;
    const canCut = !this.#scenario.hasTwins;
    this.#operators = new SimulatedOperators(this.#network, operatorRandom, canCut);
  }

  run(): void {
    this.#begin();
    this.#network.faultRate = this.#scenario.faultRate;
    this.#network.unrest = this.#unrest;
    for (let step = 0; step < STEPS; step += 1) {
      this.#step();
      if (this.#operatorRandom?.chance(0.3) === true) this.#operators.act();
      if (this.#unrest !== null) this.#disturb(this.#unrest);
      for (const responder of this.#responders) responder.repeatLost();
      assertNobodyWaitsInVain(this.#network);
      this.#checkFacts();
    }
    this.#settle();
  }

  /**
   * The seats are given to both, to one, or to none. A session that expires forgets whom it knew, and then two clients that say
   * nothing of themselves are told apart by their order alone; so sessions expire here only where both ends name their seats.
   */
  #createScenario(): Scenario {
    const random = this.#random;
    const seating = random.pick(["both", "both", "responder", "caller", "none", "none"]);
    return {
      callerSeat: seating === "both" || seating === "caller" ? "caller" : undefined,
      responderSeat: seating === "both" || seating === "responder" ? "responder" : undefined,
      isIdentityShared: random.chance(0.3),
      canTurnsExpire: random.chance(0.2),
      canSessionExpire: seating === "both" && random.chance(0.2),
      hasTwins: random.chance(0.2),
      faultRate: random.pick([0, 0.1, 0.3, 0.5]),
    };
  }

  /** With one identity at both ends and a seat missing, something in a request must tell the ends apart: here a system prompt. */
  get #needsMarks(): boolean {
    const { isIdentityShared, callerSeat, responderSeat } = this.#scenario;
    return isIdentityShared && callerSeat === undefined && responderSeat === undefined;
  }

  #createCallers(): readonly SimulatedCaller[] {
    const random = this.#random;
    const count = 1 + random.below(3);
    const { openTurnsMax } = this.#network.shell.settings;
    const { canTurnsExpire, canSessionExpire } = this.#scenario;
    const canEndEarly = canTurnsExpire || canSessionExpire || openTurnsMax <= 3;
    const hasTwins = this.#scenario.hasTwins && !canEndEarly;
    return Array.from({ length: count }, (_, index) => {
      const isShared = this.#scenario.isIdentityShared || random.chance(0.4);
      const traits = {
        name: `caller${index}`,
        identity: this.#scenario.isIdentityShared
          ? "anyone"
          : isShared
            ? "program"
            : `program${index}`,
        seat: this.#scenario.callerSeat,
        historyMode: random.pick<HistoryMode>(["full", "window", "none"]),
        hasTwins,
        system: this.#needsMarks || random.chance(0.3) ? "You are of use." : undefined,
      };
      return new SimulatedCaller(traits, this.#network, random);
    });
  }

  /**
   * A second responder names its seat, for nothing else would tell it from a caller; and it has an identity of its own, for its
   * first message has no history that would tell it from the first responder's answer.
   */
  #createResponders(): readonly SimulatedResponder[] {
    const random = this.#random;
    const { isIdentityShared, responderSeat } = this.#scenario;
    const canBeTwo = responderSeat !== undefined && !isIdentityShared;
    const count = canBeTwo && random.chance(0.3) ? 2 : 1;
    return Array.from({ length: count }, (_, index) => {
      const historyMode = random.pick<HistoryMode>(["full", "window", "none"]);
      const traits = {
        name: `person${index}`,
        identity: isIdentityShared ? "anyone" : `person${index}`,
        seat: responderSeat,
        historyMode: this.#needsMarks && historyMode === "none" ? "full" : historyMode,
        isKnownWithoutEvidence: !this.#needsMarks,
      };
      return new SimulatedResponder(traits, this.#network, random);
    });
  }

  /** PAIR-6: where seats are not named, the responder comes first. */
  #begin(): void {
    const { callerSeat, responderSeat } = this.#scenario;
    if (callerSeat !== undefined && responderSeat !== undefined) return;
    // Nothing but its seat tells a program that comes first from a responder.
    if (this.#unrest?.chance(0.5) === true && callerSeat !== responderSeat) {
      this.#callers[0]?.ask();
      if (this.#unrest.chance(0.5)) this.#network.loseLegs();
    }
    this.#responders[0]?.cooperate();
    if (this.#hasRoughBeginning) this.#meetRoughly();
    else this.#callers[0]?.ask();
    while (this.#network.stepPending());
  }

  /** The first question finds the greeting's leg lost, or its client too slow to say that it is there. */
  #meetRoughly(): void {
    const network = this.#network;
    if (this.#random.chance(0.5)) {
      network.loseLegs();
      this.#callers[0]?.ask();
      return;
    }
    network.areProbesLate = true;
    this.#callers[0]?.ask();
    network.shell.nowMs += 30_000;
    network.deadline();
    network.areProbesLate = false;
  }

  /** A leg is lost, or everything that is on its way arrives. */
  #disturb(unrest: Random): void {
    const network = this.#network;
    if (unrest.chance(0.1)) while (network.stepPending());
    if (this.#scenario.hasTwins || this.#scenario.faultRate === 0 || !unrest.chance(0.1)) return;
    const open = [...network.attempts.values()].filter((one) => one.isClientWaiting);
    if (open.length > 0)
      network.loseLeg(unrest.pick(open), unrest.pick(["attach", "attach", "open"]));
  }

  #step(): void {
    const random = this.#random;
    const { shell } = this.#network;
    shell.nowMs += random.below(800);
    if (random.chance(0.1)) this.#network.deadline();
    const choice = random.next();
    if (choice < 0.35) this.#network.stepPending();
    else if (choice < 0.6) random.pick(this.#responders).act();
    else if (choice < 0.9) this.#letCallerAct(random.pick(this.#callers));
    else if (choice < 0.94) this.#letOperatorAct();
    else if (choice < 0.95) this.#changeResponder();
    else if (choice < 0.97) this.#sendSideRequest();
    else if (!this.#scenario.hasTwins && random.chance(this.#scenario.faultRate)) {
      this.#network.evict();
    }
  }

  /** An unknown client without a seat is a caller if somebody listens; else it cannot be told from a responder (PAIR-5). */
  #letCallerAct(caller: SimulatedCaller): void {
    const { seat, identity, system } = caller.traits;
    const { state } = this.#network.shell;
    const isKnown =
      seat !== undefined ||
      (this.#needsMarks ? system !== undefined : state.identities[identity]?.caller === true);
    if (isKnown || caller.hasAsked || attachedListenerOf(state) !== null) caller.act();
  }

  #letOperatorAct(): void {
    const { shell } = this.#network;
    const open = Object.values(shell.state.turns).filter((turn) => !turn.isAnswered);
    if (open.length > 0) this.#operators.answerWithoutName(this.#random.pick(open).turnId);
  }

  #changeResponder(): void {
    const kind = this.#random.pick(["partner", "partner", "operator", "copilot"] as const);
    this.#network.perform(this.#network.shell.changeResponder(kind));
  }

  #sendSideRequest(): void {
    const { state } = this.#network.shell;
    const { nextTurnId } = state;
    const { traits } = this.#random.pick<{
      readonly traits: { readonly identity: string; readonly seat: Seat | undefined };
    }>([...this.#callers, ...this.#responders]);
    const sent = {
      from: traits.identity,
      seat: traits.seat,
      messages: [{ role: "user", text: `a title for ${this.#network.shell.createId()}` }],
      sideRequest: { kind: "title", answer: "A title" },
    } as const;
    const attempt = this.#network.send(sent, {
      receive: () => {},
      fail: () => {},
      allowsWrongConfirmation: () => false,
    });
    const { state: after } = this.#network.shell;
    assert(after.holds[attempt.holdId] === undefined, "a side request is not held");
    const opened = Object.values(after.turns).filter(({ turnId }) => turnId >= nextTurnId);
    assert(
      opened.every(({ requestId }) => requestId !== attempt.holdId),
      "nor does it open a turn",
    );
  }

  #settle(): void {
    const network = this.#network;
    network.faultRate = 0;
    network.unrest = null;
    network.perform(network.shell.changeResponder("partner"));
    network.attachAll();
    for (let round = 0; round < SETTLING_ROUNDS && this.#isAnythingLeft(); round += 1) {
      network.shell.nowMs += 100;
      while (network.stepPending());
      assertNobodyWaitsInVain(network);
      for (const caller of this.#callers) caller.retryFailed();
      const isAnyoneThere = this.#responders.some(
        (responder) => !responder.isIdle && responder.shown === null,
      );
      if (!isAnyoneThere || round % 2 === 0) this.#cooperate();
      for (const turn of Object.values(network.shell.state.turns)) {
        if (turn.isSkipped && !turn.isAnswered) this.#operators.answerWithoutName(turn.turnId);
      }
      this.#operators.finish();
      network.deadline();
      this.#checkFacts();
    }
    for (const { questions } of this.#callers) {
      for (const { text, status, attempt } of questions) {
        const isOver = status === "done" || status === "dropped";
        assert(isOver, `"${text}" is ${status} at the end, as ${attempt?.holdId}`);
      }
    }
  }

  /** One responder at a time: two that take the seat from each other answer nothing. */
  #cooperate(): void {
    if (this.#responders.every((responder) => responder.isIdle)) this.#responders[0]?.cooperate();
    else for (const responder of this.#responders.slice(1)) if (responder.isIdle) continue;
  }

  #isAnythingLeft(): boolean {
    return this.#callers.some(({ questions }) =>
      questions.some(({ status }) => status === "waiting" || status === "failed"),
    );
  }

  #checkFacts(): void {
    const { facts } = this.#network.shell;
    for (; this.#factsChecked < facts.length; this.#factsChecked += 1) {
      const fact = facts[this.#factsChecked]?.fact;
      if (fact !== undefined) this.#checkFact(fact);
    }
  }

  readonly #answered = new Set<number>();
  readonly #begun = new Set<number>();
  readonly #delivered = new Set<number>();
  #newestShown = 0;
  readonly #reordered = new Set<number>();

  #checkFact(fact: Fact): void {
    switch (fact.type) {
      case "turn-opened":
        this.#checkOpened(fact.turnId, fact.holdId);
        return;
      case "turn-answered":
        assert(!this.#answered.has(fact.turnId), `turn ${fact.turnId} is answered once`);
        assert(
          !this.#begun.has(fact.turnId) || fact.source.kind === "operator",
          `turn ${fact.turnId}, which an operator has begun to answer, is answered by one`,
        );
        this.#answered.add(fact.turnId);
        return;
      case "turn-delivered":
        assert(!this.#delivered.has(fact.turnId), `turn ${fact.turnId} is delivered once`);
        this.#delivered.add(fact.turnId);
        this.#ended.add(fact.turnId);
        return;
      case "turn-expired":
        this.#ended.add(fact.turnId);
        return;
      case "session-expired":
        for (const turnId of this.#turnOfQuestion.values()) this.#ended.add(turnId);
        return;
      case "reply-begun":
        this.#begun.add(fact.turnId);
        return;
      case "turn-abandoned":
        // A question that is asked again after it was given up has lost its place.
        this.#reordered.add(fact.turnId);
        return;
      case "turn-shown":
        assert(
          !this.#answered.has(fact.turnId),
          `turn ${fact.turnId} is not shown after its answer`,
        );
        assert(!this.#begun.has(fact.turnId), `turn ${fact.turnId}, which was begun, is not shown`);
        this.#checkOrder(fact.turnId);
        return;
      default:
    }
  }

  readonly #turnOfQuestion = new Map<string, number>();
  readonly #ended = new Set<number>();

  /**
   * A retry opens no turn, neither while the first one is open nor while its reply is parked. Only twins ask the same at the same
   * time, and a late probe cannot tell a retry from a twin.
   */
  #checkOpened(turnId: number, holdId: string): void {
    const { shell, hasLateProbe } = this.#network;
    const question = shell.sentBy(holdId)?.messages.at(-1)?.text ?? "";
    const earlier = this.#turnOfQuestion.get(question);
    this.#turnOfQuestion.set(question, turnId);
    if (earlier === undefined || this.#scenario.hasTwins || hasLateProbe) return;
    assert(
      this.#ended.has(earlier),
      `turn ${turnId} asks what turn ${earlier} asks: "${question}"`,
    );
  }

  readonly #shown = new Set<number>();

  /** Invariant 4. */
  #checkOrder(turnId: number): void {
    if (this.#shown.has(turnId)) return;
    this.#shown.add(turnId);
    if (this.#reordered.has(turnId)) return;
    assert(turnId > this.#newestShown, `turn ${turnId} is shown after turn ${this.#newestShown}`);
    this.#newestShown = turnId;
  }
}
