import { createOpenAI } from "@ai-sdk/openai";
import { generateText, isStepCount, streamText, tool, type ModelMessage } from "ai";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answerAsOperator } from "./support/operator.ts";
import { newSessionName, readTranscript, waitForHolds } from "./support/sessions.ts";
import { HURRIED } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";

/** The AI SDK's OpenAI provider, which speaks Responses by default and names earlier words by the ids of their items. */

const server = useServer({ settings: HURRIED });

function startSession() {
  const { url } = server();
  const session = newSessionName("ai-responses");
  const provider = createOpenAI({ baseURL: `${url}/caller/v1`, apiKey: "any-key" });
  return {
    url,
    session,
    model: provider(session),
    answer: (content: Readonly<Record<string, unknown>>) => answerAsOperator(url, session, content),
  };
}

const tools = {
  look: tool({
    inputSchema: z.object({ at: z.string() }),
    execute: ({ at }) => `You see ${at}.`,
  }),
};

/** All that a call has said and got, to be sent with the next one. */
async function converse(
  streams: boolean,
  options: Pick<Parameters<typeof generateText>[0], "model"> & { messages: ModelMessage[] },
): Promise<{ readonly text: string; readonly messages: readonly ModelMessage[] }> {
  const call = { ...options, tools, stopWhen: isStepCount(3) };
  if (!streams) {
    const { text, response } = await generateText(call);
    return { text, messages: response.messages };
  }
  const result = streamText(call);
  const text = await result.text;
  return { text, messages: (await result.response).messages };
}

describe.concurrent("the ai package with responses", () => {
  it.for([true, false])("goes on from its earlier turns (streams: %s)", async (streams) => {
    const { url, session, model, answer } = startSession();
    const messages: ModelMessage[] = [];
    for (const turn of [1, 2, 3]) {
      messages.push({ role: "user", content: `Question ${turn}` });
      const asked = converse(streams, { model, messages });
      expect(await answer({ text: `Answer ${turn}` })).toBe(`Question ${turn}`);
      const { text, messages: said } = await asked;
      expect(text).toBe(`Answer ${turn}`);
      messages.push(...said);
    }
    // Each message was sent, or named, in every later turn, and was new but once.
    const brought = (await readTranscript(url, session)).flatMap(({ type, newMessages }) =>
      type === "hold-opened" ? [(newMessages as unknown[]).length] : [],
    );
    expect(brought).toEqual([1, 1, 1]);
  });

  it.for([true, false])("runs two tools and gets on (streams: %s)", async (streams) => {
    const { model, answer } = startSession();
    const asked = converse(streams, {
      model,
      messages: [{ role: "user", content: "Look around." }],
    });
    await answer({
      tool_calls: [
        { name: "look", arguments: { at: "a cat" } },
        { name: "look", arguments: { at: "a dog" } },
      ],
    });
    const question = await answer({ text: "Pets!" });
    expect(question).toContain("You see a cat.");
    expect(question).toContain("You see a dog.");
    expect((await asked).text).toBe("Pets!");
  });

  it("raises an error that comes in mid-stream", async () => {
    const { url, session, model, answer } = startSession();
    const errors: unknown[] = [];
    const { textStream } = streamText({
      model,
      prompt: "Please?",
      onError: ({ error }) => {
        errors.push(error);
      },
    });
    const read = (async () => {
      for await (const _ of textStream);
    })();
    await waitForHolds(url, session, 1);
    await answer({ error: { status: 400, message: "Not today." } });
    await read;
    expect(String(errors[0])).toContain("Not today.");
  });
});
