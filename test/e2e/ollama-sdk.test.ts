import { Ollama, type ChatRequest, type Message, type Tool } from "ollama";
import { describe, expect, it } from "vitest";
import { createImpatientFetch } from "./support/impatient-fetch.ts";
import { answerAsOperator } from "./support/operator.ts";
import { SdkEnd } from "./support/sdk-ends.ts";
import { playTurns } from "./support/clients.ts";
import {
  join,
  newSessionName,
  recordedOnce,
  waitForHolds,
  waitForTurns,
} from "./support/sessions.ts";
import { HURRIED } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";
import { pause, waitFor } from "./support/wait-for.ts";

const server = useServer({ settings: HURRIED });

const WAYS = [true, false] as const;

/** Without `/api`; its calls take no signal. */
function createClient(url: string, withFetch?: typeof fetch): Ollama {
  return new Ollama({ host: url, ...(withFetch === undefined ? {} : { fetch: withFetch }) });
}

/** One exchange, streamed or not, as one message. */
async function chat(client: Ollama, request: ChatRequest, streams: boolean): Promise<Message> {
  if (!streams) return (await client.chat({ ...request, stream: false })).message;
  const message: Message = { role: "assistant", content: "" };
  for await (const part of await client.chat({ ...request, stream: true })) {
    message.content += part.message.content;
    if (part.message.tool_calls !== undefined)
      message.tool_calls = [...(message.tool_calls ?? []), ...part.message.tool_calls];
  }
  return message;
}

function user(content: string): Message {
  return { role: "user", content };
}

const WEATHER: Tool = {
  type: "function",
  function: {
    name: "weather",
    description: "The weather of a city.",
    parameters: {
      type: "object",
      required: ["city"],
      properties: { city: { type: "string" } },
    },
  },
};

/** A call of it, as operators write it and as Ollama sends it. */
function weatherOf(city: string) {
  return { name: "weather", arguments: { city } };
}

describe.concurrent("the ollama package as the caller and as the model", () => {
  it.for(WAYS)("exchanges turns at both ends (streams: %s)", async (streams) => {
    const { url } = server();
    const session = newSessionName("ollama");
    const turns = [
      { prompt: "What is two plus two?", reply: "Four." },
      { prompt: "日本語で？\n\u2028", reply: "四です。👍" },
      { prompt: "Thanks!", reply: " \t```\n" },
    ];
    const caller = new SdkEnd("ollama", { url, session }, { streams });
    // Open WebUI and Ollama's own clients add the tag.
    const responder = new SdkEnd(
      "ollama",
      { url: `${url}/responder`, session: `${session}:latest` },
      { streams },
    );
    const { handshake } = await join(url, session, responder);
    expect(await playTurns(caller, responder, turns, handshake)).toEqual({
      prompts: turns.map(({ prompt }) => prompt),
      replies: turns.map(({ reply }) => reply),
    });
    expect(await waitForTurns(url, session, turns.length)).toEqual(recordedOnce(turns));
  });

  it.for([
    ["and keeps their ids", true],
    ["and drops their ids, as its client for Python does", false],
  ] as const)("makes two parallel calls, sends their results, %s", async ([, keepsIds]) => {
    const { url } = server();
    const session = newSessionName("ollama-tools");
    const client = createClient(url);
    const messages = [user("What is the weather in Oslo and in Rome?")];
    const request = { model: session, tools: [WEATHER] };

    const called = chat(client, { ...request, messages }, keepsIds);
    await answerAsOperator(url, session, { tool_calls: [weatherOf("Oslo"), weatherOf("Rome")] });
    const message = await called;
    const calls = message.tool_calls?.map((call) => ({ function: call.function })) ?? [];
    expect(calls).toMatchObject([{ function: weatherOf("Oslo") }, { function: weatherOf("Rome") }]);

    const results = ["Rain.", "Sun."].map((content): Message => ({
      role: "tool",
      tool_name: "weather",
      content,
    }));
    const sent = keepsIds ? message : { ...message, tool_calls: calls };
    const answered = chat(
      client,
      { ...request, messages: [...messages, sent, ...results] },
      !keepsIds,
    );
    const question = await answerAsOperator(url, session, { text: "Rome it is." });
    expect(question).toMatch(/^\[result of weather \S+ {"city":"Oslo"}\]\nRain\.$/m);
    expect(question).toMatch(/^\[result of weather \S+ {"city":"Rome"}\]\nSun\.$/m);
    expect((await answered).content).toBe("Rome it is.");
  });

  it("gets JSON by a schema, whole", async () => {
    const { url } = server();
    const session = newSessionName("ollama-json");
    const format = {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    };
    const message = chat(
      createClient(url),
      { model: session, messages: [user("Where?")], format },
      false,
    );
    await expect(answerAsOperator(url, session, { text: '{"town":"Oslo"}' })).rejects.toThrow(
      "city",
    );
    await answerAsOperator(url, session, { text: '{"city":"Oslo"}' });
    expect(JSON.parse((await message).content)).toEqual({ city: "Oslo" });
  });

  it("shows an image, and gets a refusal as text", async () => {
    const { url } = server();
    const session = newSessionName("ollama-image");
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4]);
    const messages = [{ ...user("What is this?"), images: [png] }];
    const message = chat(createClient(url), { model: session, messages }, true);
    const question = await answerAsOperator(url, session, { refusal: "I would rather not say." });
    expect(question).toContain("What is this?");
    expect(question).toContain("image/png, 12 bytes");
    expect((await message).content).toBe("I would rather not say.");
  });

  it("raises an error in mid-stream", async () => {
    const { url } = server();
    const session = newSessionName("ollama-error");
    const stream = await createClient(url).chat({
      model: session,
      messages: [user("Are you there?")],
      stream: true,
    });
    const read = async () => {
      for await (const _ of stream);
    };
    // The headers are out: the call has returned a stream.
    const reading = read();
    reading.catch(() => {});
    await answerAsOperator(url, session, { error: { status: 500, message: "Nobody is." } });
    await expect(reading).rejects.toThrow("Nobody is.");
  });

  it("leaves when its stream is aborted", async () => {
    const { url } = server();
    const session = newSessionName("ollama-abort");
    const stream = await createClient(url).chat({
      model: session,
      messages: [user("Wait a moment.")],
      stream: true,
    });
    const reading = (async () => {
      for await (const _ of stream);
    })();
    reading.catch(() => {});
    await waitForHolds(url, session, 1);
    stream.abort();
    await expect(reading).rejects.toThrow("abort");
    await waitForHolds(url, session, 0);
  });

  it.for(WAYS)("waits for twice the limit of Node's fetch (streams: %s)", async (streams) => {
    const { url } = server();
    const session = newSessionName("ollama-wait");
    const client = createClient(url, await createImpatientFetch(1_000));
    const message = chat(client, { model: session, messages: [user("Take your time.")] }, streams);
    await waitForHolds(url, session, 1);
    await pause(2_000);
    await answerAsOperator(url, session, { text: "I did." });
    expect((await message).content).toBe("I did.");
  });
});

