import fc from "fast-check";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import { invalidRequest } from "../../../src/core/api-error";
import type { JsonObject } from "../../../src/core/json";
import type { ReplyEvent } from "../../../src/core/turn";
import { openAiCompletions } from "../../../src/protocols/openai-completions";
import { respondWith, type Answer } from "../answers";
import { fuzz, replyEvents } from "../arbitraries";
import { readResponse } from "./read-reply";

/** The vendor's own client, on bytes that arrive in arbitrary pieces. */

const PARAMS = { model: "a-session", prompt: "Hi" };

const splits = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 });
const anyAnswer = fc.record({ events: replyEvents, splits, heartbeats: fc.nat({ max: 2 }) });
const GREETING: readonly ReplyEvent[] = [
  { type: "text-delta", text: "Hi" },
  { type: "finish", finishReason: "stop" },
];

function clientFor(answer: Answer): OpenAI {
  return new OpenAI({
    apiKey: "any",
    baseURL: "http://localhost/v1",
    maxRetries: 0,
    fetch: (_url, init) =>
      Promise.resolve(
        respondWith(openAiCompletions, JSON.parse(init?.body as string) as JsonObject, answer),
      ),
  });
}

function expectedOf(events: readonly ReplyEvent[]) {
  const context = { model: "a-session", isStream: false, inputTokens: 1, options: {} };
  const usage = { inputTokens: 1, outputTokens: 2 };
  const stamp = { responseId: "1", createdAtMs: 1_790_000_000_000 };
  const { text, finishReason } = readResponse(
    openAiCompletions.encodeResponse(events, usage, context, stamp),
  );
  return { text, finishReason };
}

async function readStreamed(answer: Answer) {
  const stream = await clientFor(answer).completions.create({ ...PARAMS, stream: true });
  let text = "";
  let finishReason: string | null = null;
  for await (const { choices } of stream) {
    text += choices[0]?.text ?? "";
    finishReason = choices[0]?.finish_reason ?? finishReason;
  }
  return { text, finishReason };
}

describe("the openai package", () => {
  it("reads any whole reply with completions.create()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const { choices } = await clientFor(answer).completions.create(PARAMS);
        expect({ text: choices[0]?.text, finishReason: choices[0]?.finish_reason }).toEqual(
          expectedOf(answer.events),
        );
      }),
      fuzz(100),
    );
  });

  it("reads any streamed reply with completions.create()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        expect(await readStreamed(answer)).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("gets every choice and the usage of all", async () => {
    const completion = await clientFor({ events: GREETING }).completions.create({
      ...PARAMS,
      n: 3,
    });
    expect(completion.choices.map(({ index, text }) => [index, text])).toEqual([
      [0, "Hi"],
      [1, "Hi"],
      [2, "Hi"],
    ]);
    expect(completion.usage).toEqual({ prompt_tokens: 1, completion_tokens: 6, total_tokens: 7 });
  });

  it("raises an error in mid-stream", async () => {
    const error = invalidRequest("turn_timeout", "Nobody answered.");
    await expect(readStreamed({ events: [], error })).rejects.toMatchObject({
      code: "turn_timeout",
      type: "invalid_request_error",
    });
  });

  it("raises a refused parameter as a bad request that names it", async () => {
    const call = clientFor({ events: [] }).completions.create({ ...PARAMS, echo: true });
    await expect(call).rejects.toMatchObject({
      status: 400,
      param: "echo",
      code: "unsupported_parameter",
    });
  });
});
