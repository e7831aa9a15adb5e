import type { ApiError } from "../../core/api-error";
import { unsupportedParameter, unsupportedValue } from "../shared/wire-issue";
import type { WireConfig, WireRequest } from "./wire";

const CONFIG = "generationConfig";

/** What changes the form of a response in a way that a person cannot fill. The first such parameter is named. */
export function findRefusedParameter(body: WireRequest): ApiError | null {
  if (isGiven(body.cachedContent)) {
    return unsupportedParameter(
      "cachedContent",
      "This server has none of the vendor's caches; send the contents themselves.",
    );
  }
  if (isGiven(body.continuationToken)) {
    return unsupportedParameter(
      "continuationToken",
      "No reply of this server is to be continued, so no token is its own.",
    );
  }
  if (isGiven(body.modelArmorConfig))
    return unsupportedParameter("modelArmorConfig", "Requests and replies are not moderated.");
  return findRefusedConfig(body.generationConfig ?? {});
}

function findRefusedConfig(config: WireConfig): ApiError | null {
  if (config.responseLogprobs === true)
    return refuse("responseLogprobs", "The text of this model has no token probabilities.");
  if (isGiven(config.logprobs))
    return refuse("logprobs", "The text of this model has no token probabilities.");
  const modality = config.responseModalities?.find(
    (name) => !/^(TEXT|MODALITY_UNSPECIFIED)$/i.test(name),
  );
  if (modality !== undefined) {
    return unsupportedValue(
      `${CONFIG}.responseModalities`,
      `'${modality}' output is not available, only 'TEXT'.`,
    );
  }
  if (isGiven(config.speechConfig))
    return refuse("speechConfig", "Audio output is not available, only text.");
  if (isGiven(config.imageConfig))
    return refuse("imageConfig", "Image output is not available, only text.");
  if (isGiven(config.generationOutputConfig))
    return refuse("generationOutputConfig", "Replies are not written to a storage elsewhere.");
  return findRefusedFormat(config);
}

function findRefusedFormat(config: WireConfig): ApiError | null {
  for (const [index, format] of (config.responseFormat ?? []).entries()) {
    const kind = (["audio", "image", "video"] as const).find((name) => isGiven(format[name]));
    if (kind !== undefined)
      return refuse(`responseFormat[${index}].${kind}`, "Only text output is available.");
  }
  return null;
}

function refuse(name: string, reason: string): ApiError {
  return unsupportedParameter(`${CONFIG}.${name}`, reason);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
