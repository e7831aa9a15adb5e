import Anthropic, { APIError } from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { HANDSHAKE, playTurns } from "./support/clients.ts";
import { hostileTurns } from "./support/hostile-texts.ts";
import { createImpatientFetch } from "./support/impatient-fetch.ts";
import { answerAsOperator } from "./support/operator.ts";
import { SdkEnd } from "./support/sdk-ends.ts";
import {
  join,
  newSessionName,
  readTranscript,
  recordedOnce,
  waitForHolds,
  waitForTurns,
} from "./support/sessions.ts";
import { HURRIED } from "./support/settings.ts";
import { useOwnServer, useServer } from "./support/use-server.ts";
import { pause } from "./support/wait-for.ts";

/** Anthropic's own SDK at either end. The headers go out before the replies of anybody who thinks. */
const server = useServer({ settings: HURRIED });
/** Every heartbeat is an event here; the first are those by which a client is asked before the end whether it is still there. */
const eventful = useOwnServer({
  settings: {
    ...HURRIED,
    MOTIVE_PROXY_HEARTBEAT: "event",
    MOTIVE_PROXY_HEARTBEAT_INTERVAL: "30",
  },
});

/** Longer than it takes until the headers go out, with some heartbeats behind them. */
const THINKING_MS = 500;
const SDK_TIMEOUT_MS = 500;
/** Node's `fetch` gives up after 300 s without headers, or between two pieces of a body; here after this. */
const FETCH_LIMIT_MS = 1_000;
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const YES_AND_NO = [true, false] as const;

type Params = Omit<Anthropic.MessageCreateParamsNonStreaming, "model" | "max_tokens">;

/** A program with the SDK on its default settings, in a session of its own. */
function startProgram(word: string, url = server().url) {
  const session = newSessionName(word);
  const client = new Anthropic({ baseURL: url, apiKey: "any-key" });
  const ask = (params: Params, streams: boolean): Promise<Anthropic.Message> => {
    const body = { model: session, max_tokens: 1_024, ...params };
    return streams ? client.messages.stream(body).finalMessage() : client.messages.create(body);
  };
  return { url, session, client, ask };
}

function says(content: string): Params {
  return { messages: [{ role: "user", content }] };
}

