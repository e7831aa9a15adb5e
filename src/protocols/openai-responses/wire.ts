import { z } from "zod";

import { LIMITS } from "../../core/limits";
import { anyObject } from "../shared/any-object";
import { listOf } from "../shared/list-of";

/**
 * The body of `POST /v1/responses`, strict about what is used and tolerant about the rest. The items of `input` are read by
 * `decode-input.ts`, the only part of a body that grows with the conversation; tools by `decode-tools.ts`.
 *
 * @see https://platform.openai.com/docs/api-reference/responses/create (2026-11)
 */

/** Longer than any session's name with blanks around it: it is stored with the response. */
const MODEL_CHARS_MAX = 2_048;

/** A tool of a group is kept by its name for as long as the request is held. The vendor allows 128. */
const TOOL_NAME_CHARS_MAX = 256;

export const wireFunctionTool = z.object({
  type: z.literal("function"),
  name: z.string().min(1).max(TOOL_NAME_CHARS_MAX),
  description: z.string().nullish(),
  parameters: anyObject.nullish(),
  strict: z.boolean().nullish(),
});
export type WireFunctionTool = z.infer<typeof wireFunctionTool>;

export const wireCustomTool = z.object({
  type: z.literal("custom"),
  name: z.string().min(1).max(TOOL_NAME_CHARS_MAX),
  description: z.string().nullish(),
  format: z
    .discriminatedUnion("type", [
      z.object({ type: z.literal("text") }),
      z.object({ type: z.literal("grammar"), syntax: z.string(), definition: z.string() }),
    ])
    .nullish(),
});
export type WireCustomTool = z.infer<typeof wireCustomTool>;

/** Its tools are read one by one. */
export const wireNamespace = z.object({
  type: z.literal("namespace"),
  name: z.string().min(1).max(TOOL_NAME_CHARS_MAX),
});

const wireFormat = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text") }),
  z.object({ type: z.literal("json_object") }),
  z.object({
    type: z.literal("json_schema"),
    name: z.string().min(1),
    schema: anyObject.nullish(),
    description: z.string().nullish(),
    strict: z.boolean().nullish(),
  }),
]);
export type WireFormat = z.infer<typeof wireFormat>;

const wireText = z.object({
  format: wireFormat.nullish(),
  verbosity: z.string().nullish(),
});

/** Parameters that reach the person as they are. Their ranges depend on a vendor's model, so only their types are checked. */
const shownParameters = {
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  max_output_tokens: z.int().nullish(),
  max_tool_calls: z.int().nullish(),
  reasoning: anyObject.nullish(),
  truncation: z.string().nullish(),
  context_management: listOf(anyObject).nullish(),
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
  input: z.unknown().optional(),
  tool_choice: z.unknown().optional(),
};

/** Asked for in vain here, all of them or some of their values: `refused-parameters.ts` says why. */
const refusableFields = {
  background: z.boolean().nullish(),
  conversation: z.unknown().optional(),
  prompt: z.unknown().optional(),
  moderation: z.unknown().optional(),
  include: listOf(z.string()).nullish(),
  top_logprobs: z.int().nullish(),
};

export const wireRequest = z.object({
  model: z.string().max(MODEL_CHARS_MAX),
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_obfuscation: z.boolean().nullish() }).nullish(),
  tools: z.array(anyObject).max(LIMITS.toolsPerRequestMax).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  text: wireText.nullish(),
  ...shownParameters,
  ...structuredFields,
  ...refusableFields,
});
export type WireRequest = z.infer<typeof wireRequest>;

/** In the order in which the person sees them. */
export const SHOWN_PARAMETERS: readonly string[] = Object.keys(shownParameters);

export const KNOWN_FIELDS: ReadonlySet<string> = new Set(Object.keys(wireRequest.shape));
