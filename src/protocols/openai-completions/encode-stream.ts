import type { ApiError } from "../../core/api-error";
import type { FinishReason, ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp, StreamEncoder } from "../codec";
import { encodeSseData, SSE_KEEP_ALIVE } from "../framing/sse";
import { CopyBudget } from "../shared/copy-budget";
import { ReplyText } from "../shared/reply-text";
import { splitText } from "../shared/split-text";
import { encodeChoice, responseHead } from "./encode-response";
import { encodeErrorBody } from "./map-error";
import { mapFinishReason, type WireFinishReason } from "./map-finish-reason";
import { mapUsage } from "./map-usage";
import { responseOptionsOf, type ResponseOptions } from "./response-options";

const DONE = encodeSseData("[DONE]");

export function createStreamEncoder(context: ResponseContext, stamp: ResponseStamp): StreamEncoder {
  return new OpenAiCompletionsStreamEncoder(context, stamp);
}

/** Chunks as OpenAI sends them: one choice per chunk, the finish reason with an empty text, usage only on demand. */
class OpenAiCompletionsStreamEncoder implements StreamEncoder {
  readonly #head: ReturnType<typeof responseHead>;
  readonly #options: ResponseOptions;
  readonly #budget: CopyBudget;
  readonly #reply: ReplyText;
  #hasEnded = false;

  constructor(context: ResponseContext, stamp: ResponseStamp) {
    this.#options = responseOptionsOf(context);
    this.#head = responseHead(context, stamp);
    this.#budget = new CopyBudget(this.#options.choiceCount);
    this.#reply = new ReplyText(this.#options.stopSequences);
  }

  start(): string {
    return this.#chunks("");
  }

  push(event: ReplyEvent, usage: Usage): string {
    if (this.#hasEnded) return "";
    switch (event.type) {
      case "text-delta":
        return this.#text(this.#reply.text(event.text));
      case "refusal-delta":
        return this.#text(this.#reply.refusal(event.text));
      case "tool-call":
        return this.#text(this.#reply.toolCall(event));
      case "finish":
        return this.#finish(event.finishReason, usage);
    }
  }

  heartbeat(): string {
    return this.#hasEnded ? "" : SSE_KEEP_ALIVE;
  }

  noOpEvent(): string {
    return this.#hasEnded ? "" : this.#chunk(0, "", null);
  }

  error(error: ApiError): string {
    if (this.#hasEnded) return "";
    this.#hasEnded = true;
    return encodeSseData(encodeErrorBody(error)) + DONE;
  }

  #finish(finishReason: FinishReason, usage: Usage): string {
    this.#hasEnded = true;
    const { choiceCount, includesUsage } = this.#options;
    let frames = this.#text(this.#reply.flush());
    frames += this.#chunks("", mapFinishReason(finishReason, this.#reply.isStopped()));
    if (includesUsage) {
      const usageChunk = { ...this.#head, choices: [], usage: mapUsage(usage, choiceCount) };
      frames += encodeSseData(JSON.stringify(usageChunk));
    }
    return frames + DONE;
  }

  /** A text in chunks whose lines every client can read: all of it for each choice, or for the first alone. */
  #text(text: string): string {
    if (text === "") return "";
    const fullCount = this.#budget.choicesFor({ text });
    return splitText(text)
      .map((piece) => this.#copies(piece, fullCount, null))
      .join("");
  }

  #chunks(text: string, finishReason: WireFinishReason | null = null): string {
    return this.#copies(text, this.#budget.choicesFor({ text }), finishReason);
  }

  /** The one reply, once for each choice that was asked for. */
  #copies(text: string, fullCount: number, finishReason: WireFinishReason | null): string {
    const { choiceCount } = this.#options;
    let frames = "";
    for (let index = 0; index < choiceCount; index += 1) {
      if (index < fullCount) frames += this.#chunk(index, text, finishReason);
      else if (finishReason !== null) frames += this.#chunk(index, "", "length");
    }
    return frames;
  }

  #chunk(index: number, text: string, finishReason: WireFinishReason | null): string {
    return encodeSseData(
      JSON.stringify({
        ...this.#head,
        choices: [encodeChoice(index, text, finishReason)],
        ...(this.#options.includesUsage ? { usage: null } : {}),
      }),
    );
  }
}