describe.concurrent("the ollama package's other calls", () => {
  it.for(WAYS)("generates from a prompt (streams: %s)", async (streams) => {
    const { url } = server();
    const session = newSessionName("ollama-generate");
    const request = { model: session, prompt: "Once upon a time", system: "Tell stories." };
    const client = createClient(url);
    const text = (async () => {
      if (!streams) return (await client.generate({ ...request, stream: false })).response;
      let joined = "";
      for await (const part of await client.generate({ ...request, stream: true }))
        joined += part.response ?? "";
      return joined;
    })();
    expect(await answerAsOperator(url, session, { text: " there was a cat." })).toBe(
      "Once upon a time",
    );
    expect(await text).toBe(" there was a cat.");
  });

  it("loads and unloads a model without a turn, and without a session", async () => {
    const { url } = server();
    const session = newSessionName("ollama-load");
    const client = createClient(url);
    const loaded = await client.generate({ model: session, prompt: "" });
    const unloaded = await client.chat({ model: session, messages: [], keep_alive: 0 });
    expect([loaded.done_reason, unloaded.done_reason]).toEqual(["load", "unload"]);
    const { models } = await client.list();
    expect(models.map(({ name }) => name)).not.toContain(`${session}:latest`);
  });

  it("lists, shows and watches sessions as models", async () => {
    const { url } = server();
    const session = newSessionName("ollama-list");
    const client = createClient(url);
    expect((await client.show({ model: session })).capabilities).toContain("tools");
    const message = chat(client, { model: session, messages: [user("Hello?")] }, true);
    await waitForHolds(url, session, 1);

    const name = `${session}:latest`;
    const listed = await waitFor("the session in the list", async () =>
      (await client.list()).models.find((model) => model.name === name),
    );
    expect(listed).toMatchObject({ model: name, size: 0, details: { family: "motive-proxy" } });
    expect(new Date(listed.modified_at).getTime()).toBeGreaterThan(Date.now() - 60_000);
    await waitFor("the session among those in use", async () =>
      (await client.ps()).models.find((model) => model.name === name),
    );

    await answerAsOperator(url, session, { text: "Hello!" });
    await message;
    await waitFor("the session to be in use no more", async () => {
      const { models } = await client.ps();
      return models.every((model) => model.name !== name);
    });
    expect((await client.version()).version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(new Date((await client.show({ model: name })).modified_at).getTime()).toBeGreaterThan(0);
  });

  it.for([
    ["embeddings", (client: Ollama) => client.embed({ model: "m", input: "Hi" })],
    ["models to pull", (client: Ollama) => client.pull({ model: "llama3" })],
    ["models to delete", (client: Ollama) => client.delete({ model: "m" })],
    ["models to copy", (client: Ollama) => client.copy({ source: "a", destination: "b" })],
  ] as const)("is told that there are no %s", async ([subject, call]) => {
    await expect(call(createClient(server().url))).rejects.toMatchObject({
      name: "ResponseError",
      status_code: 400,
      message: expect.stringContaining(`This server has no ${subject}`) as string,
    });
  });
});
