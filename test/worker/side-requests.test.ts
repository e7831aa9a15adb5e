import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/core/json";
import type { SessionApi } from "../../src/session/session-api";
import * as ui from "../side-requests/chat-uis";
import { CHAT, JAPANESE_CHAT, SIDE_REQUESTS } from "../side-requests/corpus";
import { ask, eventTypes, sessionStub, untilStatus, type Answer } from "./support/conversation";
import { send, type ChatAnswer } from "./support/chat-client";
import { fetchWorker } from "./support/edge";

const [ASKED, ANSWERED] = CHAT.map(({ content }) => content) as [string, string];
const MAIN: JsonObject = { messages: [{ role: "user", content: ASKED }], stream: true };
const MAIN_AGAIN: JsonObject = {
  messages: [
    { role: "user", content: ASKED },
    { role: "assistant", content: ANSWERED },
    { role: "user", content: "And the mint beside it?" },
  ],
  stream: true,
};

interface Sequence {
  readonly client: string;
  readonly before?: readonly JsonObject[];
  readonly during?: readonly JsonObject[];
  readonly after?: readonly JsonObject[];
}

/** What each UI sends around the first question of a new chat. */
const SEQUENCES: readonly Sequence[] = [
  {
    client: "Open WebUI",
    before: [ui.openWebUiTask("queries", CHAT.slice(0, 1)), ui.openWebUiToolChoice(ASKED)],
    after: [
      ui.openWebUiTask("follow-ups", CHAT),
      ui.openWebUiTask("title", CHAT),
      ui.openWebUiTask("tags", CHAT),
      ui.openWebUiAutocomplete(CHAT, "And the"),
      ui.openWebUiEmoji(ANSWERED),
    ],
  },
  { client: "LibreChat", during: [ui.libreChatTitle(ASKED, "")] },
  {
    client: "LibreChat, titling by schema",
    during: [ui.libreChatStructuredTitle(ASKED, "tool")],
    after: [ui.libreChatStructuredTitle(ASKED, "schema")],
  },
  { client: "OpenCode", before: [ui.openCodeTitle(ASKED)] },
  { client: "NextChat", after: [ui.nextChatTitle(CHAT), ui.nextChatMemory(CHAT)] },
  { client: "Hugging Face chat-ui", during: [ui.hfChatUiTitle(ASKED)] },
  { client: "LobeChat", after: [ui.lobeChatTitle(CHAT), ui.lobeChatMemory(CHAT)] },
  { client: "big-AGI", after: [ui.bigAgiTitle(CHAT)] },
  { client: "Chatbox", after: [ui.chatboxTitle(CHAT)] },
  { client: "Continue", after: [ui.continueTitle(ANSWERED)] },
  { client: "SillyTavern", after: [ui.sillyTavernMemory(CHAT)] },
  {
    client: "Claude Code",
    before: [ui.claudeCodeQuotaProbe, ui.claudeCodeTopic(ASKED)],
    during: [ui.claudeCodeTitle(ASKED)],
    after: [
      ui.claudeCodePrefix("git status"),
      ui.claudeCodeFilePaths("ls", "basil.md"),
      ui.claudeCodeSuggestion(CHAT),
    ],
  },
];

function answerTo(body: JsonObject): string {
  const found = SIDE_REQUESTS.find((known) => JSON.stringify(known.body) === JSON.stringify(body));
  if (found === undefined) return "";
  return typeof found.answer === "string" ? found.answer : JSON.stringify(found.answer);
}

function saidBy({ text, toolCalls }: ChatAnswer): string {
  return toolCalls[0]?.arguments ?? text;
}

/** Each side request gets its own answer, where the corpus has one, and some answer in any case. */
async function expectAnswered(session: string, bodies: readonly JsonObject[]): Promise<void> {
  for (const body of bodies) expectAnswer(body, await send(session, body));
}

function expectAnswer(body: JsonObject, answer: ChatAnswer): void {
  expect(answer.status).toBe(200);
  expect(saidBy(answer)).not.toBe("");
  const known = answerTo(body);
  if (known !== "") expect(saidBy(answer)).toBe(known);
}

/** The partner answers with a history, as a chat UI does, and listens on. */
function reply(session: string, asked: string, text: string): Promise<Answer> {
  const messages = [
    { role: "user", content: "ping" },
    { role: "assistant", content: asked },
    { role: "user", content: text },
  ];
  return ask(session, text, { seat: "responder", messages });
}

