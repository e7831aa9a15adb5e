import { expect } from "vitest";
import { ChatClient, type ChatClientOptions } from "./clients.ts";
import { newSessionName, readTranscript, recordedOnce, waitForTurns } from "./sessions.ts";
import { waitFor } from "./wait-for.ts";

/** What the tests of the nine everyday situations share, in which a simple pairing of two clients fails. */

/** The SDK's own default is 600 s. */
export const SDK_TIMEOUT_MS = 1_000;
export const PROMPT = "What do you see?";
export const REPLY = "A tower.";
export const NEXT = { prompt: "And behind it?", reply: "The sea." };

export interface Ends {
  /** Where the server is asked about the session. */
  readonly url: string;
  readonly session: string;
  readonly caller: ChatClient;
  readonly responder: ChatClient;
}

export type EndOptions = { readonly [end in "caller" | "responder"]?: Partial<ChatClientOptions> };

/** Two clients with a key each, which tells them apart; neither names a seat, unless an option has it do so. */
export function endsOf(
  url: string,
  options: EndOptions = {},
  session = newSessionName("situation"),
): Ends {
  const create = (end: "caller" | "responder"): ChatClient =>
    new ChatClient({ url, session, apiKey: end, ...options[end] });
  return { url, session, caller: create("caller"), responder: create("responder") };
}

/** Both name their seats by a path. */
export function seatedEndsOf(url: string, session?: string): Ends {
  const paths = { caller: { url: `${url}/caller` }, responder: { url: `${url}/responder` } };
  return endsOf(url, paths, session);
}

/** The prompt was shown. It is answered, and so is the next one, and the server has both exactly once. */
export async function expectAnswers(
  { url, session, caller, responder }: Ends,
  reply: Promise<string> | undefined,
): Promise<void> {
  const nextPrompt = responder.send(REPLY);
  expect(await reply).toBe(REPLY);
  const nextReply = caller.send(NEXT.prompt);
  expect(await nextPrompt).toBe(NEXT.prompt);
  void responder.send(NEXT.reply);
  expect(await nextReply).toBe(NEXT.reply);
  responder.leave();
  expect(caller.received).toEqual([REPLY, NEXT.reply]);
  expect(responder.received).toEqual([PROMPT, NEXT.prompt]);
  expect(await waitForTurns(url, session, 2)).toEqual(
    recordedOnce([{ prompt: PROMPT, reply: REPLY }, NEXT]),
  );
}

/** Waits until as many events of a type as given are recorded. */
export function waitForEvents(
  { url, session }: Pick<Ends, "url" | "session">,
  type: string,
  count = 1,
): Promise<unknown> {
  return waitFor(`${count} times ${type}`, async () => {
    const events = await readTranscript(url, session);
    return events.filter((event) => event.type === type).length >= count;
  });
}
