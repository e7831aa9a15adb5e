import { describe, expect, it } from "vitest";

import type { JsonObject, JsonValue } from "../../../src/core/json";
import type { DecodeHints } from "../../../src/protocols/codec";
import { geminiGenerateContent } from "../../../src/protocols/gemini-generate-content";
import { decodeOrThrow } from "../codec.conformance";

function decode(fields: JsonObject, hints: DecodeHints = {}) {
  return decodeOrThrow(
    geminiGenerateContent,
    { contents: [{ parts: [{ text: "Hi" }] }], ...fields },
    { model: "a-session", ...hints },
  );
}

function decodeConfig(generationConfig: JsonObject) {
  return decode({ generationConfig }).request;
}

const PLAIN = decode({}).request;

describe("spellings", () => {
  const CAMEL: JsonObject = {
    systemInstruction: { parts: [{ text: "S" }] },
    contents: [
      { role: "user", parts: [{ inlineData: { mimeType: "image/png", data: "AA==" } }] },
      { role: "model", parts: [{ functionCall: { id: "1", name: "f", args: { a_b: 1 } } }] },
      { parts: [{ functionResponse: { id: "1", name: "f", response: { c_d: 2 } } }] },
      { parts: [{ fileData: { fileUri: "gs://b/f.pdf", mimeType: "application/pdf" } }] },
    ],
    tools: [
      {
        functionDeclarations: [
          {
            name: "f",
            parameters: {
              type: "OBJECT",
              properties: { a_b: { anyOf: [{ type: "STRING", maxLength: "9" }] } },
            },
          },
          { name: "g", parametersJsonSchema: { x_y: 1 } },
        ],
      },
      { googleSearch: {} },
    ],
    toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["f"] } },
    safetySettings: [{ category: "C", threshold: "BLOCK_NONE" }],
    generationConfig: {
      topK: 3,
      maxOutputTokens: 10,
      stopSequences: ["END"],
      responseMimeType: "application/json",
      responseSchema: { type: "ARRAY", items: { type: "STRING" }, minItems: "1" },
      thinkingConfig: { thinking_budget: 5 },
    },
  };

  it("are camelCase or snake_case, wherever the names are Google's", () => {
    const camel = decode(CAMEL);
    expect(decode(inSnakeCase(CAMEL) as JsonObject)).toEqual(camel);
    expect(camel.request.messages[2]?.parts).toEqual([
      { type: "tool-call", toolCallId: "1", toolName: "f", input: '{"a_b":1}' },
    ]);
    expect(camel.request.tools[1]?.inputSchema).toEqual({ x_y: 1 });
  });

  it("may leave out the brackets of a list of one, as Google's examples do", () => {
    const { messages, tools } = decode({
      system_instruction: { parts: { text: "S" } },
      contents: { role: "USER", parts: { text: "U" } },
      tools: { function_declarations: { name: "f" } },
    }).request;
    expect(messages).toEqual([
      { role: "system", parts: [{ type: "text", text: "S" }] },
      { role: "user", parts: [{ type: "text", text: "U" }] },
    ]);
    expect(tools).toEqual([{ name: "f" }]);
  });

  it("may have the numbers of Google's enumerations for their names", () => {
    const { request } = decode({
      tools: [{ functionDeclarations: [{ name: "f", parameters: { type: 6, properties: {} } }] }],
      toolConfig: { functionCallingConfig: { mode: 2 } },
      generationConfig: {
        responseModalities: [1],
        responseSchema: { type: 3, format: "enum", enum: ["1"] },
        mediaResolution: 2,
      },
    });
    expect(request).toMatchObject({
      tools: [{ name: "f", inputSchema: { type: "object", properties: {} } }],
      toolChoice: { type: "required" },
      responseFormat: { schema: { type: "integer", enum: [1] } },
      parameters: { mediaResolution: 2 },
    });
  });

  it("take null for what is absent", () => {
    const nulls = ["systemInstruction", "tools", "toolConfig", "generationConfig", "cachedContent"];
    expect(decode(Object.fromEntries(nulls.map((name) => [name, null]))).request).toEqual(PLAIN);
    expect(
      decodeConfig({
        temperature: null,
        stopSequences: null,
        responseSchema: null,
        logprobs: null,
      }),
    ).toEqual(PLAIN);
  });
});

