import OpenAI from "openai";
import { zodFunction, zodResponseFormat } from "openai/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import { newSessionName, readTranscript, waitForHolds, waitForTurns } from "./support/sessions.ts";
import { QUIET } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";

const server = useServer({ settings: QUIET });

const CITY = z.object({
  name: z.string(),
  population: z.int(),
  rivers: z.array(z.object({ name: z.string(), length_km: z.number().nullable() })),
});
const OSLO = { name: "Oslo", population: 700_000, rivers: [{ name: "Akerselva", length_km: 8.2 }] };

/** A program with the real SDK, and a person in a chat who has joined already. */
async function meet(word: string, streams: boolean) {
  const { url } = server();
  const session = newSessionName(word);
  const person = new ChatClient({ url, session, streams });
  const program = new OpenAI({ baseURL: `${url}/v1`, apiKey: "any-key" });
  const prompt = person.send(HANDSHAKE);
  await waitForHolds(url, session, 1);
  return { url, session, person, program, prompt };
}

describe.concurrent("a program that parses what the person says", () => {
  it.for([false, true])(
    "[PAIR-10] gets the right JSON after wrong ones, of which it hears nothing (person streams: %s)",
    async (streams) => {
      const { url, session, person, program, prompt } = await meet("parsed", streams);
      const parsed = program.chat.completions.parse({
        model: session,
        messages: [{ role: "user", content: "What do you know about Oslo?" }],
        response_format: zodResponseFormat(CITY, "city"),
      });
      expect(await prompt).toBe("What do you know about Oslo?");

      expect(await person.send("It is the capital.")).toContain("must be JSON that fits");
      expect(await person.send(`\`\`\`json\n${JSON.stringify(OSLO)}\n\`\`\``)).toContain("fence");
      const fault = await person.send(
        JSON.stringify({ ...OSLO, rivers: [{ name: "Akerselva" }], hills: 40 }),
      );
      expect(fault).toContain('#/rivers/0: Instance does not have required property "length_km".');
      expect(fault).toContain("#/hills: This is not allowed here.");
      expect(fault).toContain("Nothing was sent.");

      const written = `\n${JSON.stringify(OSLO, null, 2)} `;
      const listening = person.send(written);
      const [choice] = (await parsed).choices;
      expect(choice?.message.parsed).toEqual(OSLO);
      expect(choice).toMatchObject({ finish_reason: "stop", message: { content: written } });
      person.leave();
      await listening.catch(() => {});
      expect(await waitForTurns(url, session, 1)).toEqual([
        { prompts: ["What do you know about Oslo?"], replies: [written], deliveries: 1 },
      ]);
    },
  );

  it("[PAIR-10] gets a refusal instead, which needs no schema", async () => {
    const { session, person, program, prompt } = await meet("refused", false);
    const parsed = program.chat.completions.parse({
      model: session,
      messages: [{ role: "user", content: "What do you know about Oslo?" }],
      response_format: zodResponseFormat(CITY, "city"),
    });
    await prompt;
    const listening = person.send("/refuse I would rather not say.");
    const [choice] = (await parsed).choices;
    expect(choice?.message).toMatchObject({ parsed: null, refusal: "I would rather not say." });
    person.leave();
    await listening.catch(() => {});
  });
});

describe.concurrent("an SDK's own loop of tool calls", () => {
  it.for([false, true])(
    "[PAIR-10] runs two calls of one message, and the person gets both results (program streams: %s)",
    async (stream) => {
      const { url, session, person, program, prompt } = await meet("tools", !stream);
      const called: string[] = [];
      const weather = zodFunction({
        name: "weather",
        parameters: z.object({ city: z.string() }),
        function: ({ city }) => {
          called.push(city);
          return `It rains in ${city}.`;
        },
      });
      const asked = {
        model: session,
        messages: [{ role: "user" as const, content: "Where does it rain?" }],
        tools: [weather],
      };
      const { completions } = program.chat;
      const said = stream
        ? completions.runTools({ ...asked, stream }).finalContent()
        : completions.runTools(asked).finalContent();
      expect(await prompt).toBe("Where does it rain?");

      const fault = await person.send(
        '/tool weather {"city": "Oslo"}\n/tool weather {"town": "Rome"}',
      );
      expect(fault).toContain("Call 2 of 2: The arguments of weather do not fit");
      expect(fault).toContain("#/town");
      const results = await person.send(
        '/tool weather {"city": "Oslo"}\n/tool weather {\n  "city": "Rome"\n}',
      );
      const ids = await mintedIds(url, session);
      expect(results).toBe(
        `[tool]\n[result of weather ${ids[0]} {"city": "Oslo"}]\nIt rains in Oslo.\n\n` +
          `[tool]\n[result of weather ${ids[1]} { "city": "Rome" }]\nIt rains in Rome.`,
      );
      expect(called).toEqual(["Oslo", "Rome"]);

      const listening = person.send("In both.");
      expect(await said).toBe("In both.");
      person.leave();
      await listening.catch(() => {});
      await waitForTurns(url, session, 2);
    },
  );
});

/** The ids under which the person's calls went out. */
async function mintedIds(url: string, session: string): Promise<readonly string[]> {
  const events = await readTranscript(url, session);
  return events
    .filter(({ type }) => type === "turn-answered")
    .flatMap(({ reply }) => {
      const { parts } = reply as { readonly parts: readonly { readonly toolCallId?: string }[] };
      return parts.flatMap(({ toolCallId }) => toolCallId ?? []);
    });
}
