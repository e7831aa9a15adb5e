import { describe, expect, it } from "vitest";
import type { ConsoleReader, ConsoleVisitor } from "../../src/core/console-visitor";
import type { SessionApi } from "../../src/session/session-api";
import { CallerLeg } from "./support/caller-leg";
import { sessionStub } from "./support/conversation";
import { ADMIN, OperatorClient, replyOf } from "./support/operator-client";

const PLAYER: Partial<ConsoleVisitor> = {
  role: "responder",
  label: "Pia",
  inviteId: "pia",
  invitedAtMs: 0,
  sees: { context: false, history: true },
};
const OPERATOR: Partial<ConsoleVisitor> = {
  role: "operator",
  label: "Olga",
  inviteId: "olga",
  invitedAtMs: 0,
};

const SECRET = "You are a town guard.";
const tools = [
  { type: "function", function: { name: "open_gate", parameters: { type: "object" } } },
];
const GATE_REPORT = {
  type: "json_schema",
  json_schema: {
    name: "gate_report",
    schema: { type: "object", properties: { isOpen: { type: "boolean" } } },
  },
};
const guarded = (text: string) => ({
  messages: [
    { role: "system", content: SECRET },
    { role: "user", content: text },
  ],
  body: { temperature: 0.5, tools },
});

function sessionApi(name: string): SessionApi {
  // An event's fields are open, which the types of a stub cannot express.
  const stub: unknown = sessionStub(name);
  return stub as SessionApi;
}

