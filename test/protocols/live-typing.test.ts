import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { Ollama } from "ollama";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { invalidRequest } from "../../src/core/api-error";
import type { JsonObject } from "../../src/core/json";
import type { ReplyEvent } from "../../src/core/turn";
import { anthropicMessages } from "../../src/protocols/anthropic-messages";
import type { DecodeHints, ProtocolCodec, StreamEncoder } from "../../src/protocols/codec";
import { geminiGenerateContent } from "../../src/protocols/gemini-generate-content";
import { ollamaChat } from "../../src/protocols/ollama-chat";
import { ollamaGenerate } from "../../src/protocols/ollama-generate";
import { openAiChat } from "../../src/protocols/openai-chat";
import { openAiCompletions } from "../../src/protocols/openai-completions";
import { openAiResponses } from "../../src/protocols/openai-responses";
import { brokenEvent } from "../../src/worker/hold/cut-reply";
import { decodeOrThrow } from "./codec.conformance";

/** The vendors' own clients, while the words that they read are still being written. */

const USAGE = { inputTokens: 1, outputTokens: 2 };
const STAMP = { responseId: "0123456789abcdef0123456789abcdef", createdAtMs: 1_790_000_000_000 };
const MODEL = "a-session";
const MESSAGES = [{ role: "user" as const, content: "Hi" }];
const FINISH: ReplyEvent = { type: "finish", finishReason: "stop" };

/** A response that the test writes while its client reads. */
class LiveResponse {
  readonly #codec: ProtocolCodec;
  readonly #hints: DecodeHints;
  readonly #pipe = new TransformStream<Uint8Array, Uint8Array>();
  readonly #writer = this.#pipe.writable.getWriter();
  readonly #asked = Promise.withResolvers<void>();
  #encoder: StreamEncoder | null = null;

  constructor(codec: ProtocolCodec, hints: DecodeHints) {
    this.#codec = codec;
    this.#hints = hints;
  }

