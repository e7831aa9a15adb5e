import type { ApiError } from "../../core/api-error";
import type { FinishReason, ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp, StreamEncoder } from "../codec";
import { encodeSseEvent, SSE_KEEP_ALIVE } from "../framing/sse";
import { errorObject } from "../shared/openai-error";
import { callFormsOf } from "./call-forms";
import { endingOf } from "./encode-response";
import { mapFailure } from "./map-error";
import { mapFinishReason } from "./map-finish-reason";
import { OutputItems, type ItemEvent } from "./output-items";
import { responseObject, type ResponseState } from "./response-object";

export function createStreamEncoder(context: ResponseContext, stamp: ResponseStamp): StreamEncoder {
  return new ResponsesStreamEncoder(context, stamp);
}

/** Events as OpenAI sends them, numbered from 0, each with its type as the event's name. There is no `[DONE]`. */
class ResponsesStreamEncoder implements StreamEncoder {
  readonly #context: ResponseContext;
  readonly #stamp: ResponseStamp;
  readonly #items: OutputItems;
  #sequenceNumber = 0;
  #hasEnded = false;

  constructor(context: ResponseContext, stamp: ResponseStamp) {
    this.#context = context;
    this.#stamp = stamp;
    this.#items = new OutputItems(stamp.responseId, callFormsOf(context.options));
  }

  start(): string {
    return this.#lifecycle("response.created", BEGUN) + this.#lifecycle(IN_PROGRESS, BEGUN);
  }

  push(event: ReplyEvent, usage: Usage): string {
    if (this.#hasEnded) return "";
    if (event.type === "finish") return this.#finish(event.finishReason, usage);
    return this.#frames(this.#items.push(event));
  }

  heartbeat(): string {
    return this.#hasEnded ? "" : SSE_KEEP_ALIVE;
  }

  /**
   * Codex gives up after five minutes without an event, and a person may think as long between two words: then an empty piece of the
   * text comes. Before there is any, it is the event of the beginning, in which OpenAI's SDK takes the response for all that there is.
   */
  noOpEvent(): string {
    if (this.#hasEnded) return "";
    const hasBegun = this.#items.items("in_progress").length > 0;
    if (!hasBegun) return this.#lifecycle(IN_PROGRESS, BEGUN);
    return this.#frames(this.#items.pushNothing()) || SSE_KEEP_ALIVE;
  }

  /**
   * OpenAI's SDK raises for the object in `error`, which its servers put there too, and takes `response.failed` for an event like any
   * other. Codex reads nothing but `response.failed`. The AI SDK tells of both, unless they come in this order.
   */
  error(error: ApiError): string {
    if (this.#hasEnded) return "";
    this.#hasEnded = true;
    const output = this.#items.items("incomplete");
    const failed = { status: "failed", output, error: mapFailure(error) } as const;
    const { code, message, param } = error;
    return (
      this.#frame({ type: "error", code, message, param, error: errorObject(error) }) +
      this.#lifecycle("response.failed", failed)
    );
  }

  #finish(finishReason: FinishReason, usage: Usage): string {
    this.#hasEnded = true;
    const incompleteReason = mapFinishReason(finishReason);
    const frames = this.#frames(this.#items.finish(incompleteReason === null));
    const ending = endingOf(incompleteReason);
    const end = { ...ending, output: this.#items.items("completed"), usage };
    return frames + this.#lifecycle(`response.${ending.status}`, end);
  }

  #lifecycle(type: string, state: ResponseState): string {
    return this.#frame({ type, response: responseObject(this.#context, this.#stamp, state) });
  }

  #frames(events: readonly ItemEvent[]): string {
    return events.map((event) => this.#frame(event)).join("");
  }

  #frame({ type, ...fields }: ItemEvent): string {
    const event = { type, sequence_number: this.#sequenceNumber, ...fields };
    this.#sequenceNumber += 1;
    return encodeSseEvent(type, JSON.stringify(event));
  }
}

const IN_PROGRESS = "response.in_progress";
const BEGUN: ResponseState = { status: "in_progress", output: [] };