describe("parameters", () => {
  it("are shown as they were sent, under the vendor's names", () => {
    const config = {
      temperature: 0.2,
      topP: 1,
      topK: 40,
      maxOutputTokens: 100,
      seed: 2 ** 40,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      candidateCount: 2,
      stopSequences: ["", "END"],
      mediaResolution: "MEDIA_RESOLUTION_LOW",
      thinkingConfig: { includeThoughts: true, thinkingLevel: "HIGH" },
    };
    const fields = {
      safetySettings: [{ category: "C", threshold: "T" }],
      labels: { team: "a" },
      serviceTier: "flex",
      store: false,
    };
    const { request, context } = decode({
      ...fields,
      generationConfig: config,
      toolConfig: { retrievalConfig: { languageCode: "en" } },
    });
    expect(request.parameters).toEqual({
      ...config,
      ...fields,
      retrievalConfig: { languageCode: "en" },
    });
    expect(request.unknownFields).toEqual({});
    expect(context.options).toEqual({
      candidateCount: 2,
      stopSequences: ["END"],
      framing: "sse",
    });
  });

  it("are recorded with their values where they are unknown", () => {
    const { request } = decode({
      x_new: [1],
      anotherNew: null,
      generation_config: { x_new: { a: 1 }, topK: 1 },
    });
    expect(request.unknownFields).toEqual({
      x_new: [1],
      anotherNew: null,
      "generationConfig.x_new": { a: 1 },
    });
    expect(request.parameters).toEqual({ topK: 1 });
  });

  it("are taken where they change nothing", () => {
    expect(
      decodeConfig({
        responseLogprobs: false,
        responseModalities: ["TEXT"],
        responseMimeType: "text/plain",
        responseFormat: [{ text: { mimeType: "TEXT_PLAIN" } }],
      }),
    ).toEqual(PLAIN);
    expect(decodeConfig({ responseModalities: "text" })).toEqual(PLAIN);
  });

  it("come from the path before the body", () => {
    const hints = { model: "from-path", isStream: true, framing: "json-array" } as const;
    const { model, context } = decode({ model: "models/from-body" }, hints);
    expect([model, context.model, context.isStream, context.options["framing"]]).toEqual([
      "from-path",
      "from-path",
      true,
      "json-array",
    ]);
  });

  it("of a count of tokens are the contents or a whole request", () => {
    const contents = [{ parts: [{ text: "Count me." }] }];
    const hints = { model: "m", operation: "count-tokens" } as const;
    const generateContentRequest = { model: "models/m", contents };
    const count = (body: JsonObject): number =>
      decodeOrThrow(geminiGenerateContent, body, hints).context.inputTokens;
    expect(count({ generateContentRequest })).toBe(count({ contents }));
    expect(count({ generate_content_request: generateContentRequest })).toBeGreaterThan(0);
  });
});

