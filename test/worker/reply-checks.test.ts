import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/core/json";
import { send, type ChatAnswer } from "./support/chat-client";
import { eventTypes, sessionStub, untilStatus } from "./support/conversation";
import { fetchWorker, post } from "./support/edge";

const LOOK = {
  type: "function",
  function: {
    name: "look",
    parameters: {
      type: "object",
      properties: { at: { type: "string" } },
      required: ["at"],
      additionalProperties: false,
    },
  },
} as const;
const STOP = { type: "function", function: { name: "stop" } } as const;

const CITY = {
  type: "json_schema",
  json_schema: {
    name: "city",
    schema: {
      type: "object",
      properties: { name: { type: "string" }, population: { type: "integer" } },
      required: ["name", "population"],
    },
  },
} as const;
const OSLO = ' {"name": "Oslo", "population": 700000}\n';

/** A program that asks, and somebody who was shown its question. */
async function asked(session: string, demands: JsonObject) {
  const body = { messages: [{ role: "user", content: "Well?" }], ...demands };
  const answer = send(session, body, { seat: "caller" });
  await untilStatus(session, "caller-waits");
  return { answer };
}

async function shown(session: string, demands: JsonObject) {
  const { answer } = await asked(session, demands);
  const say = (content: string): Promise<ChatAnswer> =>
    send(session, { messages: [{ role: "user", content }] }, { seat: "responder" });
  expect((await say("ping")).text).toBe("Well?");
  return { answer, say };
}

/** The last message of a responder waits for another question, which does not come. */
async function leave(session: string, listening: Promise<unknown>): Promise<void> {
  await sessionStub(session).deleteSession();
  await listening.catch(() => undefined);
}

describe("a partner", () => {
  it("[PAIR-10] calls several tools with one message, in its order, each with an id of its own", async () => {
    const { answer, say } = await shown("calls", { tools: [LOOK, STOP], stream: true });
    const faults = await say('/tool stop\n/tool look {"at": 7}\n/tool run {}');
    expect(faults.text).toContain("Call 2 of 3: The arguments of look do not fit");
    expect(faults.text).toContain("#/at");
    expect(faults.text).toContain(
      "Call 3 of 3: There is no tool run. The caller offers: look, stop.",
    );
    expect(await eventTypes("calls")).not.toContain("turn-answered");
    const listening = say(
      '/tool look {"at": "the\\n/tool"}\n/tool stop\n/tool look {\n "at": "north"}',
    );
    expect(await answer).toMatchObject({
      text: "",
      finishReason: "tool_calls",
      toolCalls: [
        { name: "look", arguments: '{"at": "the\\n/tool"}' },
        { name: "stop", arguments: "{}" },
        { name: "look", arguments: '{\n "at": "north"}' },
      ],
    });
    await leave("calls", listening);
  });

  it.each([
    ["forbids parallel calls", "one-at-a-time", { tools: [STOP], parallel_tool_calls: false }],
    ["has the legacy functions", "legacy", { functions: [STOP.function] }],
  ] as const)(
    "[PAIR-10] is told that a caller which %s takes one call at a time",
    async (_, session, demands) => {
      const { answer, say } = await shown(session, demands);
      expect((await say("/tool stop\n/tool stop")).text).toContain("one tool call at a time");
      const listening = say("/tool stop");
      expect((await answer).finishReason).toMatch(/^(?:tool_calls|function_call)$/);
      await leave(session, listening);
    },
  );

  it("[PAIR-10] is told where its JSON is wrong, and the caller gets the right one, byte for byte", async () => {
    const { answer, say } = await shown("structured", { response_format: CITY });
    expect((await say("Oslo.")).text).toContain("that fits the caller's schema (city)");
    expect((await say("```json\n{}\n```")).text).toContain("without the fence");
    const fault = await say('{"name": "Oslo", "population": "many"}');
    expect(fault.text).toContain('#/population: Instance type "string" is invalid.');
    expect(fault.text).toContain("Nothing was sent. Question 1 is still open");
    expect((await say("/context")).text).toContain("JSON that fits this schema (city)");
    await untilStatus("structured", "caller-waits");
    const listening = say(OSLO);
    expect(await answer).toMatchObject({ text: OSLO, finishReason: "stop" });
    expect(
      (await eventTypes("structured")).filter((type) => type === "turn-answered"),
    ).toHaveLength(1);
    await leave("structured", listening);
  });

  it("[PAIR-10] is told which tool call is demanded, and may refuse", async () => {
    const demands = {
      tools: [LOOK, STOP],
      tool_choice: { type: "function", function: { name: "look" } },
    };
    const { answer, say } = await shown("demanded", demands);
    expect((await say("I looked.")).text).toContain("Call it with `/tool look JSON`.");
    expect((await say("/tool stop")).text).toContain("demands a call of look");
    const listening = say("/refuse I would rather not.");
    expect(await answer).toMatchObject({ text: "", toolCalls: [], finishReason: "stop" });
    await leave("demanded", listening);
  });
});

