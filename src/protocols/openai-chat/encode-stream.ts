import type { ApiError } from "../../core/api-error";
import type { FinishReason, ReplyEvent, ToolCallEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp, StreamEncoder } from "../codec";
import { encodeSseData, SSE_KEEP_ALIVE } from "../framing/sse";
import { CopyBudget } from "../shared/copy-budget";
import { splitText } from "../shared/split-text";
import { createTextGate, type TextGate } from "../shared/text-gate";
import { responseHead } from "./encode-response";
import { encodeErrorBody } from "./map-error";
import { mapFinishReason, type WireFinishReason } from "./map-finish-reason";
import { mapUsage } from "./map-usage";
import { responseOptionsOf, type ResponseOptions } from "./response-options";

const DONE = encodeSseData("[DONE]");

interface WireDelta {
  readonly role?: "assistant";
  readonly content?: string;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly object[];
  readonly function_call?: { readonly name?: string; readonly arguments: string };
}

export function createStreamEncoder(context: ResponseContext, stamp: ResponseStamp): StreamEncoder {
  return new OpenAiChatStreamEncoder(context, stamp);
}

/** Chunks as OpenAI sends them: the role first, one choice per chunk, the finish reason alone, usage only on demand. */
class OpenAiChatStreamEncoder implements StreamEncoder {
  readonly #head: ReturnType<typeof responseHead>;
  readonly #options: ResponseOptions;
  readonly #budget: CopyBudget;
  readonly #text: TextGate;
  readonly #refusal: TextGate = createTextGate([]);
  #toolCallCount = 0;
  #hasEnded = false;

  constructor(context: ResponseContext, stamp: ResponseStamp) {
    this.#options = responseOptionsOf(context);
    this.#head = responseHead("chat.completion.chunk", context, stamp);
    this.#budget = new CopyBudget(this.#options.choiceCount);
    this.#text = createTextGate(this.#options.stopSequences);
  }

  start(): string {
    return this.#chunks({ role: "assistant", content: "", refusal: null });
  }

  push(event: ReplyEvent, usage: Usage): string {
    if (this.#hasEnded) return "";
    switch (event.type) {
      case "text-delta":
        return this.#content(this.#text.push(event.text));
      case "refusal-delta":
        return this.#refusalText(this.#refusal.push(event.text));
      case "tool-call":
        return this.#toolCall(event);
      case "finish":
        return this.#finish(event.finishReason, usage);
    }
  }

  heartbeat(): string {
    return this.#hasEnded ? "" : SSE_KEEP_ALIVE;
  }

  noOpEvent(): string {
    return this.#hasEnded ? "" : this.#chunk(0, { content: "" }, null);
  }

  error(error: ApiError): string {
    if (this.#hasEnded) return "";
    this.#hasEnded = true;
    return encodeSseData(encodeErrorBody(error)) + DONE;
  }

  #content(text: string): string {
    return this.#pieces(text, (content) => ({ content }));
  }

  #refusalText(text: string): string {
    return this.#pieces(text, (refusal) => ({ refusal }));
  }

  #toolCall(call: ToolCallEvent): string {
    const index = this.#toolCallCount;
    this.#toolCallCount += 1;
    if (this.#options.isLegacyFunctions) {
      if (index > 0) return "";
      const legacyOpening = this.#chunks({ function_call: { name: call.toolName, arguments: "" } });
      const legacyInput = this.#pieces(call.input, (piece) => ({
        function_call: { arguments: piece },
      }));
      return legacyOpening + legacyInput;
    }
    const opening = this.#chunks({
      tool_calls: [
        {
          index,
          id: call.toolCallId,
          type: "function",
          function: { name: call.toolName, arguments: "" },
        },
      ],
    });
    // A later delta repeats neither id nor type: a null there breaks the vendor's Python helper.
    const input = this.#pieces(call.input, (piece) => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    }));
    return opening + input;
  }

  #finish(finishReason: FinishReason, usage: Usage): string {
    this.#hasEnded = true;
    const { choiceCount, includesUsage, isLegacyFunctions } = this.#options;
    let frames = this.#content(this.#text.flush()) + this.#refusalText(this.#refusal.flush());
    frames += this.#chunks(
      {},
      mapFinishReason({
        finishReason,
        hasToolCalls: this.#toolCallCount > 0,
        isTextStopped: this.#text.isClosed(),
        isLegacyFunctions,
      }),
    );
    if (includesUsage) {
      const usageChunk = { ...this.#head, choices: [], usage: mapUsage(usage, choiceCount) };
      frames += encodeSseData(JSON.stringify(usageChunk));
    }
    return frames + DONE;
  }

  /** A text in chunks whose lines every client can read: all of it for each choice, or for the first alone. */
  #pieces(text: string, deltaOf: (piece: string) => WireDelta): string {
    if (text === "") return "";
    const fullCount = this.#budget.choicesFor(deltaOf(text));
    return splitText(text)
      .map((piece) => this.#copies(deltaOf(piece), fullCount, null))
      .join("");
  }

  #chunks(delta: WireDelta, finishReason: WireFinishReason | null = null): string {
    return this.#copies(delta, this.#budget.choicesFor(delta), finishReason);
  }

  /** The one reply, once for each choice that was asked for. */
  #copies(delta: WireDelta, fullCount: number, finishReason: WireFinishReason | null): string {
    const { choiceCount } = this.#options;
    let frames = "";
    for (let index = 0; index < choiceCount; index += 1) {
      if (index < fullCount) frames += this.#chunk(index, delta, finishReason);
      else if (finishReason !== null) frames += this.#chunk(index, {}, "length");
    }
    return frames;
  }

  #chunk(index: number, delta: WireDelta, finishReason: WireFinishReason | null): string {
    return encodeSseData(
      JSON.stringify({
        ...this.#head,
        choices: [{ index, delta, logprobs: null, finish_reason: finishReason }],
        ...(this.#options.includesUsage ? { usage: null } : {}),
      }),
    );
  }
}
