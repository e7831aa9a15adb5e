import { randomUUID } from "node:crypto";
import { ChatClient } from "./chat.ts";
import type { Memory } from "./processes.ts";
import type { Server } from "./server.ts";
import { forEachLimited, sleep, within } from "./statistics.ts";
import { answerTo } from "./turns.ts";

const SAMPLE_MS = 1_000;
/**
 * The runtime's queue of connections that it has not accepted yet is short, and what does not fit is lost. So after this many
 * requests the next ones wait until the server has answered something else.
 */
const BATCH = 50;
const RESPONDERS_AT_ONCE = 32;
/** How long all the answers to one session may take. */
const ANSWER_TIMEOUT_MS = 60_000;
/** By then every answer was given. */
const LAST_ANSWER_TIMEOUT_MS = 10_000;

export interface HeldLoad {
  readonly sessions: number;
  readonly turnsPerSession: number;
  /** The runtime unloads an object ten seconds after its last event; a report is sent a second after a change. */
  readonly settleMs: number;
}

export interface HeldResult {
  readonly requests: number;
  readonly before: Memory;
  /** The most that was seen while the requests came and waited. */
  readonly peak: Memory;
  /** Once all objects that can hibernate had the time to. */
  readonly settled: Memory;
  readonly objectsAtPeak: number;
  readonly objectsWhenSettled: number;
  readonly rightAnswers: number;
  readonly failures: readonly string[];
  /** From the first answer given to the last one received. */
  readonly answeringSeconds: number;
}

interface Held {
  readonly prompt: string;
  readonly client: ChatClient;
  readonly reply: Promise<string>;
}

/** Holds many requests at once, and answers each of them. */
export async function measureHeld(server: Server, load: HeldLoad): Promise<HeldResult> {
  const before = server.memory();
  const peak = watchPeak(server);
  const sessions = Array.from({ length: load.sessions }, () => `held-${randomUUID()}`);
  const held = await holdAll(server, sessions, load.turnsPerSession);
  await sleep(load.settleMs);
  const atPeak = peak.stop();
  const settled = server.memory();
  const objectsWhenSettled = server.loadedObjects().length;
  const startedAtMs = performance.now();
  const failures: string[] = [];
  await forEachLimited(sessions, RESPONDERS_AT_ONCE, async (session) => {
    try {
      await within(ANSWER_TIMEOUT_MS, answerAll(server, session, held.get(session) ?? []));
    } catch (error) {
      failures.push(describe(error));
    }
  });
  const all = [...held.values()].flat();
  const rightAnswers = await countRight(all, failures);
  const answeringSeconds = (performance.now() - startedAtMs) / 1000;
  for (const { client } of all) client.close();
  return {
    requests: all.length,
    before,
    peak: atPeak.memory,
    settled,
    objectsAtPeak: atPeak.objects,
    objectsWhenSettled,
    rightAnswers,
    failures,
    answeringSeconds,
  };
}

async function holdAll(
  server: Server,
  sessions: readonly string[],
  turnsPerSession: number,
): Promise<Map<string, Held[]>> {
  const held = new Map<string, Held[]>(sessions.map((session) => [session, []]));
  let sent = 0;
  for (let turn = 1; turn <= turnsPerSession; turn += 1) {
    for (const session of sessions) {
      held.get(session)?.push(hold(server, session, turn));
      sent += 1;
      if (sent % BATCH === 0) await server.answersHealth();
    }
  }
  return held;
}

/** No responder has come yet, so the path says that this is the caller. */
function hold(server: Server, session: string, turn: number): Held {
  const prompt = `Question ${turn} of ${session}.`;
  const name = `benchmark-caller-${turn}`;
  const client = new ChatClient({ server, session, name, seat: "caller" });
  const { reply } = client.open(prompt);
  // Looked at later; until then a failure must not end this program.
  reply.catch(() => {});
  return { prompt, client, reply };
}

async function answerAll(server: Server, session: string, held: readonly Held[]): Promise<void> {
  const responder = new ChatClient({
    server,
    session,
    name: "benchmark-responder",
    seat: "responder",
  });
  try {
    // The floor hands the first message to whoever waits, and knows no greeting.
    let prompt = server.side === "floor" ? held[0]?.prompt : await responder.say("I am ready.");
    for (let left = held.length; left > 1; left -= 1) {
      prompt = await responder.say(answerTo(prompt ?? ""));
    }
    responder.open(answerTo(prompt ?? "")).reply.catch(() => {});
    await Promise.allSettled(held.map(({ reply }) => reply));
  } finally {
    responder.close();
  }
}

async function countRight(held: readonly Held[], failures: string[]): Promise<number> {
  let right = 0;
  for (const { prompt, reply } of held) {
    try {
      if ((await within(LAST_ANSWER_TIMEOUT_MS, reply)) === answerTo(prompt)) right += 1;
      else failures.push(`Wrong answer to "${prompt}".`);
    } catch (error) {
      failures.push(describe(error));
    }
  }
  return right;
}

function watchPeak(server: Server): { stop: () => { memory: Memory; objects: number } } {
  let memory = server.memory();
  let objects = 0;
  const sample = (): void => {
    const now = server.memory();
    if (now.proportionalKib > memory.proportionalKib) memory = now;
    objects = Math.max(objects, server.loadedObjects().length);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      sample();
      return { memory, objects };
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
