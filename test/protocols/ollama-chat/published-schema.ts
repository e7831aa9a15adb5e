import { z } from "zod";
import { anyObject } from "../any-object";

/**
 * What Ollama publishes for a chat's response and its chunks, as strict schemas: a field that is not listed is a fault. The calls'
 * `id` and `index` are in what its server sends, and not in its description.
 *
 * @see https://docs.ollama.com/api/chat (2026-11)
 */

const count = z.int().min(0);

const head = {
  model: z.string(),
  created_at: z.iso.datetime(),
};

const message = z.strictObject({
  role: z.literal("assistant"),
  content: z.string(),
  tool_calls: z
    .array(
      z.strictObject({
        id: z.string(),
        function: z.strictObject({ index: count, name: z.string(), arguments: anyObject }),
      }),
    )
    .min(1)
    .exactOptional(),
});

export const publishedPart = z.strictObject({ ...head, message, done: z.literal(false) });

export const publishedEnd = z.strictObject({
  ...head,
  message,
  done: z.literal(true),
  done_reason: z.enum(["stop", "length"]),
  total_duration: count,
  load_duration: count,
  prompt_eval_count: count,
  prompt_eval_duration: count,
  eval_count: count,
  eval_duration: count,
});

export const publishedNoTurn = z.strictObject({
  ...head,
  message: z.strictObject({ role: z.literal("assistant"), content: z.literal("") }),
  done: z.literal(true),
  done_reason: z.enum(["load", "unload"]),
});

export const publishedError = z.strictObject({ error: z.string().min(1) });
