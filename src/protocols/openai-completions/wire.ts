import { z } from "zod";

import { mapOf } from "../shared/list-of";

/**
 * The body of `POST /v1/completions`, OpenAI's older API.
 *
 * @see https://platform.openai.com/docs/api-reference/completions/create (2026-11)
 */

/** OpenAI's own limit for `n`. */
export const CHOICES_MAX = 128;

/** Parameters that reach the person as they are. Their ranges depend on a vendor's model, so only their types are checked. */
const shownParameters = {
  suffix: z.string().nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  frequency_penalty: z.number().nullish(),
  presence_penalty: z.number().nullish(),
  logit_bias: mapOf(z.number()).nullish(),
  // Seeds of 64 bits are common, and exceed what `z.int()` takes for safe.
  seed: z.number().nullish(),
  max_tokens: z.int().nullish(),
  best_of: z.int().min(1).nullish(),
  user: z.string().nullish(),
};

export const wireRequest = z.object({
  model: z.string(),
  stream: z.boolean().nullish(),
  stream_options: z
    .object({
      include_usage: z.boolean().nullish(),
      include_obfuscation: z.boolean().nullish(),
    })
    .nullish(),
  n: z.int().min(1).max(CHOICES_MAX).nullish(),
  // Their form is read where they are decoded.
  prompt: z.unknown().optional(),
  stop: z.unknown().optional(),
  // Asked for in vain here: `refused-parameters.ts` says why.
  echo: z.boolean().nullish(),
  logprobs: z.int().nullish(),
  ...shownParameters,
});
export type WireRequest = z.infer<typeof wireRequest>;

/** In the order in which the person sees them. `n` and `stop` are honoured, and shown because they change what arrives. */
export const SHOWN_PARAMETERS: readonly string[] = [...Object.keys(shownParameters), "n", "stop"];

export const KNOWN_FIELDS: ReadonlySet<string> = new Set(Object.keys(wireRequest.shape));
