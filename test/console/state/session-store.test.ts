import { signal } from "@preact/signals";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONSOLE_PROTOCOL_VERSION } from "../../../src/console-protocol/constants";
import type { SessionCommand } from "../../../src/console-protocol/session-command";
import { SessionConnection, type DraftVerdict } from "../../../src/console/state/session-store";
import { fuzz } from "../../protocols/arbitraries";
import { FakeNetwork, settle, type FakeConnection } from "../support/fake-network";
import {
  eventsMessage,
  liveChangeMessage,
  liveMessage,
  liveTurn,
  sessionEvent,
  welcomeMessage,
} from "../support/session-messages";

const LOST = 1006;
const SECRET = "the-secret-of-this-page";

async function openStore({ mayRetry = true } = {}) {
  const network = new FakeNetwork();
  const operatorName = signal("Ada");
  const requests: string[] = [];
  let ids = 0;
  const store = new SessionConnection({
    socketPath: "/sessions/oracle/socket",
    environment: network,
    nowMs: () => network.nowMs,
    makeId: () => `command-${(ids += 1)}`,
    operatorSecret: () => Promise.resolve(SECRET),
    operatorName,
    mayRetry: () => Promise.resolve(mayRetry),
    readJson: (suffix) => {
      requests.push(suffix);
      return requests.length === 1 && suffix.endsWith("/9")
        ? Promise.reject(new Error("not now"))
        : Promise.resolve({ suffix });
    },
  });
  await settle();
  return { network, store, operatorName, requests };
}

function greet(connection: FakeConnection, draftText = ""): void {
  connection.open();
  connection.say(welcomeMessage());
  connection.say(liveMessage([liveTurn(1, { draftText })]));
}

function reconnect(network: FakeNetwork, draftText = ""): void {
  network.newest.close(LOST);
  network.pass(2_500);
  greet(network.newest, draftText);
}

const commandsOf = ({ sent }: FakeConnection) => sent as readonly SessionCommand[];

const TEXT: Parameters<SessionConnection["reply"]>[0] = {
  target: { turnId: 1 },
  content: { parts: [{ type: "text", text: "Halt!" }], finishReason: "stop" },
  delivery: { delayMs: 0, pace: null, cutAfterChars: null },
  isUnchecked: false,
};

describe("the greeting", () => {
  it("proves who the operator is, and asks for everything, and after a loss for what was missed", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    network.newest.say(eventsMessage(sessionEvent(7, "turn-opened", { turnId: 1 })));
    reconnect(network);
    const hellos = network.connections.map((connection) => commandsOf(connection)[0]);
    expect(hellos).toEqual([
      expect.objectContaining({ operatorSecret: SECRET, name: "Ada", afterSequence: null }),
      expect.objectContaining({ operatorSecret: SECRET, name: "Ada", afterSequence: 7 }),
    ]);
    expect(store.connection.value).toBe("online");
  });

  it("says a new name by a new connection", async () => {
    const { network, operatorName } = await openStore();
    greet(network.newest);
    operatorName.value = "Grace";
    network.newest.open();
    expect(commandsOf(network.newest)[0]).toMatchObject({ name: "Grace" });
    expect(network.connections).toHaveLength(2);
  });
});

describe("a page that others are told is not there", () => {
  it("says that it is, and where it writes; one that is listed says nothing", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    const { sent } = network.newest;
    const own = { operatorId: "operator-1", name: "Ada", role: "admin", typingTurnId: null };
    network.newest.say({ type: "presence", operators: [own] });
    expect(sent.slice(1)).toEqual([]);
    store.setTyping(1);
    const other = { ...own, operatorId: "operator-2" };
    network.newest.say({ type: "presence", operators: [other] });
    const typing = { type: "typing", turnId: 1 };
    expect(sent.slice(1)).toEqual([typing, typing]);
  });
});

