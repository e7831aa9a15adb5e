import type { ApiError } from "../../core/api-error";
import type { FinishReason, ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp, StreamEncoder } from "../codec";
import { encodeNdjsonLine, NDJSON_KEEP_ALIVE } from "../framing/ndjson";
import { ollamaOptionsOf } from "../shared/ollama-options";
import { ollamaHead } from "../shared/ollama-response";
import { ReplyText } from "../shared/reply-text";
import { splitText } from "../shared/split-text";
import { NO_CONTEXT } from "./encode-response";
import { encodeErrorBody } from "./map-error";
import { mapFinishReason } from "./map-finish-reason";
import { mapUsage } from "./map-usage";

export function createStreamEncoder(context: ResponseContext, stamp: ResponseStamp): StreamEncoder {
  return new OllamaGenerateStreamEncoder(context, stamp);
}

/** Lines as Ollama sends them: pieces of text, and the counts with an empty text in the last. */
class OllamaGenerateStreamEncoder implements StreamEncoder {
  readonly #head: ReturnType<typeof ollamaHead>;
  readonly #reply: ReplyText;
  #hasEnded = false;

  constructor(context: ResponseContext, stamp: ResponseStamp) {
    this.#head = ollamaHead(context, stamp);
    this.#reply = new ReplyText(ollamaOptionsOf(context).stopSequences);
  }

  start(): string {
    return this.#line("");
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
    return this.#hasEnded ? "" : NDJSON_KEEP_ALIVE;
  }

  noOpEvent(): string {
    return this.#hasEnded ? "" : this.#line("");
  }

  error(error: ApiError): string {
    if (this.#hasEnded) return "";
    this.#hasEnded = true;
    return encodeNdjsonLine(encodeErrorBody(error));
  }

  #finish(finishReason: FinishReason, usage: Usage): string {
    this.#hasEnded = true;
    const rest = this.#text(this.#reply.flush());
    const end = {
      ...this.#head,
      response: "",
      done: true,
      done_reason: mapFinishReason(finishReason, this.#reply.isStopped()),
      context: NO_CONTEXT,
      ...mapUsage(usage),
    };
    return rest + encodeNdjsonLine(JSON.stringify(end));
  }

  #text(text: string): string {
    return splitText(text)
      .map((piece) => this.#line(piece))
      .join("");
  }

  #line(response: string): string {
    return encodeNdjsonLine(JSON.stringify({ ...this.#head, response, done: false }));
  }
}
