import { createAnthropic } from "@ai-sdk/anthropic";
import { generateText, Output, stepCountIs, streamText, tool } from "ai";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answerAsOperator } from "./support/operator.ts";
import { newSessionName, waitForHolds, waitForTurns } from "./support/sessions.ts";
import { HURRIED } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";
import { pause } from "./support/wait-for.ts";

/** The AI SDK with its provider for Anthropic, on its default settings. */
const server = useServer({ settings: HURRIED });

/** Longer than it takes until the headers go out, with some heartbeats behind them. */
const THINKING_MS = 500;

function start(word: string) {
  const { url } = server();
  const session = newSessionName(word);
  const anthropic = createAnthropic({ baseURL: `${url}/v1`, apiKey: "any-key" });
  return { url, session, model: anthropic(session) };
}

const lookUp = tool({
  description: "The temperature of a place.",
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `${city}: 7 degrees`,
});
const CALLS = {
  tool_calls: ["Oslo", "Rome"].map((city) => ({ name: "lookUp", arguments: { city } })),
};

describe.concurrent("the ai package with @ai-sdk/anthropic", () => {
  it("carries out two calls with generateText()", async () => {
    const { url, session, model } = start("ai-anthropic-whole");
    const result = generateText({
      model,
      maxOutputTokens: 1_024,
      prompt: "How warm is it?",
      tools: { lookUp },
      stopWhen: stepCountIs(2),
    });
    await answerAsOperator(url, session, CALLS);
    await waitForTurns(url, session, 1);
    const asked = await answerAsOperator(url, session, { text: "7 in both." });
    const { text, finishReason, usage } = await result;
    expect({ text, finishReason }).toEqual({ text: "7 in both.", finishReason: "stop" });
    expect(usage.outputTokens).toBeGreaterThan(0);
    expect(asked).toContain("Rome: 7 degrees");
  });

  it("carries out two calls with streamText()", async () => {
    const { url, session, model } = start("ai-anthropic-stream");
    const errors: unknown[] = [];
    const { textStream, steps, finishReason } = streamText({
      model,
      maxOutputTokens: 1_024,
      prompt: "How warm is it?",
      tools: { lookUp },
      stopWhen: stepCountIs(2),
      onError: ({ error }) => {
        errors.push(error);
      },
    });
    const read = (async () => {
      let text = "";
      for await (const piece of textStream) text += piece;
      return text;
    })();
    await answerAsOperator(url, session, CALLS);
    await waitForTurns(url, session, 1);
    await answerAsOperator(url, session, { text: "7 in both 👋" });
    expect(await read).toBe("7 in both 👋");
    const [first] = await steps;
    expect(first?.toolCalls.map(({ input }) => input)).toEqual([
      { city: "Oslo" },
      { city: "Rome" },
    ]);
    expect([await finishReason, errors]).toEqual(["stop", []]);
  });

  it("gets an object, for which it forces a call where it does not know the model", async () => {
    const { url, session, model } = start("ai-anthropic-object");
    const result = generateText({
      model,
      maxOutputTokens: 1_024,
      prompt: "Where are you?",
      output: Output.object({ schema: z.object({ city: z.string() }) }),
    });
    await answerAsOperator(url, session, {
      tool_calls: [{ name: "json", arguments: { city: "Oslo" } }],
    });
    expect((await result).output).toEqual({ city: "Oslo" });
  });

  it("raises an error that comes in mid-stream", async () => {
    const { url, session, model } = start("ai-anthropic-failure");
    const errors: unknown[] = [];
    const stream = streamText({
      model,
      maxOutputTokens: 1_024,
      prompt: "Are you well?",
      onError: ({ error }) => {
        errors.push(error);
      },
    });
    const consumed = stream.consumeStream();
    await waitForHolds(url, session, 1);
    await pause(THINKING_MS);
    await answerAsOperator(url, session, { error: { status: 403, message: "Not for you." } });
    await consumed;
    expect(JSON.stringify(errors)).toContain("Not for you.");
  });
});
