import { randomUUID } from "node:crypto";
import { ChatClient } from "./chat.ts";
import type { Server } from "./server.ts";
import { sleep } from "./statistics.ts";
import { answerTo } from "./turns.ts";

const SAMPLE_MS = 100;
/** The responder's client is there before the caller. */
const SETTLE_MS = 1_500;

export interface WaitResult {
  readonly waitSeconds: number;
  /** Out of the wait, from the caller's request to its answer. */
  readonly inMemorySeconds: number;
  /** When the object was unloaded for the first time, from the caller's request on. */
  readonly unloadedAfterSeconds: number | null;
  /** How often it was loaded again before the answer. Only if this is 0 does a longer wait cost nothing more. */
  readonly wakeUps: number;
  /** How often the Session said in its log that it was made, from before the wait to its end. */
  readonly loadsInLog: number;
  readonly isAnswerRight: boolean;
}

/**
 * One turn with a person's wait in it. The runtime holds an object's database open for as long as the
 * object is in memory, and no longer, so the runtime's open files say when that was; nothing in the
 * object has to take part.
 */
export async function measureWait(server: Server, waitMs: number): Promise<WaitResult> {
  let loadsInLog = 0;
  server.onLogLine = (line) => {
    if (line.includes('"session-loaded"')) loadsInLog += 1;
  };
  const session = `wait-${randomUUID()}`;
  const responder = new ChatClient({ server, session, name: "benchmark-responder" });
  const caller = new ChatClient({ server, session, name: "benchmark-caller" });
  const firstPrompt = responder.say("I am ready.");
  await sleep(SETTLE_MS);
  const prompt = "How long does a person think?";
  const reply = caller.say(prompt);
  const watch = watchObject(server);
  const shown = await firstPrompt;
  await sleep(waitMs);
  const seen = watch.stop();
  responder.open(answerTo(shown)).reply.catch(() => {});
  const isAnswerRight = (await reply) === answerTo(prompt);
  responder.close();
  caller.close();
  server.onLogLine = () => {};
  return { ...seen, loadsInLog, isAnswerRight };
}

type Seen = Omit<WaitResult, "loadsInLog" | "isAnswerRight">;

function watchObject(server: Server): { stop: () => Seen } {
  const startedAtMs = performance.now();
  let lastAtMs = startedAtMs;
  let inMemoryMs = 0;
  let wakeUps = 0;
  let unloadedAfterMs: number | null = null;
  let wasLoaded = true;
  const sample = (): void => {
    const nowMs = performance.now();
    const isLoaded = server.loadedObjects().length > 0;
    // An object that was unloaded in between counts as loaded for the whole interval.
    if (wasLoaded || isLoaded) inMemoryMs += nowMs - lastAtMs;
    if (!isLoaded) unloadedAfterMs ??= nowMs - startedAtMs;
    if (isLoaded && !wasLoaded) wakeUps += 1;
    wasLoaded = isLoaded;
    lastAtMs = nowMs;
  };
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      sample();
      return {
        waitSeconds: (lastAtMs - startedAtMs) / 1000,
        inMemorySeconds: inMemoryMs / 1000,
        unloadedAfterSeconds: unloadedAfterMs === null ? null : unloadedAfterMs / 1000,
        wakeUps,
      };
    },
  };
}
