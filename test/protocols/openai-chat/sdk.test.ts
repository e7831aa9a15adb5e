import fc from "fast-check";
import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { invalidRequest } from "../../../src/core/api-error";
import type { JsonObject } from "../../../src/core/json";
import type { ReplyEvent } from "../../../src/core/turn";
import { openAiChat } from "../../../src/protocols/openai-chat";
import { respondWith, type Answer } from "../answers";
import { fuzz, replyEvents } from "../arbitraries";
import type { ReadReply } from "../codec.conformance";
import { readResponse } from "./read-reply";

/** The vendor's own client, on bytes that arrive in arbitrary pieces. */

const STAMP = { responseId: "1", createdAtMs: 1_790_000_000_000 };
const USAGE = { inputTokens: 1, outputTokens: 2 };
const MESSAGES = [{ role: "user" as const, content: "Hi" }];
const PARAMS = { model: "a-session", messages: MESSAGES };

const splits = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 });

function clientFor(answer: Answer): OpenAI {
  return new OpenAI({
    apiKey: "any",
    baseURL: "http://localhost/v1",
    maxRetries: 0,
    fetch: (_url, init) =>
      Promise.resolve(
        respondWith(openAiChat, JSON.parse(init?.body as string) as JsonObject, answer),
      ),
  });
}

function readCompletion({ choices }: OpenAI.ChatCompletion): ReadReply {
  const { message, finish_reason } = choices[0]!;
  return {
    text: message.content ?? "",
    refusal: message.refusal ?? "",
    toolCalls: (message.tool_calls ?? []).flatMap((call) =>
      call.type === "function"
        ? [{ id: call.id, name: call.function.name, input: call.function.arguments }]
        : [],
    ),
    finishReason: finish_reason,
  };
}

function expectedOf(events: readonly ReplyEvent[]): ReadReply {
  const context = { model: "a-session", isStream: false, inputTokens: 1, options: {} };
  return readResponse(openAiChat.encodeResponse(events, USAGE, context, STAMP));
}

const anyAnswer = fc.record({ events: replyEvents, splits, heartbeats: fc.nat({ max: 2 }) });

describe("the openai package", () => {
  it("reads any whole reply with create()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const completion = await clientFor(answer).chat.completions.create(PARAMS);
        expect(readCompletion(completion)).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("reads any streamed reply with create()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const stream = await clientFor(answer).chat.completions.create({ ...PARAMS, stream: true });
        let text = "";
        let finishReason = "";
        for await (const chunk of stream) {
          text += chunk.choices[0]?.delta.content ?? "";
          finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
        }
        const expected = expectedOf(answer.events);
        expect({ text, finishReason }).toEqual({
          text: expected.text,
          finishReason: expected.finishReason,
        });
      }),
      fuzz(100),
    );
  });

  it("accumulates any streamed reply with the stream() helper", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const completion = await clientFor(answer)
          .chat.completions.stream(PARAMS)
          .finalChatCompletion();
        expect(readCompletion(completion)).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("gets every choice of a streamed reply and its usage", async () => {
    const events: ReplyEvent[] = [
      { type: "text-delta", text: "Hi" },
      { type: "finish", finishReason: "stop" },
    ];
    const params = { ...PARAMS, n: 3, stream_options: { include_usage: true } };
    const completion = await clientFor({ events })
      .chat.completions.stream(params)
      .finalChatCompletion();
    expect(completion.choices.map(({ index, message }) => [index, message.content])).toEqual([
      [0, "Hi"],
      [1, "Hi"],
      [2, "Hi"],
    ]);
    expect(completion.usage).toMatchObject({
      prompt_tokens: 1,
      completion_tokens: 6,
      total_tokens: 7,
    });
  });

  it("parses a structured reply with parse()", async () => {
    const events: ReplyEvent[] = [
      { type: "text-delta", text: '{"city":"東京"}' },
      { type: "finish", finishReason: "stop" },
    ];
    const format = zodResponseFormat(z.object({ city: z.string() }), "place");
    const completion = await clientFor({ events, heartbeats: 9 }).chat.completions.parse({
      ...PARAMS,
      response_format: format,
    });
    expect(completion.choices[0]?.message.parsed).toEqual({ city: "東京" });
  });

  it("gets a refusal instead of a structured reply with parse()", async () => {
    const events: ReplyEvent[] = [
      { type: "refusal-delta", text: "I will not." },
      { type: "finish", finishReason: "stop" },
    ];
    const format = zodResponseFormat(z.object({ city: z.string() }), "place");
    const completion = await clientFor({ events }).chat.completions.parse({
      ...PARAMS,
      response_format: format,
    });
    expect(completion.choices[0]?.message).toMatchObject({ refusal: "I will not.", parsed: null });
  });

  it("answers legacy functions, whole and streamed", async () => {
    const events: ReplyEvent[] = [
      { type: "tool-call", toolCallId: "call_1", toolName: "f", input: '{"a":1}' },
      { type: "finish", finishReason: "tool-calls" },
    ];
    const params = { ...PARAMS, functions: [{ name: "f" }] };
    const { completions } = clientFor({ events }).chat;
    const whole = await completions.create(params);
    const streamed = await completions.stream(params).finalChatCompletion();
    for (const { choices } of [whole, streamed]) {
      expect(choices[0]).toMatchObject({
        finish_reason: "function_call",
        message: { content: null, function_call: { name: "f", arguments: '{"a":1}' } },
      });
    }
  });

  it("raises an error in mid-stream", async () => {
    const error = invalidRequest("turn_timeout", "Nobody answered.");
    const stream = await clientFor({ events: [], error }).chat.completions.create({
      ...PARAMS,
      stream: true,
    });
    const read = async () => {
      for await (const _ of stream);
    };
    await expect(read()).rejects.toMatchObject({
      code: "turn_timeout",
      type: "invalid_request_error",
    });
  });

  it("raises a refused parameter as a bad request that names it", async () => {
    const call = clientFor({ events: [] }).chat.completions.create({ ...PARAMS, logprobs: true });
    await expect(call).rejects.toMatchObject({
      status: 400,
      param: "logprobs",
      code: "unsupported_parameter",
      type: "invalid_request_error",
    });
  });
});
