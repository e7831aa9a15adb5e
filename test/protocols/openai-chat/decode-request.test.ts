import { describe, expect, it } from "vitest";

import type { JsonObject, JsonValue } from "../../../src/core/json";
import { openAiChat } from "../../../src/protocols/openai-chat";
import { decodeOrThrow } from "../codec.conformance";

function decode(fields: JsonObject) {
  return decodeOrThrow(openAiChat, {
    model: "a-session",
    messages: [{ role: "user", content: "Hi" }],
    ...fields,
  });
}

function decodeMessages(...messages: JsonValue[]) {
  return decode({ messages }).request.messages;
}

const tool = (name: string) => ({ type: "function", function: { name } });

describe("messages", () => {
  it("decodes every role", () => {
    const messages = decodeMessages(
      { role: "system", content: "S" },
      { role: "developer", content: [{ type: "text", text: "D" }] },
      { role: "user", content: "U", name: "ann" },
      { role: "assistant", content: null },
      { role: "tool", tool_call_id: "call_1", content: "T" },
    );
    expect(messages).toEqual([
      { role: "system", parts: [{ type: "text", text: "S" }] },
      { role: "developer", parts: [{ type: "text", text: "D" }] },
      { role: "user", name: "ann", parts: [{ type: "text", text: "U" }] },
      { role: "assistant", parts: [] },
      {
        role: "tool",
        parts: [
          { type: "tool-result", toolCallId: "call_1", content: [{ type: "text", text: "T" }] },
        ],
      },
    ]);
  });

  it("takes more parts and more calls than a function can have arguments", () => {
    const count = 250_000;
    const content = Array.from({ length: count }, () => ({ type: "text", text: "" }));
    const call = { id: "call_1", type: "function", function: { name: "f", arguments: "{}" } };
    const tool_calls = Array.from({ length: count }, () => call);
    const [message] = decodeMessages({ role: "assistant", content, tool_calls });
    expect(message?.parts).toHaveLength(2 * count);
  });

  it("takes an assistant message without content, with an empty list, and with its refusal beside it", () => {
    expect(
      decodeMessages(
        { role: "assistant" },
        { role: "assistant", content: [], tool_calls: [] },
        {
          role: "assistant",
          content: null,
          refusal: "No.",
          tool_calls: null,
          function_call: null,
          audio: null,
        },
        { role: "assistant", content: "", annotations: [], reasoning_content: "hm" },
        { role: "assistant", audio: { id: "audio_1" } },
      ).map((message) => message.parts),
    ).toEqual([
      [],
      [],
      [{ type: "refusal", text: "No." }],
      [{ type: "text", text: "" }],
      [{ type: "audio", source: { kind: "file-id", fileId: "audio_1" } }],
    ]);
  });

  it("keeps what it knows of parts with more fields", () => {
    const part = {
      type: "text",
      text: "Hi",
      cache_control: { type: "ephemeral" },
      prompt_cache_breakpoint: {},
    };
    expect(decodeMessages({ role: "user", content: [part], extra: 1 })).toEqual([
      { role: "user", parts: [{ type: "text", text: "Hi" }] },
    ]);
  });

  it("takes files as bare base64 and links, and images by data URLs of any case", () => {
    const [message] = decodeMessages({
      role: "user",
      content: [
        { type: "file", file: { file_data: "AAAA", filename: "a.pdf" } },
        { type: "file", file: { file_data: "https://example.com/a.pdf" } },
        { type: "image_url", image_url: { url: "DATA:image/png;BASE64,AAAA" } },
        { type: "image_url", image_url: { url: "data:image/svg+xml,<svg/>", detail: null } },
      ],
    });
    expect(message?.parts).toEqual([
      {
        type: "file",
        source: { kind: "data", mediaType: "application/octet-stream", base64: "AAAA" },
        filename: "a.pdf",
      },
      { type: "file", source: { kind: "url", url: "https://example.com/a.pdf" } },
      { type: "image", source: { kind: "data", mediaType: "image/png", base64: "AAAA" } },
      { type: "image", source: { kind: "url", url: "data:image/svg+xml,<svg/>" } },
    ]);
  });

  it("reads calls of custom tools in a history from elsewhere", () => {
    const [message] = decodeMessages({
      role: "assistant",
      tool_calls: [{ id: "call_1", type: "custom", custom: { name: "shell", input: "ls -l" } }],
    });
    expect(message?.parts).toEqual([
      { type: "tool-call", toolCallId: "call_1", toolName: "shell", input: "ls -l" },
    ]);
  });

  it("gives legacy calls and their results ids that stay the same as the history grows", () => {
    const history = [
      { role: "assistant", content: null, function_call: { name: "f", arguments: "{}" } },
      { role: "function", name: "f", content: "1" },
      { role: "assistant", content: null, function_call: { name: "f", arguments: "{}" } },
      { role: "function", name: "f", content: null },
    ];
    const messages = decodeMessages(...history);
    expect(messages).toEqual([
      {
        role: "assistant",
        parts: [{ type: "tool-call", toolCallId: "legacy_f_1", toolName: "f", input: "{}" }],
      },
      {
        role: "tool",
        parts: [
          {
            type: "tool-result",
            toolCallId: "legacy_f_1",
            content: [{ type: "text", text: "1" }],
            toolName: "f",
          },
        ],
      },
      {
        role: "assistant",
        parts: [{ type: "tool-call", toolCallId: "legacy_f_2", toolName: "f", input: "{}" }],
      },
      {
        role: "tool",
        parts: [{ type: "tool-result", toolCallId: "legacy_f_2", content: [], toolName: "f" }],
      },
    ]);
    expect(decodeMessages(...history.slice(0, 2))).toEqual(messages.slice(0, 2));
  });
});

