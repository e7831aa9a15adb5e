import { assert } from "../../../src/core/assert";
import type { Seat } from "../../../src/core/turn";
import type { Outcome } from "../../../src/pairing/state";
import { Network, type Attempt } from "./network";
import { Random } from "./random";
import type { SentMessage } from "./shell";
import { assertNobodyWaitsInVain } from "./waiting";

const STEPS = 24;
const SETTLING_ROUNDS = 60;

/** One schedule: two clients that know nothing of each other come to a fresh session, and everything goes wrong that can. */
export function runMeeting(seed: number): void {
  new Meeting(seed).run();
}

/** One request that a guest means to have answered, with all the attempts that are made for it. */
interface Request {
  readonly messages: readonly SentMessage[];
  attempt: Attempt | null;
  retryCount: number;
  status: "unsent" | "waiting" | "failed" | "done";
}

interface Guest {
  readonly name: string;
  readonly identity: string;
  readonly seat: Seat | undefined;
  readonly system: string | undefined;
  readonly requests: Request[];
}

/**
 * Nothing but the order tells two such clients apart, so either may turn out to be the responder. But one of them is, and the other
 * gets an answer.
 */
class Meeting {
  readonly #random: Random;
  readonly #network: Network;
  readonly #person: Guest;
  readonly #program: Guest;
  readonly #faultRate: number;
  #answers = 0;

  constructor(seed: number) {
    const random = new Random(seed);
    this.#random = random;
    this.#network = new Network(random, 0);
    this.#network.unrest = random;
    this.#faultRate = random.pick([0, 0, 0.1, 0.3]);
    const isIdentityShared = random.chance(0.6);
    const calls = random.chance(0.3) ? 2 : 1;
    const system = calls > 1 || random.chance(0.2) ? "You are of use." : undefined;
    const hasSeats = random.pick([[], [], [], ["person"], ["program"], ["person", "program"]]);
    this.#person = {
      name: "person",
      identity: isIdentityShared ? "anyone" : "person",
      seat: hasSeats.includes("person") ? "responder" : undefined,
      system: undefined,
      requests: [createRequest("hello")],
    };
    this.#program = {
      name: "program",
      identity: isIdentityShared ? "anyone" : "program",
      seat: hasSeats.includes("program") ? "caller" : undefined,
      system,
      requests: Array.from({ length: calls }, (_, index) => createRequest(`question ${index + 1}`)),
    };
  }

  run(): void {
    this.#network.faultRate = this.#faultRate;
    for (let step = 0; step < STEPS; step += 1) {
      this.#step();
      assertNobodyWaitsInVain(this.#network);
    }
    this.#settle();
  }

  get #guests(): readonly Guest[] {
    return [this.#person, this.#program];
  }

  #step(): void {
    const random = this.#random;
    const network = this.#network;
    network.shell.nowMs += random.below(700);
    if (random.chance(0.3)) network.deadline();
    const choice = random.next();
    if (choice < 0.35) network.stepPending();
    else if (choice < 0.75) this.#act(random.pick(this.#guests));
    else if (choice < 0.95) this.#loseLeg();
    else network.evict();
  }

  #act(guest: Guest): void {
    const random = this.#random;
    const request = random.pick(guest.requests);
    if (request.status === "waiting") {
      if (random.chance(0.6) || request.attempt === null || this.#isParallel(guest)) return;
      // It times out, noticed or not, and tries again sooner or later.
      const { attempt } = request;
      Object.assign(request, { attempt: null, status: "failed" });
      this.#network.leave(attempt);
      if (random.chance(0.5)) return;
    }
    if (request.status === "unsent") this.#come(guest);
    else if (request.status === "failed") {
      request.retryCount = random.chance(0.5) ? request.retryCount + 1 : 0;
      this.#send(guest, request);
    }
  }

  #come(guest: Guest): void {
    for (const request of guest.requests)
      if (request.status === "unsent") this.#send(guest, request);
  }

  /** Nothing but that it calls twice at once tells such a program from a person, so neither call may be away when the other comes. */
  #isParallel(guest: Guest): boolean {
    return guest === this.#program && guest.requests.length > 1;
  }

  #loseLeg(): void {
    const { attempts } = this.#network;
    const open = [...attempts.values()].filter((one) => one.isClientWaiting && one.isLegOpen);
    if (open.length === 0) return;
    this.#network.loseLeg(this.#random.pick(open), this.#random.pick(["attach", "open"]));
  }

  /** All legs are there again, everyone comes, and whoever failed tries again: then nobody may be left. */
  #settle(): void {
    const network = this.#network;
    network.faultRate = 0;
    network.unrest = null;
    for (let round = 0; round < SETTLING_ROUNDS && !this.#isOver; round += 1) {
      while (network.stepPending());
      network.shell.nowMs += 700;
      network.deadline();
      while (network.stepPending());
      assertNobodyWaitsInVain(network);
      for (const guest of this.#guests) {
        for (const request of guest.requests) {
          if (request.status === "failed") request.retryCount += 1;
          if (request.status === "failed") this.#send(guest, request);
        }
        this.#come(guest);
      }
    }
    assert(this.#isOver, `somebody is answered: ${JSON.stringify(this.#guests.map(describe))}`);
  }

  get #isOver(): boolean {
    return this.#answers > 0;
  }

  #send(guest: Guest, request: Request): void {
    const { identity, seat, system } = guest;
    const { messages, retryCount } = request;
    request.status = "waiting";
    request.attempt = null;
    const attempts: { own: Attempt | null } = { own: null };
    const isCurrent = (): boolean => attempts.own === request.attempt;
    const attempt = this.#network.send(
      { from: identity, seat, system, messages, retryCount },
      {
        receive: (outcome, text) => {
          if (isCurrent()) this.#receive(guest, request, outcome, text);
        },
        fail: () => {
          if (isCurrent()) request.status = "failed";
        },
        allowsWrongConfirmation: () => false,
      },
    );
    attempts.own = attempt;
    request.attempt = attempt;
    if (!attempt.isClientWaiting) request.status = "failed";
  }

  #receive(guest: Guest, request: Request, outcome: Outcome, text: string): void {
    const what = `${guest.name} got the ${outcome.kind} "${text}"`;
    if (outcome.kind === "error") {
      request.status = "failed";
      return;
    }
    request.status = "done";
    if (outcome.kind === "reply") {
      assert(guest.seat !== "responder", what);
      const asked = request.messages.at(-1)?.text;
      assert(text === `an answer to «${asked}»`, `${what} for "${asked}"`);
      this.#answers += 1;
      return;
    }
    assert(outcome.kind === "prompt" && guest.seat !== "caller", what);
    const own = guest.requests.some(({ messages }) => messages.at(-1)?.text === text);
    assert(!own, `${what}, its own words`);
    guest.requests.push({
      ...createRequest(`an answer to «${text}»`),
      messages: [
        ...request.messages,
        { role: "assistant", text },
        { role: "user", text: `an answer to «${text}»` },
      ],
    });
  }
}

function createRequest(text: string): Request {
  return {
    messages: [{ role: "user", text }],
    attempt: null,
    retryCount: 0,
    status: "unsent",
  };
}

function describe({ name, requests }: Guest): object {
  return { name, requests: requests.map(({ status, attempt }) => [status, attempt?.holdId]) };
}
