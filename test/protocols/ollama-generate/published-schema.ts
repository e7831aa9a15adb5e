import { z } from "zod";

/**
 * What Ollama publishes for the response to a prompt and its chunks, as strict schemas: a field that is not listed is a fault.
 *
 * @see https://docs.ollama.com/api/generate (2026-11)
 */

const count = z.int().min(0);

const head = {
  model: z.string(),
  created_at: z.iso.datetime(),
  response: z.string(),
};

export const publishedPart = z.strictObject({ ...head, done: z.literal(false) });

export const publishedEnd = z.strictObject({
  ...head,
  done: z.literal(true),
  done_reason: z.enum(["stop", "length"]),
  context: z.array(z.int()),
  total_duration: count,
  load_duration: count,
  prompt_eval_count: count,
  prompt_eval_duration: count,
  eval_count: count,
  eval_duration: count,
});

export const publishedError = z.strictObject({ error: z.string().min(1) });
