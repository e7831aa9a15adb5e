import type { ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp } from "../codec";
import { CopyBudget } from "../shared/copy-budget";
import { rfc3339 } from "../shared/rfc-3339";
import { LINE_TEXT_CHARS_MAX, splitText } from "../shared/split-text";
import type { WireFinishReason } from "./map-finish-reason";
import { mapUsage } from "./map-usage";
import { encodeParts, ReplyParts, type ReplyPart } from "./reply-parts";
import { responseOptionsOf } from "./response-options";

export function encodeResponse(
  events: readonly ReplyEvent[],
  usage: Usage,
  context: ResponseContext,
  stamp: ResponseStamp,
): string {
  const { candidateCount, stopSequences } = responseOptionsOf(context);
  const reply = new ReplyParts(stopSequences);
  const parts: ReplyPart[] = [];
  let finishReason: WireFinishReason = "STOP";
  for (const event of events) {
    if (event.type !== "finish") parts.push(...reply.push(event));
    else {
      parts.push(...reply.flush());
      finishReason = reply.mapFinishReason(event.finishReason);
    }
  }
  const body = new ResponseBody(context, stamp);
  return body.encode(parts, { finishReason, usage: mapUsage(usage, candidateCount) });
}

export interface ResponseEnd {
  readonly finishReason: WireFinishReason;
  readonly usage: ReturnType<typeof mapUsage>;
}

/** A `GenerateContentResponse`: the whole of one, or the chunks of a stream, which have the same form. */
export class ResponseBody {
  readonly #candidateCount: number;
  readonly #budget: CopyBudget;
  readonly #tail: string;

  constructor(context: ResponseContext, stamp: ResponseStamp) {
    const { candidateCount } = responseOptionsOf(context);
    this.#candidateCount = candidateCount;
    this.#budget = new CopyBudget(candidateCount);
    const tail = {
      modelVersion: context.model,
      createTime: rfc3339(stamp.createdAtMs),
      responseId: stamp.responseId,
    };
    this.#tail = JSON.stringify(tail).slice(1);
  }

  encode(parts: readonly ReplyPart[], end: ResponseEnd | null = null): string {
    return this.#body(parts, this.#candidatesFor(parts), end);
  }

  /** Further parts of a stream, in bodies whose lines every client can read: a long text comes in several. */
  encodeChunks(parts: readonly ReplyPart[]): readonly string[] {
    const fullCount = this.#candidatesFor(parts);
    const charsMax = Math.floor(LINE_TEXT_CHARS_MAX / this.#candidateCount);
    const pieces = parts.flatMap((part): readonly ReplyPart[] =>
      part.type === "text"
        ? splitText(part.text, charsMax).map((text) => ({ type: "text", text }))
        : [part],
    );
    if (pieces.length === parts.length) return [this.#body(parts, fullCount, null)];
    return pieces.map((piece) => this.#body([piece], fullCount, null));
  }

  #candidatesFor(parts: readonly ReplyPart[]): number {
    return this.#budget.choicesFor({ partsJson: encodeParts(parts) });
  }

  /** All candidates are in one body: the vendor's SDK reads the first of each, and would say a text twice that came in two. */
  #body(parts: readonly ReplyPart[], fullCount: number, end: ResponseEnd | null): string {
    const partsJson = encodeParts(parts);
    const candidates = Array.from({ length: this.#candidateCount }, (_, index) =>
      index < fullCount
        ? candidate(index, partsJson, end?.finishReason)
        : candidate(index, encodeParts([]), end === null ? undefined : "MAX_TOKENS"),
    );
    const usage = end === null ? "" : `"usageMetadata":${JSON.stringify(end.usage)},`;
    return `{"candidates":[${candidates.join(",")}],${usage}${this.#tail}`;
  }
}

function candidate(
  index: number,
  partsJson: string,
  finishReason: WireFinishReason | undefined,
): string {
  const end = finishReason === undefined ? "" : `"finishReason":"${finishReason}",`;
  return `{"content":{"parts":${partsJson},"role":"model"},${end}"index":${index}}`;
}
