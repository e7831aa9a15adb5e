import fc from "fast-check";

import type { Message, Part } from "../../../src/core/message";
import type { TurnRequest } from "../../../src/core/turn";
import { identifier, nonEmptyText } from "../arbitraries";
import { ollamaImage } from "../ollama-images";
import { schema, sharedRequestFields } from "../ollama-requests";

/** Every neutral request that Ollama's chat can express. */

const text = fc.record({ type: fc.constant("text" as const), text: nonEmptyText });
const thinking = fc.record({ type: fc.constant("thinking" as const), text: nonEmptyText });

const content = fc
  .tuple(fc.array(text, { maxLength: 1 }), fc.array(ollamaImage, { maxLength: 2 }))
  .map((parts) => parts.flat());

const toolCall = fc.record({
  type: fc.constant("tool-call" as const),
  toolCallId: identifier,
  toolName: identifier,
  input: schema.map((value) => JSON.stringify(value)),
});

const toolResult = fc.record({
  type: fc.constant("tool-result" as const),
  toolCallId: identifier,
  toolName: identifier,
  content,
});

const someOf = (...lists: fc.Arbitrary<readonly Part[]>[]): fc.Arbitrary<readonly Part[]> =>
  fc.tuple(...lists).map((parts) => parts.flat());

const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({
    role: fc.constantFrom("system" as const, "user" as const, "developer" as const),
    parts: content,
  }),
  fc.record({
    role: fc.constant("assistant" as const),
    parts: someOf(
      fc.array(thinking, { maxLength: 1 }),
      content,
      fc.array(toolCall, { maxLength: 3 }),
    ),
  }),
  fc.record({ role: fc.constant("tool" as const), parts: fc.tuple(toolResult) }),
);

const tool = fc.record(
  { name: identifier, description: nonEmptyText, inputSchema: schema },
  { requiredKeys: ["name"] },
);

export const anyRequest: fc.Arbitrary<TurnRequest> = fc.record({
  messages: fc.array(message, { minLength: 1, maxLength: 6 }),
  tools: fc.uniqueArray(tool, { selector: ({ name }) => name, maxLength: 4 }),
  ...sharedRequestFields,
});
