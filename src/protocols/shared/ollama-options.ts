import type { JsonObject } from "../../core/json";
import type { ResponseContext } from "../codec";
import { storedStopSequences } from "./stop-sequences";

/** What an empty request gets as the reason of its end. */
export type NoTurnReason = "load" | "unload";

/** What a request leaves behind for its response. */
export interface OllamaOptions {
  readonly stopSequences: readonly string[];
  /** Null for a request that wants a reply. */
  readonly noTurnReason: NoTurnReason | null;
}

export function toContextOptions(options: OllamaOptions): JsonObject {
  return { ...options };
}

/** A context may have been written by another version of this file, so every option has a default. */
export function ollamaOptionsOf(context: ResponseContext): OllamaOptions {
  const { stopSequences, noTurnReason } = context.options;
  return {
    stopSequences: storedStopSequences(stopSequences),
    noTurnReason: noTurnReason === "load" || noTurnReason === "unload" ? noTurnReason : null,
  };
}
