import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { CONSOLE_PROTOCOL_VERSION } from "../../../src/console-protocol/constants";
import type { InboxCommand, SessionEntry } from "../../../src/console-protocol/inbox-message";
import { InboxStore } from "../../../src/console/state/inbox-store";
import { FakeNetwork, settle, type FakeConnection } from "../support/fake-network";

const LOST = 1006;
const SECRET = "the-secret-of-this-page";

async function openStore() {
  const network = new FakeNetwork();
  const operatorName = signal("Ada");
  const sessionName = signal<string | null>(null);
  const store = new InboxStore({
    socketPath: "/console/inbox",
    environment: network,
    nowMs: () => network.nowMs,
    operatorSecret: () => Promise.resolve(SECRET),
    operatorName,
    sessionName,
    mayRetry: () => Promise.resolve(true),
  });
  await settle();
  return { network, store, operatorName, sessionName };
}

function entry(name: string, changes: Partial<SessionEntry> = {}): SessionEntry {
  return {
    name,
    status: "idle",
    statusSinceMs: 0,
    createdAtMs: 0,
    lastActivityAtMs: 0,
    responderKind: "operator",
    turnCount: 0,
    openTurnCount: 0,
    lastQuestionText: "",
    waitingTurns: [],
    ...changes,
  };
}

function greet(connection: FakeConnection, isResumed = true, nowMs = 0): void {
  connection.open();
  connection.say({
    type: "welcome",
    protocolVersion: CONSOLE_PROTOCOL_VERSION,
    operatorId: "operator-1",
    role: "admin",
    nowMs,
    isResumed,
  });
}

function sessions(
  revision: number,
  changed: readonly SessionEntry[],
  { removed = [], isCaughtUp = true }: { removed?: string[]; isCaughtUp?: boolean } = {},
) {
  return { type: "sessions", revision, changed, removed, isCaughtUp };
}

function lose(network: FakeNetwork): void {
  network.newest.close(LOST);
  network.pass(2_500);
}

const commandsOf = ({ sent }: FakeConnection) => sent as readonly InboxCommand[];

describe("the list", () => {
  it("comes in parts, and then changes by what is new and what is gone", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    network.newest.say(sessions(1, [entry("a"), entry("b")], { isCaughtUp: false }));
    expect(store.isLoaded.value).toBe(false);
    network.newest.say(sessions(2, [entry("c")]));
    expect(store.isLoaded.value).toBe(true);
    const before = store.sessions.value;
    network.newest.say(sessions(3, [entry("b", { turnCount: 1 })], { removed: ["a"] }));
    expect([...store.sessions.value.keys()]).toEqual(["b", "c"]);
    expect(store.sessions.value.get("b")?.turnCount).toBe(1);
    expect(store.sessions.value.get("c")).toBe(before.get("c"));
  });

  it("stays while the connection is away, and goes on from its revision", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    network.newest.say(sessions(8, [entry("a")]));
    lose(network);
    expect(store.connection.value).toBe("offline");
    expect(store.sessions.value.size).toBe(1);
    greet(network.newest);
    expect(commandsOf(network.newest)[0]).toMatchObject({ type: "hello", afterRevision: 8 });
  });

  it("begins anew where only a part of it had come", async () => {
    const { network } = await openStore();
    greet(network.newest);
    network.newest.say(sessions(8, [entry("a")], { isCaughtUp: false }));
    lose(network);
    greet(network.newest);
    expect(commandsOf(network.newest)[0]).toMatchObject({ afterRevision: null });
  });

  it("forgets what the server cannot go on from", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    network.newest.say(sessions(8, [entry("a")]));
    lose(network);
    greet(network.newest, false);
    expect(store.isLoaded.value).toBe(false);
    network.newest.say(sessions(2, [entry("b")]));
    expect([...store.sessions.value.keys()]).toEqual(["b"]);
  });

  it("loses what this page has deleted at once", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    network.newest.say(sessions(1, [entry("a"), entry("b")]));
    store.forget("a");
    expect([...store.sessions.value.keys()]).toEqual(["b"]);
  });
});

describe("presence", () => {
  it("says where this page is: after each greeting, and when it or its name changes", async () => {
    const { network, operatorName, sessionName } = await openStore();
    sessionName.value = "oracle";
    greet(network.newest);
    operatorName.value = "Grace";
    sessionName.value = null;
    expect(commandsOf(network.newest).slice(1)).toEqual([
      { type: "at", sessionName: "oracle", name: "Ada" },
      { type: "at", sessionName: "oracle", name: "Grace" },
      { type: "at", sessionName: null, name: "Grace" },
    ]);
    sessionName.value = "town-guard-7";
    lose(network);
    greet(network.newest);
    expect(commandsOf(network.newest).slice(1)).toEqual([
      { type: "at", sessionName: "town-guard-7", name: "Grace" },
    ]);
  });

  it("shows who is where, and which of them this page is", async () => {
    const { network, store } = await openStore();
    expect(store.operatorId.value).toBe("");
    greet(network.newest);
    expect(commandsOf(network.newest)[0]).toMatchObject({ operatorSecret: SECRET });
    expect(store.operatorId.value).toBe("operator-1");
    const operators = [
      { operatorId: "operator-1", name: "Ada", sessionName: null },
      { operatorId: "operator-2", name: "Grace", sessionName: "oracle" },
    ];
    const { sent } = network.newest;
    const sentCount = sent.length;
    network.newest.say({ type: "presence", operators });
    expect(store.operators.value).toEqual(operators);
    expect(sent).toHaveLength(sentCount);
  });

  it("is said again where the server has left this page out", async () => {
    const { network } = await openStore();
    greet(network.newest);
    const { sent } = network.newest;
    const sentCount = sent.length;
    network.newest.say({ type: "presence", operators: [] });
    expect(sent.slice(sentCount)).toEqual([{ type: "at", sessionName: null, name: "Ada" }]);
  });
});

describe("the end", () => {
  it.each([
    [4401, "access-ended"],
    [4426, "outdated"],
    [4409, "superseded"],
  ])("with %i is %s, and nothing is tried any more", async (code, reason) => {
    const { network, store } = await openStore();
    greet(network.newest);
    network.newest.close(code);
    network.pass(600_000);
    expect([store.connection.value, store.endReason.value]).toEqual(["ended", reason]);
    expect(network.connections).toHaveLength(1);
  });
});

it("measures waits by the server's clock", async () => {
  const { network, store } = await openStore();
  greet(network.newest, true, network.nowMs - 5_000);
  expect(store.nowMs() - network.nowMs).toBe(-5_000);
});
