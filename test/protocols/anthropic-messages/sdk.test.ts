import type Anthropic from "@anthropic-ai/sdk";
import { BadRequestError } from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { invalidRequest } from "../../../src/core/api-error";
import type { ReplyEvent } from "../../../src/core/turn";
import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import { fuzz, replyEvents } from "../arbitraries";
import { publishedMessage } from "./published-schema";
import { clientFor, USAGE } from "./sdk-support";

const PARAMS = {
  model: "a-session",
  max_tokens: 1_024,
  messages: [{ role: "user" as const, content: "Hi" }],
};
const FINISH: ReplyEvent = { type: "finish", finishReason: "stop" };
const textReply = (text: string): ReplyEvent[] => [{ type: "text-delta", text }, FINISH];
const callOf = (toolName: string, input: string): ReplyEvent[] => [
  { type: "tool-call", toolCallId: "call_1", toolName, input },
  { type: "finish", finishReason: "tool-calls" },
];

const splits = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 });
const anyAnswer = fc.record({ events: replyEvents, splits, heartbeats: fc.nat({ max: 2 }) });

/** What a program looks at. Heartbeats may have put an empty text before a tool call. */
function readMessage({ content, stop_reason, stop_sequence, usage }: Anthropic.Message) {
  return {
    blocks: content.flatMap((block): readonly unknown[] => {
      if (block.type === "text") return block.text === "" ? [] : [block.text];
      return block.type === "tool_use" ? [[block.id, block.name, block.input]] : ["?"];
    }),
    stop_reason,
    stop_sequence,
    tokens: [usage.input_tokens, usage.output_tokens],
  };
}

function expectedOf(events: readonly ReplyEvent[]) {
  const context = { model: "a-session", isStream: false, inputTokens: 1, options: {} };
  const stamp = { responseId: "1", createdAtMs: 0 };
  const json = anthropicMessages.encodeResponse(events, USAGE, context, stamp);
  return readMessage(publishedMessage.parse(JSON.parse(json)));
}

describe("the @anthropic-ai/sdk package", () => {
  it("reads any whole reply with create()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const message = await clientFor(answer).messages.create(PARAMS);
        expect(readMessage(message)).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("reads any streamed reply with create()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const stream = await clientFor(answer).messages.create({ ...PARAMS, stream: true });
        let text = "";
        let stopReason: string | null = null;
        for await (const event of stream) {
          if (event.type === "content_block_delta" && event.delta.type === "text_delta")
            text += event.delta.text;
          if (event.type === "message_delta") stopReason = event.delta.stop_reason;
        }
        const { blocks, stop_reason } = expectedOf(answer.events);
        const expectedText = blocks.filter((block) => typeof block === "string").join("");
        expect({ text, stopReason }).toEqual({ text: expectedText, stopReason: stop_reason });
      }),
      fuzz(100),
    );
  });

  it("accumulates any streamed reply with the stream() helper", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const message = await clientFor(answer).messages.stream(PARAMS).finalMessage();
        expect(readMessage(message)).toMatchObject({
          ...expectedOf(answer.events),
          tokens: expect.arrayContaining([USAGE.outputTokens]) as number[],
        });
      }),
      fuzz(100),
    );
  });

  it("reads whole and streamed replies in its beta namespace", async () => {
    const { messages } = clientFor({ events: textReply("Hi 👋"), heartbeats: 2 }).beta;
    const params = { ...PARAMS, betas: ["context-1m-2025-08-07"] };
    const whole = await messages.create(params);
    const streamed = await messages.stream(params).finalMessage();
    for (const { content } of [whole, streamed])
      expect(content[0]).toMatchObject({ type: "text", text: "Hi 👋" });
  });

  it("counts tokens, in the beta namespace too", async () => {
    const { messages, beta } = clientFor({ events: [] });
    const { model, messages: conversation } = PARAMS;
    const params = { model, messages: conversation };
    const count = await messages.countTokens(params);
    expect(count.input_tokens).toBeGreaterThan(0);
    expect(await beta.messages.countTokens(params)).toEqual(count);
  });

  it("gets nothing for a limit of 0", async () => {
    const message = await clientFor({ events: [] }).messages.create({ ...PARAMS, max_tokens: 0 });
    expect(message).toMatchObject({ content: [], stop_reason: "max_tokens" });
  });

  it("parses a structured reply with parse(), stream() and the beta namespace", async () => {
    const client = clientFor({ events: textReply('{"city":"東京"}'), heartbeats: 9 });
    const format = zodOutputFormat(z.object({ city: z.string() }));
    const params = { ...PARAMS, output_config: { format } };
    const parsed = [
      await client.messages.parse(params),
      await client.messages.stream(params).finalMessage(),
      await client.beta.messages.parse({ ...PARAMS, output_format: format }),
    ];
    expect(parsed.map(({ parsed_output }) => parsed_output)).toEqual(
      parsed.map(() => ({ city: "東京" })),
    );
  });

  it("gets a tool call where it would parse a text, after any wait", async () => {
    const client = clientFor({ events: callOf("f", '{"a":1}'), heartbeats: 9 });
    const message = await client.messages
      .stream({
        ...PARAMS,
        tools: [{ name: "f", input_schema: { type: "object" } }],
        output_config: { format: zodOutputFormat(z.object({ city: z.string() })) },
      })
      .finalMessage();
    expect(message).toMatchObject({
      content: [{ type: "tool_use", name: "f", input: { a: 1 } }],
      parsed_output: null,
    });
  });

  it("runs tools in a loop without a thread on the server", async () => {
    const client = clientFor(
      { events: callOf("roll", '{"sides":6}') },
      { events: textReply("A four.") },
    );
    const rolled: number[] = [];
    const roll = betaZodTool({
      name: "roll",
      description: "Rolls a die.",
      inputSchema: z.object({ sides: z.number() }),
      run({ sides }) {
        rolled.push(sides);
        return "4";
      },
    });
    const message = await client.beta.messages.toolRunner({ ...PARAMS, tools: [roll] });
    expect(rolled).toEqual([6]);
    expect(message.content[0]).toMatchObject({ text: "A four." });
  });

  it("raises an error in mid-stream", async () => {
    const error = invalidRequest("turn_timeout", "Nobody answered.");
    const client = clientFor({ events: [], error, heartbeats: 1 });
    await expect(client.messages.stream(PARAMS).finalMessage()).rejects.toMatchObject({
      type: "invalid_request_error",
      errorCode: "turn_timeout",
      apiMessage: "Nobody answered.",
    });
  });

  it("raises a refused parameter as a bad request that names it", async () => {
    const call = clientFor({ events: [] }).messages.create({ ...PARAMS, messages: [] });
    await expect(call).rejects.toBeInstanceOf(BadRequestError);
    await expect(call).rejects.toMatchObject({
      status: 400,
      type: "invalid_request_error",
      errorCode: "empty_array",
      details: { param: "messages" },
      requestID: "request-1",
    });
  });
});
