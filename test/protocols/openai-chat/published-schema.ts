import type OpenAI from "openai";
import { z } from "zod";

/**
 * What OpenAI publishes for responses and chunks, as strict schemas: a field that is not listed is a fault. The vendor's own
 * types check that nothing here is looser than they are.
 *
 * @see https://platform.openai.com/docs/api-reference/chat/object (2026-11)
 */

const finishReason = z.enum(["stop", "length", "tool_calls", "content_filter", "function_call"]);
const count = z.int().min(0);
const seconds = z.int().min(1_000_000_000).max(9_999_999_999);
const id = z.string().regex(/^chatcmpl-.+$/);

const usage = z.strictObject({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  prompt_tokens_details: z.strictObject({ cached_tokens: count, audio_tokens: count }),
  completion_tokens_details: z.strictObject({
    reasoning_tokens: count,
    audio_tokens: count,
    accepted_prediction_tokens: count,
    rejected_prediction_tokens: count,
  }),
});

const functionCall = z.strictObject({ name: z.string(), arguments: z.string() });

const message = z.strictObject({
  role: z.literal("assistant"),
  content: z.string().nullable(),
  refusal: z.string().nullable(),
  tool_calls: z
    .array(z.strictObject({ id: z.string(), type: z.literal("function"), function: functionCall }))
    .min(1)
    .exactOptional(),
  function_call: functionCall.exactOptional(),
});

export const publishedCompletion = z.strictObject({
  id,
  object: z.literal("chat.completion"),
  created: seconds,
  model: z.string(),
  service_tier: z.literal("default").exactOptional(),
  choices: z
    .array(
      z.strictObject({
        index: count,
        message,
        logprobs: z.null(),
        finish_reason: finishReason,
      }),
    )
    .min(1),
  usage,
}) satisfies z.ZodType<OpenAI.ChatCompletion>;

const toolCallDelta = z.strictObject({
  index: count,
  id: z.string().exactOptional(),
  type: z.literal("function").exactOptional(),
  function: z.strictObject({ name: z.string().exactOptional(), arguments: z.string() }),
});

export const publishedChunk = z.strictObject({
  id,
  object: z.literal("chat.completion.chunk"),
  created: seconds,
  model: z.string(),
  service_tier: z.literal("default").exactOptional(),
  choices: z
    .array(
      z.strictObject({
        index: count,
        delta: z.strictObject({
          role: z.literal("assistant").exactOptional(),
          content: z.string().exactOptional(),
          refusal: z.string().nullable().exactOptional(),
          tool_calls: z.array(toolCallDelta).length(1).exactOptional(),
          function_call: z
            .strictObject({ name: z.string().exactOptional(), arguments: z.string() })
            .exactOptional(),
        }),
        logprobs: z.null(),
        finish_reason: finishReason.nullable(),
      }),
    )
    .max(1),
  usage: usage.nullable().exactOptional(),
}) satisfies z.ZodType<OpenAI.ChatCompletionChunk>;
export type PublishedChunk = z.infer<typeof publishedChunk>;

export const publishedError = z.strictObject({
  error: z.strictObject({
    message: z.string().min(1),
    type: z.string().min(1),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});