  readonly fetch = (_url: unknown, init?: { readonly body?: unknown }): Promise<Response> => {
    const body = JSON.parse(init?.body as string) as JsonObject;
    const { context } = decodeOrThrow(this.#codec, body, this.#hints);
    this.#encoder = this.#codec.createStreamEncoder(context, STAMP);
    this.#send((encoder) => encoder.start() + encoder.noOpEvent());
    this.#asked.resolve();
    const headers = { "content-type": this.#codec.streamContentType(context) };
    return Promise.resolve(new Response(this.#pipe.readable, { headers }));
  };

  isAsked(): Promise<void> {
    return this.#asked.promise;
  }

  writes(text: string): void {
    this.#send((encoder) => encoder.push({ type: "text-delta", text }, USAGE));
  }

  /** What an hour without a word brings. */
  thinks(): void {
    for (let count = 0; count < 5; count += 1)
      this.#send((encoder) => encoder.heartbeat() + encoder.heartbeat() + encoder.noOpEvent());
  }

  ends(): void {
    this.#send((encoder) => encoder.push(FINISH, USAGE));
    this.#finish(() => this.#writer.close());
  }

  fails(): void {
    this.#send((encoder) => encoder.error(invalidRequest("turn_timeout", "Nobody answered.")));
    this.#finish(() => this.#writer.close());
  }

  loses(): void {
    this.#finish(() => this.#writer.abort(new TypeError("terminated")));
  }

  /** As an operator has it cut: it ends in order, but within an event. */
  cuts(): void {
    this.#send((encoder) => brokenEvent(encoder.push({ type: "text-delta", text: " " }, USAGE)));
    this.#finish(() => this.#writer.close());
  }

  #send(encode: (encoder: StreamEncoder) => string): void {
    const text = encode(this.#encoder!);
    this.#finish(() => this.#writer.write(new TextEncoder().encode(text)));
  }

  /** Nobody needs to know when it is read, or that it is not, behind an error. */
  #finish(act: () => Promise<void>): void {
    act().catch(() => undefined);
  }
}

type Texts = AsyncGenerator<string>;

async function* textsOf<T>(
  stream: PromiseLike<AsyncIterable<T>>,
  textOf: (part: T) => string | null | undefined,
): Texts {
  for await (const part of await stream) {
    const text = textOf(part);
    if (text) yield text;
  }
}

function openAiClient(fetchReply: LiveResponse["fetch"]): OpenAI {
  return new OpenAI({
    apiKey: "any",
    baseURL: "http://localhost/v1",
    maxRetries: 0,
    // It tells on the console of an event that it cannot read.
    logLevel: "off",
    fetch: fetchReply,
  });
}

function readAnthropic(fetchReply: LiveResponse["fetch"]): Texts {
  const client = new Anthropic({
    apiKey: "any",
    maxRetries: 0,
    logLevel: "off",
    fetch: fetchReply,
  });
  const stream = client.messages.create({
    model: MODEL,
    max_tokens: 9,
    messages: MESSAGES,
    stream: true,
  });
  return textsOf(stream, (event) =>
    event.type === "content_block_delta" && event.delta.type === "text_delta"
      ? event.delta.text
      : null,
  );
}

function readGemini(fetchReply: LiveResponse["fetch"]): Texts {
  const httpOptions = { baseUrl: "http://localhost", fetch: fetchReply as typeof fetch };
  const { models } = new GoogleGenAI({ apiKey: "any", httpOptions });
  return textsOf(
    models.generateContentStream({ model: MODEL, contents: "Hi" }),
    (chunk) => chunk.text,
  );
}

interface Client {
  readonly codec: ProtocolCodec;
  readonly hints?: DecodeHints;
  readonly read: (fetchReply: LiveResponse["fetch"]) => Texts;
}

const CLIENTS: readonly Client[] = [
  {
    codec: openAiChat,
    read: (fetchReply) =>
      textsOf(
        openAiClient(fetchReply).chat.completions.create({
          model: MODEL,
          messages: MESSAGES,
          stream: true,
        }),
        ({ choices }) => choices[0]?.delta.content,
      ),
  },
  {
    codec: openAiResponses,
    read: (fetchReply) =>
      textsOf(
        openAiClient(fetchReply).responses.create({ model: MODEL, input: "Hi", stream: true }),
        (event) => (event.type === "response.output_text.delta" ? event.delta : null),
      ),
  },
  {
    codec: openAiCompletions,
    read: (fetchReply) =>
      textsOf(
        openAiClient(fetchReply).completions.create({ model: MODEL, prompt: "Hi", stream: true }),
        ({ choices }) => choices[0]?.text,
      ),
  },
  { codec: anthropicMessages, read: readAnthropic },
  {
    codec: geminiGenerateContent,
    hints: { model: MODEL, isStream: true, framing: "sse" },
    read: readGemini,
  },
  {
    codec: ollamaChat,
    read: (fetchReply) =>
      textsOf(
        new Ollama({ fetch: fetchReply }).chat({
          model: MODEL,
          messages: MESSAGES,
          stream: true,
        }),
        ({ message }) => message.content,
      ),
  },
  {
    codec: ollamaGenerate,
    read: (fetchReply) =>
      textsOf(
        new Ollama({ fetch: fetchReply }).generate({
          model: MODEL,
          prompt: "Hi",
          stream: true,
        }),
        ({ response }) => response,
      ),
  },
];

/** Ollama's client tells on the console of a line that it cannot read, and raises because the last one is missing. */
const RAISED = {
  fails: "Nobody answered.",
  loses: /terminated|Did not receive done/,
  cuts: /JSON|Did not receive done/,
} as const;

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(CLIENTS.map((client) => [client.codec.id, client] as const))(
  "a client of %s",
  (_, { codec, hints = {}, read }) => {
    function start() {
      const live = new LiveResponse(codec, hints);
      const texts = read(live.fetch);
      return { live, next: async () => (await texts.next()).value as string | undefined };
    }

    it("has each word before the next is written, whatever pauses there are, and then the end", async () => {
      const { live, next } = start();
      const words = ["Well,", " 👋", "はい", "\n\n", "that ", "is all."];
      const first = next();
      await live.isAsked();
      live.writes(words[0]!);
      expect(await first).toBe(words[0]);
      for (const word of words.slice(1)) {
        live.thinks();
        const read1 = next();
        live.writes(word);
        expect(await read1).toBe(word);
      }
      live.thinks();
      live.ends();
      expect(await next()).toBe(undefined);
    });

    it.each(["fails", "loses", "cuts"] as const)(
      "raises where the server %s a reply behind its words",
      async (how) => {
        const { live, next } = start();
        const first = next();
        await live.isAsked();
        live.writes("I thought");
        expect(await first).toBe("I thought");
        live.thinks();
        live[how]();
        await expect(next()).rejects.toThrow(RAISED[how]);
      },
    );
  },
);