describe("the form of the reply", () => {
  const SCHEMA = { type: "OBJECT", title: "Place", properties: { city: { type: "STRING" } } };
  const JSON_SCHEMA = {
    type: "object",
    title: "Place",
    properties: { city: { type: "string" } },
  };

  it.each<[string, JsonObject]>([
    ["Google's schema", { responseMimeType: "application/json", responseSchema: SCHEMA }],
    ["a schema alone", { responseSchema: SCHEMA }],
    ["a JSON Schema", { responseMimeType: "application/json", responseJsonSchema: JSON_SCHEMA }],
    ["the field's first name", { _responseJsonSchema: JSON_SCHEMA }],
    [
      "a response format",
      { responseFormat: [{ text: { mimeType: "APPLICATION_JSON", schema: JSON_SCHEMA } }] },
    ],
    [
      "a response format without brackets",
      { response_format: { text: { mime_type: "application/json", schema: JSON_SCHEMA } } },
    ],
  ])("is JSON after %s", (_, config) => {
    expect(decodeConfig(config).responseFormat).toEqual({
      type: "json-schema",
      name: "Place",
      schema: JSON_SCHEMA,
    });
  });

  it("is any JSON without a schema, as the common wish is a list", () => {
    expect(decodeConfig({ responseMimeType: "application/json" }).responseFormat).toEqual({
      type: "json-schema",
      name: "response",
    });
  });

  it("is a bare word of an enumeration, of which the person is told", () => {
    const responseSchema = { type: "STRING", format: "enum", enum: ["yes", "no"] };
    const request = decodeConfig({ responseMimeType: "text/x.enum", responseSchema });
    expect(request.responseFormat).toEqual({ type: "text" });
    expect(request.parameters).toEqual({
      responseMimeType: "text/x.enum",
      responseSchema: { type: "string", enum: ["yes", "no"] },
    });
  });
});

describe("tools", () => {
  const tools = [
    { functionDeclarations: [{ name: "a", description: "A" }, { name: "b" }] },
    { functionDeclarations: [{ name: "c", behavior: "BLOCKING", response: { type: "STRING" } }] },
  ];
  const choose = (functionCallingConfig: JsonObject) => {
    const { request } = decode({ tools, toolConfig: { functionCallingConfig } });
    return [request.toolChoice, request.tools.map(({ name }) => name)];
  };

  it("are all functions of all tools", () => {
    expect(decode({ tools }).request.tools).toEqual([
      { name: "a", description: "A" },
      { name: "b" },
      { name: "c" },
    ]);
  });

  it.each<[JsonObject, JsonValue]>([
    [{}, [{ type: "auto" }, ["a", "b", "c"]]],
    [{ mode: "MODE_UNSPECIFIED" }, [{ type: "auto" }, ["a", "b", "c"]]],
    [{ mode: "none" }, [{ type: "none" }, ["a", "b", "c"]]],
    [{ mode: "ANY" }, [{ type: "required" }, ["a", "b", "c"]]],
    [{ mode: "ANY", allowedFunctionNames: ["c", "a"] }, [{ type: "required" }, ["a", "c"]]],
    [
      { mode: "ANY", allowedFunctionNames: ["b"] },
      [{ type: "tool", toolName: "b" }, ["a", "b", "c"]],
    ],
    [{ mode: "VALIDATED" }, [{ type: "auto" }, ["a", "b", "c"]]],
    [{ mode: "VALIDATED", allowedFunctionNames: ["b"] }, [{ type: "auto" }, ["b"]]],
  ])("are chosen by %j", (config, expected) => {
    expect(choose(config)).toEqual(expected);
  });

  it("of Google's own are shown by name, and nothing of their keys", () => {
    const { request } = decode({
      tools: [
        { google_search: {}, urlContext: {} },
        { parallelAiSearch: { apiKey: "a-secret" } },
        { codeExecution: {} },
      ],
    });
    expect(request.tools).toEqual([]);
    expect(request.parameters).toEqual({
      tools: ["googleSearch", "urlContext", "parallelAiSearch", "codeExecution"],
    });
  });
});

/** Google's names, at the places where they are. Everything else is the client's own. */
const CLIENTS_OWN: ReadonlySet<string> = new Set([
  "args",
  "response",
  "properties",
  "parametersJsonSchema",
  "thinkingConfig",
]);

function inSnakeCase(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item) => inSnakeCase(item as JsonValue));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      name === "properties"
        ? Object.fromEntries(
            Object.entries(item as JsonObject).map(([key, schema]) => [key, inSnakeCase(schema)]),
          )
        : CLIENTS_OWN.has(name)
          ? item
          : inSnakeCase(item),
    ]),
  );
}
