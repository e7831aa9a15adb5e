import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import type { ResponseFormat, TurnRequest } from "../../core/turn";
import { estimateInputTokens } from "../../core/usage";
import type { DecodedRequest } from "../codec";
import { toContextOptions, type NoTurnReason } from "./ollama-options";
import type { OllamaWire } from "./ollama-wire";
import { pickFields } from "./request-fields";
import { decodeStopSequences } from "./stop-sequences";
import { invalidType, invalidValue, quotable, unsupportedParameter } from "./wire-issue";

/** Ollama's schemas have no name of their own, and the neutral format needs one. */
const SCHEMA_NAME = "response";

/** What a dialect read itself; the rest is the same for both of Ollama's endpoints. */
export interface OllamaRequestSource {
  readonly body: JsonObject;
  readonly wire: OllamaWire;
  readonly conversation: Pick<TurnRequest, "messages" | "tools">;
  /** Ollama's "load": a request with nothing in it. */
  readonly isEmpty: boolean;
  readonly shownParameters: readonly string[];
  readonly knownFields: ReadonlySet<string>;
}

export function decodeOllamaRequest(source: OllamaRequestSource): Result<DecodedRequest, ApiError> {
  const { body, wire, conversation, isEmpty, shownParameters, knownFields } = source;
  const refused = findRefusedParameter(wire, body);
  if (refused !== null) return fail(refused);
  const responseFormat = decodeFormat(body["format"]);
  if (!responseFormat.ok) return responseFormat;
  const options = isJsonObject(body["options"]) ? body["options"] : {};
  const stopSequences = decodeStopSequences(options["stop"], "options.stop");
  if (!stopSequences.ok) return stopSequences;

  const request: TurnRequest = {
    ...conversation,
    toolChoice: { type: "auto" },
    allowsParallelToolCalls: true,
    responseFormat: responseFormat.value,
    // The options stand beside the others, so that whoever looks for one need not know where this vendor puts it.
    parameters: {
      ...pickFields(options, isGiven),
      ...pickFields(body, (name, value) => shownParameters.includes(name) && isGiven(name, value)),
    },
    unknownFields: pickFields(body, (name) => !knownFields.has(name)),
  };
  const noTurnReason = isEmpty ? noTurnReasonOf(wire.keep_alive) : null;
  return succeed({
    model: wire.model,
    request,
    context: {
      model: wire.model,
      isStream: wire.stream ?? true,
      inputTokens: estimateInputTokens(request),
      options: toContextOptions({ stopSequences: stopSequences.value, noTurnReason }),
    },
    ...(noTurnReason === null ? {} : { wantsNoTurn: true as const }),
  });
}

function findRefusedParameter(wire: OllamaWire, body: JsonObject): ApiError | null {
  const noProbabilities = "The text of this model has no token probabilities.";
  if (wire.logprobs === true) return unsupportedParameter("logprobs", noProbabilities);
  if ((wire.top_logprobs ?? 0) !== 0) return unsupportedParameter("top_logprobs", noProbabilities);
  if (body["_debug_render_only"] === true) {
    return unsupportedParameter("_debug_render_only", "There is no template to be rendered.");
  }
  return null;
}

function decodeFormat(value: JsonValue | undefined): Result<ResponseFormat, ApiError> {
  if (value === undefined || value === null || value === "") return succeed({ type: "text" });
  if (value === "json") return succeed({ type: "json" });
  if (isJsonObject(value))
    return succeed({ type: "json-schema", name: SCHEMA_NAME, schema: value });
  if (typeof value === "string")
    return fail(
      invalidValue("format", `got '${quotable(value)}', expected 'json' or a JSON schema.`),
    );
  return fail(invalidType("format", "one of a string or object", value));
}

/** `null` is how clients say that a parameter is absent. */
function isGiven(_name: string, value: JsonValue): boolean {
  return value !== null;
}

/** A duration of zero, in any of Go's units. */
const ZERO_DURATION = /^[+-]?0+(?:\.0*)?(?:ns|us|µs|ms|s|m|h)?$/;

function noTurnReasonOf(keepAlive: JsonValue | undefined): NoTurnReason {
  const isZero = typeof keepAlive === "string" ? ZERO_DURATION.test(keepAlive) : keepAlive === 0;
  return isZero ? "unload" : "load";
}
