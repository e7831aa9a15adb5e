import Anthropic from "@anthropic-ai/sdk";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { GoogleGenAI } from "@google/genai";
import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { generateText, streamText, type LanguageModel } from "ai";
import { Ollama } from "ollama";
import OpenAI from "openai";
import type { ConversationEnd } from "./clients.ts";

/** What was said so far, the end's own words as the user's, and last what it says now. */
type Conversation = readonly { readonly role: "user" | "assistant"; readonly content: string }[];

export interface SdkTarget {
  /** Without `/v1`; a path such as `/responder` may follow. */
  readonly url: string;
  readonly session: string;
}

/** One call of a vendor's SDK, with everything on its default. Gives the text of the reply. */
interface Sdk {
  readonly send: (messages: Conversation, signal: AbortSignal) => Promise<string>;
  readonly stream: (messages: Conversation, signal: AbortSignal) => Promise<string>;
}

const API_KEY = "any-key";

// A session's name is no model that it knows, which it says at every call.
globalThis.AI_SDK_LOG_WARNINGS = false;

const openAiChat = ({ url, session: model }: SdkTarget): Sdk => {
  const { chat } = new OpenAI({ baseURL: `${url}/v1`, apiKey: API_KEY });
  return {
    async send(messages, signal) {
      const completion = await chat.completions.create(
        { model, messages: [...messages] },
        { signal },
      );
      return completion.choices[0]?.message.content ?? "";
    },
    async stream(messages, signal) {
      const stream = chat.completions.stream({ model, messages: [...messages] }, { signal });
      return (await stream.finalContent()) ?? "";
    },
  };
};

const openAiResponses = ({ url, session: model }: SdkTarget): Sdk => {
  const { responses } = new OpenAI({ baseURL: `${url}/v1`, apiKey: API_KEY });
  return {
    async send(input, signal) {
      return (await responses.create({ model, input: [...input] }, { signal })).output_text;
    },
    async stream(input, signal) {
      const stream = responses.stream({ model, input: [...input] }, { signal });
      return (await stream.finalResponse()).output_text;
    },
  };
};

/** A client that leaves its history to the server: each request names the response before it. */
const openAiResponsesById = ({ url, session: model }: SdkTarget): Sdk => {
  const { responses } = new OpenAI({ baseURL: `${url}/v1`, apiKey: API_KEY });
  let previousId: string | null = null;
  const next = (messages: Conversation) => ({
    model,
    input: messages.at(-1)?.content ?? "",
    previous_response_id: previousId,
  });
  return {
    async send(messages, signal) {
      const response = await responses.create(next(messages), { signal });
      previousId = response.id;
      return response.output_text;
    },
    async stream(messages, signal) {
      const response = await responses.stream(next(messages), { signal }).finalResponse();
      previousId = response.id;
      return response.output_text;
    },
  };
};

function textOf(message: Anthropic.Message): string {
  return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
}

const anthropicMessages = ({ url, session: model }: SdkTarget): Sdk => {
  const { messages: api } = new Anthropic({ baseURL: url, apiKey: API_KEY });
  return {
    async send(messages, signal) {
      const body = { model, max_tokens: 1_024, messages: [...messages] };
      return textOf(await api.create(body, { signal }));
    },
    async stream(messages, signal) {
      const body = { model, max_tokens: 1_024, messages: [...messages] };
      return textOf(await api.stream(body, { signal }).finalMessage());
    },
  };
};

const gemini = ({ url, session: model }: SdkTarget): Sdk => {
  const { models } = new GoogleGenAI({ apiKey: API_KEY, httpOptions: { baseUrl: url } });
  const requestOf = (messages: Conversation, abortSignal: AbortSignal) => ({
    model,
    contents: messages.map(({ role, content }) => ({
      role: role === "user" ? "user" : "model",
      parts: [{ text: content }],
    })),
    config: { abortSignal },
  });
  return {
    async send(messages, signal) {
      return (await models.generateContent(requestOf(messages, signal))).text ?? "";
    },
    async stream(messages, signal) {
      let text = "";
      for await (const chunk of await models.generateContentStream(requestOf(messages, signal)))
        text += chunk.text ?? "";
      return text;
    },
  };
};