describe("tools", () => {
  it("decodes functions with null for what is absent", () => {
    const nulls = { name: "f", description: null, parameters: null, strict: null };
    expect(decode({ tools: [{ type: "function", function: nulls }] }).request.tools).toEqual([
      { name: "f" },
    ]);
  });

  it("keeps a schema's keys in their order", () => {
    const parameters = {
      type: "object",
      properties: { z: { type: "string" }, a: { $ref: "#" } },
      $defs: {},
    };
    const { tools } = decode({
      tools: [{ type: "function", function: { name: "f", parameters } }],
    }).request;
    expect(JSON.stringify(tools[0]?.inputSchema)).toBe(JSON.stringify(parameters));
  });

  it("keeps a schema's property of any name", () => {
    const parameters = JSON.parse('{"__proto__":{"type":"object"},"constructor":1}') as JsonObject;
    const { tools } = decode({
      tools: [{ type: "function", function: { name: "f", parameters } }],
    }).request;
    expect(JSON.stringify(tools[0]?.inputSchema)).toBe(JSON.stringify(parameters));
  });

  it("offers only the allowed tools", () => {
    const { tools, toolChoice } = decode({
      tools: [tool("a"), tool("b"), tool("c")],
      tool_choice: {
        type: "allowed_tools",
        allowed_tools: { mode: "required", tools: [tool("c"), tool("a")] },
      },
    }).request;
    expect({ tools, toolChoice }).toEqual({
      tools: [{ name: "a" }, { name: "c" }],
      toolChoice: { type: "required" },
    });
  });

  it("takes auto, none and null as a choice where there are no tools", () => {
    for (const choice of ["auto", "none", null]) {
      const { toolChoice } = decode({ tools: [], tool_choice: choice }).request;
      expect(toolChoice).toEqual({ type: choice ?? "auto" });
    }
  });

  it("decodes legacy functions into tools and remembers how to answer", () => {
    const { request, context } = decode({
      functions: [{ name: "f", description: "F", parameters: { type: "object" } }, { name: "g" }],
      function_call: { name: "g" },
    });
    expect(request).toMatchObject({
      tools: [{ name: "f", description: "F", inputSchema: { type: "object" } }, { name: "g" }],
      toolChoice: { type: "tool", toolName: "g" },
      allowsParallelToolCalls: false,
    });
    expect(context.options).toMatchObject({ isLegacyFunctions: true });
  });

  it("takes empty functions beside tools for none", () => {
    const { request, context } = decode({
      functions: [],
      function_call: "auto",
      tools: [tool("a")],
    });
    expect(request.tools).toEqual([{ name: "a" }]);
    expect(context.options).toMatchObject({ isLegacyFunctions: false });
  });
});

describe("parameters", () => {
  it("shows what a person can heed, as it was sent, without nulls", () => {
    const shown = {
      temperature: 0.2,
      top_p: 1,
      seed: 2 ** 63,
      logit_bias: { "50256": -100 },
      max_completion_tokens: 100,
      reasoning_effort: "high",
      verbosity: "low",
      stop: "END",
      n: 2,
      prediction: { type: "content", content: "maybe" },
      metadata: { thread: "7" },
      user: "u",
      safety_identifier: "s",
      prompt_cache_key: "k",
      service_tier: "flex",
      store: true,
    };
    const { request } = decode({ ...shown, max_tokens: null, frequency_penalty: null });
    expect(request.parameters).toEqual(shown);
    expect(request.unknownFields).toEqual({});
  });

  it("records fields that it does not know, with their values", () => {
    const unknown =
      '"num_ctx":4096,"chat_template_kwargs":{"a":[1]},"plugins":null,"__proto__":{"a":1}';
    const body = JSON.parse(`{${unknown}}`) as JsonObject;
    expect(JSON.stringify(decode(body).request.unknownFields)).toBe(`{${unknown}}`);
  });

  it("takes what changes nothing as given", () => {
    expect(
      decode({
        logprobs: false,
        top_logprobs: null,
        modalities: ["text"],
        audio: null,
        web_search_options: null,
      }).request.parameters,
    ).toEqual({});
  });

  it("takes null for every parameter that may be absent", () => {
    const names = [
      "stream",
      "stream_options",
      "n",
      "tools",
      "functions",
      "tool_choice",
      "function_call",
    ];
    const more = [
      "parallel_tool_calls",
      "response_format",
      "stop",
      "temperature",
      "metadata",
      "service_tier",
    ];
    const { request } = decode(Object.fromEntries([...names, ...more].map((name) => [name, null])));
    expect(request).toEqual(decode({}).request);
  });

  it("remembers for the response only what it needs", () => {
    const fields = {
      stream: true,
      n: 3,
      stop: ["", "a", "b"],
      stream_options: { include_usage: true },
      service_tier: "auto",
    };
    expect(decode(fields).context).toEqual({
      model: "a-session",
      isStream: true,
      inputTokens: expect.any(Number) as number,
      options: {
        choiceCount: 3,
        includesUsage: true,
        stopSequences: ["a", "b"],
        isLegacyFunctions: false,
        echoesServiceTier: true,
      },
    });
  });

  it("prefers the model and the mode of the path", () => {
    const body = { messages: [{ role: "user", content: "Hi" }] };
    const { model, context } = decodeOrThrow(openAiChat, body, {
      model: "from-path",
      isStream: true,
    });
    expect([model, context.model, context.isStream]).toEqual(["from-path", "from-path", true]);
  });
});
