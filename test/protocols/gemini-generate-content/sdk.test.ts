import { FunctionCallingConfigMode, GoogleGenAI, Type } from "@google/genai";
import type { Content, GenerateContentResponse } from "@google/genai";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { invalidRequest } from "../../../src/core/api-error";
import type { ReplyEvent, TurnRequest } from "../../../src/core/turn";
import { geminiGenerateContent } from "../../../src/protocols/gemini-generate-content";
import { fuzz, replyEvents } from "../arbitraries";
import type { ReadReply } from "../codec.conformance";
import { createAnsweringFetch, STAMP, USAGE, type Answer } from "./answering-fetch";
import { readResponse } from "./read-reply";

/** The vendor's own client, on bytes that arrive in arbitrary pieces. */

const PARAMS = { model: "a-session", contents: "Hi" };

const anyAnswer = fc.record({
  events: replyEvents,
  splits: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 }),
  heartbeats: fc.nat({ max: 2 }),
});

function clientFor(answer: Answer): GoogleGenAI {
  return new GoogleGenAI({
    apiKey: "any",
    httpOptions: { baseUrl: "http://localhost", fetch: createAnsweringFetch(answer) },
  });
}

function readAll(chunks: readonly GenerateContentResponse[]): ReadReply {
  const parts = chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? []);
  return {
    text: parts.map(({ text }) => text ?? "").join(""),
    refusal: "",
    toolCalls: parts.flatMap(({ functionCall: call }) =>
      call === undefined
        ? []
        : [{ id: call.id ?? "", name: call.name ?? "", input: JSON.stringify(call.args) }],
    ),
    finishReason: chunks.at(-1)?.candidates?.[0]?.finishReason ?? "",
  };
}

function expectedOf(events: readonly ReplyEvent[]): ReadReply {
  const context = { model: "a-session", isStream: false, inputTokens: 1, options: {} };
  return readResponse(geminiGenerateContent.encodeResponse(events, USAGE, context, STAMP));
}

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

const says = (...pieces: string[]): ReplyEvent[] => [
  ...pieces.map((text): ReplyEvent => ({ type: "text-delta", text })),
  { type: "finish", finishReason: "stop" },
];

function lookUp(toolCallId: string): ReplyEvent {
  return { type: "tool-call", toolCallId, toolName: "look_up", input: '{"q":"x"}' };
}

