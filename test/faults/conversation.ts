import { setTimeout as pause } from "node:timers/promises";
import {
  readTranscript,
  readTurns,
  waitForTurns,
  type RecordedTurn,
  type TranscriptEvent,
} from "../e2e/support/sessions.ts";
import { checkConversation, countUnconfirmed, type Problem } from "./check.ts";
import type { Fault, FaultKind } from "./fault.ts";
import { FaultProxy } from "./fault-proxy.ts";
import { PersistentClient } from "./persistent-client.ts";
import { HIBERNATES_AFTER_MS, type ConversationPlan, type EndPlan } from "./schedule.ts";
import { Trace } from "./trace.ts";
import { expectedTurns, handshakeOf, replyOf } from "./texts.ts";
import { judge } from "./untold.ts";

/** The server, and what strikes all conversations at once. */
export interface FaultyServer {
  readonly port: number;
  readonly url: string;
  /** Resolves when the server is there, and not about to be killed. */
  untilUp(): Promise<void>;
  strike(fault: Extract<Fault, { kind: "server killed" | "runtime killed" }>): void;
}

export interface StruckFault {
  readonly kind: FaultKind;
  /** The turn that was under way, from 0. */
  readonly turn: number;
}

export interface ConversationResult {
  readonly plan: ConversationPlan;
  readonly struck: readonly StruckFault[];
  readonly problems: readonly Problem[];
  /** How many questions were asked again, as no server could tell that they were no news. */
  readonly untold: number;
  /** How many replies the server believes not to have arrived, though they have. */
  readonly unconfirmed: number;
  /** What happened outside the server and in it. */
  readonly timeline: string;
  readonly failures: { readonly caller: readonly string[]; readonly responder: readonly string[] };
}

const CONVERSATION_DEADLINE_MS = 150_000;

/** Plays one conversation through its faults, and compares what both ends and the server have of it afterwards. */
export async function playConversation(
  plan: ConversationPlan,
  server: FaultyServer,
  session: string,
  onStart: (strike: (kind: FaultKind) => void) => void = () => {},
): Promise<ConversationResult> {
  const struck: StruckFault[] = [];
  let turn = 0;
  const trace = new Trace();
  const note = (kind: FaultKind): void => {
    struck.push({ kind, turn });
    trace.add(`fault: ${kind}`);
  };
  onStart(note);
  const openProxy = (name: string, { waitsForServer }: EndPlan): Promise<FaultProxy> =>
    FaultProxy.open({
      targetPort: server.port,
      waitsForServer,
      onTraffic: (what) => trace.add(`  ${name} ${what}`),
      onFault(fault) {
        if (fault.kind === "server killed" || fault.kind === "runtime killed") server.strike(fault);
        else note(fault.kind);
      },
    });
  const proxies = await Promise.all([
    openProxy("caller", plan.caller),
    openProxy("responder", plan.responder),
  ]);
  const [callerProxy, responderProxy] = proxies;
  const caller = new PersistentClient(plan.caller, session, callerProxy.url);
  const responder = new PersistentClient(plan.responder, session, responderProxy.url);

  const expected = expectedTurns(plan, session);
  const answering = playResponder();
  answering.catch(() => {});
  const isOver = await Promise.race([
    playCaller().then(() => true),
    pause(CONVERSATION_DEADLINE_MS, false, { ref: false }),
  ]);
  caller.leave();
  const recorded = await readRecord(server, session, isOver ? expected.length : 0);
  responder.leave();
  for (const proxy of proxies) proxy.close();
  const found = checkConversation({
    session,
    isOver,
    expected,
    received: { caller: caller.received, responder: responder.received },
    recorded,
  });
  const events = found.length === 0 ? [] : await readEvents(server, session);
  const { problems, untold } = judge(plan, expected, found, events);
  const failures = { caller: caller.failures, responder: responder.failures };
  const unconfirmed = isOver ? countUnconfirmed(recorded) : 0;
  const timeline = trace.render(events);
  return { plan, struck, problems, untold, unconfirmed, failures, timeline };

  async function playResponder(): Promise<void> {
    let message = handshakeOf(session);
    for (;;) {
      responderProxy.expect(plan.turns[responder.received.length]?.responderFaults ?? []);
      const prompt = await responder.send(message);
      const answered = plan.turns[responder.received.length - 1];
      await think(answered?.hibernates === true, answered?.thinksMs ?? 0);
      message = replyOf(expected, prompt);
    }
  }

  async function think(hibernates: boolean, thinksMs: number): Promise<void> {
    if (hibernates) note("session hibernated");
    await pause(hibernates ? HIBERNATES_AFTER_MS : thinksMs, undefined, { ref: false });
  }

  async function playCaller(): Promise<void> {
    // A client that names no seat is told from the other by its order, so the responder's handshake must be there.
    if (!plan.callerComesFirst) await untilHeld(server, session);
    for (const [index, { prompt }] of expected.entries()) {
      turn = index;
      callerProxy.expect(plan.turns[index]?.callerFaults ?? []);
      await caller.send(prompt);
    }
  }
}

async function untilHeld(server: FaultyServer, session: string): Promise<void> {
  for (;;) {
    try {
      const response = await fetch(`${server.url}/sessions/${session}`);
      const described = (await response.json()) as { holds?: readonly { attached: boolean }[] };
      if (described.holds?.some(({ attached }) => attached) === true) return;
    } catch {
      // The server is being started again.
    }
    await pause(20);
  }
}

/** The confirmation of the last delivery comes a moment after the client has it. */
async function readRecord(
  server: FaultyServer,
  session: string,
  turnCount: number,
): Promise<readonly RecordedTurn[]> {
  await server.untilUp();
  try {
    return await waitForTurns(server.url, session, turnCount);
  } catch {
    await server.untilUp();
    return readTurns(server.url, session).catch(() => []);
  }
}

async function readEvents(
  server: FaultyServer,
  session: string,
): Promise<readonly TranscriptEvent[]> {
  await server.untilUp();
  return readTranscript(server.url, session).catch(() => []);
}