describe("a player", () => {
  it("gets questions and answers, and nothing else", async () => {
    await CallerLeg.ask("played", "Who goes there?", guarded("Who goes there?"));
    const second = await CallerLeg.ask("played", "And you?", guarded("And you?"));
    const admin = await OperatorClient.join("played", { name: "Admin" });
    const player = await OperatorClient.join("played", { visitor: PLAYER, name: "Pia" });
    const calls = [
      { type: "text" as const, text: "I open it." },
      { type: "tool-call" as const, toolName: "open_gate", input: "{}" },
    ];
    const content = { parts: calls, finishReason: "tool-calls" as const };
    await admin.does({ ...replyOf({ turnId: 1 }, ""), content });
    expect(await player.replies(2, "I am Pia.")).toMatchObject({ type: "done", turnId: 2 });
    expect(await second.answer()).toBe("I am Pia.");
    expect(player.events.map(({ sequence: _sequence, atMs: _atMs, ...event }) => event)).toEqual([
      { type: "session-started" },
      opened(1, "Who goes there?"),
      opened(2, "And you?"),
      answered(1, "tool-call", { parts: [calls[0]], finishReason: "tool-calls" }),
      answered(2, "text", { parts: [{ type: "text", text: "I am Pia." }], finishReason: "stop" }),
    ]);
    const all = JSON.stringify(player.received);
    for (const hidden of [SECRET, "open_gate", "Admin", "temperature"])
      expect(all).not.toContain(hidden);
    expect(player.all("presence").map(({ operators }) => operators.length)).toEqual([1]);
    const seen = admin.all("presence").at(-1)?.operators;
    expect(seen).toMatchObject([{ name: "Admin" }, { name: "Pia", role: "responder" }]);
  });

  it("does not see whose a turn is, or what somebody else writes", async () => {
    await CallerLeg.ask("private", "Who?");
    const player = await OperatorClient.join("private", { visitor: PLAYER });
    const admin = await OperatorClient.join("private", { name: "Admin" });
    admin.drafts(1, 0, "I am ");
    await admin.hears("draft-accepted");
    admin.drafts(1, 5, "Admin");
    await admin.hears("draft-accepted", ({ acceptedChars }) => acceptedChars === 10);
    const refused = await player.replies(1, "I am Pia.");
    expect(refused).toMatchObject({ type: "refused", reason: "claimed", claimedBy: null });
    player.drafts(1, 0, "I am Pia.");
    expect(await player.hears("draft-refused")).toMatchObject({ reason: "claimed" });
    await player.does({ type: "hand-over", turnId: 1, toOperatorId: null });
    expect(player.live?.turns).toMatchObject([{ claimedBy: null, draftText: "" }]);
    expect(player.all("draft")).toEqual([]);
    expect(JSON.stringify(player.received)).not.toContain("Admin");
  });

  it("answers with text alone", async () => {
    const caller = await CallerLeg.ask("text-only", "Who?", guarded("Who?"));
    const player = await OperatorClient.join("text-only", { visitor: PLAYER });
    const reply = replyOf({ turnId: 1 }, "Me.");
    const call = { type: "tool-call" as const, toolName: "open_gate", input: "{}" };
    const refused = [
      { ...reply, content: { parts: [call], finishReason: "tool-calls" as const } },
      { ...reply, content: { ...reply.content, finishReason: "length" as const } },
      { ...reply, content: { error: { status: 500, message: "No.", retryAfterSeconds: null } } },
      { ...reply, delivery: { ...reply.delivery, cutAfterChars: 1 } },
      { ...reply, delivery: { ...reply.delivery, delayMs: 1 } },
      { ...reply, isUnchecked: true },
      { type: "hand-over" as const, turnId: 1, toOperatorId: null },
    ];
    for (const command of refused)
      expect(await player.does(command as typeof reply)).toMatchObject({ reason: "not-allowed" });
    expect(await player.does(reply)).toMatchObject({ type: "done" });
    expect(await caller.answer()).toBe("Me.");
  });

  it.each([
    ["a call of a tool", { tools, tool_choice: "required" }],
    ["JSON of a schema", { response_format: GATE_REPORT }],
    ["a JSON object", { response_format: { type: "json_object" } }],
  ])(
    "is told that an answer does not fit, and of no tool and no schema: %s",
    async (what, body) => {
      const name = `demanding-${what.replaceAll(" ", "-").toLowerCase()}`;
      const caller = await CallerLeg.ask(name, "Who?", { body });
      const player = await OperatorClient.join(name, { visitor: PLAYER });
      expect(await player.replies(1, "Me.")).toMatchObject({
        reason: "reply-rejected",
        detail: null,
        place: null,
      });
      const reader: ConsoleReader = { ...ADMIN, ...PLAYER };
      const view = await sessionApi(name).viewTurn({ turnId: 1 }, reader);
      expect(view).toMatchObject({
        toolChoice: { type: "auto" },
        responseFormat: { type: "text" },
      });
      expect(JSON.stringify([player.received, view])).not.toMatch(
        /open_gate|gate_report|isOpen|JSON/,
      );
      const admin = await OperatorClient.join(name);
      expect(await admin.replies(1, "Me.")).toMatchObject({
        reason: "reply-rejected",
        detail: expect.stringMatching(/open_gate|JSON/) as string,
        place: { kind: "text" },
      });
      caller.leaves();
    },
  );

  it("takes over from who is away alone, such as their own page of before", async () => {
    const caller = await CallerLeg.ask("reloaded", "Who?");
    const before = await OperatorClient.join("reloaded", { visitor: PLAYER });
    before.drafts(1, 0, "It is ");
    await before.hears("draft-accepted");
    const after = await OperatorClient.join("reloaded", { visitor: PLAYER });
    expect(await after.claims(1, true)).toMatchObject({ reason: "claimed" });
    const admin = await OperatorClient.join("reloaded");
    before.leaves();
    await admin.hears(
      "presence",
      ({ operators }) => operators.length === 2 && admin.closeCode === null,
    );
    after.drafts(1, 6, "me");
    await after.hears("draft-accepted", ({ acceptedChars }) => acceptedChars === 8);
    expect(await after.replies(1, "It is me.")).toMatchObject({ type: "done" });
    expect(await caller.answer()).toBe("It is me.");
  });

  it("sees of a turn what is asked, and the system prompt only where they may", async () => {
    const messages = [
      { role: "system", content: SECRET },
      { role: "user", content: "First?" },
      { role: "assistant", content: "Before." },
      { role: "user", content: "Then?" },
    ];
    await CallerLeg.ask("part", "Then?", { ...guarded("Then?"), messages });
    const reader = { ...ADMIN, ...PLAYER };
    const texts = async (context: boolean) => {
      const view = await sessionApi("part").viewTurn(
        { turnId: 1 },
        { ...reader, sees: { ...reader.sees, context } },
      );
      expect(view).toMatchObject({ tools: [], parameters: null, unknownFields: null });
      return JSON.stringify(view?.messages);
    };
    expect(await texts(false)).not.toContain(SECRET);
    expect(await texts(true)).toContain(SECRET);
    expect(await texts(true)).toContain("Then?");
    expect(await sessionApi("part").readRaw(1, reader)).toBeNull();
  });
});

