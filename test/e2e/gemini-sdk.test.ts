import {
  createPartFromBase64,
  GoogleGenAI,
  Type,
  type FunctionDeclaration,
  type GenerateContentResponse,
} from "@google/genai";
import { createGoogle } from "@ai-sdk/google";
import { generateText, Output, isStepCount, streamText, tool } from "ai";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import { createImpatientFetch } from "./support/impatient-fetch.ts";
import { answerAsOperator } from "./support/operator.ts";
import { newSessionName, recordedOnce, waitForHolds, waitForTurns } from "./support/sessions.ts";
import { HURRIED } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";
import { pause, waitFor } from "./support/wait-for.ts";

/** Google's own SDK at either end. The headers go out before the replies of anybody who thinks. */
const server = useServer({ settings: HURRIED });

/** Node's `fetch` gives up after 300 s without headers, or between two pieces of a body; here after this. */
const FETCH_LIMIT_MS = 1_000;
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function genaiAt(url: string, options: { fetch?: typeof fetch; timeout?: number } = {}) {
  return new GoogleGenAI({ apiKey: "any-key", httpOptions: { baseUrl: url, ...options } });
}

function modelAt(session: string) {
  return createGoogle({ baseURL: `${server().url}/v1beta`, apiKey: "any-key" })(session);
}

/** Answers what follows an answer: the request before it may still be there for a moment. */
function answerNext(session: string, content: Readonly<Record<string, unknown>>) {
  return waitFor("the next question", () => answerAsOperator(server().url, session, content));
}

