import type { JsonObject, JsonValue } from "../../core/json";
import type { DecodeHints } from "../codec";

/** A gateway may carry the model in the path; the path then wins over the body. */
export function withHints(body: JsonObject, hints: DecodeHints): JsonObject {
  return {
    ...body,
    ...(hints.model === undefined ? {} : { model: hints.model }),
    ...(hints.isStream === undefined ? {} : { stream: hints.isStream }),
  };
}

/** Values are kept as they were sent. */
export function pickFields(
  body: JsonObject,
  isPicked: (name: string, value: JsonValue) => boolean,
): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => isPicked(name, value)));
}
