import fc from "fast-check";
import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { invalidRequest } from "../../../src/core/api-error";
import type { ReplyEvent } from "../../../src/core/turn";
import { openAiResponses } from "../../../src/protocols/openai-responses";
import { fuzz, replyEvents } from "../arbitraries";
import type { ReadReply } from "../codec.conformance";
import { answeringFetch, STAMP, USAGE, type Answer } from "./answering-fetch";
import { readResponse } from "./read-reply";

/** The vendor's own client, on bytes that arrive in arbitrary pieces. */

const PARAMS = { model: "a-session", input: "Hi" };

const splits = fc.array(fc.integer({ min: 20, max: 900 }), { minLength: 1, maxLength: 8 });
const anyAnswer = fc.record({ events: replyEvents, splits, heartbeats: fc.nat({ max: 2 }) });

function clientFor(answer: Answer): OpenAI {
  return new OpenAI({
    apiKey: "any",
    baseURL: "http://localhost/v1",
    maxRetries: 0,
    fetch: answeringFetch(answer),
  });
}

function readSdk(response: OpenAI.Responses.Response): ReadReply {
  const parts = response.output.flatMap((item) => (item.type === "message" ? item.content : []));
  return {
    text: response.output_text,
    refusal: parts.map((part) => (part.type === "refusal" ? part.refusal : "")).join(""),
    toolCalls: response.output.flatMap((item) =>
      item.type === "function_call"
        ? [{ id: item.call_id, name: item.name, input: item.arguments }]
        : [],
    ),
    finishReason: response.incomplete_details?.reason ?? response.status ?? "",
  };
}

function expectedOf(events: readonly ReplyEvent[]): ReadReply {
  const context = { model: "a-session", isStream: false, inputTokens: 1, options: {} };
  return readResponse(openAiResponses.encodeResponse(events, USAGE, context, STAMP));
}

const textReply = (text: string): ReplyEvent[] => [
  { type: "text-delta", text },
  { type: "finish", finishReason: "stop" },
];

describe("the openai package", () => {
  it("reads any whole reply with create()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const response = await clientFor(answer).responses.create(PARAMS);
        expect(readSdk(response)).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("reads any streamed reply with create()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const stream = await clientFor(answer).responses.create({ ...PARAMS, stream: true });
        let text = "";
        let end = "";
        for await (const event of stream) {
          if (event.type === "response.output_text.delta") text += event.delta;
          end = event.type;
        }
        const expected = expectedOf(answer.events);
        expect(text).toBe(expected.text);
        const isComplete = expected.finishReason === "completed";
        expect(end).toBe(isComplete ? "response.completed" : "response.incomplete");
      }),
      fuzz(100),
    );
  });

  it("accumulates any streamed reply with the stream() helper", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const response = await clientFor(answer).responses.stream(PARAMS).finalResponse();
        expect(readSdk(response)).toEqual(expectedOf(answer.events));
        expect(response.usage).toMatchObject({ input_tokens: 1, output_tokens: 2 });
      }),
      fuzz(100),
    );
  });

  it("parses a structured reply with parse(), and with stream()", async () => {
    const text = { format: zodTextFormat(z.object({ city: z.string() }), "place") };
    const { responses } = clientFor({ events: textReply('{"city":"東京"}'), heartbeats: 9 });
    const whole = await responses.parse({ ...PARAMS, text });
    const streamed = await responses.stream({ ...PARAMS, text }).finalResponse();
    expect([whole.output_parsed, streamed.output_parsed]).toEqual([
      { city: "東京" },
      { city: "東京" },
    ]);
  });

  it("gets a refusal instead of a structured reply with parse()", async () => {
    const events: ReplyEvent[] = [
      { type: "refusal-delta", text: "I will not." },
      { type: "finish", finishReason: "stop" },
    ];
    const text = { format: zodTextFormat(z.object({ city: z.string() }), "place") };
    const response = await clientFor({ events }).responses.parse({ ...PARAMS, text });
    expect([response.output_parsed, response.output]).toMatchObject([
      null,
      [{ content: [{ type: "refusal", refusal: "I will not." }] }],
    ]);
  });

  it("parses the arguments of a strict tool's call", async () => {
    const call = { type: "tool-call", toolCallId: "call_1", toolName: "look", input: '{"a":1}' };
    const events = [call, { type: "finish", finishReason: "tool-calls" }] as ReplyEvent[];
    const tools = [{ type: "function", name: "look", parameters: {}, strict: true } as const];
    const response = await clientFor({ events }).responses.parse({ ...PARAMS, tools });
    expect(response.output).toMatchObject([{ call_id: "call_1", parsed_arguments: { a: 1 } }]);
  });

  it("raises an error in mid-stream, by create() and by stream()", async () => {
    const error = invalidRequest("turn_timeout", "Nobody answered.");
    const begun: ReplyEvent[] = [{ type: "text-delta", text: "Hm" }];
    const raised = {
      code: "turn_timeout",
      type: "invalid_request_error",
      message: expect.stringContaining("Nobody answered.") as string,
    };
    for (const events of [[], begun]) {
      const { responses } = clientFor({ events, error });
      const stream = await responses.create({ ...PARAMS, stream: true });
      const read = async () => {
        for await (const _ of stream);
      };
      await expect(read()).rejects.toMatchObject(raised);
      await expect(responses.stream(PARAMS).finalResponse()).rejects.toMatchObject(raised);
    }
  });

  it("raises a refused parameter as a bad request that names it", async () => {
    const call = clientFor({ events: [] }).responses.create({ ...PARAMS, background: true });
    await expect(call).rejects.toMatchObject({
      status: 400,
      param: "background",
      code: "unsupported_parameter",
      type: "invalid_request_error",
    });
  });
});