async function collect(
  stream: AsyncIterable<GenerateContentResponse>,
): Promise<GenerateContentResponse[]> {
  const chunks: GenerateContentResponse[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

type Chat = ReturnType<GoogleGenAI["chats"]["create"]>;
type Message = Parameters<Chat["sendMessage"]>[0]["message"];

/** Sends a message and gives all that came back. */
async function send(chat: Chat, message: Message, streams: boolean) {
  return streams
    ? collect(await chat.sendMessageStream({ message }))
    : [await chat.sendMessage({ message })];
}

function textOf(responses: readonly GenerateContentResponse[]): string {
  return partsOf(responses)
    .map(({ text }) => text ?? "")
    .join("");
}

function partsOf(responses: readonly GenerateContentResponse[]) {
  return responses.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);
}

const LOOK_UP: FunctionDeclaration = {
  name: "look_up",
  parameters: {
    type: Type.OBJECT,
    properties: { city: { type: Type.STRING, nullable: true } },
    required: ["city"],
  },
};

describe.concurrent("chats of the @google/genai package", () => {
  it.for([true, false])(
    "talk to each other over their own histories (stream: %s)",
    async (streams) => {
      const { url } = server();
      const session = newSessionName("genai-chats");
      const departure = new AbortController();
      const caller = genaiAt(url).chats.create({ model: session });
      const responder = genaiAt(`${url}/responder`).chats.create({
        model: session,
        config: { abortSignal: departure.signal },
      });
      const turns = ["one", "two\n", "👩‍👩‍👧 three"].map((word) => ({
        prompt: `Say ${word}`,
        reply: `${word}, as you wish.`,
      }));
      let prompt = send(responder, HANDSHAKE, streams);
      await waitForHolds(url, session, 1);
      for (const turn of turns) {
        const reply = send(caller, turn.prompt, streams);
        expect(textOf(await prompt)).toBe(turn.prompt);
        prompt = send(responder, turn.reply, streams);
        expect(textOf(await reply)).toBe(turn.reply);
      }
      departure.abort();
      await expect(prompt).rejects.toThrow("abort");
      expect(await waitForTurns(url, session, turns.length)).toEqual(recordedOnce(turns));
    },
  );

  it.for([true, false])("carry out two calls at once (stream: %s)", async (streams) => {
    const { url } = server();
    const session = newSessionName("genai-tools");
    const chat = genaiAt(url).chats.create({
      model: session,
      config: { tools: [{ functionDeclarations: [LOOK_UP] }] },
    });
    const said = send(chat, "How warm is it?", streams);
    const calls = ["Oslo", null].map((city) => ({ name: "look_up", arguments: { city } }));
    expect(await answerAsOperator(url, session, { tool_calls: calls })).toBe("How warm is it?");
    const called = partsOf(await said).flatMap(({ functionCall }) => functionCall ?? []);
    expect(called.map(({ name, args }) => ({ name, arguments: args }))).toEqual(calls);

    // Many programs leave the ids out.
    const results = called.map(({ name, args }) => ({
      functionResponse: {
        name: name ?? "",
        response: { output: `${String(args?.["city"])}: 7` },
      },
    }));
    const answer = send(chat, results, streams);
    const shown = await answerNext(session, { text: "7 degrees." });
    expect(shown).toMatch(
      /^\[tool\]\n\[result of look_up call_\w+.*\]\nOslo: 7\n\n\[tool\]\n\[result of look_up call_\w+.*\]\nnull: 7$/,
    );
    expect(textOf(await answer)).toBe("7 degrees.");
  });

  it("refuses arguments that do not fit Google's schema", async () => {
    const { url } = server();
    const session = newSessionName("genai-schema");
    const chat = genaiAt(url).chats.create({
      model: session,
      config: { tools: [{ functionDeclarations: [LOOK_UP] }] },
    });
    const said = send(chat, "How warm is it?", false);
    const calls = [{ name: "look_up", arguments: { city: 7 } }];
    await expect(answerAsOperator(url, session, { tool_calls: calls })).rejects.toThrow("#/city");
    await answerAsOperator(url, session, { text: "It is not." });
    expect(textOf(await said)).toBe("It is not.");
  });
});

describe.concurrent("a request of the @google/genai package", () => {
  it("gets structured output after its schema, from a partner", async () => {
    const { url } = server();
    const session = newSessionName("genai-json");
    const person = new ChatClient({ url: `${url}/responder`, session });
    const prompt = person.send(HANDSHAKE);
    await waitForHolds(url, session, 1);
    const response = genaiAt(url).models.generateContent({
      model: session,
      contents: "Where?",
      config: {
        responseMimeType: "application/json",
        responseSchema: {
          type: Type.OBJECT,
          properties: { city: { type: Type.STRING } },
          required: ["city"],
        },
      },
    });
    expect(await prompt).toBe("Where?");
    expect(await person.send('{"town": "Oslo"}')).toContain("city");
    const listening = person.send('{"city": "Oslo"}');
    expect(JSON.parse((await response).text ?? "")).toEqual({ city: "Oslo" });
    person.leave();
    await expect(listening).rejects.toThrow("abort");
  });

  it("shows its image to the person", async () => {
    const { url } = server();
    const session = newSessionName("genai-image");
    const response = genaiAt(url).models.generateContent({
      model: session,
      contents: [createPartFromBase64(PNG, "image/png"), "What is this?"],
    });
    const shown = await answerAsOperator(url, session, { text: "A dot." });
    expect(shown).toMatch(/^\[image: image\/png, 70 bytes\]\nWhat is this\?$/);
    expect((await response).text).toBe("A dot.");
  });

  it("raises an error that comes after the headers", async () => {
    const { url } = server();
    const session = newSessionName("genai-error");
    const stream = await genaiAt(url).models.generateContentStream({
      model: session,
      contents: "Are you well?",
    });
    const error = { status: 418, message: "I am a teapot." };
    await answerAsOperator(url, session, { error });
    await expect(collect(stream)).rejects.toMatchObject({
      name: "ApiError",
      status: 418,
      message: expect.stringContaining("I am a teapot.") as string,
    });
  });

  it.for([true, false])(
    "outlives twice the limits of Node's fetch (stream: %s)",
    async (streams) => {
      const { url } = server();
      const session = newSessionName("genai-patience");
      const fetch = await createImpatientFetch(FETCH_LIMIT_MS);
      const chat = genaiAt(url, { fetch }).chats.create({ model: session });
      const said = send(chat, "Take your time.", streams);
      await pause(2 * FETCH_LIMIT_MS);
      await answerAsOperator(url, session, { text: "I did." });
      expect(textOf(await said)).toBe("I did.");
    },
  );

  it("ends at the SDK's own `timeout`, which no heartbeat prolongs", async () => {
    const { url } = server();
    const model = newSessionName("genai-deadline");
    const { models } = genaiAt(url, { timeout: 600 });
    await expect(models.generateContent({ model, contents: "Quick!" })).rejects.toThrow("abort");
  });

  it("counts its tokens, and asks for the models", async () => {
    const { url } = server();
    const { models } = genaiAt(url);
    const model = newSessionName("genai:models");
    const { totalTokens } = await models.countTokens({ model, contents: "Count me, please." });
    expect(totalTokens).toBeGreaterThan(3);

    const response = models.generateContent({ model, contents: "Hi" });
    await answerAsOperator(url, model, { text: "Hi." });
    expect((await response).modelVersion).toBe(model);
    const found = await models.get({ model });
    expect(found).toMatchObject({ name: `models/${model}`, displayName: model });
    await waitFor("the listing", async () => {
      const names: (string | undefined)[] = [];
      for await (const { name } of await models.list({ config: { pageSize: 2 } })) names.push(name);
      return names.includes(`models/${model}`);
    });
  });

  it("for what no person can do is told what this server is", async () => {
    const { models } = genaiAt(server().url);
    const call = models.embedContent({ model: "any", contents: "Hi" });
    await expect(call).rejects.toMatchObject({
      name: "ApiError",
      status: 404,
      message: expect.stringContaining("a person or another client answers") as string,
    });
  });
});

describe.concurrent("the AI SDK with its provider for Google", () => {
  const lookUp = tool({
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => `${city}: 7`,
  });

  it.for([true, false])("carries out a call and goes on (stream: %s)", async (streams) => {
    const { url } = server();
    const session = newSessionName("ai-google-tools");
    const asked = {
      model: modelAt(session),
      prompt: "How warm is it?",
      tools: { look_up: lookUp },
      stopWhen: isStepCount(3),
    };
    const said = streams ? streamText(asked).text : generateText(asked).then(({ text }) => text);
    const call = { name: "look_up", arguments: { city: "Oslo" } };
    await answerAsOperator(url, session, { tool_calls: [call] });
    const shown = await answerNext(session, { text: "7 degrees." });
    expect(shown).toContain("Oslo: 7");
    expect(await said).toBe("7 degrees.");
  });

  it("gets an object after its schema", async () => {
    const session = newSessionName("ai-google-object");
    const result = generateText({
      model: modelAt(session),
      prompt: "Where?",
      output: Output.object({ schema: z.object({ city: z.string() }) }),
    });
    const wrong = answerAsOperator(server().url, session, { text: '{"city": 7}' });
    await expect(wrong).rejects.toThrow("#/city");
    await answerAsOperator(server().url, session, { text: '{"city": "Oslo"}' });
    expect((await result).output).toEqual({ city: "Oslo" });
  });

  it("raises an error that comes after the headers", async () => {
    const session = newSessionName("ai-google-error");
    const failure = Promise.withResolvers<unknown>();
    const { textStream } = streamText({
      model: modelAt(session),
      prompt: "Are you well?",
      onError: ({ error }) => failure.resolve(error),
    });
    const reading = Array.fromAsync(textStream);
    await waitForHolds(server().url, session, 1);
    await pause(300);
    const error = { status: 418, message: "I am a teapot." };
    await answerAsOperator(server().url, session, { error });
    await reading.catch(() => {});
    expect(await failure.promise).toMatchObject({ message: "I am a teapot." });
  });
});

describe("a stream without `alt=sse`", () => {
  it("is a JSON array that is alive while it waits", async () => {
    const { url } = server();
    const session = newSessionName("genai-array");
    const response = await fetch(`${url}/v1beta/models/${session}:streamGenerateContent?key=any`, {
      method: "POST",
      body: JSON.stringify({ contents: { parts: { text: "Hi" } } }),
    });
    expect(response.headers.get("content-type")).toBe("application/json");
    await pause(500);
    await answerAsOperator(url, session, { text: "Hi." });
    const text = await response.text();
    // Some clients read it character by character, and take nothing around the brackets.
    expect(text).toMatch(/^\[ {2,}\{[^]*\]$/);
    expect(JSON.parse(text)).toMatchObject([
      { candidates: [{ content: { parts: [{ text: "Hi." }] } }] },
      { candidates: [{ finishReason: "STOP" }], usageMetadata: {} },
    ]);
  });
});
