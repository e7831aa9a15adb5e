import type { ApiError } from "../../core/api-error";
import type { ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp, StreamEncoder } from "../codec";
import { encodeSseData } from "../framing/sse";
import { ResponseBody } from "./encode-response";
import { encodeErrorBody } from "./map-error";
import { mapUsage } from "./map-usage";
import { ReplyParts, type ReplyPart } from "./reply-parts";
import { responseOptionsOf, type ResponseOptions } from "./response-options";

/** How the bodies of a stream follow each other. */
interface Framing {
  readonly opening: string;
  frame(json: string): string;
  heartbeat(): string;
  readonly closing: string;
}

const DATA_PREFIX = "data: ";

/**
 * Heartbeats are blanks before the next event's JSON, on a line that was begun for it: there is nothing else that all of Google's
 * SDKs bear. The one for Python parses a comment as JSON. Those of Firebase and Vertex, and the first one for JavaScript, want the
 * next event directly behind the last, and lose everything behind a blank line. A line that stays open also tells the SDKs when a
 * stream was cut. There is no `[DONE]`: the last chunk is the one with a finish reason.
 */
function createSseFraming(): Framing {
  let isLineBegun = true;
  return {
    opening: DATA_PREFIX,
    frame(json) {
      const frame = encodeSseData(json);
      const text = isLineBegun ? frame.slice(DATA_PREFIX.length) : frame;
      isLineBegun = false;
      return text;
    },
    heartbeat() {
      if (isLineBegun) return " ";
      isLineBegun = true;
      return DATA_PREFIX;
    },
    closing: "",
  };
}

/** Google's older client for Python reads the array character by character, and raises on one that follows its end. */
function createArrayFraming(): Framing {
  let separator = "";
  return {
    opening: "[",
    frame(json) {
      const text = `${separator}${json}\n`;
      separator = ",";
      return text;
    },
    heartbeat: () => " ",
    closing: "]",
  };
}

export function createStreamEncoder(context: ResponseContext, stamp: ResponseStamp): StreamEncoder {
  return new GeminiStreamEncoder(context, stamp);
}

class GeminiStreamEncoder implements StreamEncoder {
  readonly #options: ResponseOptions;
  readonly #framing: Framing;
  readonly #body: ResponseBody;
  readonly #reply: ReplyParts;
  #hasEnded = false;

  constructor(context: ResponseContext, stamp: ResponseStamp) {
    this.#options = responseOptionsOf(context);
    this.#framing = this.#options.framing === "sse" ? createSseFraming() : createArrayFraming();
    this.#body = new ResponseBody(context, stamp);
    this.#reply = new ReplyParts(this.#options.stopSequences);
  }

  start(): string {
    return this.#framing.opening;
  }

  push(event: ReplyEvent, usage: Usage): string {
    if (this.#hasEnded) return "";
    if (event.type !== "finish") {
      const parts = this.#reply.push(event);
      return parts.length === 0 ? "" : this.#chunks(parts);
    }
    this.#hasEnded = true;
    const end = {
      finishReason: this.#reply.mapFinishReason(event.finishReason),
      usage: mapUsage(usage, this.#options.candidateCount),
    };
    const json = this.#body.encode(this.#reply.flush(), end);
    return this.#framing.frame(json) + this.#framing.closing;
  }

  heartbeat(): string {
    return this.#hasEnded ? "" : this.#framing.heartbeat();
  }

  noOpEvent(): string {
    return this.#hasEnded ? "" : this.#chunks([]);
  }

  error(error: ApiError): string {
    if (this.#hasEnded) return "";
    this.#hasEnded = true;
    return this.#framing.frame(encodeErrorBody(error)) + this.#framing.closing;
  }

  #chunks(parts: readonly ReplyPart[]): string {
    return this.#body
      .encodeChunks(parts)
      .map((json) => this.#framing.frame(json))
      .join("");
  }
}
