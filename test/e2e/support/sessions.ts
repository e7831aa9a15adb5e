import { randomBytes } from "node:crypto";
import { HANDSHAKE, type ConversationEnd } from "./clients.ts";
import { waitFor } from "./wait-for.ts";

/** A session as the management API describes it; of its fields those that tests read. */
export interface DescribedSession {
  readonly name: string;
  readonly status: string;
  readonly turns: number;
  readonly open_turns: number;
  readonly waiting: readonly {
    readonly turn: number;
    readonly status: string;
    readonly caller_attached: boolean;
  }[];
  readonly holds: readonly {
    readonly hold: string;
    readonly seat: "caller" | "responder" | null;
    readonly attached: boolean;
  }[];
}

export type TranscriptEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Test processes share servers. */
const processMark = randomBytes(4).toString("hex");
let sessionCount = 0;

/** A name that no other test uses. */
export function newSessionName(word = "session"): string {
  sessionCount += 1;
  return `${word}-${processMark}-${sessionCount}`;
}

export async function getJson<T>(url: string, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, { headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}

export function describeSession(url: string, session: string): Promise<DescribedSession> {
  return getJson(`${url}/sessions/${encodeURIComponent(session)}`);
}

export async function readTranscript(url: string, session: string): Promise<TranscriptEvent[]> {
  const { events } = await getJson<{ events: TranscriptEvent[] }>(
    `${url}/sessions/${encodeURIComponent(session)}/transcript`,
  );
  return events;
}

/** Waits until as many requests as given are held for connected clients. */
export function waitForHolds(
  url: string,
  session: string,
  count: number,
): Promise<DescribedSession> {
  return waitFor(`${count} attached holds of ${session}`, async () => {
    const described = await describeSession(url, session);
    return described.holds.filter(({ attached }) => attached).length === count && described;
  });
}

/** The responder's first message, once it is held; its answer will be the first prompt. */
export async function join(
  url: string,
  session: string,
  responder: ConversationEnd,
): Promise<{ readonly handshake: Promise<string> }> {
  const handshake = responder.send(HANDSHAKE);
  await waitForHolds(url, session, 1);
  return { handshake };
}

export interface RecordedTurn {
  /** One for each time that it was shown. */
  readonly prompts: readonly string[];
  readonly replies: readonly string[];
  readonly deliveries: number;
}

/** What the transcript says of each turn, in the order in which they were opened. */
export async function readTurns(url: string, session: string): Promise<RecordedTurn[]> {
  const events = await readTranscript(url, session);
  const of = (type: string, turnId: unknown): TranscriptEvent[] =>
    events.filter((event) => event.type === type && event["turnId"] === turnId);
  return events
    .filter(({ type }) => type === "turn-opened")
    .map(({ turnId }) => ({
      prompts: of("turn-shown", turnId).map(({ prompt }) => String(prompt)),
      replies: of("turn-answered", turnId).map(({ reply }) => replyText(reply)),
      deliveries: of("turn-delivered", turnId).length,
    }));
}

function replyText(reply: unknown): string {
  const { parts } = reply as { readonly parts: readonly { readonly text?: string }[] };
  return parts.map(({ text }) => text ?? "").join("");
}

/** Each of these turns was shown once, answered once and delivered once. */
export function recordedOnce(
  turns: readonly { readonly prompt: string; readonly reply: string }[],
): RecordedTurn[] {
  return turns.map(({ prompt, reply }) => ({ prompts: [prompt], replies: [reply], deliveries: 1 }));
}

/** The recorded turns once the last delivery is confirmed, which happens a moment after the client has the reply. */
export async function waitForTurns(
  url: string,
  session: string,
  deliveredCount: number,
): Promise<RecordedTurn[]> {
  return waitFor(`${deliveredCount} deliveries in ${session}`, async () => {
    const turns = await readTurns(url, session);
    return turns.filter(({ deliveries }) => deliveries > 0).length >= deliveredCount && turns;
  });
}
