import { Random } from "../pairing/support/random.ts";
import type { HistoryKind } from "../e2e/support/clients.ts";
import type { Fault, FaultKind, Manner, Moment } from "./fault.ts";

/**
 * What tells the server that a request is a retry where its response broke off.
 * - `fresh call`: nothing. The SDK's own retries end at the headers (openai for Node), so the program calls again.
 * - `sdk`: the SDK reads the body inside its retry loop, as openai for Python does, so its own mark does. Not for a stream.
 * - `key`: an idempotency key for each message.
 */
export type Repeating = "fresh call" | "sdk" | "key";

export interface EndPlan {
  readonly streams: boolean;
  readonly history: HistoryKind;
  readonly repeating: Repeating;
  /** The SDK's own time-out, until the headers. */
  readonly timeoutMs: number | null;
  readonly apiKey: string;
  /** What its base URL names. */
  readonly path: "" | "/caller" | "/responder";
  readonly waitsForServer: boolean;
}

export interface TurnPlan {
  readonly callerFaults: readonly Fault[];
  readonly responderFaults: readonly Fault[];
  readonly thinksMs: number;
  readonly hibernates: boolean;
  /** Of the reply. */
  readonly replyChars: number;
}

export interface ConversationPlan {
  readonly seed: number;
  readonly caller: EndPlan;
  readonly responder: EndPlan;
  readonly callerComesFirst: boolean;
  readonly turns: readonly TurnPlan[];
}

/** Long enough without any message for the runtime to put the Session to sleep. */
export const HIBERNATES_AFTER_MS = 11_000;

const LONG_REPLY_CHARS = 200_000;
const FAULTS_MAX = 2;
/** In a short stream, of what is sent in one piece with the end. */
const END_OF_STREAM_BYTES = 600;

type Seats = "paths" | "responder's path" | "keys" | "one identity";

export interface ScheduleOptions {
  readonly turnCount: number;
  /** Kinds that are not to be used. */
  readonly without?: readonly FaultKind[];
}

export function planConversation(seed: number, options: ScheduleOptions): ConversationPlan {
  const random = new Random(seed);
  const seats = random.pick<Seats>(["paths", "paths", "responder's path", "keys", "one identity"]);
  const caller = planEnd(random, seats, "caller");
  const responder = planEnd(random, seats, "responder");
  // Clients that name no seat are told apart by what was said; before that, their order is all there is.
  const firstTurnWithFaults = seats === "paths" || seats === "responder's path" ? 0 : 1;
  const turns = Array.from({ length: options.turnCount }, (_, index): TurnPlan => {
    const has = (probability: number): boolean =>
      index >= firstTurnWithFaults && random.chance(probability);
    return {
      callerFaults: has(0.35) ? planCallerFaults(random, caller, index, options) : [],
      responderFaults: has(0.35) ? planFaults(random, responder, options) : [],
      thinksMs: random.pick([0, 0, 50, 300, 800, 1_200]),
      hibernates: random.chance(0.01) && options.without?.includes("session hibernated") !== true,
      replyChars: random.chance(0.05) ? LONG_REPLY_CHARS : 0,
    };
  });
  const callerComesFirst = firstTurnWithFaults === 0 && random.chance(0.5);
  return { seed, caller, responder, callerComesFirst, turns };
}

function planEnd(random: Random, seats: Seats, end: "caller" | "responder"): EndPlan {
  const namesSeat = seats === "paths" || (seats === "responder's path" && end === "responder");
  const repeating = random.pick<Repeating>(["fresh call", "sdk", "key"]);
  return {
    streams: random.chance(0.5),
    // Two clients with one identity and without histories are told apart by their order alone.
    history: seats === "one identity" ? "full" : random.pick(["full", "full", "none", "last-four"]),
    repeating,
    timeoutMs: random.chance(0.3) ? 3_000 : null,
    apiKey: seats === "keys" ? `sk-${end}` : "sk-any",
    path: namesSeat ? `/${end}` : "",
    // The SDK's retries, and so its marks, are soon used up where it is refused.
    waitsForServer: repeating !== "key" || random.chance(0.5),
  };
}

