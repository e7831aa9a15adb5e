import { randomUUID } from "node:crypto";
import { ChatClient } from "./chat.ts";
import type { Server } from "./server.ts";
import { sleep } from "./statistics.ts";

/** Texts of the length of a short paragraph. */
const PADDING =
  " Every word of this was chosen so that the message has the length of a real one.".repeat(2);
/** Both servers must have taken the responders' first requests before a caller comes. */
const SETTLE_MS = 1_500;

export interface TurnLoad {
  /** Sessions that run at once. */
  readonly sessions: number;
  /** How often each is followed by a fresh one with an empty history. */
  readonly repeats: number;
  readonly turnsPerSession: number;
}

export interface TurnSample {
  readonly turnsPerSecond: number;
  /** The caller's round trips. The responder thinks for no time, so all of it is added by what lies between. */
  readonly latenciesMs: readonly number[];
  /** Processor time of the server's processes for one turn. */
  readonly processorMsPerTurn: number;
}

interface Pair {
  readonly session: string;
  readonly caller: ChatClient;
  readonly responder: ChatClient;
  firstPrompt: Promise<string>;
}

/** Runs a load once. Throws if any answer is not the one to its question. */
export async function measureTurns(server: Server, load: TurnLoad): Promise<TurnSample> {
  const latenciesMs: number[] = [];
  let elapsedMs = 0;
  let processorMs = 0;
  for (let repeat = 0; repeat < load.repeats; repeat += 1) {
    const pairs = Array.from({ length: load.sessions }, () => openPair(server));
    await sleep(SETTLE_MS);
    const processorBeforeMs = server.processorMs();
    const startedAtMs = performance.now();
    await Promise.all(pairs.map((pair) => runPair(pair, load.turnsPerSession, latenciesMs)));
    elapsedMs += performance.now() - startedAtMs;
    processorMs += server.processorMs() - processorBeforeMs;
    await closePairs(pairs);
  }
  const turns = load.repeats * load.sessions * load.turnsPerSession;
  return {
    turnsPerSecond: (turns * 1000) / elapsedMs,
    latenciesMs,
    processorMsPerTurn: processorMs / turns,
  };
}

/** The responder's client knocks first, as a person's does who is there before the program starts. */
function openPair(server: Server): Pair {
  const session = `bench-${randomUUID()}`;
  const caller = new ChatClient({ server, session, name: "benchmark-caller" });
  caller.addSystemMessage(`You are the other end of a benchmark.${PADDING}`);
  const responder = new ChatClient({ server, session, name: "benchmark-responder" });
  return { session, caller, responder, firstPrompt: responder.say("I am ready.") };
}

async function runPair(pair: Pair, turns: number, latenciesMs: number[]): Promise<void> {
  await Promise.all([call(pair, turns, latenciesMs), respond(pair, turns)]);
}

async function call(
  { session, caller }: Pair,
  turns: number,
  latenciesMs: number[],
): Promise<void> {
  for (let turn = 1; turn <= turns; turn += 1) {
    const prompt = `Question ${turn} of ${session}.${PADDING}`;
    const startedAtMs = performance.now();
    const reply = await caller.say(prompt);
    latenciesMs.push(performance.now() - startedAtMs);
    if (reply !== answerTo(prompt)) throw new Error(`Wrong answer to "${prompt}": "${reply}"`);
  }
}

async function respond(pair: Pair, turns: number): Promise<void> {
  let prompt = await pair.firstPrompt;
  for (let turn = 1; turn < turns; turn += 1) prompt = await pair.responder.say(answerTo(prompt));
  // The last answer waits for a question that will not come.
  const last = pair.responder.open(answerTo(prompt));
  pair.firstPrompt = last.reply;
  last.reply.catch(() => {});
}

export function answerTo(prompt: string): string {
  return `The answer to: ${prompt}`;
}

async function closePairs(pairs: readonly Pair[]): Promise<void> {
  for (const { caller, responder } of pairs) {
    caller.close();
    responder.close();
  }
  // The servers notice that the clients left, outside of what is measured.
  await sleep(SETTLE_MS);
}