describe("whoever sees no history", () => {
  it("sees what was not over when they were invited, and what came then", async () => {
    const name = "newcomer";
    const first = await CallerLeg.ask(name, "Over before?");
    const admin = await OperatorClient.join(name);
    await admin.replies(1, "Yes.");
    await first.answer();
    const second = await CallerLeg.ask(name, "Still open?");
    await untilLater();
    const invitedAtMs = Date.now();
    const third = await CallerLeg.ask(name, "After?");
    const visitor = { ...PLAYER, invitedAtMs, sees: { context: false, history: false } };
    const player = await OperatorClient.join(name, { visitor });
    expect(questionsOf(player)).toEqual(["Still open?", "After?"]);
    expect(player.live?.turns.map(({ turnId }) => turnId)).toEqual([2, 3]);
    expect(await player.replies(1, "Again.")).toMatchObject({ reason: "no-such-turn" });
    await player.replies(2, "Two.");
    await player.replies(3, "Three.");
    expect([await second.answer(), await third.answer()]).toEqual(["Two.", "Three."]);
    // Their own answer is still there after a reload.
    const reloaded = await OperatorClient.join(name, { visitor });
    expect(questionsOf(reloaded)).toEqual(["Still open?", "After?"]);
    expect(questionsOf(await OperatorClient.join(name))).toHaveLength(3);
  });

  it("reads no earlier turn by HTTP", async () => {
    const name = "no-past";
    const caller = await CallerLeg.ask(name, "Over before?");
    await (await OperatorClient.join(name)).replies(1, "Yes.");
    await caller.answer();
    await untilLater();
    const reader: ConsoleReader = {
      role: "operator",
      invitedAtMs: Date.now(),
      sees: { context: true, history: false },
    };
    await CallerLeg.ask(name, "After?");
    const api = sessionApi(name);
    expect(await api.viewTurn({ turnId: 1 }, reader)).toBeNull();
    expect(await api.readRaw(1, reader)).toBeNull();
    expect(await api.viewTurn({ turnId: 2 }, reader)).toMatchObject({ turnId: 2 });
    const page = await api.readTranscript({ afterSequence: 0, limit: 1_000, reader });
    expect(JSON.stringify(page)).not.toContain("Over before?");
    expect(page.events).toContainEqual(expect.objectContaining({ type: "turn-opened", turnId: 2 }));
  });
});

describe("the context", () => {
  it("is kept from every page while it is hidden, and the switch is recorded", async () => {
    await CallerLeg.ask("hidden", "Who?", guarded("Who?"));
    const api = sessionApi("hidden");
    const olga: ConsoleReader = { ...ADMIN, ...OPERATOR };
    expect(JSON.stringify(await api.viewTurn({ turnId: 1 }, olga))).toContain(SECRET);
    const page = await OperatorClient.join("hidden", { visitor: OPERATOR });
    expect(await sessionStub("hidden").changeContextVisibility(true)).toBeNull();
    await page.sees(({ isContextHidden }) => isContextHidden);
    expect(page.events.at(-1)).toMatchObject({
      type: "context-visibility-changed",
      isHidden: true,
    });
    for (const reader of [olga, ADMIN]) {
      const view = await api.viewTurn({ turnId: 1 }, reader);
      expect(JSON.stringify(view)).not.toContain(SECRET);
      expect(view).toMatchObject({ parameters: null, tools: [{ name: "open_gate" }] });
      expect(await api.readRaw(1, reader)).toMatchObject({ request: null });
    }
    const read = async (reader: ConsoleReader) =>
      JSON.stringify(await api.readTranscript({ afterSequence: 0, limit: 1_000, reader }));
    expect(await read(olga)).not.toMatch(/town guard|temperature/);
    expect(await read(olga)).toContain("Who?");
    expect(await read(ADMIN)).toContain(SECRET);
    await sessionStub("hidden").changeContextVisibility(false);
    await page.sees(({ isContextHidden }) => !isContextHidden);
    expect(JSON.stringify(await api.viewTurn({ turnId: 1 }, olga))).toContain(SECRET);
  });

  it("is kept from an operator whose invitation says so", async () => {
    await CallerLeg.ask("unseeing", "Who?", guarded("Who?"));
    const reader: ConsoleReader = {
      ...ADMIN,
      ...OPERATOR,
      sees: { context: false, history: true },
    };
    const api = sessionApi("unseeing");
    expect(JSON.stringify(await api.viewTurn({ turnId: 1 }, reader))).not.toContain(SECRET);
    expect(await api.readRaw(1, reader)).toMatchObject({ request: null });
    const transcript = await api.readTranscript({ afterSequence: 0, limit: 1_000, reader });
    expect(JSON.stringify(transcript)).not.toMatch(/town guard|temperature/);
  });
});

function questionsOf(page: OperatorClient): readonly unknown[] {
  return page.events
    .filter(({ type }) => type === "turn-opened")
    .map((event) => event["questionText"]);
}

function opened(turnId: number, questionText: string) {
  return { type: "turn-opened", turnId, questionText, deadlineAtMs: expect.any(Number) as number };
}

function answered(turnId: number, form: string, reply: object) {
  return { type: "turn-answered", turnId, form, reply };
}

/** The clock of the runtime stands still while it computes, and what comes next must be later. */
async function untilLater(): Promise<void> {
  const now = Date.now();
  while (Date.now() <= now) await sessionStub("clock").describe();
}
