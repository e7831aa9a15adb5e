import type OpenAI from "openai";
import { z } from "zod";

/**
 * What OpenAI publishes for responses and chunks of the older API, as strict schemas: a field that is not listed is a fault. The
 * vendor's own types check that nothing here is looser than they are.
 *
 * @see https://platform.openai.com/docs/api-reference/completions/object (2026-11)
 */

const count = z.int().min(0);

const usage = z.strictObject({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
});

const head = {
  id: z.string().regex(/^cmpl-.+$/),
  object: z.literal("text_completion"),
  created: z.int().min(1_000_000_000).max(9_999_999_999),
  model: z.string(),
};

const choice = { text: z.string(), index: count, logprobs: z.null() };
const finishReason = z.enum(["stop", "length", "content_filter"]);

export const publishedCompletion = z.strictObject({
  ...head,
  choices: z.array(z.strictObject({ ...choice, finish_reason: finishReason })).min(1),
  usage,
}) satisfies z.ZodType<OpenAI.Completion>;

/** The types have no chunk of their own, and in a response there is always a reason; before the last chunk there is none. */
export const publishedChunk = z.strictObject({
  ...head,
  choices: z.array(z.strictObject({ ...choice, finish_reason: finishReason.nullable() })).max(1),
  usage: usage.nullable().exactOptional(),
});
export type PublishedChunk = z.infer<typeof publishedChunk>;

export const publishedError = z.strictObject({
  error: z.strictObject({
    message: z.string().min(1),
    type: z.string().min(1),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});
