import fc from "fast-check";
import { Ollama, type GenerateResponse } from "ollama";
import { describe, expect, it } from "vitest";

import { invalidRequest } from "../../../src/core/api-error";
import type { JsonObject } from "../../../src/core/json";
import type { ReplyEvent } from "../../../src/core/turn";
import { ollamaGenerate } from "../../../src/protocols/ollama-generate";
import { fuzz, replyEvents } from "../arbitraries";
import { respondWith, type Answer } from "../answers";
import { readResponse } from "./read-reply";

/** The vendor's own client, on bytes that arrive in arbitrary pieces. */

const PARAMS = { model: "a-session", prompt: "Hi" };

const splits = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 });
const anyAnswer = fc.record({ events: replyEvents, splits, heartbeats: fc.nat({ max: 2 }) });

function clientFor(answer: Answer): Ollama {
  return new Ollama({
    host: "http://localhost",
    fetch: (_url, init) =>
      Promise.resolve(
        respondWith(ollamaGenerate, JSON.parse(init?.body as string) as JsonObject, answer),
      ),
  });
}

async function readStreamed(client: Ollama) {
  let text = "";
  let last: GenerateResponse | undefined;
  for await (const part of await client.generate({ ...PARAMS, stream: true })) {
    text += part.response ?? "";
    last = part;
  }
  return { text, finishReason: last?.done_reason };
}

function expectedOf(events: readonly ReplyEvent[]) {
  const context = { model: "a-session", isStream: false, inputTokens: 1, options: {} };
  const usage = { inputTokens: 1, outputTokens: 2 };
  const stamp = { responseId: "1", createdAtMs: 0 };
  const { text, finishReason } = readResponse(
    ollamaGenerate.encodeResponse(events, usage, context, stamp),
  );
  return { text, finishReason };
}

describe("the ollama package", () => {
  it("reads any whole reply with generate()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const { response, done_reason } = await clientFor(answer).generate(PARAMS);
        expect({ text: response, finishReason: done_reason }).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("reads any streamed reply with generate()", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        expect(await readStreamed(clientFor(answer))).toEqual(expectedOf(answer.events));
      }),
      fuzz(100),
    );
  });

  it("may send the context of a response back", async () => {
    const client = clientFor({ events: [{ type: "finish", finishReason: "stop" }] });
    const { context } = await client.generate(PARAMS);
    const again = await client.generate({ ...PARAMS, context });
    expect(again.done).toBe(true);
  });

  it("raises an error in mid-stream", async () => {
    const error = invalidRequest("turn_timeout", "Nobody answered.");
    await expect(readStreamed(clientFor({ events: [], error }))).rejects.toThrow(
      "Nobody answered.",
    );
  });

  it("raises a refused parameter as a bad request that names it", async () => {
    const call = clientFor({ events: [] }).generate({ ...PARAMS, context: [1] });
    await expect(call).rejects.toMatchObject({
      status_code: 400,
      message: expect.stringContaining("'context'") as string,
    });
  });
});
