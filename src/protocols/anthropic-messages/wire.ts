import { z } from "zod";

import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { LIMITS } from "../../core/limits";
import { anyObject } from "../shared/any-object";
import { listOf } from "../shared/list-of";

/**
 * The body of `POST /v1/messages`, strict about what is used and tolerant about the rest. Messages, the system prompt and tools
 * are read by `decode-message.ts`, `decode-system.ts` and `decode-tools.ts`.
 *
 * @see https://platform.claude.com/docs/en/api/messages/create (2026-11)
 */

const textOrObject = z.custom<string | JsonObject>(
  (value) => typeof value === "string" || isJsonObject(value as JsonValue | undefined),
  "one of a string or object",
);

const wireOutputFormat = z.discriminatedUnion("type", [
  z.object({ type: z.literal("json_schema"), schema: anyObject }),
]);

export const wireToolChoice = z.discriminatedUnion("type", [
  z.object({ type: z.literal("auto"), disable_parallel_tool_use: z.boolean().nullish() }),
  z.object({ type: z.literal("any"), disable_parallel_tool_use: z.boolean().nullish() }),
  z.object({
    type: z.literal("tool"),
    name: z.string().min(1),
    disable_parallel_tool_use: z.boolean().nullish(),
  }),
  z.object({ type: z.literal("none") }),
]);

/** Parameters that reach the person as they are. Their ranges depend on a vendor's model, so only their types are checked. */
const shownParameters = {
  max_tokens: z.int().min(0).nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_k: z.int().nullish(),
  thinking: z.object({ type: z.string() }).nullish(),
  metadata: z.object({ user_id: z.string().nullish() }).nullish(),
  service_tier: z.string().nullish(),
  speed: z.string().nullish(),
  inference_geo: z.string().nullish(),
  container: textOrObject.nullish(),
  context_management: anyObject.nullish(),
  diagnostics: anyObject.nullish(),
  fallbacks: z.unknown().optional(),
};

/** Read where they are decoded. */
const structuredFields = {
  system: z.unknown().optional(),
  tools: z.array(z.unknown()).max(LIMITS.toolsPerRequestMax).nullish(),
  tool_choice: z.unknown().optional(),
  stop_sequences: z.unknown().optional(),
  output_config: z
    .object({ effort: z.string().nullish(), format: wireOutputFormat.nullish() })
    .nullish(),
  output_format: wireOutputFormat.nullish(),
  mcp_servers: listOf(z.object({ name: z.string() })).nullish(),
};

/** Asked for in vain here: `refused-parameters.ts` says why. */
const refusableFields = {
  compaction: z.unknown().optional(),
  thread: z.unknown().optional(),
};

/** Without an effect here, and of no use to a person. A credit token is a credential. */
const silentFields = {
  cache_control: z.unknown().optional(),
  billing_policy: z.unknown().optional(),
  fallback_credit_token: z.unknown().optional(),
  betas: z.unknown().optional(),
  anthropic_beta: z.unknown().optional(),
  anthropic_version: z.unknown().optional(),
  user_profile_id: z.unknown().optional(),
  workspace_id: z.unknown().optional(),
};

export const wireRequest = z.object({
  model: z.string(),
  messages: z.array(z.unknown()).min(1).max(LIMITS.messagesPerRequestMax),
  stream: z.boolean().nullish(),
  ...shownParameters,
  ...structuredFields,
  ...refusableFields,
  ...silentFields,
});
export type WireRequest = z.infer<typeof wireRequest>;

/** `stop_sequences` is honoured, and shown because it changes what arrives. */
export const SHOWN_PARAMETERS: readonly string[] = [
  ...Object.keys(shownParameters),
  "stop_sequences",
];

export const KNOWN_FIELDS: ReadonlySet<string> = new Set(Object.keys(wireRequest.shape));
