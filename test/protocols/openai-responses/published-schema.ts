import type OpenAI from "openai";
import { z } from "zod";

/**
 * What OpenAI publishes for responses and their events, as strict schemas: a field that is not listed is a fault. The vendor's own
 * types check that nothing here is looser than they are.
 *
 * @see https://platform.openai.com/docs/api-reference/responses/object (2026-11)
 */

const count = z.int().min(0);
const seconds = z.int().min(1_000_000_000).max(9_999_999_999);
const noItems = z.array(z.never());

const outputText = z.strictObject({
  type: z.literal("output_text"),
  text: z.string(),
  annotations: noItems,
  logprobs: noItems,
});
const refusal = z.strictObject({ type: z.literal("refusal"), refusal: z.string() });
const part = z.discriminatedUnion("type", [outputText, refusal]);
const itemStatus = z.enum(["in_progress", "completed", "incomplete"]);

const message = z.strictObject({
  id: z.string().regex(/^msg_.+$/),
  type: z.literal("message"),
  status: itemStatus,
  role: z.literal("assistant"),
  content: z.array(part),
});
const functionCall = z.strictObject({
  id: z.string().regex(/^fc_.+$/),
  type: z.literal("function_call"),
  status: itemStatus,
  call_id: z.string(),
  name: z.string(),
  namespace: z.string().exactOptional(),
  arguments: z.string(),
});
const customCall = z.strictObject({
  id: z.string().regex(/^ctc_.+$/),
  type: z.literal("custom_tool_call"),
  status: itemStatus,
  call_id: z.string(),
  name: z.string(),
  namespace: z.string().exactOptional(),
  input: z.string(),
});
const item = z.discriminatedUnion("type", [message, functionCall, customCall]);
export type PublishedItem = z.infer<typeof item>;

const usage = z.strictObject({
  input_tokens: count,
  input_tokens_details: z.strictObject({ cached_tokens: count, cache_write_tokens: count }),
  output_tokens: count,
  output_tokens_details: z.strictObject({ reasoning_tokens: count }),
  total_tokens: count,
});

const functionTool = z.strictObject({
  type: z.literal("function"),
  name: z.string(),
  description: z.string().nullable().exactOptional(),
  parameters: z.record(z.string(), z.unknown()).nullable(),
  strict: z.boolean().nullable(),
});
const tool = z.union([
  functionTool,
  z.strictObject({ type: z.literal("local_shell") }),
  z.strictObject({ type: z.literal("custom"), name: z.string() }),
]);

const format = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text") }),
  z.strictObject({ type: z.literal("json_object") }),
  z.strictObject({
    type: z.literal("json_schema"),
    name: z.string(),
    schema: z.record(z.string(), z.unknown()),
    description: z.string().exactOptional(),
    strict: z.boolean().nullable().exactOptional(),
  }),
]);

const toolChoice = z.union([
  z.enum(["none", "auto", "required"]),
  z.strictObject({ type: z.literal("function"), name: z.string() }),
]);

export const publishedResponse = z.strictObject({
  id: z.string().regex(/^resp_[A-Za-z0-9_-]+$/),
  object: z.literal("response"),
  created_at: seconds,
  status: z.enum(["completed", "failed", "in_progress", "cancelled", "incomplete"]),
  background: z.literal(false),
  error: z
    .strictObject({
      code: z.enum(["server_error", "rate_limit_exceeded", "invalid_prompt"]),
      message: z.string(),
    })
    .nullable(),
  incomplete_details: z
    .strictObject({ reason: z.enum(["max_output_tokens", "content_filter"]) })
    .nullable(),
  instructions: z.string().nullable(),
  max_output_tokens: z.int().nullable(),
  max_tool_calls: z.int().nullable(),
  model: z.string(),
  output: z.array(item),
  parallel_tool_calls: z.boolean(),
  previous_response_id: z.string().nullable(),
  prompt_cache_key: z.string().exactOptional(),
  reasoning: z.strictObject({
    effort: z.enum(["low", "high"]).nullable(),
    summary: z.enum(["auto"]).nullable().exactOptional(),
  }),
  safety_identifier: z.string().exactOptional(),
  service_tier: z.literal("default").exactOptional(),
  store: z.boolean(),
  temperature: z.number().nullable(),
  text: z.strictObject({ format, verbosity: z.enum(["low", "medium", "high"]).exactOptional() }),
  tool_choice: toolChoice,
  tools: z.array(tool),
  top_logprobs: z.literal(0),
  top_p: z.number().nullable(),
  truncation: z.enum(["auto", "disabled"]),
  usage: usage.nullable(),
  user: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
});
export type PublishedResponse = z.infer<typeof publishedResponse>;

/** `output_text` is the SDK's own addition; `usage` and `user` are absent in its types where the vendor sends null. */
type SdkResponse = Omit<OpenAI.Responses.Response, "output_text" | "usage" | "user">;
publishedResponse satisfies z.ZodType<SdkResponse>;

const numbered = { sequence_number: count };
const inItem = { ...numbered, output_index: count, item_id: z.string() };
const inPart = { ...inItem, content_index: count };
const ofType = <Type extends string>(type: Type) => ({ type: z.literal(type) });

const lifecycle = <Type extends string>(type: Type) =>
  z.strictObject({ ...ofType(type), ...numbered, response: publishedResponse });

const deltas = [
  z.strictObject({
    ...ofType("response.output_text.delta"),
    ...inPart,
    // Empty while the person thinks.
    delta: z.string(),
    logprobs: noItems,
  }),
  z.strictObject({
    ...ofType("response.output_text.done"),
    ...inPart,
    text: z.string(),
    logprobs: noItems,
  }),
  z.strictObject({ ...ofType("response.refusal.delta"), ...inPart, delta: z.string() }),
  z.strictObject({ ...ofType("response.refusal.done"), ...inPart, refusal: z.string() }),
  z.strictObject({
    ...ofType("response.function_call_arguments.delta"),
    ...inItem,
    delta: z.string().min(1),
  }),
  z.strictObject({
    ...ofType("response.function_call_arguments.done"),
    ...inItem,
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({
    ...ofType("response.custom_tool_call_input.delta"),
    ...inItem,
    delta: z.string().min(1),
  }),
  z.strictObject({
    ...ofType("response.custom_tool_call_input.done"),
    ...inItem,
    input: z.string(),
  }),
] as const;

export const publishedEvent = z.discriminatedUnion("type", [
  lifecycle("response.created"),
  lifecycle("response.in_progress"),
  lifecycle("response.completed"),
  lifecycle("response.incomplete"),
  lifecycle("response.failed"),
  z.strictObject({
    ...ofType("response.output_item.added"),
    ...numbered,
    output_index: count,
    item,
  }),
  z.strictObject({
    ...ofType("response.output_item.done"),
    ...numbered,
    output_index: count,
    item,
  }),
  z.strictObject({ ...ofType("response.content_part.added"), ...inPart, part }),
  z.strictObject({ ...ofType("response.content_part.done"), ...inPart, part }),
  ...deltas,
  z.strictObject({
    ...ofType("error"),
    ...numbered,
    code: z.string().nullable(),
    message: z.string(),
    param: z.string().nullable(),
    // Not in the published event, but in what OpenAI's servers send; its SDK raises for it.
    error: z.strictObject({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable(),
      code: z.string().nullable(),
    }),
  }),
]);
export type PublishedEvent = z.infer<typeof publishedEvent>;

export const publishedError = z.strictObject({
  error: z.strictObject({
    message: z.string().min(1),
    type: z.string().min(1),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});
