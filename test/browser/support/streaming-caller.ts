import OpenAI from "openai";
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
} from "openai/resources/chat/completions";
import { waitFor } from "../../e2e/support/wait-for.ts";

type Params = Omit<ChatCompletionCreateParamsStreaming, "model" | "stream" | "messages">;

/** What the real `openai` client gets of a streamed answer, as it comes. */
export interface StreamedAnswer {
  /** The text of each delta that had some, in order. */
  readonly deltas: readonly string[];
  /** All of them together, so far. */
  readonly text: string;
  readonly chunks: readonly ChatCompletionChunk[];
  /** Resolves with the whole text at the end of the stream; rejects with what the client throws. */
  readonly whole: Promise<string>;
  /** The reason that the last choice gave, once there is one. */
  readonly finishReason: string | null;
  /** Resolves when the text so far is this. */
  until(text: string): Promise<void>;
}

/** A program that believes that it calls an LLM: the client's defaults, but for retries, which would ask again after an error. */
export function createClient(url: string, apiKey = "any-key", maxRetries = 0): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries });
}

/** Asks a session as a program does that shows the answer as it comes. */
export function askStreaming(
  client: OpenAI,
  session: string,
  question: string | ChatCompletionCreateParamsStreaming["messages"],
  params: Params = {},
): StreamedAnswer {
  const chunks: ChatCompletionChunk[] = [];
  const deltasOf = (): string[] => chunks.flatMap(({ choices }) => choices[0]?.delta.content || []);
  const read = async (): Promise<string> => {
    const stream = await client.chat.completions.create({
      model: session,
      messages: typeof question === "string" ? [{ role: "user", content: question }] : question,
      stream: true,
      ...params,
    });
    for await (const chunk of stream) chunks.push(chunk);
    return deltasOf().join("");
  };
  const whole = read();
  // A test that expects a failure awaits it later.
  whole.catch(() => {});
  return {
    whole,
    chunks,
    get deltas() {
      return deltasOf();
    },
    get text() {
      return deltasOf().join("");
    },
    get finishReason() {
      return (
        chunks.findLast(({ choices }) => choices[0]?.finish_reason)?.choices[0]?.finish_reason ??
        null
      );
    },
    async until(text) {
      await waitFor(
        `the client to have ${JSON.stringify(text)}`,
        () => deltasOf().join("") === text,
      ).catch((error: unknown) => {
        throw new Error(`The client had ${JSON.stringify(deltasOf().join(""))}.`, { cause: error });
      });
    },
  };
}
