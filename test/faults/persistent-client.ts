import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import OpenAI from "openai";
import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { EndPlan } from "./schedule.ts";

/** A person looks at the screen, a program at its error, before either tries again. */
const REPEAT_AFTER_MS = 60;

/**
 * One end of a conversation: the openai package with its own retries, and somebody behind it who makes the same call again until
 * there is an answer.
 */
export class PersistentClient {
  /** What this end has said and heard, in order. */
  readonly conversation: ChatCompletionMessageParam[] = [];
  readonly #plan: EndPlan;
  readonly #session: string;
  readonly #openai: OpenAI;
  readonly #departure = new AbortController();
  readonly #id = randomUUID();
  #messageCount = 0;
  /** The calls that ended without an answer after all of the SDK's retries, with the reason of each. */
  readonly failures: string[] = [];

  constructor(plan: EndPlan, session: string, proxyUrl: string) {
    this.#plan = plan;
    this.#session = session;
    this.#openai = new OpenAI({
      baseURL: `${proxyUrl}${plan.path}/v1`,
      apiKey: plan.apiKey,
      ...(plan.timeoutMs === null ? {} : { timeout: plan.timeoutMs }),
      ...(plan.repeating === "sdk" && !plan.streams ? { fetch: fetchWhole } : {}),
    });
  }

  get received(): readonly string[] {
    return this.conversation.flatMap(({ role, content }) =>
      role === "assistant" && typeof content === "string" ? [content] : [],
    );
  }

  /** Sends the text as the next message, and gives what the other end says next. */
  async send(text: string): Promise<string> {
    this.conversation.push({ role: "user", content: text });
    this.#messageCount += 1;
    const key = `${this.#id}-${this.#messageCount}`;
    const answer = await this.#callUntilAnswered(this.#messages(), key);
    this.conversation.push({ role: "assistant", content: answer });
    return answer;
  }

  leave(): void {
    this.#departure.abort();
  }

  async #callUntilAnswered(messages: ChatCompletionMessageParam[], key: string): Promise<string> {
    for (;;) {
      try {
        return this.#plan.streams
          ? await this.#callStreamed(messages, key)
          : await this.#callWhole(messages, key);
      } catch (error) {
        if (this.#departure.signal.aborted) throw error;
        this.failures.push(error instanceof Error ? `${error.name}: ${error.message}` : "?");
      }
      await pause(REPEAT_AFTER_MS, undefined, { signal: this.#departure.signal });
    }
  }

  async #callWhole(messages: ChatCompletionMessageParam[], key: string): Promise<string> {
    const completion = await this.#openai.chat.completions.create(
      { model: this.#session, messages },
      this.#requestOptions(key),
    );
    const [choice] = completion.choices;
    if (choice?.finish_reason !== "stop") throw new Error("A completion without its end.");
    return choice.message.content ?? "";
  }

  async #callStreamed(messages: ChatCompletionMessageParam[], key: string): Promise<string> {
    const stream = await this.#openai.chat.completions.create(
      { model: this.#session, messages, stream: true },
      this.#requestOptions(key),
    );
    let text = "";
    let finishReason: string | null = null;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
    }
    if (finishReason !== "stop") throw new Error("A stream without its end.");
    return text;
  }

  #requestOptions(key: string): OpenAI.RequestOptions {
    const headers = this.#plan.repeating === "key" ? { "Idempotency-Key": key } : {};
    return { signal: this.#departure.signal, headers };
  }

  #messages(): ChatCompletionMessageParam[] {
    const { history } = this.#plan;
    const count = { full: this.conversation.length, "last-four": 4, none: 1 }[history];
    return this.conversation.slice(-count);
  }
}

/** `fetch` as the openai package for Python has it: a body that breaks off is a failed attempt, which the SDK repeats. */
async function fetchWhole(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  return new Response(await response.arrayBuffer(), response);
}