async function countOf(session: string, type: string): Promise<number> {
  return (await eventTypes(session)).filter((candidate) => candidate === type).length;
}

async function endSession(session: string, listening: Promise<Answer>): Promise<void> {
  await sessionStub(session).deleteSession();
  await listening.catch(() => undefined);
}

async function switchSideRequests(session: string, answered: boolean): Promise<void> {
  const response = await fetchWorker(`/sessions/${session}/side-requests`, {
    method: "PUT",
    body: JSON.stringify({ answered }),
  });
  expect([response.status, await response.json()]).toEqual([200, { answered }]);
  const described = await (await fetchWorker(`/sessions/${session}`)).json();
  expect(described).toMatchObject({ side_requests_answered: answered });
}

describe("a chat UI whose partner is there", () => {
  it.each(SEQUENCES)(
    "[PAIR-2] keeps its own requests to itself, in order: $client",
    async (sequence) => {
      const { client, before = [], during = [], after = [] } = sequence;
      const session = `in order ${client}`;
      const partner = ask(session, "ping", { seat: "responder" });
      await untilStatus(session, "responder-waits");
      await expectAnswered(session, before);
      const asked = send(session, MAIN);
      expect((await partner).text).toBe(ASKED);
      await expectAnswered(session, during);
      const partnerAgain = reply(session, ASKED, ANSWERED);
      expect((await asked).text).toBe(ANSWERED);
      await expectAnswered(session, after);
      const askedAgain = send(session, MAIN_AGAIN);
      expect((await partnerAgain).text).toBe("And the mint beside it?");
      const listening = reply(session, "And the mint beside it?", "It will outlive you.");
      expect((await askedAgain).text).toBe("It will outlive you.");
      expect(await countOf(session, "turn-opened")).toBe(2);
      const sideRequests = before.length + during.length + after.length;
      expect(await countOf(session, "side-request-answered")).toBe(sideRequests);
      await endSession(session, listening);
    },
  );

  it.each(SEQUENCES)(
    "[PAIR-2] keeps its own requests to itself, all at once: $client",
    async (sequence) => {
      const { client, before = [], during = [], after = [] } = sequence;
      const session = `at once ${client}`;
      const bodies = [...before, ...during, ...after];
      const partner = ask(session, "ping", { seat: "responder" });
      await untilStatus(session, "responder-waits");
      const early = bodies.map((body) => send(session, body));
      const asked = send(session, MAIN);
      expect((await partner).text).toBe(ASKED);
      for (const [index, answer] of (await Promise.all(early)).entries())
        expectAnswer(bodies[index] ?? {}, answer);
      const listening = reply(session, ASKED, ANSWERED);
      expect((await asked).text).toBe(ANSWERED);
      expect(await countOf(session, "turn-opened")).toBe(1);
      await endSession(session, listening);
    },
  );
});

describe("a chat UI before any partner", () => {
  it("[PAIR-2] gets every answer as the first request of a session", async () => {
    const answers = await Promise.all(
      SIDE_REQUESTS.map(({ body }, index) => send(`first ${index}`, body)),
    );
    expect(answers.map(saidBy)).toEqual(SIDE_REQUESTS.map(({ body }) => answerTo(body)));
    expect(await countOf("first 0", "hold-opened")).toBe(0);
    expect((await sessionStub("first 0").describe())?.status).toBe("idle");
  });

  it("[PAIR-2] is not joined with itself: its title is no second party", async () => {
    const handshake = send("title first", MAIN);
    await untilStatus("title first", "undecided");
    await expectAnswered("title first", [ui.hfChatUiTitle(ASKED), ui.libreChatTitle(ASKED, "")]);
    await untilStatus("title first", "undecided");
    const program = ask("title first", "What do you grow?", {
      headers: { "user-agent": "program" },
    });
    expect((await handshake).text).toBe("What do you grow?");
    const chat: ui.Chat = [
      { role: "user", content: ASKED },
      { role: "assistant", content: "What do you grow?" },
    ];
    await expectAnswered("title first", [
      ui.openWebUiTask("follow-ups", chat),
      ui.openWebUiTask("title", chat),
      ui.openWebUiTask("tags", chat),
    ]);
    const listening = send("title first", {
      messages: [...chat.map((said) => ({ ...said })), { role: "user", content: "Only basil." }],
      stream: true,
    });
    expect((await program).text).toBe("Only basil.");
    await sessionStub("title first").deleteSession();
    await listening.catch(() => undefined);
  });
});

