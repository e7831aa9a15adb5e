import type { JsonObject } from "../../core/json";
import type { ResponseContext } from "../codec";
import { storedStopSequences } from "../shared/stop-sequences";

/** What a request leaves behind for its response: small, because it is kept for as long as the request is held. */
export interface ResponseOptions {
  readonly stopSequences: readonly string[];
  /** The client reads the beta form of a message, which has more fields. */
  readonly isBeta: boolean;
  /** The client parses each text of the reply as JSON, so none may be empty, and may get a tool call instead of a text. */
  readonly bearsNoEmptyText: boolean;
}

export function toContextOptions(options: ResponseOptions): JsonObject {
  return { ...options };
}

/** A context may have been written by another version of this file, so every option has a default. */
export function responseOptionsOf(context: ResponseContext): ResponseOptions {
  const { stopSequences, isBeta, bearsNoEmptyText } = context.options;
  return {
    stopSequences: storedStopSequences(stopSequences),
    isBeta: isBeta === true,
    bearsNoEmptyText: bearsNoEmptyText === true,
  };
}
