import type { JsonObject } from "../../../src/core/json";

/** A request in the form in which Codex CLI sends each: its whole history, nothing kept, and tools of every kind. */
export const CODEX_REQUEST: JsonObject = {
  model: "town-guard-7",
  instructions: "You are a coding agent.",
  input: [
    {
      type: "additional_tools",
      role: "developer",
      tools: [
        {
          type: "namespace",
          name: "functions",
          description: "Runs scripts.",
          tools: [{ type: "custom", name: "exec", description: "Runs a script." }],
        },
      ],
    },
    {
      type: "message",
      role: "developer",
      content: [{ type: "input_text", text: "<permissions>read-only</permissions>" }],
    },
    {
      type: "message",
      role: "user",
      content: [{ type: "input_text", text: "What is in this folder?" }],
    },
    {
      type: "reasoning",
      summary: [{ type: "summary_text", text: "**Looking around**" }],
      content: null,
      encrypted_content: "gAAAAABexample",
    },
    {
      type: "function_call",
      name: "exec_command",
      arguments: '{"cmd":"ls"}',
      call_id: "call_0f1e2d3c",
    },
    { type: "function_call_output", call_id: "call_0f1e2d3c", output: "README.md\nsrc" },
    {
      type: "message",
      role: "assistant",
      content: [{ type: "output_text", text: "A README and the folder src." }],
    },
    {
      type: "message",
      role: "user",
      content: [{ type: "input_text", text: "Thanks. And in src?" }],
    },
  ],
  tools: [
    {
      type: "function",
      name: "exec_command",
      description: "Runs a command in a terminal.",
      strict: false,
      parameters: {
        type: "object",
        properties: { cmd: { type: "string" } },
        required: ["cmd"],
        additionalProperties: false,
      },
    },
    {
      type: "function",
      name: "update_plan",
      strict: false,
      parameters: { type: "object", properties: { plan: { type: "array" } } },
    },
    {
      type: "custom",
      name: "apply_patch",
      description: "Edits files.",
      format: { type: "grammar", syntax: "lark", definition: "start: patch" },
    },
    {
      type: "namespace",
      name: "mcp__docs",
      description: "Documents",
      tools: [{ type: "function", name: "search", strict: false, parameters: { type: "object" } }],
    },
    { type: "web_search", external_web_access: false },
  ],
  tool_choice: "auto",
  parallel_tool_calls: true,
  reasoning: { effort: "medium", summary: "auto" },
  store: false,
  stream: true,
  include: ["reasoning.encrypted_content"],
  prompt_cache_key: "0199a213-81c0-7800-8aa1-bbab2a035a53",
  text: { verbosity: "medium" },
};
