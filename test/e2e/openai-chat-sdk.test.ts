import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import { answerAsOperator } from "./support/operator.ts";
import { newSessionName, waitForHolds } from "./support/sessions.ts";
import { HURRIED } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";

/**
 * OpenAI's SDK with Chat Completions: what no other file shows. Texts are in openai-both-ends, parsed replies and tools' loops in
 * demanded-replies, long waits in long-wait.
 */

// The headers are out before anybody can answer.
const server = useServer({ settings: HURRIED });

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function startProgram(word: string) {
  const { url } = server();
  const session = newSessionName(word);
  const { completions } = new OpenAI({ baseURL: `${url}/caller/v1`, apiKey: "any-key" }).chat;
  return { url, session, completions };
}

describe.concurrent("the openai package with chat completions", () => {
  it.for([true, false])(
    "gets two calls at once beside a text, and gives both results (stream: %s)",
    async (streams) => {
      const { url, session, completions } = startProgram("calls");
      const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [
        { role: "user", content: "Where does it rain?" },
      ];
      const ask = () => {
        const params = {
          model: session,
          messages,
          tools: [{ type: "function" as const, function: { name: "rain" } }],
        };
        return streams
          ? completions.stream(params).finalChatCompletion()
          : completions.create(params);
      };
      const called = ask();
      await answerAsOperator(url, session, {
        text: "Let me see.",
        tool_calls: [
          { name: "rain", arguments: { city: "Oslo" } },
          { name: "rain", arguments: '{ "city": "Rome" }' },
        ],
      });
      const [choice] = (await called).choices;
      expect(choice).toMatchObject({
        finish_reason: "tool_calls",
        message: {
          content: "Let me see.",
          tool_calls: [
            { function: { name: "rain", arguments: '{"city":"Oslo"}' } },
            { function: { name: "rain", arguments: '{ "city": "Rome" }' } },
          ],
        },
      });
      const calls = choice?.message.tool_calls ?? [];
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2);

      messages.push({ role: "assistant", content: "Let me see.", tool_calls: calls });
      // The results come in another order than the calls; their ids say which is which.
      for (const [index, { id }] of [...calls.entries()].toReversed())
        messages.push({ role: "tool", tool_call_id: id, content: `${index}: it rains` });
      const said = ask();
      const question = await answerAsOperator(url, session, { text: "In both." });
      expect(question).toMatch(/Rome[^]*1: it rains[^]*Oslo[^]*0: it rains/);
      expect((await said).choices[0]?.message.content).toBe("In both.");
    },
  );

  it("shows pictures to the person, by their address or by what they are", async () => {
    const { url, session, completions } = startProgram("pictures");
    const said = completions.create({
      model: session,
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "Which is red?" },
            { type: "image_url", image_url: { url: "https://example.org/cat.png" } },
            { type: "image_url", image_url: { url: `data:image/png;base64,${PIXEL}` } },
          ],
        },
      ],
    });
    await waitForHolds(url, session, 1);
    const person = new ChatClient({ url: `${url}/responder`, session });
    expect(await person.send(HANDSHAKE)).toBe(
      "Which is red?\n[image: https://example.org/cat.png]\n[image: image/png, 70 bytes]",
    );
    const listening = person.send("The second.");
    expect((await said).choices[0]?.message.content).toBe("The second.");
    person.leave();
    await listening.catch(() => {});
  });

  it("raises an error that comes in mid-stream", async () => {
    const { url, session, completions } = startProgram("broken");
    const stream = await completions.create({
      model: session,
      messages: [{ role: "user", content: "Break." }],
      stream: true,
    });
    await answerAsOperator(url, session, { error: { status: 503, message: "It broke." } });
    await expect(Array.fromAsync(stream)).rejects.toThrow("It broke.");
  });

  it.for(["length", "content_filter"])("is told that a reply ended for %s", async (reason) => {
    const { url, session, completions } = startProgram("ended");
    const said = completions.create({
      model: session,
      messages: [{ role: "user", content: "Go on." }],
    });
    await answerAsOperator(url, session, { text: "And then", finish_reason: reason });
    expect((await said).choices[0]).toMatchObject({
      finish_reason: reason,
      message: { content: "And then" },
    });
  });
});
