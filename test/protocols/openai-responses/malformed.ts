import type { MalformedInput } from "../codec.conformance";
import { MISSING, TOOL, USER, withFields } from "./faulty-body";
import { malformedItems } from "./malformed-items";

const body: readonly MalformedInput[] = [
  { title: "a body without a model", body: { input: [USER] }, code: MISSING, param: "model" },
  {
    title: "instructions that are a list",
    body: withFields({ instructions: ["Be brief."] }),
    code: "invalid_type",
    param: "instructions",
    says: "a string, but got an array",
  },
  {
    title: "stream as a string",
    body: withFields({ stream: "yes" }),
    code: "invalid_type",
    param: "stream",
  },
  {
    title: "store as a string",
    body: withFields({ store: "no" }),
    code: "invalid_type",
    param: "store",
  },
  {
    title: "a previous response that is a number",
    body: withFields({ previous_response_id: 7 }),
    code: "invalid_type",
    param: "previous_response_id",
  },
  {
    title: "a fraction of max_output_tokens",
    body: withFields({ max_output_tokens: 1.5 }),
    code: "invalid_type",
    param: "max_output_tokens",
  },
  {
    title: "a text format of no known type",
    body: withFields({ text: { format: { type: "xml" } } }),
    code: "invalid_value",
    param: "text.format.type",
  },
  {
    title: "a schema without a name",
    body: withFields({ text: { format: { type: "json_schema", schema: {} } } }),
    code: MISSING,
    param: "text.format.name",
  },
];

const tools: readonly MalformedInput[] = [
  {
    title: "tools that are no list",
    body: withFields({ tools: {} }),
    code: "invalid_type",
    param: "tools",
  },
  {
    title: "a tool as in Chat Completions",
    body: withFields({ tools: [{ type: "function", function: { name: "f" } }] }),
    code: MISSING,
    param: "tools[0].name",
  },
  {
    title: "a function with a name that is too long to be kept",
    body: withFields({ tools: [{ ...TOOL, name: "f".repeat(257) }] }),
    code: "string_above_max_length",
    param: "tools[0].name",
  },
  {
    title: "a tool of no known type",
    body: withFields({ tools: [{ type: "oracle" }] }),
    code: "invalid_value",
    param: "tools[0].type",
    says: "'oracle'",
  },
  {
    title: "parameters that are a string",
    body: withFields({ tools: [{ ...TOOL, parameters: "{}" }] }),
    code: "invalid_type",
    param: "tools[0].parameters",
  },
  {
    title: "a choice that is no word of it",
    body: withFields({ tool_choice: "any" }),
    code: "invalid_value",
    param: "tool_choice",
    says: "'required'",
  },
  {
    title: "a choice that is a number",
    body: withFields({ tool_choice: 1 }),
    code: "invalid_type",
    param: "tool_choice",
  },
  {
    title: "a required call without any function",
    body: withFields({ tools: [{ type: "local_shell" }], tool_choice: "required" }),
    code: "invalid_value",
    param: "tool_choice",
    says: "at least one function",
  },
  {
    title: "the choice of a function that is not there",
    body: withFields({ tools: [TOOL], tool_choice: { type: "function", name: "look_down" } }),
    code: "invalid_value",
    param: "tool_choice.name",
    says: "'look_down'",
  },
  {
    title: "the choice of a hosted tool, which nobody can call",
    body: withFields({
      tools: [TOOL, { type: "web_search" }],
      tool_choice: { type: "web_search" },
    }),
    code: "unsupported_value",
    param: "tool_choice.type",
    says: "'web_search'",
  },
  {
    title: "the choice of a custom tool by the name of a function",
    body: withFields({ tools: [TOOL], tool_choice: { type: "custom", name: "look_up" } }),
    code: "invalid_value",
    param: "tool_choice.name",
    says: "no custom tool",
  },
  {
    title: "the choice of a kind of tool that there is not",
    body: withFields({ tools: [TOOL], tool_choice: { type: "oracle", name: "look_up" } }),
    code: "invalid_value",
    param: "tool_choice.type",
    says: "'oracle'",
  },
  {
    title: "a custom tool without a name",
    body: withFields({ tools: [{ type: "custom" }] }),
    code: MISSING,
    param: "tools[0].name",
  },
  {
    title: "a group of tools without any",
    body: withFields({ tools: [{ type: "namespace", name: "docs", description: "" }] }),
    code: MISSING,
    param: "tools[0].tools",
  },
  {
    title: "a group of tools in a group",
    body: withFields({
      tools: [
        { type: "namespace", name: "a", tools: [{ type: "namespace", name: "b", tools: [] }] },
      ],
    }),
    code: "invalid_value",
    param: "tools[0].tools[0].type",
  },
  {
    title: "more tools in an item than anyone needs, though nobody can call them",
    body: withFields({
      input: [
        {
          type: "additional_tools",
          role: "developer",
          tools: Array.from({ length: 513 }, () => ({ type: "web_search" })),
        },
      ],
    }),
    code: "array_above_max_length",
    param: "tools",
  },
  {
    title: "more tools in groups than anyone needs",
    body: withFields({
      tools: ["a", "b"].map((name) => ({
        type: "namespace",
        name,
        tools: Array.from({ length: 300 }, (_, index) => ({ ...TOOL, name: `t${index}` })),
      })),
    }),
    code: "array_above_max_length",
    param: "tools",
    says: "600",
  },
  {
    title: "allowed tools without a function among them",
    body: withFields({
      tools: [TOOL, { type: "web_search" }],
      tool_choice: { type: "allowed_tools", mode: "required", tools: [{ type: "web_search" }] },
    }),
    code: "invalid_value",
    param: "tool_choice.tools",
  },
  {
    title: "allowed tools in no known mode",
    body: withFields({
      tools: [TOOL],
      tool_choice: { type: "allowed_tools", mode: "some", tools: [TOOL] },
    }),
    code: "invalid_value",
    param: "tool_choice.mode",
  },
];

const UNSUPPORTED = "unsupported_parameter";

const refused: readonly MalformedInput[] = [
  {
    title: "work in the background",
    body: withFields({ background: true }),
    code: UNSUPPORTED,
    param: "background",
  },
  {
    title: "a conversation, whose items are the vendor's",
    body: withFields({ conversation: "conv_1" }),
    code: UNSUPPORTED,
    param: "conversation",
    says: "'previous_response_id'",
  },
  {
    title: "a prompt template",
    body: withFields({ prompt: { id: "pmpt_1" } }),
    code: UNSUPPORTED,
    param: "prompt",
  },
  {
    title: "moderation",
    body: withFields({ moderation: { model: "omni" } }),
    code: UNSUPPORTED,
    param: "moderation",
  },
  {
    title: "token probabilities",
    body: withFields({ top_logprobs: 3 }),
    code: UNSUPPORTED,
    param: "top_logprobs",
  },
  {
    title: "token probabilities as something to include",
    body: withFields({
      include: ["reasoning.encrypted_content", "message.output_text.logprobs"],
    }),
    code: "unsupported_value",
    param: "include[1]",
  },
  {
    title: "something unknown to include",
    body: withFields({ include: ["the.truth"] }),
    code: "invalid_value",
    param: "include[0]",
    says: "'the.truth'",
  },
  {
    title: "stream_options without a stream",
    body: withFields({ stream_options: { include_obfuscation: false } }),
    code: UNSUPPORTED,
    param: "stream_options",
  },
];

export const malformed: readonly MalformedInput[] = [
  ...body,
  ...malformedItems,
  ...tools,
  ...refused,
];