describe("the @google/genai package", () => {
  it("reads any whole reply with generateContent()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const response = await clientFor(answer).models.generateContent(PARAMS);
        expect(readAll([response])).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("reads any streamed reply with generateContentStream()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const stream = await clientFor(answer).models.generateContentStream(PARAMS);
        expect(readAll(await collect(stream))).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("reads an argument that is called __proto__ (seed -536410115)", async () => {
    const input = '{"__proto__":0}';
    const events: ReplyEvent[] = [
      { type: "tool-call", toolCallId: "a", toolName: "_", input },
      { type: "finish", finishReason: "stop" },
    ];
    const answer = { events, splits: [1], heartbeats: 0 };
    const stream = await clientFor(answer).models.generateContentStream(PARAMS);
    const read = readAll(await collect(stream));
    expect(read).toEqual(expectedOf(events));
    expect(read.toolCalls).toEqual([{ id: "a", name: "_", input }]);
  });

  it("gets the text, the usage, the version and the id by their names", async () => {
    const response = await clientFor({ events: says("Hi"), heartbeats: 9 }).models.generateContent(
      PARAMS,
    );
    const { text, modelVersion, responseId, usageMetadata } = response;
    expect({ text, modelVersion, responseId, usageMetadata }).toEqual({
      text: "Hi",
      modelVersion: "a-session",
      responseId: "1",
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 2, totalTokenCount: 3 },
    });
  });

  it.each([true, false])(
    "sends a chat's replies back as they were said (streams: %s)",
    async (streams) => {
      const requests: TurnRequest[] = [];
      const chat = clientFor({
        events: says("One \n", "two ", "three"),
        heartbeats: 1,
        onRequest: (request) => requests.push(request),
      }).chats.create({ model: "a-session" });
      for (const message of ["First?", "Second?"]) {
        if (streams) await collect(await chat.sendMessageStream({ message }));
        else await chat.sendMessage({ message });
      }
      expect(requests[1]?.messages).toEqual([
        { role: "user", parts: [{ type: "text", text: "First?" }] },
        { role: "assistant", parts: [{ type: "text", text: "One \ntwo three" }] },
        { role: "user", parts: [{ type: "text", text: "Second?" }] },
      ]);
    },
  );

  it.each([true, false])("sends a chat's results to their calls (with ids: %s)", async (hasIds) => {
    const requests: TurnRequest[] = [];
    const chat = clientFor({
      events: [lookUp("call_1"), lookUp("call_2"), { type: "finish", finishReason: "tool-calls" }],
      onRequest: (request) => requests.push(request),
    }).chats.create({ model: "a-session" });
    const { functionCalls = [] } = await chat.sendMessage({ message: "Find it." });
    await chat.sendMessage({
      message: functionCalls.map(({ id, name }, index) => ({
        functionResponse: {
          ...(hasIds ? { id: id ?? "" } : {}),
          name: name ?? "",
          response: { output: `${index}` },
        },
      })),
    });
    const results = requests[1]?.messages.filter(({ role }) => role === "tool") ?? [];
    expect(results.flatMap(({ parts }) => parts)).toEqual(
      ["call_1", "call_2"].map((toolCallId, index) => ({
        type: "tool-result",
        toolCallId,
        toolName: "look_up",
        content: [{ type: "text", text: `${index}` }],
      })),
    );
  });

  it("says what it wants in words that are understood", async () => {
    const requests: TurnRequest[] = [];
    await clientFor({
      events: says("{}"),
      onRequest: (request) => requests.push(request),
    }).models.generateContent({
      model: "models/a-session",
      contents: [
        "What is this?",
        { inlineData: { mimeType: "image/png", data: "AA==" } },
        { fileData: { mimeType: "application/pdf", fileUri: "https://example.com/a.pdf" } },
      ],
      config: {
        systemInstruction: "Be brief.",
        temperature: 0.5,
        stopSequences: ["END"],
        responseMimeType: "application/json",
        responseSchema: {
          type: Type.OBJECT,
          properties: { what: { type: Type.STRING, nullable: true } },
        },
        thinkingConfig: { thinkingBudget: 0 },
        tools: [
          {
            functionDeclarations: [
              {
                name: "look_up",
                description: "Looks it up.",
                parameters: { type: Type.OBJECT, properties: { q: { type: Type.STRING } } },
              },
            ],
          },
        ],
        toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
      },
    });
    expect(requests).toEqual([
      {
        messages: [
          { role: "system", parts: [{ type: "text", text: "Be brief." }] },
          {
            role: "user",
            parts: [
              { type: "text", text: "What is this?" },
              { type: "image", source: { kind: "data", mediaType: "image/png", base64: "AA==" } },
              { type: "file", source: { kind: "url", url: "https://example.com/a.pdf" } },
            ],
          },
        ],
        tools: [
          {
            name: "look_up",
            description: "Looks it up.",
            inputSchema: { type: "object", properties: { q: { type: "string" } } },
          },
        ],
        toolChoice: { type: "required" },
        allowsParallelToolCalls: true,
        responseFormat: {
          type: "json-schema",
          name: "response",
          schema: { type: "object", properties: { what: { type: ["string", "null"] } } },
        },
        parameters: {
          temperature: 0.5,
          stopSequences: ["END"],
          thinkingConfig: { thinkingBudget: 0 },
        },
        unknownFields: {},
      },
    ]);
  });

  it("gets the first of several candidates once, streamed or not", async () => {
    const { models } = clientFor({ events: says("Hi ", "there") });
    const params = { ...PARAMS, config: { candidateCount: 3 } };
    const chunks = await collect(await models.generateContentStream(params));
    expect(chunks.map(({ text }) => text).join("")).toBe("Hi there");
    const { candidates } = await models.generateContent(params);
    expect(candidates?.map(({ content }) => content?.parts?.[0]?.text)).toEqual(
      Array.from({ length: 3 }, () => "Hi there"),
    );
  });

  it("counts tokens", async () => {
    const contents: Content[] = [{ role: "user", parts: [{ text: "Count me, please." }] }];
    const { totalTokens } = await clientFor({ events: [] }).models.countTokens({
      model: "a-session",
      contents,
    });
    expect(totalTokens).toBeGreaterThan(3);
  });

  it("raises an error in mid-stream", async () => {
    const error = invalidRequest("turn_timeout", "Nobody answered.");
    const stream = await clientFor({ events: [], error }).models.generateContentStream(PARAMS);
    await expect(collect(stream)).rejects.toMatchObject({
      name: "ApiError",
      status: 400,
      message: expect.stringContaining("Nobody answered.") as string,
    });
  });

  it("raises a refused parameter as a bad request that names it", async () => {
    const call = clientFor({ events: [] }).models.generateContent({
      ...PARAMS,
      config: { responseLogprobs: true },
    });
    await expect(call).rejects.toMatchObject({
      name: "ApiError",
      status: 400,
      message: expect.stringContaining("'generationConfig.responseLogprobs'") as string,
    });
  });
});
