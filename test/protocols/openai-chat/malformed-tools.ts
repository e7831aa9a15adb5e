import type { MalformedInput } from "../codec.conformance";
import { MISSING, TOOL, withFields } from "./faulty-body";

export const malformedTools: readonly MalformedInput[] = [
  {
    title: "tools that are an object",
    body: withFields({ tools: {} }),
    code: "invalid_type",
    param: "tools",
  },
  {
    title: "a tool without a type",
    body: withFields({ tools: [{ function: { name: "f" } }] }),
    code: MISSING,
    param: "tools[0].type",
  },
  {
    title: "a tool of an unknown type",
    body: withFields({ tools: [TOOL, { type: "web_search" }] }),
    code: "invalid_value",
    param: "tools[1].type",
    says: "got 'web_search'. Supported values: 'function'.",
  },
  {
    title: "a tool without a function",
    body: withFields({ tools: [{ type: "function" }] }),
    code: MISSING,
    param: "tools[0].function",
  },
  {
    title: "a function without a name",
    body: withFields({ tools: [{ type: "function", function: {} }] }),
    code: MISSING,
    param: "tools[0].function.name",
  },
  {
    title: "a function with an empty name",
    body: withFields({ tools: [{ type: "function", function: { name: "" } }] }),
    code: "empty_string",
    param: "tools[0].function.name",
  },
  {
    title: "parameters that are a list",
    body: withFields({ tools: [{ type: "function", function: { name: "f", parameters: [] } }] }),
    code: "invalid_type",
    param: "tools[0].function.parameters",
    says: "an object, but got an array",
  },
  {
    title: "a custom tool",
    body: withFields({ tools: [TOOL, { type: "custom", custom: { name: "shell" } }] }),
    code: "unsupported_value",
    param: "tools[1].type",
    says: "'shell'",
  },
  {
    title: "tools together with functions",
    body: withFields({ tools: [TOOL], functions: [{ name: "f" }] }),
    code: "invalid_value",
    param: "functions",
  },
  {
    title: "a tool_choice that is a number",
    body: withFields({ tool_choice: 1 }),
    code: "invalid_type",
    param: "tool_choice",
  },
  {
    title: "a tool_choice that is unknown",
    body: withFields({ tools: [TOOL], tool_choice: "any" }),
    code: "invalid_value",
    param: "tool_choice",
    says: "'required'",
  },
  {
    title: "a tool_choice of an unknown type",
    body: withFields({ tools: [TOOL], tool_choice: { type: "magic" } }),
    code: "invalid_value",
    param: "tool_choice.type",
    says: "got 'magic'",
  },
  {
    title: "a required tool where there is none",
    body: withFields({ tool_choice: "required" }),
    code: "invalid_value",
    param: "tool_choice",
  },
  {
    title: "a tool_choice for an unknown tool",
    body: withFields({
      tools: [TOOL],
      tool_choice: { type: "function", function: { name: "other" } },
    }),
    code: "invalid_value",
    param: "tool_choice.function.name",
    says: "'other'",
  },
  {
    title: "a tool_choice without a name",
    body: withFields({ tools: [TOOL], tool_choice: { type: "function", function: {} } }),
    code: MISSING,
    param: "tool_choice.function.name",
  },
  {
    title: "a tool_choice for a custom tool",
    body: withFields({ tools: [TOOL], tool_choice: { type: "custom", custom: { name: "shell" } } }),
    code: "unsupported_value",
    param: "tool_choice.type",
  },
  {
    title: "allowed_tools without a mode",
    body: withFields({
      tools: [TOOL],
      tool_choice: { type: "allowed_tools", allowed_tools: { tools: [TOOL] } },
    }),
    code: MISSING,
    param: "tool_choice.allowed_tools.mode",
  },
  {
    title: "allowed_tools with an unknown tool",
    body: withFields({
      tools: [TOOL],
      tool_choice: {
        type: "allowed_tools",
        allowed_tools: { mode: "auto", tools: [{ type: "function", function: { name: "other" } }] },
      },
    }),
    code: "invalid_value",
    param: "tool_choice.allowed_tools.tools",
  },
  {
    title: "a function_call that is unknown",
    body: withFields({ functions: [{ name: "f" }], function_call: "required" }),
    code: "invalid_value",
    param: "function_call",
  },
  {
    title: "a function_call for an unknown function",
    body: withFields({ functions: [{ name: "f" }], function_call: { name: "g" } }),
    code: "invalid_value",
    param: "function_call.name",
    says: "'g'",
  },
  {
    title: "a response_format of an unknown type",
    body: withFields({ response_format: { type: "xml" } }),
    code: "invalid_value",
    param: "response_format.type",
    says: "'json_schema'",
  },
  {
    title: "a json_schema without a name",
    body: withFields({ response_format: { type: "json_schema", json_schema: {} } }),
    code: MISSING,
    param: "response_format.json_schema.name",
  },
];
