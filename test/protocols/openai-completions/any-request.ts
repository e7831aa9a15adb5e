import fc from "fast-check";

import type { JsonObject } from "../../../src/core/json";
import type { TurnRequest } from "../../../src/core/turn";
import { anyText, identifier } from "../arbitraries";

/** Every neutral request that the older API can express: one prompt. */

const parameters: fc.Arbitrary<JsonObject> = fc.record(
  {
    suffix: anyText,
    temperature: fc.constantFrom(0, 0.7, 2),
    max_tokens: fc.integer(),
    n: fc.integer({ min: 1, max: 128 }),
    best_of: fc.constant(128),
    stop: fc.oneof(anyText, fc.array(anyText, { maxLength: 4 })),
    logit_bias: fc.dictionary(identifier, fc.integer(), { noNullPrototype: true }),
    user: anyText,
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

export const anyRequest: fc.Arbitrary<TurnRequest> = fc.record({
  messages: anyText.map((text) => [{ role: "user" as const, parts: [{ type: "text", text }] }]),
  tools: fc.constant([]),
  toolChoice: fc.constant({ type: "auto" as const }),
  allowsParallelToolCalls: fc.constant(true),
  responseFormat: fc.constant({ type: "text" as const }),
  parameters,
  unknownFields,
});
