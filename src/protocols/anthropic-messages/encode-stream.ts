import type { ApiError } from "../../core/api-error";
import type { ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp, StreamEncoder } from "../codec";
import { encodeSseEvent } from "../framing/sse";
import { splitText } from "../shared/split-text";
import {
  encodeEnd,
  encodeTextBlock,
  encodeToolInput,
  encodeToolUse,
  messageHead,
} from "./encode-response";
import { errorBody } from "./map-error";
import { mapDeltaUsage, mapUsage } from "./map-usage";
import { ReplyBlocks, type BlockStep } from "./reply-blocks";
import { responseOptionsOf, type ResponseOptions } from "./response-options";

export function createStreamEncoder(context: ResponseContext, stamp: ResponseStamp): StreamEncoder {
  return new AnthropicStreamEncoder(context, stamp);
}

/**
 * The vendor's own heartbeat. It is named in the documentation, so that also those clients bear it that know no comments.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/streaming (2026-11)
 */
const PING = frame({ type: "ping" });

type WireEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Events as Anthropic sends them: the message without content, its blocks one after the other, the reason for its end. */
class AnthropicStreamEncoder implements StreamEncoder {
  readonly #context: ResponseContext;
  readonly #stamp: ResponseStamp;
  readonly #options: ResponseOptions;
  readonly #blocks: ReplyBlocks;
  #hasEnded = false;

  constructor(context: ResponseContext, stamp: ResponseStamp) {
    this.#context = context;
    this.#stamp = stamp;
    this.#options = responseOptionsOf(context);
    this.#blocks = new ReplyBlocks(this.#options.stopSequences);
  }

  start(): string {
    const { isBeta } = this.#options;
    const message = {
      ...messageHead(this.#context, this.#stamp),
      content: [],
      container: null,
      stop_details: null,
      stop_reason: null,
      stop_sequence: null,
      ...(isBeta ? { context_management: null } : {}),
      diagnostics: null,
      usage: mapUsage({ inputTokens: this.#context.inputTokens, outputTokens: 0 }, isBeta),
    };
    return frame({ type: "message_start", message });
  }

  push(event: ReplyEvent, usage: Usage): string {
    if (this.#hasEnded) return "";
    const frames = this.#blocks.push(event).map(encodeStep).join("");
    return event.type === "finish" ? frames + this.#finish(usage) : frames;
  }

  heartbeat(): string {
    return this.#hasEnded ? "" : PING;
  }

  /**
   * Claude Code counts no pings. Any other event belongs to a block, so this opens the one that a text will go on with. If a tool
   * call comes instead, an empty text stands before it: harmless, but for the SDKs' parsers of structured outputs.
   */
  noOpEvent(): string {
    if (this.#hasEnded) return "";
    if (this.#options.bearsNoEmptyText) return PING;
    return this.#blocks.pushNothing().map(encodeStep).join("") || PING;
  }

  error(error: ApiError): string {
    if (this.#hasEnded) return "";
    this.#hasEnded = true;
    return frame(errorBody(error));
  }

  #finish(usage: Usage): string {
    this.#hasEnded = true;
    const { isBeta } = this.#options;
    const delta = frame({
      type: "message_delta",
      delta: encodeEnd(this.#blocks, isBeta),
      ...(isBeta ? { context_management: null } : {}),
      usage: mapDeltaUsage(usage, isBeta),
    });
    return delta + frame({ type: "message_stop" });
  }
}

function encodeStep(step: BlockStep): string {
  const { index } = step;
  switch (step.type) {
    case "text-start":
      return frame({ type: "content_block_start", index, content_block: encodeTextBlock("") });
    case "text-delta":
      if (step.text === "") return blockDelta(index, { type: "text_delta", text: "" });
      return splitText(step.text)
        .map((text) => blockDelta(index, { type: "text_delta", text }))
        .join("");
    case "text-end":
      return frame({ type: "content_block_stop", index });
    case "tool-use":
      return (
        frame({
          type: "content_block_start",
          index,
          content_block: { ...encodeToolUse(step.call), input: {} },
        }) +
        splitText(encodeToolInput(step.call.input))
          .map((json) => blockDelta(index, { type: "input_json_delta", partial_json: json }))
          .join("") +
        frame({ type: "content_block_stop", index })
      );
  }
}

function blockDelta(index: number, delta: object): string {
  return frame({ type: "content_block_delta", index, delta });
}

/** Each event has its type twice: for the framing and in its data. */
function frame(event: WireEvent): string {
  return encodeSseEvent(event.type, JSON.stringify(event));
}
