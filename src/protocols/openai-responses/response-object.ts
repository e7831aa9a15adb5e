import type { JsonObject, JsonValue } from "../../core/json";
import type { Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp } from "../codec";
import { mapUsage } from "./map-usage";
import type { OutputItem } from "./output-items";
import { responseIdOf } from "./response-id";

export type ResponseStatus = "in_progress" | "completed" | "incomplete" | "failed" | "cancelled";
export type IncompleteReason = "max_output_tokens" | "content_filter";

export interface ResponseState {
  readonly status: ResponseStatus;
  readonly output: readonly OutputItem[];
  readonly incompleteReason?: IncompleteReason;
  readonly error?: { readonly code: string; readonly message: string };
  /** Absent until the reply is complete. */
  readonly usage?: Usage;
}

/** The object in a whole response, and in the events that begin and end a stream. What the request said of it is repeated. */
export function responseObject(
  context: ResponseContext,
  stamp: ResponseStamp,
  { status, output, incompleteReason, error, usage }: ResponseState,
) {
  const given = context.options;
  const or = (name: string, otherwise: JsonValue): JsonValue => given[name] ?? otherwise;
  return {
    id: responseIdOf(context, stamp),
    object: "response",
    created_at: Math.floor(stamp.createdAtMs / 1000),
    status,
    background: false,
    error: error ?? null,
    incomplete_details: incompleteReason === undefined ? null : { reason: incompleteReason },
    instructions: or("instructions", null),
    max_output_tokens: or("max_output_tokens", null),
    max_tool_calls: or("max_tool_calls", null),
    model: context.model,
    output,
    parallel_tool_calls: or("parallel_tool_calls", true),
    previous_response_id: context.previousResponseId ?? null,
    ...pickGiven(given, ["prompt_cache_key", "prompt_cache_retention"]),
    reasoning: or("reasoning", { effort: null, summary: null }),
    ...pickGiven(given, ["safety_identifier"]),
    // A request that names a tier is told which one served it.
    ...("service_tier" in given ? { service_tier: "default" } : {}),
    store: or("store", true),
    temperature: or("temperature", null),
    text: { format: { type: "text" }, ...withoutNulls(given["text"]) },
    tool_choice: or("tool_choice", "auto"),
    tools: or("tools", []),
    top_logprobs: 0,
    top_p: or("top_p", null),
    truncation: or("truncation", "disabled"),
    usage: usage === undefined ? null : mapUsage(usage),
    user: or("user", null),
    metadata: or("metadata", {}),
  };
}

function pickGiven(given: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
}

function withoutNulls(value: JsonValue | undefined): JsonObject {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}
