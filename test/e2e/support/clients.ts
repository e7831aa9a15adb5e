import OpenAI from "openai";
import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import { pause } from "./wait-for.ts";

/** What a client sends of the conversation so far: all, only the new message, or the last four messages. */
export type HistoryKind = "full" | "none" | "last-four";

export interface ChatClientOptions {
  /** Without `/v1`; a path such as `/responder` may follow. */
  readonly url: string;
  readonly session: string;
  readonly streams?: boolean;
  readonly history?: HistoryKind;
  readonly systemPrompt?: string;
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The SDK's own default is 2. */
  readonly maxRetries?: number;
  /** The SDK's own default is 600 s, until the headers. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

const DEFAULT_KEY = "any-key";

/** A client at either end of a conversation, whatever its SDK. */
export interface ConversationEnd {
  /** Sends the text as the user's next message, and gives what the other end says next. */
  send(text: string): Promise<string>;
  /** Closes the connection of whatever waits. */
  leave(): void;
}

/**
 * Either end of a conversation: a client that believes that it calls an LLM, over the real SDK. For a program, what it says is
 * the prompt and what it gets is the reply; for the person or the client that plays the model, the other way round.
 */
export class ChatClient implements ConversationEnd {
  /** The whole conversation as this end sees it. */
  readonly conversation: ChatCompletionMessageParam[] = [];
  readonly #options: ChatClientOptions;
  readonly #openai: OpenAI;
  readonly #departure = new AbortController();

  constructor(options: ChatClientOptions) {
    this.#options = options;
    this.#openai = new OpenAI({
      baseURL: `${options.url}/v1`,
      apiKey: options.apiKey ?? DEFAULT_KEY,
      ...(options.headers === undefined ? {} : { defaultHeaders: options.headers }),
      ...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
      ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    });
  }

  /** The texts that this end got, in order. */
  get received(): readonly string[] {
    return this.conversation.flatMap(({ role, content }) =>
      role === "assistant" && typeof content === "string" ? [content] : [],
    );
  }

  send(text: string): Promise<string> {
    const answer = this.#exchange(text);
    // A client may leave before an answer comes, and whoever awaits the answer sees its failure.
    answer.catch(() => {});
    return answer;
  }

  async #exchange(text: string): Promise<string> {
    this.conversation.push({ role: "user", content: text });
    const answer =
      this.#options.streams === true ? await this.#sendStreamed() : await this.#sendWhole();
    this.conversation.push({ role: "assistant", content: answer });
    return answer;
  }

  leave(): void {
    this.#departure.abort();
  }

  async #sendWhole(): Promise<string> {
    const completion = await this.#openai.chat.completions.create(
      { model: this.#options.session, messages: this.#messages() },
      { signal: this.#departure.signal },
    );
    const [choice, ...others] = completion.choices;
    if (choice?.finish_reason !== "stop" || others.length > 0) {
      throw new Error(`A strange completion: ${JSON.stringify(completion)}`);
    }
    return choice.message.content ?? "";
  }

  async #sendStreamed(): Promise<string> {
    const stream = await this.#openai.chat.completions.create(
      { model: this.#options.session, messages: this.#messages(), stream: true },
      { signal: this.#departure.signal },
    );
    let text = "";
    let finishReason: string | null = null;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
    }
    if (finishReason !== "stop") throw new Error(`The stream ended with ${String(finishReason)}.`);
    return text;
  }

  #messages(): ChatCompletionMessageParam[] {
    const { systemPrompt, history = "full" } = this.#options;
    const count = { full: this.conversation.length, "last-four": 4, none: 1 }[history];
    return [
      ...(systemPrompt === undefined ? [] : [{ role: "system" as const, content: systemPrompt }]),
      ...this.conversation.slice(-count),
    ];
  }
}

export interface Turn {
  readonly prompt: string;
  readonly reply: string;
  /** How long the responder thinks. */
  readonly thinksMs?: number;
}

/** What a person types to join before the first prompt is there. */
export const HANDSHAKE = "Hello, is anyone there?";

/**
 * Plays the turns after the responder's handshake, and gives what each end got. The responder's last message finds no further
 * prompt, so it leaves once the caller has the reply.
 */
export async function playTurns(
  caller: ConversationEnd,
  responder: ConversationEnd,
  turns: readonly Turn[],
  handshake: Promise<string>,
): Promise<{ readonly prompts: string[]; readonly replies: string[] }> {
  const prompts: string[] = [];
  const replies: string[] = [];
  let nextPrompt = handshake;
  for (const { prompt, reply, thinksMs } of turns) {
    const nextReply = caller.send(prompt);
    prompts.push(await unlessFails(nextPrompt, nextReply));
    if (thinksMs !== undefined) await pause(thinksMs);
    nextPrompt = responder.send(reply);
    replies.push(await unlessFails(nextReply, nextPrompt));
  }
  responder.leave();
  return { prompts, replies };
}

/** The first promise's value, but the second one's failure at once: the first would then wait in vain. */
function unlessFails<T>(awaited: Promise<T>, other: Promise<unknown>): Promise<T> {
  return new Promise((resolve, reject) => {
    awaited.then(resolve, reject);
    other.catch(reject);
  });
}