function planFaults(random: Random, end: EndPlan, options: ScheduleOptions): Fault[] {
  const count = 1 + random.below(FAULTS_MAX);
  return Array.from({ length: count }, () => planFault(random, end, options));
}

/** Whether a repeat of this client says that it is one, where the response was under way. */
function isMarked({ repeating, streams, timeoutMs }: EndPlan): boolean {
  // An impatient SDK uses its marks up while the server is started again.
  return repeating === "key" || (repeating === "sdk" && !streams && timeoutMs === null);
}

/**
 * All that is left out, since no server can tell it from news (docs/pairing.md): a reply left the server to its end, its caller did
 * not get that end, and says so neither by a mark nor by a history that lacks the reply; or it happens twice to one reply.
 */
function planCallerFaults(
  random: Random,
  caller: EndPlan,
  turn: number,
  options: ScheduleOptions,
): readonly Fault[] {
  const faults = planFaults(random, caller, options);
  if (isMarked(caller)) return faults;
  const hasHistory = caller.history !== "none" && turn > 0;
  const losses = faults.filter((fault) => losesEnd(fault, caller));
  const [first] = losses;
  return faults.filter((fault) => !losses.includes(fault) || (hasHistory && fault === first));
}

/** Whether the server has written all of a short reply, and closed the response, before the client is gone. */
function losesEnd(fault: Fault, { streams }: EndPlan): boolean {
  switch (fault.kind) {
    case "cut before the last byte":
    case "client frozen, then gone":
      return true;
    case "cut in the body":
      return streams && fault.bytes === END_OF_STREAM_BYTES;
    default:
      return false;
  }
}

function planFault(random: Random, end: EndPlan, options: ScheduleOptions): Fault {
  const kinds: FaultKind[] = [
    "cut before headers",
    "cut before headers",
    "cut in the wait",
    "cut in the wait",
    "cut in the body",
    "cut in the body",
    "cut before the last byte",
    "cut before the last byte",
    "retried while open",
    "retried while open",
    "request delayed",
    "response delayed",
    "request duplicated",
    "client frozen",
    "client frozen, then gone",
    // These two strike every conversation at once.
    ...(random.chance(0.1) ? (["server killed", "runtime killed"] as const) : []),
  ];
  const allowed = kinds.filter((kind) => options.without?.includes(kind) !== true);
  return faultOf(random, end, random.pick(allowed));
}

function faultOf(random: Random, end: EndPlan, kind: FaultKind): Fault {
  const manner = random.pick<Manner>(["FIN", "RST"]);
  switch (kind) {
    case "cut before headers":
      return { kind, manner, afterMs: random.pick([0, 5, 50, 400, 900]) };
    case "cut in the wait":
      return { kind, manner, afterMs: random.pick([0, 20, 300]) };
    case "cut in the body":
      return {
        kind,
        manner,
        bytes: random.pick([1, 2, 40, 260, 400, END_OF_STREAM_BYTES, 20_000]),
      };
    case "cut before the last byte":
      return { kind, manner };
    case "retried while open":
      return {
        kind,
        manner,
        afterMs: random.pick([0, 50, 400]),
        openMs: random.pick([600, 2_000, 8_000]),
      };
    case "request delayed":
      return { kind, ms: random.pick([30, 300, 1_500]) };
    case "response delayed":
      return { kind, ms: random.pick([30, 300, 1_500, 4_000]) };
    case "request duplicated":
      return { kind, overlapMs: random.pick(end.repeating === "key" ? [0, 50, 1_500] : [0, 10]) };
    case "client frozen":
      return { kind, ms: random.pick([200, 2_000]) };
    case "client frozen, then gone":
      return { kind, manner, ms: random.pick([50, 500]) };
    case "server killed":
    case "runtime killed":
      return { kind, moment: momentOf(random) };
    case "session hibernated":
      return { kind, ms: HIBERNATES_AFTER_MS };
  }
}

function momentOf(random: Random): Moment {
  return random.pick<Moment>([
    { at: "forwarded", afterMs: random.below(20) },
    { at: "forwarded", afterMs: 200 },
    { at: "head", afterMs: random.below(100) },
    { at: "content", bytes: 1 },
    { at: "last-byte" },
  ]);
}
