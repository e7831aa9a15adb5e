import { z } from "zod";

import { LIMITS } from "../../core/limits";
import { anyObject } from "../shared/any-object";
import { listOf, mapOf } from "../shared/list-of";

/**
 * The body of `POST /v1/chat/completions`, strict about what is used and tolerant about the rest. Messages are read by
 * `decode-message.ts`, the only part of a body that grows with the conversation.
 *
 * @see https://platform.openai.com/docs/api-reference/chat/create (2026-11)
 */

/** OpenAI's own limit for `n`. */
export const CHOICES_MAX = 128;

export const wireFunction = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: anyObject.nullish(),
  strict: z.boolean().nullish(),
});
export type WireFunction = z.infer<typeof wireFunction>;

const wireTool = z.object({ type: z.literal("function"), function: wireFunction });

export const wireResponseFormat = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text") }),
  z.object({ type: z.literal("json_object") }),
  z.object({
    type: z.literal("json_schema"),
    json_schema: z.object({
      name: z.string().min(1),
      schema: anyObject.nullish(),
      description: z.string().nullish(),
      strict: z.boolean().nullish(),
    }),
  }),
]);
export type WireResponseFormat = z.infer<typeof wireResponseFormat>;

const namedFunction = z.object({ name: z.string().min(1) });

export const wireToolChoice = z.discriminatedUnion("type", [
  z.object({ type: z.literal("function"), function: namedFunction }),
  z.object({
    type: z.literal("allowed_tools"),
    allowed_tools: z.object({
      mode: z.enum(["auto", "required"]),
      tools: z
        .array(z.object({ type: z.literal("function"), function: namedFunction }))
        .min(1)
        .max(LIMITS.toolsPerRequestMax),
    }),
  }),
]);

export const wireFunctionCall = namedFunction;

const wireStreamOptions = z.object({
  include_usage: z.boolean().nullish(),
  include_obfuscation: z.boolean().nullish(),
});

/** Parameters that reach the person as they are. Their ranges depend on a vendor's model, so only their types are checked. */
const shownParameters = {
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  frequency_penalty: z.number().nullish(),
  presence_penalty: z.number().nullish(),
  logit_bias: mapOf(z.number()).nullish(),
  // Seeds of 64 bits are common, and exceed what `z.int()` takes for safe.
  seed: z.number().nullish(),
  max_tokens: z.int().nullish(),
  max_completion_tokens: z.int().nullish(),
  reasoning_effort: z.string().nullish(),
  verbosity: z.string().nullish(),
  prediction: anyObject.nullish(),
  metadata: anyObject.nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_retention: z.string().nullish(),
  prompt_cache_options: anyObject.nullish(),
  service_tier: z.string().nullish(),
  store: z.boolean().nullish(),
};

/** Their form is read where they are decoded. */
const structuredFields = {
  stop: z.unknown().optional(),
  tool_choice: z.unknown().optional(),
  function_call: z.unknown().optional(),
};

/** Asked for in vain here: `refused-parameters.ts` says why. */
const refusableFields = {
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().nullish(),
  modalities: listOf(z.string()).nullish(),
  audio: z.unknown().optional(),
  moderation: z.unknown().optional(),
  web_search_options: z.unknown().optional(),
};

export const wireRequest = z.object({
  model: z.string(),
  messages: z.array(z.unknown()).min(1).max(LIMITS.messagesPerRequestMax),
  stream: z.boolean().nullish(),
  stream_options: wireStreamOptions.nullish(),
  n: z.int().min(1).max(CHOICES_MAX).nullish(),
  tools: z.array(wireTool).max(LIMITS.toolsPerRequestMax).nullish(),
  functions: z.array(wireFunction).max(LIMITS.toolsPerRequestMax).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: wireResponseFormat.nullish(),
  ...shownParameters,
  ...structuredFields,
  ...refusableFields,
});
export type WireRequest = z.infer<typeof wireRequest>;

/** In the order in which the person sees them. `n` and `stop` are honoured, and shown because they change what arrives. */
export const SHOWN_PARAMETERS: readonly string[] = [...Object.keys(shownParameters), "n", "stop"];

export const KNOWN_FIELDS: ReadonlySet<string> = new Set(Object.keys(wireRequest.shape));
