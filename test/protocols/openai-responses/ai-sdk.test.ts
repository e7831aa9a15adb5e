import { createOpenAI } from "@ai-sdk/openai";
import { generateText, jsonSchema, Output, streamText, tool } from "ai";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import type { ApiError } from "../../../src/core/api-error";
import { invalidRequest } from "../../../src/core/api-error";
import type { JsonObject } from "../../../src/core/json";
import type { ReplyEvent } from "../../../src/core/turn";
import { answeringFetch, type Answer } from "./answering-fetch";

/** The AI SDK, whose OpenAI models speak Responses unless they are told otherwise. */

const textReply: ReplyEvent[] = [
  { type: "text-delta", text: "Hello, " },
  { type: "text-delta", text: "東京 👋" },
  { type: "finish", finishReason: "stop" },
];
const callReply: ReplyEvent[] = [
  { type: "text-delta", text: "One moment." },
  { type: "tool-call", toolCallId: "call_1", toolName: "look", input: '{"at":"cat"}' },
  { type: "tool-call", toolCallId: "call_2", toolName: "look", input: '{"at":"dog"}' },
  { type: "finish", finishReason: "tool-calls" },
];

function modelFor(answer: Answer, requests: JsonObject[] = []) {
  const fetchAnswer = answeringFetch(answer, (body) => requests.push(body));
  const provider = createOpenAI({
    apiKey: "any",
    baseURL: "http://localhost/v1",
    fetch: fetchAnswer,
  });
  return provider("a-session");
}

const tools = {
  look: tool({
    inputSchema: z.object({ at: z.string() }),
    outputSchema: z.string(),
  }),
};

describe("the ai package", () => {
  it("reads a text, whole and streamed", async () => {
    const model = modelFor({ events: textReply, heartbeats: 2 });
    const whole = await generateText({ model, prompt: "Hi" });
    const streamed = streamText({ model, prompt: "Hi" });
    expect([whole.text, await streamed.text]).toEqual(["Hello, 東京 👋", "Hello, 東京 👋"]);
    expect([whole.finishReason, await streamed.finishReason]).toEqual(["stop", "stop"]);
  });

  it("reads calls, whole and streamed, with their ids", async () => {
    const model = modelFor({ events: callReply });
    const whole = await generateText({ model, prompt: "Hi", tools });
    const streamed = streamText({ model, prompt: "Hi", tools });
    for (const calls of [whole.toolCalls, await streamed.toolCalls]) {
      expect(calls).toMatchObject([
        { toolCallId: "call_1", toolName: "look", input: { at: "cat" } },
        { toolCallId: "call_2", toolName: "look", input: { at: "dog" } },
      ]);
    }
    expect([whole.finishReason, await streamed.finishReason]).toEqual(["tool-calls", "tool-calls"]);
  });

  it("reads an object after a schema", async () => {
    const events: ReplyEvent[] = [
      { type: "text-delta", text: '{"city":"Oslo"}' },
      { type: "finish", finishReason: "stop" },
    ];
    const schema = jsonSchema<{ city: string }>({
      type: "object",
      properties: { city: { type: "string" } },
    });
    const requests: JsonObject[] = [];
    const { output } = await generateText({
      model: modelFor({ events }, requests),
      prompt: "Where?",
      output: Output.object({ schema }),
    });
    expect(output).toEqual({ city: "Oslo" });
    expect(requests[0]).toMatchObject({ text: { format: { type: "json_schema" } } });
  });

  const vain = invalidRequest("turn_timeout", "Nobody answered.");
  const limit: ApiError = { ...vain, kind: "rate-limit", status: 429, code: "too_many_open_turns" };

  it("raises an error after the first words, once", async () => {
    const events: ReplyEvent[] = [{ type: "text-delta", text: "Hm" }];
    const errors: unknown[] = [];
    const { textStream } = streamText({
      model: modelFor({ events, error: vain }),
      prompt: "Hi",
      onError: (event) => {
        errors.push(event.error);
      },
    });
    for await (const _ of textStream);
    expect(errors.map(String)).toEqual([expect.stringContaining("Nobody answered.")]);
  });

  it("raises an error of a stream, and repeats the request only where that may help", async () => {
    for (const [error, attempts] of [
      [vain, 1],
      [limit, 2],
    ] as const) {
      const requests: JsonObject[] = [];
      const errors: unknown[] = [];
      const { textStream } = streamText({
        model: modelFor({ events: [], error }, requests),
        prompt: "Hi",
        maxRetries: 1,
        onError: (event) => {
          errors.push(event.error);
        },
      });
      for await (const _ of textStream);
      expect(errors.map(String)).toEqual([expect.stringContaining("Nobody answered.")]);
      expect(requests).toHaveLength(attempts);
    }
  });

  it("names earlier words by their items' ids, as it does by default", async () => {
    const requests: JsonObject[] = [];
    const model = modelFor({ events: textReply }, requests);
    const first = await generateText({ model, prompt: "Hi" });
    const messages = [
      { role: "user" as const, content: "Hi" },
      ...first.response.messages,
      { role: "user" as const, content: "And now?" },
    ];
    await generateText({ model, messages });
    expect(requests[1]?.["input"]).toMatchObject([
      { role: "user" },
      { type: "item_reference", id: "msg_0123456789abcdef0123456789abcdef_0" },
      { role: "user" },
    ]);
  });
});
