import type { MalformedInput } from "../codec.conformance";
import { MISSING, TOOL, withFields } from "./faulty-body";

const SEARCH = { type: "web_search_20260318", name: "web_search" };

export const malformedTools: readonly MalformedInput[] = [
  {
    title: "tools that are an object",
    body: withFields({ tools: {} }),
    code: "invalid_type",
    param: "tools",
  },
  {
    title: "more tools than anyone needs",
    body: withFields({ tools: Array.from({ length: 513 }, () => TOOL) }),
    code: "array_above_max_length",
    param: "tools",
  },
  {
    title: "sets with more tools than anyone needs",
    body: withFields({
      tools: Array.from({ length: 17 }, () => ({ type: "browser_toolset_20260801" })),
    }),
    code: "array_above_max_length",
    param: "tools",
    says: "at most 512 items, but got 527",
  },
  {
    title: "a tool that is a string",
    body: withFields({ tools: ["look_up"] }),
    code: "invalid_type",
    param: "tools[0]",
  },
  {
    title: "a tool without a name",
    body: withFields({ tools: [{ input_schema: {} }] }),
    code: MISSING,
    param: "tools[0].name",
  },
  {
    title: "a tool with a name that the vendor does not allow",
    body: withFields({ tools: [TOOL, { name: "computer.key", input_schema: {} }] }),
    code: "invalid_value",
    param: "tools[1].name",
    says: "letters, digits",
  },
  {
    title: "a tool without a schema",
    body: withFields({ tools: [{ name: "f" }] }),
    code: MISSING,
    param: "tools[0].input_schema",
  },
  {
    title: "a schema that is a list",
    body: withFields({ tools: [{ name: "f", input_schema: [] }] }),
    code: "invalid_type",
    param: "tools[0].input_schema",
    says: "an object, but got an array",
  },
  {
    title: "a tool of an unknown type",
    body: withFields({ tools: [{ type: "teleport_20270101", name: "teleport" }] }),
    code: "invalid_value",
    param: "tools[0].type",
    says: "got 'teleport_20270101'",
  },
  {
    title: "a type that is a number",
    body: withFields({ tools: [{ type: 1, name: "f" }] }),
    code: "invalid_type",
    param: "tools[0].type",
  },
  {
    title: "an MCP toolset without its server",
    body: withFields({ tools: [{ type: "mcp_toolset" }] }),
    code: MISSING,
    param: "tools[0].mcp_server_name",
  },
  {
    title: "MCP servers without a name",
    body: withFields({ mcp_servers: [{ type: "url", url: "https://example.com" }] }),
    code: MISSING,
    param: "mcp_servers[0].name",
  },
  {
    title: "a tool_choice that is a word",
    body: withFields({ tools: [TOOL], tool_choice: "any" }),
    code: "invalid_type",
    param: "tool_choice",
  },
  {
    title: "a tool_choice of an unknown type",
    body: withFields({ tools: [TOOL], tool_choice: { type: "required" } }),
    code: "invalid_value",
    param: "tool_choice.type",
    says: "'any'",
  },
  {
    title: "any tool where there is none",
    body: withFields({ tool_choice: { type: "any" } }),
    code: "invalid_value",
    param: "tool_choice",
  },
  {
    title: "any tool where all are carried out by the vendor",
    body: withFields({ tools: [SEARCH], tool_choice: { type: "any" } }),
    code: "invalid_value",
    param: "tool_choice",
  },
  {
    title: "a tool_choice without a name",
    body: withFields({ tools: [TOOL], tool_choice: { type: "tool" } }),
    code: MISSING,
    param: "tool_choice.name",
  },
  {
    title: "a tool_choice for an unknown tool",
    body: withFields({ tools: [TOOL], tool_choice: { type: "tool", name: "other" } }),
    code: "invalid_value",
    param: "tool_choice.name",
    says: "'other'",
  },
  {
    title: "a tool_choice for what the vendor carries out",
    body: withFields({ tools: [TOOL, SEARCH], tool_choice: { type: "tool", name: "web_search" } }),
    code: "unsupported_value",
    param: "tool_choice.name",
    says: "'web_search'",
  },
  {
    title: "a disable_parallel_tool_use that is a string",
    body: withFields({
      tools: [TOOL],
      tool_choice: { type: "auto", disable_parallel_tool_use: "yes" },
    }),
    code: "invalid_type",
    param: "tool_choice.disable_parallel_tool_use",
  },
];
