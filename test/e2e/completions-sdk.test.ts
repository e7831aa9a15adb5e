import { createOpenAI } from "@ai-sdk/openai";
import { generateText, streamText } from "ai";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { createImpatientFetch } from "./support/impatient-fetch.ts";
import { answerAsOperator } from "./support/operator.ts";
import { newSessionName, waitForHolds } from "./support/sessions.ts";
import { HURRIED } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";
import { pause } from "./support/wait-for.ts";

const server = useServer({ settings: HURRIED });

const WAYS = [true, false] as const;

function createClient(url: string, options: { timeout?: number; fetch?: typeof fetch } = {}) {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: "any-key", ...options });
}

type CompletionRequest = Omit<OpenAI.CompletionCreateParamsNonStreaming, "stream">;

/** One exchange, streamed or not, as its text. */
async function complete(
  client: OpenAI,
  request: CompletionRequest,
  streams: boolean,
  options: { signal?: AbortSignal } = {},
): Promise<string> {
  if (!streams) return (await client.completions.create(request, options)).choices[0]?.text ?? "";
  let text = "";
  const stream = await client.completions.create({ ...request, stream: true }, options);
  for await (const chunk of stream) text += chunk.choices[0]?.text ?? "";
  return text;
}

describe.concurrent("the openai package's older completions", () => {
  it.for(WAYS)("exchange turns at both ends (streams: %s)", async (streams) => {
    const { url } = server();
    const model = newSessionName("completions");
    const caller = createClient(url);
    const responder = createClient(`${url}/responder`);
    const departure = new AbortController();
    const say = (client: OpenAI, prompt: string) =>
      complete(client, { model, prompt }, streams, { signal: departure.signal });

    const joined = say(responder, "Hello, is anyone there?");
    await waitForHolds(url, model, 1);
    const first = say(caller, "Once upon a time\n");
    expect(await joined).toBe("Once upon a time\n");
    const next = say(responder, " there was a 猫. 👍");
    expect(await first).toBe(" there was a 猫. 👍");
    const second = say(caller, "The cat");
    expect(await next).toBe("The cat");
    const last = say(responder, " slept.");
    expect(await second).toBe(" slept.");

    // The last word of the conversation finds no further prompt.
    last.catch(() => {});
    departure.abort();
  });

  it("cut at a stop sequence, and repeat the one reply", async () => {
    const { url } = server();
    const model = newSessionName("completions-stop");
    const request = { model, prompt: "1, 2,", n: 2, stop: ["\n"], max_tokens: 16 };
    const completion = createClient(url).completions.create(request);
    expect(await answerAsOperator(url, model, { text: " 3, 4\nand so on" })).toBe("1, 2,");
    const { choices } = await completion;
    expect(choices.map(({ text, finish_reason }) => [text, finish_reason])).toEqual([
      [" 3, 4", "stop"],
      [" 3, 4", "stop"],
    ]);
  });

  it("have a refusal as text, and the usage with the last chunk", async () => {
    const { url } = server();
    const model = newSessionName("completions-usage");
    const stream = await createClient(url).completions.create({
      model,
      prompt: "Say it.",
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.Completion[] = [];
    const reading = (async () => {
      for await (const chunk of stream) chunks.push(chunk);
    })();
    await answerAsOperator(url, model, { refusal: "I would rather not." });
    await reading;
    expect(chunks.map(({ choices }) => choices[0]?.text ?? "").join("")).toBe(
      "I would rather not.",
    );
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(2);
  });

  it("raise an error in mid-stream", async () => {
    const { url } = server();
    const model = newSessionName("completions-error");
    const stream = await createClient(url).completions.create({
      model,
      prompt: "Are you there?",
      stream: true,
    });
    const reading = (async () => {
      for await (const _ of stream);
    })();
    reading.catch(() => {});
    await answerAsOperator(url, model, { error: { status: 500, message: "Nobody is." } });
    await expect(reading).rejects.toThrow("Nobody is.");
  });

  it.for(WAYS)("wait for twice the SDK's time-out (streams: %s)", async (streams) => {
    const { url } = server();
    const model = newSessionName("completions-wait");
    const client = createClient(url, {
      timeout: 1_000,
      fetch: await createImpatientFetch(1_000),
    });
    const text = complete(client, { model, prompt: "Take your time." }, streams);
    await waitForHolds(url, model, 1);
    await pause(2_000);
    await answerAsOperator(url, model, { text: "I did." });
    expect(await text).toBe("I did.");
  });

  it("are understood by the AI SDK, whole and streamed", async () => {
    const { url } = server();
    const session = newSessionName("completions-ai");
    const model = createOpenAI({ baseURL: `${url}/v1`, apiKey: "any-key" }).completion(session);

    const whole = generateText({ model, prompt: "Say yes." });
    await answerAsOperator(url, session, { text: "Yes." });
    expect(await whole).toMatchObject({ text: "Yes.", finishReason: "stop" });

    const streamed = streamText({ model, prompt: "Say no." });
    const text = streamed.text;
    await answerAsOperator(url, session, { text: "No." });
    expect(await text).toBe("No.");
  });
});

describe.concurrent("what OpenAI has and this server has not", () => {
  it.for([
    ["embeddings", (client: OpenAI) => client.embeddings.create({ model: "m", input: "Hi" })],
    ["image generation", (client: OpenAI) => client.images.generate({ model: "m", prompt: "A" })],
    ["moderation", (client: OpenAI) => client.moderations.create({ input: "Hi" })],
    ["files", (client: OpenAI) => client.files.list()],
    ["batches", (client: OpenAI) => client.batches.retrieve("batch_1")],
    ["vector stores", (client: OpenAI) => client.vectorStores.list()],
    [
      "speech",
      (client: OpenAI) => client.audio.speech.create({ model: "m", input: "Hi", voice: "ash" }),
    ],
  ] as const)("is refused in a way that says so: %s", async ([subject, call]) => {
    // Its retries would make this slow if the error were taken for one that passes.
    await expect(call(createClient(server().url))).rejects.toMatchObject({
      status: 404,
      code: "unsupported_endpoint",
      message: expect.stringMatching(
        `This server has no ${subject}: .* person .*/v1/chat/completions`,
      ) as string,
    });
  });
});
