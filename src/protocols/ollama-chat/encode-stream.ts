import type { ApiError } from "../../core/api-error";
import type { FinishReason, ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp, StreamEncoder } from "../codec";
import { encodeNdjsonLine, NDJSON_KEEP_ALIVE } from "../framing/ndjson";
import { ollamaOptionsOf } from "../shared/ollama-options";
import { ollamaHead } from "../shared/ollama-response";
import { ReplyText } from "../shared/reply-text";
import { splitText } from "../shared/split-text";
import { encodeChunk } from "./encode-response";
import { encodeToolCall } from "./encode-tool-call";
import { encodeErrorBody } from "./map-error";
import { mapFinishReason } from "./map-finish-reason";
import { mapUsage } from "./map-usage";

export function createStreamEncoder(context: ResponseContext, stamp: ResponseStamp): StreamEncoder {
  return new OllamaChatStreamEncoder(context, stamp);
}

/** Lines as Ollama sends them: pieces of text, each call in a line of its own, and the counts with an empty text in the last. */
class OllamaChatStreamEncoder implements StreamEncoder {
  readonly #head: ReturnType<typeof ollamaHead>;
  readonly #reply: ReplyText;
  #toolCallCount = 0;
  #hasEnded = false;

  constructor(context: ResponseContext, stamp: ResponseStamp) {
    this.#head = ollamaHead(context, stamp);
    this.#reply = new ReplyText(ollamaOptionsOf(context).stopSequences);
  }

  start(): string {
    return this.#line("", []);
  }

  push(event: ReplyEvent, usage: Usage): string {
    if (this.#hasEnded) return "";
    switch (event.type) {
      case "text-delta":
        return this.#content(this.#reply.text(event.text));
      case "refusal-delta":
        return this.#content(this.#reply.refusal(event.text));
      case "tool-call": {
        const call = encodeToolCall(event, this.#toolCallCount);
        this.#toolCallCount += 1;
        return this.#line("", [call]);
      }
      case "finish":
        return this.#finish(event.finishReason, usage);
    }
  }

  heartbeat(): string {
    return this.#hasEnded ? "" : NDJSON_KEEP_ALIVE;
  }

  noOpEvent(): string {
    return this.#hasEnded ? "" : this.#line("", []);
  }

  error(error: ApiError): string {
    if (this.#hasEnded) return "";
    this.#hasEnded = true;
    return encodeNdjsonLine(encodeErrorBody(error));
  }

  #finish(finishReason: FinishReason, usage: Usage): string {
    this.#hasEnded = true;
    const rest = this.#content(this.#reply.flush());
    const end = {
      done: true,
      done_reason: mapFinishReason(finishReason, this.#reply.isStopped()),
      ...mapUsage(usage),
    };
    return rest + encodeNdjsonLine(encodeChunk(this.#head, "", [], end));
  }

  #content(text: string): string {
    return splitText(text)
      .map((piece) => this.#line(piece, []))
      .join("");
  }

  #line(content: string, toolCalls: readonly string[]): string {
    return encodeNdjsonLine(encodeChunk(this.#head, content, toolCalls, { done: false }));
  }
}
