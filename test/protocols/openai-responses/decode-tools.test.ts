import { describe, expect, it } from "vitest";

import type { JsonObject } from "../../../src/core/json";
import { openAiResponses } from "../../../src/protocols/openai-responses";
import { decodeOrThrow } from "../codec.conformance";

function decode(fields: JsonObject) {
  return decodeOrThrow(openAiResponses, { model: "a-session", input: "Hi", ...fields });
}

const said = (role: string, text: string) => ({ role, parts: [{ type: "text", text }] });

/** The arguments of a custom tool. */
const textInput = (description: object) => ({
  type: "object",
  properties: { input: { type: "string", ...description } },
  required: ["input"],
  additionalProperties: false,
});

describe("tools", () => {
  it("decodes functions with null for what is absent", () => {
    const nulls = { type: "function", name: "f", description: null, parameters: null };
    expect(decode({ tools: [{ ...nulls, strict: null }] }).request.tools).toEqual([{ name: "f" }]);
  });

  it("keeps a schema's keys in their order, whatever they are named", () => {
    const parameters = JSON.parse('{"z":1,"__proto__":{"type":"object"},"a":2}') as JsonObject;
    const { tools } = decode({ tools: [{ type: "function", name: "f", parameters }] }).request;
    expect(JSON.stringify(tools[0]?.inputSchema)).toBe(JSON.stringify(parameters));
  });

  it("tolerates what nobody can call here, and shows it as that", () => {
    const hosted = [
      { type: "local_shell" },
      { type: "web_search", search_context_size: "low" },
      { type: "tool_search" },
      { type: "mcp", server_label: "docs", server_url: "https://example.com" },
    ];
    const { request } = decode({
      tools: [hosted[0]!, { type: "function", name: "f" }, ...hosted.slice(1)],
      tool_choice: "auto",
    });
    expect(request.tools).toEqual([{ name: "f" }]);
    expect(request.parameters).toEqual({ tools_not_callable: hosted });
  });

  it("shows nobody the credentials of other servers, and repeats none in the response", () => {
    const network = { type: "allowlist", allowed_domains: ["a.test"] };
    const secrets = [{ domain: "a.test", name: "KEY", value: "secret" }];
    const { request, context } = decode({
      tools: [
        {
          type: "mcp",
          server_label: "docs",
          server_url: "https://user:secret@mcp.test/s/secret/mcp?key=secret",
          authorization: "secret",
          headers: { "x-api-key": "secret" },
        },
        {
          type: "shell",
          environment: {
            type: "container_auto",
            network_policy: { ...network, domain_secrets: secrets },
          },
        },
      ],
    });
    const clean = [
      { type: "mcp", server_label: "docs", server_url: "https://mcp.test" },
      { type: "shell", environment: { type: "container_auto", network_policy: network } },
    ];
    expect(request.parameters).toEqual({ tools_not_callable: clean });
    expect(context.options["tools"]).toEqual(clean);
    expect(JSON.stringify([request, context])).not.toContain("secret");
  });

  it("offers custom tools as tools with one text, and tools of a group under its name", () => {
    const grammar = { type: "grammar", syntax: "lark", definition: "start: patch" };
    const { request, context } = decode({
      tools: [
        { type: "custom", name: "apply_patch", description: "Edits.", format: grammar },
        {
          type: "namespace",
          name: "docs",
          description: "Documents",
          tools: [
            { type: "function", name: "find", parameters: { type: "object" }, strict: false },
            { type: "custom", name: "ask" },
          ],
        },
      ],
      tool_choice: { type: "custom", name: "ask" },
    });
    expect(request.tools).toEqual([
      {
        name: "apply_patch",
        description: "Edits.",
        inputSchema: textInput({ description: "lark: start: patch" }),
      },
      { name: "docs__find", inputSchema: { type: "object" }, strict: false },
      { name: "docs__ask", inputSchema: textInput({}) },
    ]);
    expect(request.toolChoice).toEqual({ type: "tool", toolName: "docs__ask" });
    expect(context.options["call_forms"]).toEqual({
      apply_patch: { name: "apply_patch", isCustom: true },
      docs__find: { name: "find", namespace: "docs" },
      docs__ask: { name: "ask", namespace: "docs", isCustom: true },
    });
  });

  it("offers tools that come as an item of the input", () => {
    const input = [
      {
        type: "additional_tools",
        role: "developer",
        tools: [
          { type: "namespace", name: "functions", tools: [{ type: "custom", name: "exec" }] },
        ],
      },
      { role: "user", content: "U" },
    ];
    const { request } = decode({ input, tools: [{ type: "function", name: "f" }] });
    expect(request.tools.map(({ name }) => name)).toEqual(["f", "functions__exec"]);
    expect(request.messages).toEqual([said("user", "U")]);
  });

  it("offers only the allowed functions", () => {
    const tools = ["a", "b", "c"].map((name) => ({ type: "function", name }));
    const { request } = decode({
      tools: [...tools, { type: "web_search" }],
      tool_choice: {
        type: "allowed_tools",
        mode: "required",
        tools: [tools[2]!, { type: "web_search" }, tools[0]!],
      },
    });
    expect([request.tools, request.toolChoice]).toEqual([
      [{ name: "a" }, { name: "c" }],
      { type: "required" },
    ]);
  });
});
