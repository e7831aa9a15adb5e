import fc from "fast-check";

import type { JsonObject } from "../../../src/core/json";
import type { Message, Part } from "../../../src/core/message";
import type { ResponseFormat, ToolChoice, TurnRequest } from "../../../src/core/turn";
import { anyText, identifier, nonEmptyText } from "../arbitraries";

/** Every neutral request that Google's API can express. */

const url = fc.webUrl({ withQueryParameters: true });
const source = (mediaTypes: readonly string[]) =>
  fc.oneof(
    fc.record({ kind: fc.constant("url" as const), url }),
    fc.record({
      kind: fc.constant("data" as const),
      mediaType: fc.constantFrom(...mediaTypes),
      base64: fc.base64String({ maxLength: 24 }),
    }),
  );

const textOf = (text: fc.Arbitrary<string>) =>
  fc.record({ type: fc.constant("text" as const), text });
const text = textOf(anyText);
const image = fc.record(
  {
    type: fc.constant("image" as const),
    source: source(["image/png", "image/webp"]),
    detail: fc.constantFrom("MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_HIGH"),
  },
  { requiredKeys: ["type", "source"] },
);
const audio = fc.record({ type: fc.constant("audio" as const), source: source(["audio/mp3"]) });
const file = fc.record(
  {
    type: fc.constant("file" as const),
    source: source(["application/pdf", "video/mp4", "text/plain"]),
    filename: anyText,
  },
  { requiredKeys: ["type", "source"] },
);
const media = fc.oneof(image, audio, file);

const object: fc.Arbitrary<JsonObject> = fc
  .dictionary(identifier, fc.jsonValue(), { maxKeys: 4, noNullPrototype: true })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);

const toolCall = fc.record({
  type: fc.constant("tool-call" as const),
  toolCallId: identifier,
  toolName: identifier,
  input: object.map((value) => JSON.stringify(value)),
});
const toolResult = fc.record(
  {
    type: fc.constant("tool-result" as const),
    toolCallId: identifier,
    content: fc
      .tuple(text, fc.array(media, { maxLength: 2 }))
      .map(([first, others]) => [first, ...others]),
    toolName: identifier,
    isError: fc.constant(true),
  },
  { requiredKeys: ["type", "toolCallId", "content", "toolName"] },
);
const thinking = fc.record({ type: fc.constant("thinking" as const), text: anyText });

/** Texts of a reply that stand together are one text. */
const assistantParts: fc.Arbitrary<readonly Part[]> = fc
  .tuple(
    fc.array(thinking, { maxLength: 1 }),
    fc.array(textOf(nonEmptyText), { maxLength: 1 }),
    fc.array(toolCall, { maxLength: 3 }),
  )
  .map((groups) => groups.flat());

const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({
    role: fc.constant("user" as const),
    parts: fc.array(fc.oneof({ weight: 3, arbitrary: text }, media), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({ role: fc.constant("assistant" as const), parts: assistantParts }),
  fc.record({ role: fc.constant("tool" as const), parts: fc.tuple(toolResult) }),
);
const system: fc.Arbitrary<Message> = fc.record({
  role: fc.constant("system" as const),
  parts: fc.array(text, { minLength: 1, maxLength: 2 }),
});

const messages: fc.Arbitrary<readonly Message[]> = fc
  .tuple(fc.array(system, { maxLength: 1 }), fc.array(message, { minLength: 1, maxLength: 6 }))
  .map(([instruction, history]) => [...instruction, ...withoutRepeatedReplies(history)]);

/** One reply directly behind another is the same reply's next piece. */
function withoutRepeatedReplies(history: readonly Message[]): readonly Message[] {
  const kept: Message[] = [];
  for (const item of history)
    if (item.role !== "assistant" || kept.at(-1)?.role !== "assistant") kept.push(item);
  return kept;
}

const tool = fc.record(
  { name: identifier, description: anyText, inputSchema: object },
  { requiredKeys: ["name"] },
);

const responseFormat: fc.Arbitrary<ResponseFormat> = fc.oneof(
  fc.constant({ type: "text" as const }),
  fc.constant({ type: "json-schema" as const, name: "response" }),
  fc.record({
    type: fc.constant("json-schema" as const),
    name: fc.constant("place"),
    schema: object.map((schema) => ({ ...schema, title: "place" })),
  }),
);

const parameters: fc.Arbitrary<JsonObject> = fc.record(
  {
    temperature: fc.constantFrom(0, 0.7, 2),
    topK: fc.integer(),
    maxOutputTokens: fc.integer(),
    candidateCount: fc.integer({ min: 1, max: 8 }),
    stopSequences: fc.array(anyText, { maxLength: 4 }),
    thinkingConfig: object,
    safetySettings: fc.array(object, { maxLength: 2 }),
    labels: object,
    store: fc.boolean(),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const unknownFields: fc.Arbitrary<JsonObject> = fc
  .dictionary(
    fc.oneof(
      identifier.map((name) => `x_${name}`),
      identifier.map((name) => `generationConfig.x_${name}`),
    ),
    fc.jsonValue().filter((value) => value !== null),
    { maxKeys: 3, noNullPrototype: true },
  )
  .map((fields) => JSON.parse(JSON.stringify(fields)) as JsonObject);

export const anyRequest: fc.Arbitrary<TurnRequest> = fc
  .uniqueArray(tool, { selector: ({ name }) => name, maxLength: 4 })
  .chain((tools) => {
    const choices: ToolChoice[] = [{ type: "auto" }, { type: "none" }];
    if (tools.length > 0)
      choices.push({ type: "required" }, { type: "tool", toolName: tools[0]!.name });
    return fc.record({
      messages,
      tools: fc.constant(tools),
      toolChoice: fc.constantFrom(...choices),
      allowsParallelToolCalls: fc.constant(true),
      responseFormat,
      parameters,
      unknownFields,
    });
  });
