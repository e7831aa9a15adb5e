import { describe, expect, it } from "vitest";

import type { JsonObject } from "../../../src/core/json";
import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import { decodeOrThrow } from "../codec.conformance";
import { withFields } from "./faulty-body";

function decode(fields: JsonObject) {
  return decodeOrThrow(anthropicMessages, withFields(fields));
}

describe("a request", () => {
  it("is decoded as the SDK sends it", () => {
    const { model, request, context } = decodeOrThrow(anthropicMessages, {
      model: "town-guard-7",
      max_tokens: 1_024,
      temperature: 0.5,
      system: "You guard the town.",
      messages: [
        { role: "user", content: "Who goes there?" },
        { role: "assistant", content: [{ type: "text", text: "A friend.", citations: null }] },
        { role: "user", content: [{ type: "text", text: "Prove it." }] },
      ],
      tools: [
        {
          name: "draw_sword",
          description: "Draws a sword.",
          input_schema: { type: "object", properties: {} },
          strict: true,
          cache_control: { type: "ephemeral" },
          input_examples: [{}],
        },
      ],
      tool_choice: { type: "any", disable_parallel_tool_use: true },
      stream: true,
    });
    expect(model).toBe("town-guard-7");
    expect(request).toEqual({
      messages: [
        { role: "system", parts: [{ type: "text", text: "You guard the town." }] },
        { role: "user", parts: [{ type: "text", text: "Who goes there?" }] },
        { role: "assistant", parts: [{ type: "text", text: "A friend." }] },
        { role: "user", parts: [{ type: "text", text: "Prove it." }] },
      ],
      tools: [
        {
          name: "draw_sword",
          description: "Draws a sword.",
          inputSchema: { type: "object", properties: {} },
          strict: true,
        },
      ],
      toolChoice: { type: "required" },
      allowsParallelToolCalls: false,
      responseFormat: { type: "text" },
      parameters: { max_tokens: 1_024, temperature: 0.5 },
      unknownFields: {},
    });
    expect(context).toEqual({
      model: "town-guard-7",
      isStream: true,
      inputTokens: context.inputTokens,
      options: { stopSequences: [], isBeta: false, bearsNoEmptyText: false },
    });
  });

  it("is decoded with null for everything that it leaves out", () => {
    const { request, context } = decode({
      system: null,
      stream: null,
      tools: null,
      tool_choice: null,
      temperature: null,
      stop_sequences: null,
      metadata: null,
      output_config: null,
      output_format: null,
      mcp_servers: null,
      thread: null,
      thinking: null,
    });
    expect(request).toMatchObject({ tools: [], toolChoice: { type: "auto" }, unknownFields: {} });
    expect(request.parameters).toEqual({ max_tokens: 64 });
    expect(context.isStream).toBe(false);
  });

  it("may have its system prompt as blocks, or as an empty text", () => {
    const system = [
      { type: "text", text: "One.", cache_control: { type: "ephemeral" } },
      { type: "text", text: "Two." },
    ];
    expect(decode({ system }).request.messages.slice(0, 2)).toEqual([
      { role: "system", parts: [{ type: "text", text: "One." }] },
      { role: "system", parts: [{ type: "text", text: "Two." }] },
    ]);
    expect(decode({ system: "" }).request.messages).toHaveLength(1);
    expect(decode({ system: [] }).request.messages).toHaveLength(1);
  });

  it("shows what a person can heed, under the vendor's names", () => {
    const parameters = {
      max_tokens: 64,
      top_p: 0.9,
      top_k: 5,
      thinking: { type: "enabled", budget_tokens: 2_048 },
      metadata: { user_id: "user-7" },
      service_tier: "standard_only",
      container: { id: "c", skills: [] },
      context_management: { edits: [{ type: "clear_tool_uses_20250919" }] },
      stop_sequences: ["END"],
    };
    const output_config = {
      effort: "low",
      task_budget: { type: "tokens", total: 9 },
      format: null,
    };
    const { request } = decode({ ...parameters, output_config });
    const { format: _, ...shownConfig } = output_config;
    expect(request.parameters).toEqual({ ...parameters, output_config: shownConfig });
  });

  it("tolerates what has no effect here, and records what it does not know", () => {
    const { request } = decode({
      cache_control: { type: "ephemeral" },
      betas: ["context-1m-2025-08-07"],
      anthropic_version: "bedrock-2023-05-31",
      fallback_credit_token: "secret",
      repetition_penalty: 1.1,
    });
    expect(request.parameters).toEqual({ max_tokens: 64 });
    expect(request.unknownFields).toEqual({ repetition_penalty: 1.1 });
  });

  it("shows the names of MCP servers, and never their credentials", () => {
    const { request } = decode({
      mcp_servers: [
        { type: "url", name: "wiki", url: "https://mcp.example/", authorization_token: "secret" },
      ],
      tools: [{ type: "mcp_toolset", mcp_server_name: "wiki" }],
    });
    expect(request.parameters).toMatchObject({ mcp_servers: ["wiki"], hosted_tools: ["wiki"] });
    expect(JSON.stringify(request)).not.toContain("secret");
  });

  it.each(["output_config", "output_format"])("asks for JSON by %s", (place) => {
    const schema = { type: "object", properties: { answer: { type: "number" } } };
    const format = { type: "json_schema", schema };
    const fields = place === "output_config" ? { output_config: { format } } : { [place]: format };
    const { request, context } = decode(fields);
    expect(request.responseFormat).toEqual({ type: "json-schema", name: "output", schema });
    expect(request.parameters).toEqual({ max_tokens: 64 });
    expect(context.options["bearsNoEmptyText"]).toBe(false);
  });

  it("bears no empty text where each text is parsed and a tool call may come instead", () => {
    const output_config = { format: { type: "json_schema", schema: {} } };
    const tools = [{ name: "f", input_schema: {} }];
    expect(decode({ output_config, tools }).context.options["bearsNoEmptyText"]).toBe(true);
    expect(decode({ tools }).context.options["bearsNoEmptyText"]).toBe(false);
  });

  it("wants no turn where it wants no tokens", () => {
    expect(decode({ max_tokens: 0 }).wantsNoTurn).toBe(true);
    expect(decode({ max_tokens: 1 })).not.toHaveProperty("wantsNoTurn");
  });

  it("honours stop sequences, and takes empty ones for none", () => {
    const { context } = decode({ stop_sequences: ["", "END", "\n\nHuman:"] });
    expect(context.options["stopSequences"]).toEqual(["END", "\n\nHuman:"]);
  });
});

describe("the endpoints", () => {
  const [messages, countTokens] = anthropicMessages.endpoints;
  const targetOf = (endpoint: typeof messages, query: string) =>
    endpoint?.readTarget?.(endpoint.path, new URLSearchParams(query));

  it("know the beta form by the query, as the SDK's beta namespace sends it", () => {
    expect(targetOf(messages, "")).toEqual({ operation: "chat", hints: {} });
    expect(targetOf(messages, "beta=true")).toEqual({
      operation: "chat",
      hints: { isBeta: true },
    });
  });

  it("count the tokens of a request that has no limit for its reply", () => {
    const target = targetOf(countTokens, "beta=true");
    expect(target?.operation).toBe("count-tokens");
    const body = {
      model: "m",
      messages: [{ role: "user", content: "How many tokens are these?" }],
    };
    const { context } = decodeOrThrow(anthropicMessages, body, target?.hints);
    expect(context.inputTokens).toBeGreaterThan(4);
  });
});
