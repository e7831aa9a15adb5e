import fc from "fast-check";

import type { JsonObject } from "../../../src/core/json";
import type { Message, Part } from "../../../src/core/message";
import type { ResponseFormat, ToolChoice, TurnRequest } from "../../../src/core/turn";
import { anyText, identifier } from "../arbitraries";

/** Every neutral request that Responses can express. */

const base64 = fc.base64String({ maxLength: 24 });
const url = fc.webUrl({ withQueryParameters: true });
const dataSource = (mediaTypes: readonly string[]) =>
  fc.record({
    kind: fc.constant("data" as const),
    mediaType: fc.constantFrom(...mediaTypes),
    base64,
  });
const urlSource = fc.record({ kind: fc.constant("url" as const), url });

const text = fc.record({ type: fc.constant("text" as const), text: anyText });
const refusal = fc.record({ type: fc.constant("refusal" as const), text: anyText });
const image = fc.record(
  {
    type: fc.constant("image" as const),
    source: fc.oneof(
      urlSource,
      dataSource(["image/png", "image/svg+xml;charset=utf-8"]),
      fc.record({ kind: fc.constant("file-id" as const), fileId: identifier }),
    ),
    detail: fc.constantFrom("auto", "low", "high"),
  },
  { requiredKeys: ["type", "source"] },
);
const audioOf = (format: string, mediaType: string) =>
  fc.record({
    type: fc.constant("audio" as const),
    source: dataSource([mediaType]),
    format: fc.constant(format),
  });
const audio = fc.oneof(audioOf("mp3", "audio/mpeg"), audioOf("wav", "audio/wav"));
const file = fc.record(
  {
    type: fc.constant("file" as const),
    source: fc.oneof(
      urlSource,
      dataSource(["application/pdf"]),
      fc.record({ kind: fc.constant("file-id" as const), fileId: identifier }),
    ),
    filename: anyText,
  },
  { requiredKeys: ["type", "source"] },
);
const media = fc.oneof({ weight: 3, arbitrary: text }, image, audio, file);

const toolCall = fc.record({
  type: fc.constant("tool-call" as const),
  toolCallId: identifier,
  toolName: identifier,
  input: fc.oneof(fc.json(), anyText),
});
const toolResult = fc.record({
  type: fc.constant("tool-result" as const),
  toolCallId: identifier,
  content: fc.array(media, { minLength: 1, maxLength: 3 }),
});

function messageOf<R extends Message["role"]>(
  role: fc.Arbitrary<R>,
  parts: fc.Arbitrary<readonly Part[]>,
): fc.Arbitrary<Message> {
  return fc.record({ role, parts });
}

const someOf = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.array(arbitrary, { minLength: 1, maxLength: 3 });

const message: fc.Arbitrary<Message> = fc.oneof(
  messageOf(fc.constantFrom("system", "developer", "user"), someOf(media)),
  messageOf(
    fc.constant("assistant"),
    fc
      .tuple(
        fc.array(fc.oneof(text, refusal), { maxLength: 3 }),
        fc.array(toolCall, { maxLength: 3 }),
      )
      .map(([content, calls]) => [...content, ...calls]),
  ),
  fc.record({ role: fc.constant("tool" as const), parts: fc.tuple(toolResult) }),
);

const schema: fc.Arbitrary<JsonObject> = fc
  .dictionary(identifier, fc.jsonValue(), { maxKeys: 4, noNullPrototype: true })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);

const tool = fc.record(
  { name: identifier, description: anyText, inputSchema: schema, strict: fc.boolean() },
  { requiredKeys: ["name"] },
);

const responseFormat: fc.Arbitrary<ResponseFormat> = fc.oneof(
  fc.constant({ type: "text" as const }),
  fc.constant({ type: "json" as const }),
  fc.record(
    {
      type: fc.constant("json-schema" as const),
      name: identifier,
      schema,
      description: anyText,
      strict: fc.boolean(),
    },
    { requiredKeys: ["type", "name"] },
  ),
);

const parameters: fc.Arbitrary<JsonObject> = fc.record(
  {
    temperature: fc.constantFrom(0, 0.7, 2),
    max_output_tokens: fc.integer(),
    reasoning: fc.constant({ effort: "high" }),
    text: fc.constant({ verbosity: "low" }),
    metadata: schema,
    user: anyText,
    truncation: fc.constantFrom("auto", "disabled"),
    store: fc.boolean(),
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

/** Calls belong to the assistant's words before them, so a message of calls alone cannot follow another of the assistant's. */
function areApart(messages: readonly Message[]): boolean {
  return messages.every(
    ({ role, parts }, index) =>
      role !== "assistant" ||
      parts[0]?.type !== "tool-call" ||
      messages[index - 1]?.role !== "assistant",
  );
}

export const anyRequest: fc.Arbitrary<TurnRequest> = fc
  .uniqueArray(tool, { selector: ({ name }) => name, maxLength: 4 })
  .chain((tools) => {
    const choices: ToolChoice[] = [{ type: "auto" }, { type: "none" }];
    if (tools.length > 0)
      choices.push({ type: "required" }, { type: "tool", toolName: tools[0]!.name });
    return fc.record({
      messages: fc.array(message, { minLength: 1, maxLength: 6 }).filter(areApart),
      tools: fc.constant(tools),
      toolChoice: fc.constantFrom(...choices),
      allowsParallelToolCalls: fc.boolean(),
      responseFormat,
      parameters,
      unknownFields,
    });
  });
