import { z } from "zod";

import { listOf } from "../shared/list-of";
import { ollamaFields, ollamaShownParameters } from "../shared/ollama-wire";

/** The body of `POST /api/generate`. @see https://docs.ollama.com/api/generate (2026-11) */

/** Parameters that reach the person as they are. */
const shownParameters = {
  ...ollamaShownParameters,
  suffix: z.string().nullish(),
  template: z.string().nullish(),
  raw: z.boolean().nullish(),
};

/** Asked for in vain here: `refused-parameters.ts` says why. */
const refusableFields = {
  context: listOf(z.number()).nullish(),
  width: z.number().nullish(),
  height: z.number().nullish(),
  steps: z.number().nullish(),
};

export const wireRequest = z.object({
  ...ollamaFields,
  prompt: z.string().nullish(),
  system: z.string().nullish(),
  /** Their form is read by `decodeOllamaImages`. */
  images: z.unknown().optional(),
  ...shownParameters,
  ...refusableFields,
});
export type WireRequest = z.infer<typeof wireRequest>;

export const SHOWN_PARAMETERS: readonly string[] = Object.keys(shownParameters);

export const KNOWN_FIELDS: ReadonlySet<string> = new Set(Object.keys(wireRequest.shape));
