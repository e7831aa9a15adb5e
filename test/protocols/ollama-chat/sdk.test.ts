import fc from "fast-check";
import { Ollama, type ChatResponse, type Message } from "ollama";
import { describe, expect, it } from "vitest";

import { invalidRequest, type ApiError } from "../../../src/core/api-error";
import type { JsonObject } from "../../../src/core/json";
import type { ReplyEvent } from "../../../src/core/turn";
import { ollamaChat } from "../../../src/protocols/ollama-chat";
import { fuzz, replyEvents } from "../arbitraries";
import { decodeOrThrow, type ReadReply } from "../codec.conformance";
import { respondWith, type Answer } from "../answers";
import { readResponse } from "./read-reply";

/** The vendor's own client, on bytes that arrive in arbitrary pieces. */

const PARAMS = { model: "a-session", messages: [{ role: "user", content: "Hi" }] };

const splits = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 });
const anyAnswer = fc.record({ events: replyEvents, splits, heartbeats: fc.nat({ max: 2 }) });

function clientFor(answer: Answer, bodies: JsonObject[] = []): Ollama {
  return new Ollama({
    host: "http://localhost",
    fetch: (_url, init) => {
      const body = JSON.parse(init?.body as string) as JsonObject;
      bodies.push(body);
      return Promise.resolve(respondWith(ollamaChat, body, answer));
    },
  });
}

/** The SDK's types leave out the id that its parser keeps. */
function readMessage({ content, tool_calls }: Message, doneReason: string): ReadReply {
  return {
    text: content,
    refusal: "",
    toolCalls: (tool_calls ?? []).map((call) => ({
      id: (call as unknown as { id: string }).id,
      name: call.function.name,
      input: JSON.stringify(call.function.arguments),
    })),
    finishReason: doneReason,
  };
}

async function readStreamed(client: Ollama): Promise<ReadReply> {
  const message: Message = { role: "assistant", content: "", tool_calls: [] };
  let last: ChatResponse | undefined;
  for await (const part of await client.chat({ ...PARAMS, stream: true })) {
    message.content += part.message.content;
    message.tool_calls?.push(...(part.message.tool_calls ?? []));
    last = part;
  }
  return readMessage(message, last?.done_reason ?? "none");
}

function expectedOf(events: readonly ReplyEvent[]): ReadReply {
  const context = { model: "a-session", isStream: false, inputTokens: 1, options: {} };
  const usage = { inputTokens: 1, outputTokens: 2 };
  const stamp = { responseId: "1", createdAtMs: 0 };
  return readResponse(ollamaChat.encodeResponse(events, usage, context, stamp));
}

describe("the ollama package", () => {
  it("reads any whole reply with chat()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const { message, done_reason } = await clientFor(answer).chat(PARAMS);
        expect(readMessage(message, done_reason)).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("reads any streamed reply with chat()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        expect(await readStreamed(clientFor(answer))).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("gets the counts and the time with the end", async () => {
    const events: ReplyEvent[] = [
      { type: "text-delta", text: "Hi" },
      { type: "finish", finishReason: "stop" },
    ];
    const response = await clientFor({ events }).chat(PARAMS);
    expect(response).toMatchObject({ done: true, prompt_eval_count: 1, eval_count: 2 });
    expect(new Date(response.created_at).getTime()).toBe(1_790_000_000_000);
  });

  it("sends back a call and its result so that they are matched", async () => {
    const events: ReplyEvent[] = [
      { type: "tool-call", toolCallId: "call_1", toolName: "weather", input: '{"city":"Oslo"}' },
      { type: "finish", finishReason: "tool-calls" },
    ];
    const bodies: JsonObject[] = [];
    const client = clientFor({ events }, bodies);
    const { message } = await client.chat(PARAMS);
    const result = { role: "tool", tool_name: "weather", content: "11 °C" };
    await client.chat({ ...PARAMS, messages: [...PARAMS.messages, message, result] });
    const { messages } = decodeOrThrow(ollamaChat, bodies[1] ?? {}).request;
    expect(messages.slice(1)).toEqual([
      {
        role: "assistant",
        parts: [
          {
            type: "tool-call",
            toolCallId: "call_1",
            toolName: "weather",
            input: '{"city":"Oslo"}',
          },
        ],
      },
      {
        role: "tool",
        parts: [
          {
            type: "tool-result",
            toolCallId: "call_1",
            toolName: "weather",
            content: [{ type: "text", text: "11 °C" }],
          },
        ],
      },
    ]);
  });

  it("sends an image's bytes as base64, whose format is told", async () => {
    const bodies: JsonObject[] = [];
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
    const events: ReplyEvent[] = [{ type: "finish", finishReason: "stop" }];
    await clientFor({ events }, bodies).chat({
      model: "a-session",
      messages: [{ role: "user", content: "Look:", images: [png] }],
    });
    expect(decodeOrThrow(ollamaChat, bodies[0] ?? {}).request.messages[0]?.parts[1]).toEqual({
      type: "image",
      source: { kind: "data", mediaType: "image/png", base64: Buffer.from(png).toString("base64") },
    });
  });

  it("raises an error in mid-stream", async () => {
    const error: ApiError = invalidRequest("turn_timeout", "Nobody answered.");
    await expect(readStreamed(clientFor({ events: [], error }))).rejects.toThrow(
      "Nobody answered.",
    );
  });

  it("raises a refused parameter as a bad request that names it", async () => {
    const call = clientFor({ events: [] }).chat({ ...PARAMS, logprobs: true });
    await expect(call).rejects.toMatchObject({
      name: "ResponseError",
      status_code: 400,
      message: expect.stringContaining("'logprobs'") as string,
    });
  });

  it.each([true, false])("loads a model with an empty request (stream: %s)", async (isStream) => {
    const client = clientFor({ events: [] });
    const request = { model: "a-session", messages: [], keep_alive: 0 };
    if (isStream) {
      const reasons: string[] = [];
      for await (const part of await client.chat({ ...request, stream: true }))
        reasons.push(part.done_reason);
      expect(reasons).toEqual(["unload"]);
      return;
    }
    const response = await client.chat(request);
    expect(response).toMatchObject({ done: true, done_reason: "unload", message: { content: "" } });
  });
});
