import type { JsonObject } from "../../core/json";
import type { ResponseContext } from "../codec";
import { storedStopSequences } from "../shared/stop-sequences";

/** What a request leaves behind for its response: small, because it is kept for as long as the request is held. */
export interface ResponseOptions {
  /** How often the one reply is repeated (`candidateCount`). */
  readonly candidateCount: number;
  readonly stopSequences: readonly string[];
  readonly framing: "sse" | "json-array";
}

export function toContextOptions(options: ResponseOptions): JsonObject {
  return { ...options };
}

/** A context may have been written by another version of this file, so every option has a default. */
export function responseOptionsOf(context: ResponseContext): ResponseOptions {
  const { candidateCount, stopSequences, framing } = context.options;
  return {
    candidateCount: typeof candidateCount === "number" ? candidateCount : 1,
    stopSequences: storedStopSequences(stopSequences),
    framing: framing === "json-array" ? "json-array" : "sse",
  };
}
