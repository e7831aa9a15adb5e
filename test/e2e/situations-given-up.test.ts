import { describe, expect, it } from "vitest";
import type { ChatClientOptions } from "./support/clients.ts";
import { join, readTranscript, recordedOnce, waitForTurns } from "./support/sessions.ts";
import { PATIENT } from "./support/settings.ts";
import {
  endsOf,
  NEXT,
  PROMPT,
  SDK_TIMEOUT_MS,
  waitForEvents,
  type Ends,
} from "./support/situation.ts";
import { useServer } from "./support/use-server.ts";

/**
 * The fourth everyday situation: the person answers after the program gave up and asked something else. It is one client all the
 * time, as a program has it, and only its own time-out ends its first question.
 */
const server = useServer({ settings: PATIENT });

const FIRST = { prompt: "Are you awake?", reply: "I am." };
const LATE = "This is too late.";

/** What a program that has had no answer sends of its conversation with the next question. */
const MEMORIES = {
  "nothing of before": { history: "none", keepsQuestion: true },
  "the question without an answer": { history: "full", keepsQuestion: true },
  "all but the question without an answer": { history: "full", keepsQuestion: false },
} as const;

/** An answer takes less than a second here, so a client without retries gets its own in time, if not on the busiest machine. */
const PATIENCE: Readonly<Record<string, Partial<ChatClientOptions>>> = {
  "retries as often as it may": { timeoutMs: SDK_TIMEOUT_MS },
  "never retries": { timeoutMs: SDK_TIMEOUT_MS * 3, maxRetries: 0 },
};

const cases = Object.keys(MEMORIES).flatMap((memory) =>
  Object.keys(PATIENCE).map((patience) => ({
    memory: memory as keyof typeof MEMORIES,
    patience,
  })),
);

describe.concurrent("situation 4: a program gives up and asks something else", () => {
  it.each(cases)(
    "[PAIR-13] in the middle of a conversation, and the late answer is not its reply ($patience, sends $memory)",
    async ({ memory, patience }) => {
      const ends = programOf(memory, patience);
      const { caller, responder } = ends;
      const { handshake } = await join(ends.url, ends.session, responder);
      const first = caller.send(FIRST.prompt);
      expect(await handshake).toBe(FIRST.prompt);
      const shown = responder.send(FIRST.reply);
      expect(await first).toBe(FIRST.reply);

      await giveUp(ends, memory);
      expect(await shown).toBe(PROMPT);
      await expectNextAnswered(
        ends,
        [FIRST.reply, NEXT.reply],
        MEMORIES[memory].history === "full",
      );
      const [before, ...rest] = await waitForTurns(ends.url, ends.session, 2);
      expect(before).toEqual(recordedOnce([FIRST])[0]);
      expect(rest).toEqual(givenUpThenAnswered());
    },
  );

  it.each(cases)(
    "[PAIR-13] at once, and the late answer is not its reply ($patience, sends $memory)",
    async ({ memory, patience }) => {
      const ends = programOf(memory, patience);
      const { handshake } = await join(ends.url, ends.session, ends.responder);
      await giveUp(ends, memory);
      expect(await handshake).toBe(PROMPT);
      const { history, keepsQuestion } = MEMORIES[memory];
      await expectNextAnswered(ends, [NEXT.reply], history === "full" && keepsQuestion);
      expect(await waitForTurns(ends.url, ends.session, 1)).toEqual(givenUpThenAnswered());
    },
  );

  it.each(cases)(
    "[PAIR-8] and an answer between the two is not the reply to the second ($patience, sends $memory)",
    async ({ memory, patience }) => {
      const ends = programOf(memory, patience);
      const { caller, responder } = ends;
      const { handshake } = await join(ends.url, ends.session, responder);
      await giveUp(ends, memory);
      expect(await handshake).toBe(PROMPT);
      const shown = responder.send(LATE);
      await waitForEvents(ends, "turn-answered");
      const reply = caller.send(NEXT.prompt);
      expect(await shown).toBe(NEXT.prompt);
      void responder.send(NEXT.reply);
      expect(await reply).toBe(NEXT.reply);
      expect(caller.received).toEqual([NEXT.reply]);
      responder.leave();
      expect(await waitForTurns(ends.url, ends.session, 1)).toEqual(givenUpThenAnswered());
    },
  );
});

function programOf(memory: keyof typeof MEMORIES, patience: string): Ends {
  const { history } = MEMORIES[memory];
  return endsOf(server().url, { caller: { history, ...PATIENCE[patience] } });
}

/** The program asks, and its SDK times out for good. */
async function giveUp({ caller }: Ends, memory: keyof typeof MEMORIES): Promise<void> {
  await expect(caller.send(PROMPT)).rejects.toThrow("Request timed out.");
  if (!MEMORIES[memory].keepsQuestion) caller.conversation.pop();
}

/**
 * It asks something else; then comes the answer to what it gave up, and then the one to this. Where its history does not tell that it
 * gave up, only its departure could, and before the headers nobody notices one: then the first question stays open.
 */
async function expectNextAnswered(
  ends: Ends,
  received: readonly string[],
  isToldByHistory: boolean,
): Promise<void> {
  const { session, caller, responder } = ends;
  const count = (await readTranscript(ends.url, session)).filter(isQuestion).length;
  const reply = caller.send(NEXT.prompt);
  await waitForEvents(ends, "turn-opened", count + 1);
  if (isToldByHistory) await waitForEvents(ends, "turn-abandoned");
  expect(await responder.send(LATE)).toBe(NEXT.prompt);
  void responder.send(NEXT.reply);
  expect(await reply).toBe(NEXT.reply);
  expect(caller.received).toEqual(received);
  responder.leave();
}

const isQuestion = ({ type }: { readonly type: string }): boolean => type === "turn-opened";

/** The late answer is kept with its own question, and nobody got it. */
function givenUpThenAnswered() {
  return [{ prompts: [PROMPT], replies: [LATE], deliveries: 0 }, ...recordedOnce([NEXT])];
}