describe("a request with one mark", () => {
  it("[PAIR-2] is answered where it quotes the conversation, and a turn where it does not", async () => {
    const session = "one mark";
    const streamedTags = { ...ui.openWebUiTask("tags", CHAT), stream: true };
    const germanTitle = ui.openWebUiTask("german-title", CHAT);
    const partner = ask(session, "ping", { seat: "responder" });
    await untilStatus(session, "responder-waits");
    const unknown = send(session, ui.openWebUiTask("german-title", JAPANESE_CHAT));
    expect((await partner).text).toContain("### Task:");
    const partnerAgain = reply(session, (await partner).text ?? "", "Basilikum im Norden");
    expect((await unknown).text).toBe("Basilikum im Norden");
    const asked = send(session, MAIN);
    expect((await partnerAgain).text).toBe(ASKED);
    const listening = reply(session, ASKED, ANSWERED);
    expect((await asked).text).toBe(ANSWERED);
    expect((await send(session, streamedTags)).text).toBe('{"tags":["General"]}');
    expect((await send(session, germanTitle)).text).toBe('{"title":"How do I keep basil alive"}');
    await endSession(session, listening);
  });

  it("[PAIR-2] quotes what a held request asks, before anybody is there to answer it", async () => {
    const handshake = send("held", MAIN);
    await untilStatus("held", "undecided");
    const title = ui.openWebUiTask("german-title", CHAT.slice(0, 1));
    expect((await send("held", title)).text).toBe('{"title":"How do I keep basil alive"}');
    await sessionStub("held").deleteSession();
    await handshake.catch(() => undefined);
  });
});

describe("an answer by rule", () => {
  it("[PAIR-2] comes as a call where the client forces one, streamed or not", async () => {
    const body = ui.libreChatStructuredTitle(ASKED, "tool");
    const whole = await send("call", body);
    const streamed = await send("call", { ...body, stream: true });
    const call = {
      name: "title",
      arguments: '{"language":"English","title":"How do I keep basil alive"}',
    };
    expect([whole, streamed]).toEqual(
      [whole, streamed].map(() => ({
        status: 200,
        text: "",
        toolCalls: [call],
        finishReason: "tool_calls",
      })),
    );
  });

  it("[PAIR-2] is told in the transcript, without the request", async () => {
    await send("told", ui.openWebUiTask("title", CHAT));
    const session = sessionStub("told") as unknown as SessionApi;
    const { events } = await session.readTranscript({ afterSequence: 0, limit: 10 });
    expect(events.map(({ type }) => type)).toEqual(["session-started", "side-request-answered"]);
    expect(events[1]).toMatchObject({ kind: "open-webui-title" });
    expect(JSON.stringify(events)).not.toContain("basil");
  });

  it("[PAIR-2] is given once: an identical repeat is somebody's question", async () => {
    const body = ui.hfChatUiTitle(ASKED);
    await expectAnswered("repeat", [body]);
    const repeated = send("repeat", body);
    await untilStatus("repeat", "undecided");
    await sessionStub("repeat").answerAsOperator({
      replyId: "r",
      target: "oldest",
      content: { reply: { parts: [{ type: "text", text: "Basil" }], finishReason: "stop" } },
    });
    expect((await repeated).text).toBe("Basil");
  });

  it("[PAIR-2] is given again to a client that says that it retries", async () => {
    const body = ui.hfChatUiTitle(ASKED);
    await expectAnswered("retry", [body]);
    const retried = await send("retry", body, { headers: { "x-stainless-retry-count": "1" } });
    expect(retried.text).toBe(answerTo(body));
  });
});

describe("a session whose owner wants to answer side requests", () => {
  it.each([false, true])("[PAIR-2] is asked them, streamed: %s", async (stream) => {
    const session = `off-${String(stream)}`;
    const body = { ...ui.libreChatTitle(ASKED, ANSWERED), stream };
    await switchSideRequests(session, false);
    const partner = ask(session, "ping", { seat: "responder" });
    await untilStatus(session, "responder-waits");
    const titled = send(session, body);
    const shown = (await partner).text ?? "";
    expect(shown).toContain("Provide a concise, 5-word-or-less title");
    const listening = reply(session, shown, "Basil in the Shade");
    expect((await titled).text).toBe("Basil in the Shade");
    await switchSideRequests(session, true);
    expect((await send(session, body)).text).toBe("How do I keep basil alive");
    await endSession(session, listening);
  });
});
