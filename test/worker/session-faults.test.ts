import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { Random } from "../pairing/support/random";
import type { SessionApi } from "../../src/session/session-api";
import { ask, sessionStub, type Answer, type ChatMessage } from "./support/conversation";

/** What the platform does to a Session while requests are held; the Workers that hold them stay. */
const PLATFORM_FAULTS = ["hibernated", "evicted", "aborted"] as const;
type PlatformFault = (typeof PLATFORM_FAULTS)[number];

const TURNS = 10;

async function strike(name: string, fault: PlatformFault): Promise<void> {
  const stub = sessionStub(name);
  // Only what runs can be taken away.
  await stub.describe();
  if (fault === "hibernated") await evictDurableObject(stub, { webSockets: "hibernate" });
  else if (fault === "evicted") await evictDurableObject(stub, { webSockets: "close" });
  else {
    await runInDurableObject(stub, (_instance, state) => {
      state.abort("a fault of the platform");
    }).catch(() => undefined);
  }
}

/** One end, which keeps its history and repeats no request: its Worker has to find the Session again. */
class End {
  readonly received: string[] = [];
  readonly #history: ChatMessage[] = [];
  readonly #session: string;
  readonly #seat: "caller" | "responder";

  constructor(session: string, seat: "caller" | "responder") {
    this.#session = session;
    this.#seat = seat;
  }

  async send(content: string): Promise<Answer> {
    this.#history.push({ role: "user", content });
    const messages = [...this.#history];
    const answer = await ask(this.#session, content, { seat: this.#seat, messages });
    this.received.push(answer.text ?? "");
    this.#history.push({ role: "assistant", content: answer.text ?? "" });
    return answer;
  }
}

async function countEvents(name: string): Promise<Record<string, number>> {
  const session = sessionStub(name) as unknown as SessionApi;
  const { events } = await session.readTranscript({ afterSequence: 0, limit: 10_000 });
  const counts: Record<string, number> = {};
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

describe("a conversation whose Session is taken away again and again", () => {
  it.each([1, 2])("[PAIR-18] loses, duplicates and misdelivers nothing (seed %i)", async (seed) => {
    const random = new Random(seed);
    const name = `platform-faults-${seed}`;
    const caller = new End(name, "caller");
    const responder = new End(name, "responder");
    const strikes = async (): Promise<void> => {
      while (random.chance(0.5)) await strike(name, random.pick(PLATFORM_FAULTS));
    };
    let prompt = responder.send("hello");
    for (let turn = 1; turn <= TURNS; turn += 1) {
      await strikes();
      const reply = caller.send(`question ${turn}`);
      await strikes();
      expect((await prompt).text).toBe(`question ${turn}`);
      await strikes();
      prompt = responder.send(`answer ${turn}`);
      // The last one finds no further question, and ends with its session.
      prompt.catch(() => undefined);
      await strikes();
      expect((await reply).text).toBe(`answer ${turn}`);
    }
    expect(caller.received).toEqual(Array.from({ length: TURNS }, (_, i) => `answer ${i + 1}`));
    expect(await countEvents(name)).toMatchObject({
      "turn-opened": TURNS,
      "turn-shown": TURNS,
      "turn-answered": TURNS,
    });
    await sessionStub(name).deleteSession();
  });
});
