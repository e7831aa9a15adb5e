import fc from "fast-check";

import type { JsonObject } from "../../../src/core/json";
import type { Message, Part } from "../../../src/core/message";
import type { ResponseFormat, ToolChoice, TurnRequest } from "../../../src/core/turn";
import { anyText, identifier, nonEmptyText } from "../arbitraries";

/** Every neutral request that the Messages API can express. */

const source = (mediaTypes: readonly string[]) =>
  fc.oneof(
    fc.record({ kind: fc.constant("url" as const), url: fc.webUrl({ withQueryParameters: true }) }),
    fc.record({
      kind: fc.constant("data" as const),
      mediaType: fc.constantFrom(...mediaTypes),
      base64: fc.base64String({ maxLength: 24 }),
    }),
    fc.record({ kind: fc.constant("file-id" as const), fileId: identifier }),
  );

const textOf = (text: fc.Arbitrary<string>) =>
  fc.record({ type: fc.constant("text" as const), text });
const image = fc.record({
  type: fc.constant("image" as const),
  source: source(["image/png", "image/webp"]),
});
const file = fc.record(
  { type: fc.constant("file" as const), source: source(["application/pdf"]), filename: anyText },
  { requiredKeys: ["type", "source"] },
);
const media = fc.oneof({ weight: 3, arbitrary: textOf(anyText) }, image, file);

const schema: fc.Arbitrary<JsonObject> = fc
  .dictionary(identifier, fc.jsonValue(), { maxKeys: 4, noNullPrototype: true })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);

const toolCall = fc.record({
  type: fc.constant("tool-call" as const),
  toolCallId: identifier,
  toolName: identifier,
  input: schema.map((value) => JSON.stringify(value)),
});
const toolResult = fc.record(
  {
    type: fc.constant("tool-result" as const),
    toolCallId: identifier,
    content: fc.array(media, { maxLength: 3 }),
    isError: fc.constant(true),
  },
  { requiredKeys: ["type", "toolCallId", "content"] },
);

function messageOf(
  role: Message["role"],
  parts: fc.Arbitrary<readonly Part[]>,
): fc.Arbitrary<Message> {
  return fc.record({ role: fc.constant(role), parts });
}

const someOf = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.array(arbitrary, { minLength: 1, maxLength: 3 });

const thinking = fc.record({ type: fc.constant("thinking" as const), text: anyText });

const message: fc.Arbitrary<Message> = fc.oneof(
  messageOf("system", someOf(textOf(nonEmptyText))),
  messageOf("user", someOf(media)),
  messageOf("assistant", fc.array(fc.oneof(textOf(nonEmptyText), thinking, toolCall))),
  messageOf("tool", fc.tuple(toolResult)),
);

const tool = fc.record(
  { name: identifier, inputSchema: schema, description: anyText, strict: fc.boolean() },
  { requiredKeys: ["name", "inputSchema"] },
);

const responseFormat: fc.Arbitrary<ResponseFormat> = fc.oneof(
  fc.constant({ type: "text" as const }),
  fc.record({
    type: fc.constant("json-schema" as const),
    name: fc.constant("output"),
    schema,
  }),
);

const parameters: fc.Arbitrary<JsonObject> = fc.record(
  {
    max_tokens: fc.integer({ min: 1 }),
    temperature: fc.constantFrom(0, 0.7, 1),
    top_k: fc.integer(),
    stop_sequences: fc.array(anyText, { maxLength: 4 }),
    thinking: fc.constantFrom<JsonObject>(
      { type: "enabled", budget_tokens: 1_024 },
      { type: "adaptive" },
    ),
    metadata: fc.record({ user_id: anyText }),
    container: fc.oneof(identifier, schema),
    output_config: fc.record({ effort: fc.constantFrom("low", "max") }),
  },
  { requiredKeys: ["max_tokens"] },
);

const unknownFields: fc.Arbitrary<JsonObject> = fc
  .dictionary(
    identifier.map((name) => `x_${name}`),
    fc.jsonValue(),
    { maxKeys: 3, noNullPrototype: true },
  )
  .map((fields) => JSON.parse(JSON.stringify(fields)) as JsonObject);

export const anyRequest: fc.Arbitrary<TurnRequest> = fc
  .uniqueArray(tool, { selector: ({ name }) => name, maxLength: 4 })
  .chain((tools) => {
    const choices: ToolChoice[] = [{ type: "auto" }, { type: "none" }];
    if (tools.length > 0)
      choices.push({ type: "required" }, { type: "tool", toolName: tools[0]!.name });
    return fc
      .record({
        messages: fc.array(message, { minLength: 1, maxLength: 6 }),
        tools: fc.constant(tools),
        toolChoice: fc.constantFrom(...choices),
        allowsParallelToolCalls: fc.boolean(),
        responseFormat,
        parameters,
        unknownFields,
      })
      .map((request) =>
        // With `none` there is nothing to forbid.
        request.toolChoice.type === "none"
          ? { ...request, allowsParallelToolCalls: true }
          : request,
      );
  });
