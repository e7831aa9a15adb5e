import { env, exports } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { Environment } from "../../../src/worker/environment";
import type { SessionApi } from "../../../src/session/session-api";
import type { Session } from "../../../src/session/session-object";

export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

export interface AskOptions {
  readonly seat?: "caller" | "responder";
  readonly signal?: AbortSignal;
  readonly headers?: Record<string, string>;
  readonly messages?: readonly ChatMessage[];
}

export interface Answer {
  readonly status: number;
  readonly text: string | null;
  readonly code: string | null;
}

/** Sends a request through the whole Worker, and resolves with its end, however long that takes. */
export async function ask(
  session: string,
  text: string,
  options: AskOptions = {},
): Promise<Answer> {
  const { seat, signal, headers = {}, messages = [{ role: "user", content: text }] } = options;
  const prefix = seat === undefined ? "" : `/${seat}`;
  const worker = (exports as unknown as { readonly default: Fetcher }).default;
  const response = await worker.fetch(`http://localhost${prefix}/v1/chat/completions`, {
    method: "POST",
    headers,
    body: JSON.stringify({ model: session, messages }),
    ...(signal === undefined ? {} : { signal }),
  });
  const body = await response.json<{
    choices?: { message: { content: string | null } }[];
    error?: { code: string };
  }>();
  return {
    status: response.status,
    text: body.choices?.[0]?.message.content ?? null,
    code: body.error?.code ?? null,
  };
}

export function sessionStub(name: string): DurableObjectStub<Session> {
  return (
    env as unknown as { readonly SESSION: DurableObjectNamespace<Session> }
  ).SESSION.getByName(name);
}

export function directoryStub(): ReturnType<Environment["DIRECTORY"]["getByName"]> {
  return (env as unknown as Environment).DIRECTORY.getByName("directory");
}

/** Waits until a session is in a state, by asking it. */
export async function untilStatus(name: string, status: string): Promise<void> {
  await vi.waitFor(async () => {
    const description = await sessionStub(name).describe();
    expect(description?.status).toBe(status);
  }, WAIT);
}

/** The types of a session's events, in order. */
export async function eventTypes(name: string): Promise<readonly string[]> {
  // An event's fields are open, which the types of a stub cannot express.
  const session = sessionStub(name) as unknown as SessionApi;
  const page = await session.readTranscript({ afterSequence: 0, limit: 1_000 });
  return page.events.map(({ type }) => type);
}

/** Long enough for a busy machine; a test that passes does not wait for it. */
export const WAIT = { timeout: 30_000, interval: 20 };
