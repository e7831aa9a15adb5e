import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import type { ToolDefinition } from "../../core/turn";

/**
 * A toolset is one entry in `tools` that stands for a family of tools, which the client carries out. Its members are called by
 * their own name and the toolset's. Two families share names, so here a member is a tool `computer.left_click`; the vendor allows
 * no dot in any other tool's name.
 *
 * @see https://platform.claude.com/docs/en/agents-and-tools/tool-use/computer-use-tool (2026-11)
 */
const TOOLSETS = {
  computer: [
    "key",
    "hold_key",
    "type",
    "cursor_position",
    "mouse_move",
    "left_mouse_down",
    "left_mouse_up",
    "left_click",
    "left_click_drag",
    "right_click",
    "middle_click",
    "double_click",
    "triple_click",
    "scroll",
    "wait",
    "screenshot",
    "zoom",
  ],
  browser: [
    "navigate",
    "list_tabs",
    "new_tab",
    "switch_tab",
    "close_tab",
    "read_page",
    "get_page_text",
    "read_console",
    "read_network",
    "find",
    "form_input",
    "file_upload",
    "scroll_to",
    "screenshot",
    "zoom",
    "left_click",
    "right_click",
    "middle_click",
    "double_click",
    "triple_click",
    "hover",
    "left_click_drag",
    "left_mouse_down",
    "left_mouse_up",
    "mouse_move",
    "scroll",
    "type",
    "key",
    "hold_key",
    "wait",
    "javascript_exec",
  ],
} as const;

type ToolsetName = keyof typeof TOOLSETS;

/** Which family a type such as `computer_toolset_20260801` declares. */
export function toolsetOfType(type: string): ToolsetName | null {
  const name = /^(.+)_toolset_\d+$/.exec(type)?.[1];
  return name === "computer" || name === "browser" ? name : null;
}

/** The members that the client has not switched off. What each takes is in the vendor's documentation alone. */
export function membersOfToolset(
  toolset: ToolsetName,
  type: string,
  configs: JsonValue | undefined,
): readonly ToolDefinition[] {
  const configOf = (member: string): JsonObject => {
    const config = isJsonObject(configs) ? configs[member] : undefined;
    return isJsonObject(config) ? config : {};
  };
  return TOOLSETS[toolset]
    .filter((member) => configOf(member)["enabled"] !== false)
    .map((member) => ({
      name: `${toolset}.${member}`,
      description: `${member} of Anthropic's ${type}, carried out by the client.`,
    }));
}

export interface WireToolName {
  readonly name: string;
  readonly toolset_name?: string;
}

/** The name of a neutral call as it goes over the wire. */
export function splitToolName(toolName: string): WireToolName {
  const [, toolset, name] = /^(computer|browser)\.(.+)$/.exec(toolName) ?? [];
  return toolset === undefined || name === undefined
    ? { name: toolName }
    : { name, toolset_name: toolset };
}

export function joinToolName(name: string, toolset: string | undefined): string {
  return toolset === undefined ? name : `${toolset}.${name}`;
}