const ollamaChat = ({ url, session: model }: SdkTarget): Sdk => {
  // Its calls take no signal.
  const clientFor = (signal: AbortSignal): Ollama =>
    new Ollama({ host: url, fetch: (input, init) => fetch(input, { signal, ...init }) });
  return {
    async send(messages, signal) {
      const response = await clientFor(signal).chat({ model, messages: [...messages] });
      return response.message.content;
    },
    async stream(messages, signal) {
      let text = "";
      const stream = await clientFor(signal).chat({
        model,
        messages: [...messages],
        stream: true,
      });
      for await (const part of stream) text += part.message.content;
      return text;
    },
  };
};

function aiSdk(model: LanguageModel): Sdk {
  return {
    async send(messages, abortSignal) {
      return (await generateText({ model, messages: [...messages], abortSignal })).text;
    },
    async stream(messages, abortSignal) {
      let failure: unknown = null;
      const { textStream } = streamText({
        model,
        messages: [...messages],
        abortSignal,
        onError: ({ error }) => {
          failure = error;
        },
      });
      let text = "";
      for await (const piece of textStream) text += piece;
      if (failure !== null) throw failure;
      return text;
    },
  };
}

function toLangChain(messages: Conversation) {
  return messages.map(({ role, content }) =>
    role === "user" ? new HumanMessage(content) : new AIMessage(content),
  );
}

const langChain = ({ url, session: model }: SdkTarget): Sdk => {
  const chat = new ChatOpenAI({ model, apiKey: API_KEY, configuration: { baseURL: `${url}/v1` } });
  return {
    async send(messages, signal) {
      return (await chat.invoke(toLangChain(messages), { signal })).text;
    },
    async stream(messages, signal) {
      let text = "";
      for await (const chunk of await chat.stream(toLangChain(messages), { signal }))
        text += chunk.text;
      return text;
    },
  };
};

const ai =
  (
    create: (settings: { baseURL: string; apiKey: string }) => (id: string) => LanguageModel,
    version = "v1",
  ) =>
  ({ url, session }: SdkTarget): Sdk =>
    aiSdk(create({ baseURL: `${url}/${version}`, apiKey: API_KEY })(session));

/** Each dialect by the vendor's own SDK. */
export const DIALECT_SDKS = {
  "openai chat": openAiChat,
  "openai responses": openAiResponses,
  anthropic: anthropicMessages,
  gemini,
  ollama: ollamaChat,
} as const;

/** Further clients, each of one of these dialects. */
export const OTHER_SDKS = {
  "openai responses by id": openAiResponsesById,
  "ai with openai": ai(createOpenAI),
  "ai with anthropic": ai(createAnthropic),
  "ai with google": ai(createGoogle, "v1beta"),
  "ai with openai-compatible": ai((settings) =>
    createOpenAICompatible({ name: "motive-proxy", ...settings }),
  ),
  langchain: langChain,
} as const;

export type SdkName = keyof typeof DIALECT_SDKS | keyof typeof OTHER_SDKS;

/** One end of a conversation, over the SDK of that name. */
export class SdkEnd implements ConversationEnd {
  readonly #conversation: { role: "user" | "assistant"; content: string }[] = [];
  readonly #sdk: Sdk;
  readonly #streams: boolean;
  readonly #departure = new AbortController();

  constructor(name: SdkName, target: SdkTarget, { streams }: { streams: boolean }) {
    this.#sdk = { ...DIALECT_SDKS, ...OTHER_SDKS }[name](target);
    this.#streams = streams;
  }

  send(text: string): Promise<string> {
    const answer = this.#exchange(text);
    // An end may leave before an answer comes, and whoever awaits the answer sees its failure.
    answer.catch(() => {});
    return answer;
  }

  leave(): void {
    this.#departure.abort();
  }

  async #exchange(content: string): Promise<string> {
    this.#conversation.push({ role: "user", content });
    const exchange = this.#streams ? this.#sdk.stream : this.#sdk.send;
    const answer = await exchange([...this.#conversation], this.#departure.signal);
    this.#conversation.push({ role: "assistant", content: answer });
    return answer;
  }
}
