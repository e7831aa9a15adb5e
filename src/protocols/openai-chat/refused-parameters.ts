import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { quotable, unsupportedParameter, unsupportedValue } from "../shared/wire-issue";
import type { WireRequest } from "./wire";

/** What changes the form of a response in a way that a person cannot fill. The first such parameter is named. */
export function findRefusedParameter(body: WireRequest): ApiError | null {
  if (body.logprobs === true)
    return unsupportedParameter("logprobs", "The text of this model has no token probabilities.");
  if (isGiven(body.top_logprobs)) {
    return unsupportedParameter(
      "top_logprobs",
      "The text of this model has no token probabilities.",
    );
  }
  const modality = body.modalities?.find((name) => name !== "text");
  if (modality !== undefined)
    return unsupportedValue("modalities", `'${modality}' output is not available, only 'text'.`);
  if (isGiven(body.audio))
    return unsupportedParameter("audio", "Audio output is not available, only text.");
  if (isGiven(body.web_search_options)) {
    return unsupportedParameter(
      "web_search_options",
      "There is no hosted web search; offer a function tool instead.",
    );
  }
  if (isGiven(body.moderation))
    return unsupportedParameter("moderation", "Requests and replies are not moderated.");
  if (isGiven(body.stream_options) && body.stream !== true) {
    return unsupportedParameter("stream_options", "It is only allowed when 'stream' is true.");
  }
  return null;
}

/** Asked of the raw body, so that no message offers `custom` as a supported type only to refuse it. */
export function findCustomTool(body: JsonObject): ApiError | null {
  const tools = Array.isArray(body["tools"]) ? body["tools"] : [];
  for (const [index, tool] of (tools as readonly JsonValue[]).entries()) {
    if (!isJsonObject(tool) || tool["type"] !== "custom") continue;
    const name = isJsonObject(tool["custom"]) ? tool["custom"]["name"] : undefined;
    return unsupportedValue(
      `tools[${index}].type`,
      `the custom tool '${typeof name === "string" ? quotable(name) : ""}' takes free text, and only function tools can be called here.`,
    );
  }
  const choice = body["tool_choice"];
  if (!isJsonObject(choice) || choice["type"] !== "custom") return null;
  return unsupportedValue("tool_choice.type", "only function tools can be called here.");
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