describe("a command", () => {
  it("waits for the connection", async () => {
    const { network, store } = await openStore();
    const outcome = store.claim({ turnId: 1 });
    greet(network.newest);
    expect(commandsOf(network.newest).at(-1)).toEqual({
      type: "claim",
      target: { turnId: 1 },
      isTakeOver: false,
      commandId: "command-1",
    });
    network.newest.say({ type: "done", commandId: "command-1", turnId: 1 });
    expect(await outcome).toEqual({ type: "done", turnId: 1 });
  });

  it("goes again after a loss, under its own id and in its order, until it is answered", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    void store.claim({ turnId: 1 });
    const outcome = store.reply(TEXT);
    network.newest.say({ type: "done", commandId: "command-1", turnId: 1 });
    reconnect(network);
    reconnect(network);
    const again = commandsOf(network.newest).slice(1);
    expect(again).toEqual([{ type: "reply", commandId: "command-2", ...TEXT }]);
    network.newest.say({ type: "done", commandId: "command-2", turnId: 1 });
    expect(await outcome).toEqual({ type: "done", turnId: 1 });
    reconnect(network);
    expect(commandsOf(network.newest)).toHaveLength(1);
  });

  it("that is refused says why, and that it is somebody else's", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    const outcome = store.claim({ turnId: 1 });
    const refusal = {
      type: "refused",
      reason: "claimed",
      detail: null,
      place: null,
      acceptedText: "",
      claimedBy: { operatorId: "operator-2", name: "Grace" },
    };
    network.newest.say({ ...refusal, commandId: "command-1" });
    expect(await outcome).toEqual(refusal);
  });

  it("has no answer where the session is over or closed", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    const outcome = store.claim({ turnId: 1 });
    network.newest.close(4404);
    expect(await outcome).toEqual({ type: "unanswered" });
    expect(store.endReason.value).toBe("session-deleted");
    expect(await store.claim({ turnId: 1 })).toEqual({ type: "unanswered" });
  });

  it("is answered, and known by one id to the server, wherever connections break", async () => {
    // Each number is what becomes of a command on its way: 0 arrives, 1 is lost on its way in, 2 only its answer is lost.
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 30 }),
        async (fates) => {
          const { network, store } = await openStore();
          greet(network.newest);
          const done = new Set<string>();
          let outcomes = 0;
          for (const fate of [...fates, 0]) {
            void store.claim({ turnId: 1 }).then((outcome) => {
              outcomes += Number(outcome.type === "done");
              return outcome;
            });
            deliver(network, done, fate);
            if (fate > 0) reconnect(network);
          }
          deliver(network, done, 0);
          await settle();
          expect(outcomes).toBe(fates.length + 1);
          expect(done.size).toBe(fates.length + 1);
        },
      ),
      fuzz(),
    );
  });
});

/** The server's half: it does each command once, and answers it each time. */
function deliver(network: FakeNetwork, done: Set<string>, fate: number): void {
  if (fate === 1) return;
  for (const command of commandsOf(network.newest)) {
    if (command.type !== "claim") continue;
    done.add(command.commandId);
    if (fate === 0) network.newest.say({ type: "done", commandId: command.commandId, turnId: 1 });
  }
}

describe("a draft", () => {
  const piece = { startChars: 0, text: "Halt! ", pace: null };

  it("goes at once, and its verdict comes to whoever listens", async () => {
    const { network, store } = await openStore();
    const verdicts: DraftVerdict[] = [];
    const stop = store.onDraftVerdict(1, (verdict) => verdicts.push(verdict));
    greet(network.newest);
    expect(store.sendDraft(1, piece)).toBe(true);
    network.newest.say({ type: "draft-accepted", turnId: 1, acceptedChars: 6 });
    stop();
    network.newest.say({ type: "draft-accepted", turnId: 1, acceptedChars: 6 });
    expect(verdicts).toEqual([
      { type: "synchronised", acceptedText: "", claimedBy: null },
      { type: "accepted", acceptedChars: 6 },
    ]);
    expect(store.turns.value[0]?.draftText).toBe("Halt! ");
  });

  it("does not go without a connection, nor before the server has said what the caller has", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    const verdicts: DraftVerdict[] = [];
    store.onDraftVerdict(1, (verdict) => verdicts.push(verdict));
    network.newest.close(LOST);
    expect(store.sendDraft(1, piece)).toBe(false);
    network.pass(2_500);
    network.newest.open();
    network.newest.say(welcomeMessage());
    expect(store.sendDraft(1, piece)).toBe(false);
    network.newest.say(liveMessage([liveTurn(1, { draftText: "Hal" })]));
    expect(verdicts).toEqual([{ type: "synchronised", acceptedText: "Hal", claimedBy: null }]);
    expect(store.sendDraft(1, { ...piece, startChars: 3, text: "t! " })).toBe(true);
  });
});

