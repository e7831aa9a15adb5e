import type { JsonObject } from "../../core/json";
import type { ToolCallPart, ToolResultPart } from "../../core/message";

/**
 * Calls of tools that OpenAI hosts, or that a client has built in, and their results. They are not offered here, but a history may
 * come from where they were: the person is shown them as what they are, calls of tools with results.
 */
const FOREIGN_CALLS: ReadonlySet<string> = new Set([
  "apply_patch_call",
  "code_interpreter_call",
  "computer_call",
  "file_search_call",
  "image_generation_call",
  "local_shell_call",
  "mcp_approval_request",
  "mcp_call",
  "mcp_list_tools",
  "program",
  "shell_call",
  "tool_search_call",
  "web_search_call",
]);

const FOREIGN_RESULTS: ReadonlySet<string> = new Set([
  "apply_patch_call_output",
  "computer_call_output",
  "local_shell_call_output",
  "mcp_approval_response",
  "program_output",
  "shell_call_output",
  "tool_search_output",
]);

export const FOREIGN_ITEM_TYPES: readonly string[] = [...FOREIGN_CALLS, ...FOREIGN_RESULTS];

export function isForeignCall(type: string): boolean {
  return FOREIGN_CALLS.has(type);
}

export function isForeignResult(type: string): boolean {
  return FOREIGN_RESULTS.has(type);
}

/** The whole item is the call's input: what of it matters differs from tool to tool. */
export function decodeForeignCall(type: string, item: JsonObject): ToolCallPart {
  return {
    type: "tool-call",
    toolCallId: idOf(item, ["call_id", "id"]),
    toolName: type.replace(/_call$/, ""),
    input: JSON.stringify(withoutFields(item, ["type", "id", "call_id", "status"])),
  };
}

export function decodeForeignResult(type: string, item: JsonObject): ToolResultPart {
  const { output } = item;
  const text =
    typeof output === "string"
      ? output
      : JSON.stringify(output ?? withoutFields(item, ["type", "id", "call_id", "status"]));
  return {
    type: "tool-result",
    // A local shell's result names its call by `id`.
    toolCallId: idOf(item, ["call_id", "approval_request_id", "id"]),
    content: [{ type: "text", text }],
    toolName: type.replace(/(?:_call)?_(?:output|response)$/, ""),
  };
}

function idOf(item: JsonObject, names: readonly string[]): string {
  for (const name of names) {
    const value = item[name];
    if (typeof value === "string") return value;
  }
  return "";
}

function withoutFields(item: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}
