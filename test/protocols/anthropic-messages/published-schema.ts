import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";
import { anyObject } from "../any-object";

/**
 * What Anthropic publishes for messages and stream events, as strict schemas: a field that is not listed is a fault. The vendor's
 * own types check that nothing here is looser than they are.
 *
 * @see https://platform.claude.com/docs/en/api/messages (2026-11)
 */

const count = z.int().min(0);
const index = count;

const deltaUsage = z.strictObject({
  input_tokens: count,
  cache_creation_input_tokens: count,
  cache_read_input_tokens: count,
  output_tokens: count,
  output_tokens_details: z.strictObject({ thinking_tokens: count }),
  server_tool_use: z.null(),
});

const usage = z.strictObject({
  ...deltaUsage.shape,
  cache_creation: z.strictObject({
    ephemeral_5m_input_tokens: count,
    ephemeral_1h_input_tokens: count,
  }),
  service_tier: z.literal("standard"),
  inference_geo: z.null(),
  speed: z.null(),
});

const textBlock = z.strictObject({
  type: z.literal("text"),
  text: z.string(),
  citations: z.null(),
});

const toolUseBlock = z.strictObject({
  type: z.literal("tool_use"),
  id: z.string().min(1),
  name: z.string().min(1),
  toolset_name: z.enum(["computer", "browser"]).exactOptional(),
  input: anyObject,
  caller: z.strictObject({ type: z.literal("direct") }),
});

const contentBlock = z.discriminatedUnion("type", [textBlock, toolUseBlock]);

const stopDetails = z.strictObject({
  type: z.literal("refusal"),
  category: z.null(),
  explanation: z.string().nullable(),
});

const end = {
  container: z.null(),
  stop_details: stopDetails.nullable(),
  stop_reason: z.enum(["end_turn", "max_tokens", "stop_sequence", "tool_use", "refusal"]),
  stop_sequence: z.string().nullable(),
};

const head = {
  id: z.string().regex(/^msg_.+$/),
  type: z.literal("message"),
  role: z.literal("assistant"),
  model: z.string(),
};

export const publishedMessage = z.strictObject({
  ...head,
  content: z.array(contentBlock),
  ...end,
  diagnostics: z.null(),
  usage,
}) satisfies z.ZodType<Anthropic.Message>;
export type PublishedMessage = z.infer<typeof publishedMessage>;

const startedMessage = z.strictObject({
  ...publishedMessage.shape,
  content: z.array(contentBlock).length(0),
  stop_reason: z.null(),
});

const ping = z.strictObject({ type: z.literal("ping") });

const messageEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("message_start"), message: startedMessage }),
  z.strictObject({
    type: z.literal("content_block_start"),
    index,
    content_block: contentBlock,
  }),
  z.strictObject({
    type: z.literal("content_block_delta"),
    index,
    delta: z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("text_delta"), text: z.string() }),
      z.strictObject({ type: z.literal("input_json_delta"), partial_json: z.string() }),
    ]),
  }),
  z.strictObject({ type: z.literal("content_block_stop"), index }),
  z.strictObject({
    type: z.literal("message_delta"),
    delta: z.strictObject(end),
    usage: deltaUsage,
  }),
  z.strictObject({ type: z.literal("message_stop") }),
]) satisfies z.ZodType<Anthropic.RawMessageStreamEvent>;

export const publishedEvent = z.union([messageEvent, ping]);
export type PublishedEvent = z.infer<typeof publishedEvent>;

const error = z.strictObject({
  type: z.enum([
    "invalid_request_error",
    "authentication_error",
    "billing_error",
    "permission_error",
    "not_found_error",
    "request_too_large",
    "rate_limit_error",
    "timeout_error",
    "api_error",
    "overloaded_error",
  ]),
  message: z.string().min(1),
  details: z.strictObject({ error_code: z.string(), param: z.string().exactOptional() }),
});

export const publishedStreamError = z.strictObject({ type: z.literal("error"), error });
export const publishedError = z.strictObject({
  ...publishedStreamError.shape,
  request_id: z.string().min(1),
});
