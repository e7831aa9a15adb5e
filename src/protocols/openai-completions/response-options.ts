import type { JsonObject } from "../../core/json";
import type { ResponseContext } from "../codec";
import { storedStopSequences } from "../shared/stop-sequences";

/** What a request leaves behind for its response: small, because it is kept for as long as the request is held. */
export interface ResponseOptions {
  /** How often the one reply is repeated (`n`). */
  readonly choiceCount: number;
  readonly includesUsage: boolean;
  readonly stopSequences: readonly string[];
}

export function toContextOptions(options: ResponseOptions): JsonObject {
  return { ...options };
}

/** A context may have been written by another version of this file, so every option has a default. */
export function responseOptionsOf(context: ResponseContext): ResponseOptions {
  const { choiceCount, includesUsage, stopSequences } = context.options;
  return {
    choiceCount: typeof choiceCount === "number" ? choiceCount : 1,
    includesUsage: includesUsage === true,
    stopSequences: storedStopSequences(stopSequences),
  };
}