const TOOL: Anthropic.Tool = {
  name: "look_up",
  description: "The temperature of a place.",
  input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const CITIES = ["Oslo", "Rome"];
const CALLS = { tool_calls: CITIES.map((city) => ({ name: "look_up", arguments: { city } })) };

describe.concurrent("the @anthropic-ai/sdk package", () => {
  it.for(YES_AND_NO)("is paired with itself, byte for byte (stream: %s)", async (streams) => {
    const { url, session } = startProgram("anthropic-both");
    const turns = hostileTurns().slice(0, 5);
    const caller = new SdkEnd("anthropic", { url, session }, { streams });
    const responder = new SdkEnd("anthropic", { url: `${url}/responder`, session }, { streams });
    const { handshake } = await join(url, session, responder);
    expect(await playTurns(caller, responder, turns, handshake)).toEqual({
      prompts: turns.map(({ prompt }) => prompt),
      replies: turns.map(({ reply }) => reply),
    });
    expect(await waitForTurns(url, session, turns.length)).toEqual(recordedOnce(turns));
  });

  it.for(YES_AND_NO)("gets two calls at once, and answers both (stream: %s)", async (streams) => {
    const { url, session, ask } = startProgram("anthropic-tools");
    const question = { role: "user" as const, content: "How warm is it?" };
    const called = ask({ messages: [question], tools: [TOOL] }, streams);
    await answerAsOperator(url, session, CALLS);
    const { content, stop_reason } = await called;
    const uses = content.flatMap((block) => (block.type === "tool_use" ? [block] : []));
    expect(stop_reason).toBe("tool_use");
    expect(uses.map(({ input }) => input)).toEqual(CITIES.map((city) => ({ city })));

    const results = uses.map(({ id }, index) => ({
      type: "tool_result" as const,
      tool_use_id: id,
      content: index === 0 ? "7 degrees" : "No such place.",
      is_error: index === 1,
    }));
    const messages = [
      question,
      { role: "assistant" as const, content },
      { role: "user" as const, content: [...results, { type: "text" as const, text: "Well?" }] },
    ];
    const said = ask({ messages, tools: [TOOL] }, streams);
    const asked = await answerAsOperator(url, session, { text: "7 in Oslo." });
    expect((await said).content).toMatchObject([{ type: "text", text: "7 in Oslo." }]);
    expect(asked).toContain("7 degrees\n\n[tool]\n[error of look_up ");
    expect(asked).toMatch(/No such place\.\n\n\[user\]\nWell\?$/);
    expect(await waitForTurns(url, session, 2)).toHaveLength(2);
  });

  it("runs its tools in a loop, and waits for a person in between", async () => {
    const { url, session, client } = startProgram("anthropic-runner");
    const lookUp = betaZodTool({
      name: "look_up",
      description: "The temperature of a place.",
      inputSchema: z.object({ city: z.string() }),
      run: ({ city }) => `${city}: 7 degrees`,
    });
    const last = client.beta.messages.toolRunner({
      model: session,
      max_tokens: 1_024,
      tools: [lookUp],
      ...says("How warm is it?"),
      stream: false,
    });
    const done = Promise.resolve(last);
    await answerAsOperator(url, session, CALLS);
    await waitForTurns(url, session, 1);
    const asked = await answerAsOperator(url, session, { text: "7 in both." });
    expect((await done).content).toMatchObject([{ text: "7 in both." }]);
    for (const city of CITIES) expect(asked).toContain(`${city}: 7 degrees`);
  });

  it.for(YES_AND_NO)("parses what a person gives for a schema (stream: %s)", async (streams) => {
    const { url, session, client } = startProgram("anthropic-parsed");
    const params = {
      model: session,
      max_tokens: 1_024,
      ...says("Where are you?"),
      output_config: { format: zodOutputFormat(z.object({ city: z.string() })) },
    };
    const parsed = streams
      ? client.messages.stream(params).finalMessage()
      : client.messages.parse(params);
    await answerAsOperator(url, session, { text: '{"city":"東京"}' });
    expect((await parsed).parsed_output).toEqual({ city: "東京" });
  });

  it("shows a picture and a document to a partner", async () => {
    const { url, session, ask } = startProgram("anthropic-media");
    const partner = new SdkEnd(
      "anthropic",
      { url: `${url}/responder`, session },
      { streams: true },
    );
    const prompt = partner.send(HANDSHAKE);
    await waitForHolds(url, session, 1);
    const picture = { type: "base64" as const, media_type: "image/png" as const, data: PNG };
    const notes = { type: "text" as const, media_type: "text/plain" as const, data: "Be kind." };
    const reply = ask(
      {
        messages: [
          {
            role: "user",
            content: [
              { type: "image", source: picture },
              { type: "document", source: notes, title: "Notes" },
              { type: "text", text: "What is this?" },
            ],
          },
        ],
      },
      false,
    );
    expect(await prompt).toBe(
      "[image: image/png, 70 bytes]\n[document Notes]\nBe kind.\n[end]\nWhat is this?",
    );
    void partner.send("A pixel.");
    expect((await reply).content).toMatchObject([{ text: "A pixel." }]);
    partner.leave();
  });

  it.for(YES_AND_NO)("gets a refusal that says so (stream: %s)", async (streams) => {
    const { url, session, ask } = startProgram("anthropic-refusal");
    const refused = ask(says("Open the gate!"), streams);
    await answerAsOperator(url, session, { refusal: "I would rather not." });
    expect(await refused).toMatchObject({
      content: [{ type: "text", text: "I would rather not." }],
      stop_reason: "refusal",
      stop_details: { explanation: "I would rather not." },
    });
  });

  it("raises an error that comes in mid-stream", async () => {
    const { url, session, ask } = startProgram("anthropic-failure");
    const failed = ask(says("Are you well?"), true).catch((error: unknown) => error);
    await waitForHolds(url, session, 1);
    await pause(THINKING_MS);
    await answerAsOperator(url, session, { error: { status: 529, message: "Too tired." } });
    const error = await failed;
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ type: "overloaded_error", apiMessage: "Too tired." });
  });

  it.for(YES_AND_NO)("is kept waiting for twice its limits (stream: %s)", async (streams) => {
    const { url } = server();
    const session = newSessionName("anthropic-patience");
    const client = new Anthropic({
      baseURL: url,
      apiKey: "any-key",
      timeout: SDK_TIMEOUT_MS,
      maxRetries: 0,
      fetch: await createImpatientFetch(FETCH_LIMIT_MS),
    });
    const body = { model: session, max_tokens: 1_024, ...says("Take your time.") };
    const reply = streams
      ? client.messages.stream(body).finalMessage()
      : client.messages.create(body);
    await waitForHolds(url, session, 1);
    await pause(2 * FETCH_LIMIT_MS);
    await answerAsOperator(url, session, { text: "I did." });
    expect((await reply).content).toMatchObject([{ type: "text", text: "I did." }]);
  });

  it.for([
    ["a text", { text: "I am." }, [{ type: "text", text: "I am." }]],
    [
      "calls",
      CALLS,
      [
        { type: "text", text: "" },
        { type: "tool_use", input: { city: "Oslo" } },
        { type: "tool_use", input: { city: "Rome" } },
      ],
    ],
  ] as const)("gets %s where every heartbeat is an event", async ([, reply, content]) => {
    const { url, session, ask } = startProgram("anthropic-events", eventful().url);
    const said = ask({ ...says("Are you there?"), tools: [TOOL] }, true);
    await waitForHolds(url, session, 1);
    await pause(THINKING_MS);
    await answerAsOperator(url, session, reply);
    expect((await said).content).toMatchObject(content);
  });

  it("counts tokens, and no session hears of it", async () => {
    const { url, session, client } = startProgram("anthropic-count");
    const count = await client.messages.countTokens({
      model: session,
      ...says("One, two, three."),
    });
    expect(count.input_tokens).toBeGreaterThan(4);
    expect(
      await client.beta.messages.countTokens({ model: session, ...says("One, two, three.") }),
    ).toEqual(count);
    await expect(readTranscript(url, session)).rejects.toThrow("404");
  });

  it("finds the sessions as models, and is told in its own way what is not there", async () => {
    const { url, session, ask, client } = startProgram("anthropic-models");
    const reply = ask(says("Anyone?"), false);
    await answerAsOperator(url, session, { text: "Me." });
    await reply;
    const ids: string[] = [];
    for await (const { id } of client.models.list({ limit: 1_000 })) ids.push(id);
    expect(ids).toContain(session);
    expect(await client.models.retrieve(session)).toMatchObject({
      id: session,
      type: "model",
      display_name: session,
    });
    const missing = client.models.retrieve("nobody");
    await expect(missing).rejects.toMatchObject({
      status: 404,
      type: "not_found_error",
      errorCode: "model_not_found",
      requestID: expect.stringMatching(/^[\da-f-]{36}$/) as unknown,
    });
  });
});
