import fc from "fast-check";

import type { JsonObject } from "../../src/core/json";
import type { ResponseFormat, TurnRequest } from "../../src/core/turn";
import { anyText, identifier } from "./arbitraries";

/** What both of Ollama's endpoints can express besides the conversation. */

const jsonObject: fc.Arbitrary<JsonObject> = fc
  .dictionary(identifier, fc.jsonValue(), { maxKeys: 4, noNullPrototype: true })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);

export const schema = jsonObject;

const responseFormat: fc.Arbitrary<ResponseFormat> = fc.oneof(
  fc.constant({ type: "text" as const }),
  fc.constant({ type: "json" as const }),
  fc.record({
    type: fc.constant("json-schema" as const),
    name: fc.constant("response"),
    schema,
  }),
);

/** Those that are sent within `options`. */
const OPTIONS: readonly string[] = ["temperature", "num_predict", "num_ctx", "stop", "mirostat"];

const parameters: fc.Arbitrary<JsonObject> = fc.record(
  {
    temperature: fc.constantFrom(0, 0.7, 2),
    num_predict: fc.integer(),
    num_ctx: fc.nat(),
    stop: fc.oneof(anyText, fc.array(anyText, { maxLength: 4 })),
    mirostat: fc.constantFrom(0, 1, 2),
    think: fc.constantFrom(true, false, "high"),
    keep_alive: fc.constantFrom(0, -1, "5m"),
    truncate: fc.boolean(),
    shift: fc.boolean(),
  },
  { requiredKeys: [] },
);

const unknownFields: fc.Arbitrary<JsonObject> = fc
  .dictionary(
    identifier.map((name) => `x_${name}`),
    fc.jsonValue(),
    { maxKeys: 3, noNullPrototype: true },
  )
  .map((fields) => JSON.parse(JSON.stringify(fields)) as JsonObject);

export const sharedRequestFields = {
  toolChoice: fc.constant({ type: "auto" as const }),
  allowsParallelToolCalls: fc.constant(true),
  responseFormat,
  parameters,
  unknownFields,
};

function isOption([name]: readonly [string, unknown]): boolean {
  return OPTIONS.includes(name);
}

export function encodeSharedFields(
  { responseFormat: format, parameters: shown, unknownFields: unknown }: TurnRequest,
  { model, isStream }: { model: string; isStream: boolean },
): JsonObject {
  const entries = Object.entries(shown);
  return {
    ...unknown,
    ...Object.fromEntries(entries.filter((entry) => !isOption(entry))),
    options: Object.fromEntries(entries.filter(isOption)),
    model,
    // A stream is what comes unasked.
    ...(isStream ? {} : { stream: false }),
    ...(format.type === "json" ? { format: "json" } : {}),
    ...(format.type === "json-schema" ? { format: format.schema ?? {} } : {}),
  };
}