describe("the mark of who types", () => {
  it("is said once for each change, and again after a loss", async () => {
    const { network, store } = await openStore();
    greet(network.newest);
    store.setTyping(1);
    store.setTyping(1);
    reconnect(network);
    store.setTyping(null);
    const typing = network.connections.map((connection) =>
      commandsOf(connection).flatMap((command) =>
        command.type === "typing" ? [command.turnId] : [],
      ),
    );
    expect(typing).toEqual([[1], [1, null]]);
  });
});

it("connects anew where it has missed a change of the live state, and shows nothing of what came after it", async () => {
  const { network, store } = await openStore();
  greet(network.newest);
  network.newest.say(liveChangeMessage({ afterRevision: 2, revision: 3, endedTurnIds: [1] }));
  expect(store.isCaughtUp.value).toBe(false);
  expect(store.live.value?.turns).toHaveLength(1);
  expect(network.connections).toHaveLength(2);
  greet(network.newest, "Halt!");
  expect(store.isCaughtUp.value).toBe(true);
  expect(store.turns.value).toMatchObject([{ draftText: "Halt!" }]);
});

describe("the end", () => {
  it.each([
    ["another type of message", { type: "something-new" }],
    ["another version", welcomeMessage({ protocolVersion: CONSOLE_PROTOCOL_VERSION + 1 })],
    ["no message", "something"],
  ])("comes where the server speaks what this page does not know: %s", async (_what, message) => {
    const { network, store } = await openStore();
    network.newest.open();
    network.newest.say(message);
    expect(store.endReason.value).toBe("outdated");
    network.pass(600_000);
    expect(network.connections).toHaveLength(1);
  });

  it("comes with the fault itself where a message of a known type is not as it should be", async () => {
    const { network, store } = await openStore();
    network.newest.open();
    expect(() => network.newest.say({ type: "live", session: 7 })).toThrow(TypeError);
    expect(store.endReason.value).toBe("outdated");
  });

  it("comes where the sign-in is over", async () => {
    const { network, store } = await openStore({ mayRetry: false });
    network.newest.close(LOST);
    await settle();
    expect(store.endReason.value).toBe("access-ended");
  });

  it("comes at the time of an invitation's end, of which a server that sleeps says nothing", async () => {
    const { network, store } = await openStore({ mayRetry: false });
    network.newest.open();
    network.newest.say(
      welcomeMessage({ nowMs: network.nowMs, accessEndsAtMs: network.nowMs + 10_000 }),
    );
    network.pass(10_000);
    expect(network.connections).toHaveLength(1);
    network.pass(2_000);
    expect(network.connections).toHaveLength(2);
    network.newest.close(LOST);
    await settle();
    expect(store.endReason.value).toBe("access-ended");
    expect(network.isListened).toBe(false);
  });
});

describe("what a turn's caller sent", () => {
  it("is asked for once, again after a failure, and anew when the context is hidden or shown", async () => {
    const { network, store, requests } = await openStore();
    greet(network.newest);
    await expect(store.turnView(9)).rejects.toThrow("not now");
    await settle();
    await store.turnView(9);
    await store.turnView(9);
    network.newest.say(liveMessage([liveTurn(1)], { isContextHidden: true }));
    await store.turnView(9);
    const { status, responderKind, answersSideRequests } = store.live.value!;
    const overview = { status, responderKind, answersSideRequests, isContextHidden: false };
    network.newest.say(liveChangeMessage({ overview }));
    await store.turnView(9);
    network.newest.say(liveChangeMessage({ overview, afterRevision: 2, revision: 3 }));
    await store.turnView(9);
    expect(requests).toEqual(Array.from({ length: 4 }, () => "/turns/9"));
  });
});

it("measures waits by the server's clock", async () => {
  const { network, store } = await openStore();
  network.newest.open();
  network.newest.say(welcomeMessage({ nowMs: network.nowMs + 40_000 }));
  expect(store.nowMs() - network.nowMs).toBe(40_000);
});
