import { z } from "zod";

import type { JsonValue } from "../../core/json";

/**
 * What `POST /api/chat` and `POST /api/generate` have in common.
 *
 * @see https://docs.ollama.com/api (2026-11)
 */

const flag = z.boolean().nullish();
const number = z.number().nullish();

/** The options that Ollama checks. It ignores others; here they are shown with the rest. */
const wireOptions = z.looseObject({
  num_keep: number,
  seed: number,
  num_predict: number,
  top_k: number,
  top_p: number,
  min_p: number,
  typical_p: number,
  repeat_last_n: number,
  temperature: number,
  repeat_penalty: number,
  presence_penalty: number,
  frequency_penalty: number,
  num_ctx: number,
  num_batch: number,
  num_gpu: number,
  main_gpu: number,
  use_mmap: flag,
  num_thread: number,
});

function oneOf(type: "boolean" | "number") {
  return z.custom<JsonValue>(
    (value) => value === null || typeof value === type || typeof value === "string",
    `one of a ${type} or string`,
  );
}

/** Parameters that reach the person as they are, as all of `options` do. */
export const ollamaShownParameters = {
  think: oneOf("boolean").optional(),
  keep_alive: oneOf("number").optional(),
  truncate: flag,
  shift: flag,
};

export const ollamaFields = {
  model: z.string(),
  /** On unless it is switched off. */
  stream: flag,
  options: wireOptions.nullish(),
  /** Its form is read in `ollama-request.ts`. */
  format: z.unknown().optional(),
  // Asked for in vain here: `ollama-request.ts` says why.
  logprobs: flag,
  top_logprobs: number,
  _debug_render_only: flag,
  ...ollamaShownParameters,
};

const wireShared = z.object(ollamaFields);
export type OllamaWire = z.infer<typeof wireShared>;
