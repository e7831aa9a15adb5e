import fc from "fast-check";

import type { Message } from "../../../src/core/message";
import type { TurnRequest } from "../../../src/core/turn";
import { anyText, nonEmptyText } from "../arbitraries";
import { ollamaImage } from "../ollama-images";
import { sharedRequestFields } from "../ollama-requests";

/** Every neutral request that a prompt of Ollama's can express: one question, with or without instructions. */

const question: fc.Arbitrary<Message> = fc
  .tuple(nonEmptyText, fc.array(ollamaImage, { maxLength: 2 }))
  .map(([text, images]) => ({ role: "user", parts: [{ type: "text", text }, ...images] }));

const instructions: fc.Arbitrary<Message> = nonEmptyText.map((text) => ({
  role: "system",
  parts: [{ type: "text", text }],
}));

const ownParameters = fc.record(
  { suffix: anyText, template: anyText, raw: fc.boolean() },
  { requiredKeys: [] },
);

export const anyRequest: fc.Arbitrary<TurnRequest> = fc.record({
  messages: fc.oneof(fc.tuple(question), fc.tuple(instructions, question)),
  tools: fc.constant([]),
  ...sharedRequestFields,
  parameters: fc
    .tuple(ownParameters, sharedRequestFields.parameters)
    .map((parameters) => Object.assign({}, ...parameters) as TurnRequest["parameters"]),
});