async function reply(session: string, body: unknown) {
  const response = await fetchWorker(`/sessions/${session}/replies`, post(body));
  return { status: response.status, body: await response.json<{ error?: JsonObject }>() };
}

describe("an operator", () => {
  it.each([
    [{ text: "Oslo." }, "text", "this is no JSON"],
    [{ text: " " }, "text", "The reply is empty."],
    [{ text: '{"name": 7, "population": 1}' }, "text", "#/name"],
    [{ tool_calls: [{ name: "run", arguments: {} }] }, "tool_calls[0].name", "no tool run"],
    [
      {
        tool_calls: [
          { name: "stop", arguments: {} },
          { name: "look", arguments: { at: 7 } },
        ],
      },
      "tool_calls[1].arguments",
      "Call 2 of 2: The arguments of look do not fit",
    ],
    [{ tool_calls: [{ name: "stop", arguments: "{" }] }, "tool_calls[0].arguments", "no JSON"],
    [
      { text: "Hm.", tool_calls: [{ name: "stop", arguments: "{}" }] },
      "text",
      "must be JSON that fits the caller's schema",
    ],
  ])(
    "[PAIR-10] is told what is wrong with a reply, and where: %j",
    async (wrong, param, reason) => {
      const session = `operator ${JSON.stringify(wrong).slice(0, 200)}`;
      const path = encodeURIComponent(session);
      const { answer } = await asked(session, { tools: [LOOK, STOP], response_format: CITY });
      const rejected = await reply(path, wrong);
      expect(rejected).toMatchObject({
        status: 400,
        body: {
          error: { code: "reply_rejected", param, message: expect.stringContaining(reason) },
        },
      });
      expect(await eventTypes(session)).not.toContain("turn-answered");
      expect((await reply(path, { text: OSLO })).status).toBe(200);
      expect((await answer).text).toBe(OSLO);
    },
  );

  it("[PAIR-10] is told that several calls are too many", async () => {
    const { answer } = await asked("too-many", { tools: [STOP], parallel_tool_calls: false });
    const stop = { name: "stop", arguments: {} };
    expect(await reply("too-many", { tool_calls: [stop, stop] })).toMatchObject({
      status: 400,
      body: { error: { code: "reply_rejected", param: "tool_calls" } },
    });
    await reply("too-many", { tool_calls: [stop] });
    expect((await answer).toolCalls).toEqual([{ name: "stop", arguments: "{}" }]);
  });

  it("[PAIR-6] [PAIR-10] is told so of a reply to a request that has no seat yet, too", async () => {
    const body = { messages: [{ role: "user", content: "Well?" }], response_format: CITY };
    const answer = send("unseated", body);
    await untilStatus("unseated", "undecided");
    expect((await reply("unseated", { text: "Oslo." })).body).toMatchObject({
      error: { code: "reply_rejected" },
    });
    await untilStatus("unseated", "undecided");
    await reply("unseated", { text: OSLO });
    expect((await answer).text).toBe(OSLO);
  });

  it.each([
    ["broken JSON", { text: '{"name": ' }, { text: '{"name": ', finishReason: "stop" }],
    ["nothing at all", { text: "" }, { text: "", finishReason: "stop" }],
    [
      "a call of no tool, with arguments that are none",
      { tool_calls: [{ name: "run", arguments: "{now" }] },
      { toolCalls: [{ name: "run", arguments: "{now" }], finishReason: "tool_calls" },
    ],
  ])("[PAIR-10] sends %s on purpose", async (what, wrong, expected) => {
    const { answer } = await asked(`unchecked ${what}`, { tools: [STOP], response_format: CITY });
    const path = encodeURIComponent(`unchecked ${what}`);
    expect((await reply(path, { ...wrong, unchecked: true })).status).toBe(200);
    expect(await answer).toMatchObject(expected);
  });

  it.each([
    ["length", { text: '{"name": "Os', finish_reason: "length" }],
    ["content_filter", { text: "", finish_reason: "content_filter" }],
    ["stop", { text: OSLO, finish_reason: "stop" }],
  ] as const)("says why a reply ends: %s", async (finishReason, given) => {
    const { answer } = await asked(`end-${finishReason}`, { response_format: CITY });
    expect((await reply(`end-${finishReason}`, given)).status).toBe(200);
    expect(await answer).toMatchObject({ text: given.text, finishReason });
  });

  it.each([false, true])("says something beside tool calls (stream: %s)", async (stream) => {
    const { answer } = await asked(`beside-${stream}`, { tools: [STOP], stream });
    const calls = [{ name: "stop", arguments: '{ "now": true }' }];
    await reply(`beside-${stream}`, { text: "I stop.", tool_calls: calls });
    expect(await answer).toMatchObject({
      text: "I stop.",
      toolCalls: calls,
      finishReason: "tool_calls",
    });
  });
});
