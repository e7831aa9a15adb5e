import { z } from "zod";

import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { LIMITS } from "../../core/limits";
import { fail, succeed, type Result } from "../../core/result";
import type { ToolChoice, ToolDefinition } from "../../core/turn";
import { anyObject } from "../shared/any-object";
import { readOptionalString, readString } from "../shared/read-field";
import {
  invalidChoice,
  invalidType,
  invalidValue,
  quotable,
  tooManyItems,
  unsupportedValue,
} from "../shared/wire-issue";
import { apiErrorOfZodError } from "../shared/zod-issue";
import { membersOfToolset, toolsetOfType } from "./toolsets";
import { wireToolChoice } from "./wire";

export interface DecodedTools {
  /** Whatever the client carries out. */
  readonly tools: readonly ToolDefinition[];
  /** The names of what the vendor's servers would carry out. No reply has to use them, so they are shown and not refused. */
  readonly hostedTools: readonly string[];
  readonly toolChoice: ToolChoice;
  readonly allowsParallelToolCalls: boolean;
}

/** The vendor gives a new version of a tool a type with a new date. */
const CLIENT_TOOL_TYPE = /^(?:bash|text_editor|computer|memory)_\d+$/;
const HOSTED_TOOL_TYPE =
  /^(?:(?:web_search|web_fetch|code_execution|advisor)_\d+|tool_search_tool_(?:bm25|regex)(?:_\d+)?|mcp_toolset)$/;
const TOOL_TYPES = [
  "custom",
  "bash_…",
  "text_editor_…",
  "computer_…",
  "memory_…",
  "computer_toolset_…",
  "browser_toolset_…",
  "web_search_…",
  "web_fetch_…",
  "code_execution_…",
  "tool_search_tool_…",
  "advisor_…",
  "mcp_toolset",
];

const wireTool = z.object({
  name: z
    .string()
    .regex(/^[a-zA-Z0-9_-]{1,128}$/, "only letters, digits, '_' and '-' are allowed, at most 128."),
  description: z.string().nullish(),
  input_schema: anyObject,
  strict: z.boolean().nullish(),
});

type Offer = Pick<DecodedTools, "tools" | "hostedTools">;

export function decodeTools(
  wireTools: readonly unknown[],
  wireChoice: unknown,
): Result<DecodedTools, ApiError> {
  const tools: ToolDefinition[] = [];
  const hostedTools: string[] = [];
  for (const [index, item] of wireTools.entries()) {
    const offer = decodeTool(item as JsonValue, `tools[${index}]`);
    if (!offer.ok) return offer;
    tools.push(...offer.value.tools);
    hostedTools.push(...offer.value.hostedTools);
  }
  // A toolset is one entry with many tools.
  if (tools.length > LIMITS.toolsPerRequestMax)
    return fail(tooManyItems("tools", LIMITS.toolsPerRequestMax, tools.length));
  const choice = decodeToolChoice(wireChoice, { tools, hostedTools });
  return choice.ok ? succeed({ tools, hostedTools, ...choice.value }) : choice;
}

function decodeTool(item: JsonValue, path: string): Result<Offer, ApiError> {
  if (!isJsonObject(item)) return fail(invalidType(path, "an object", item));
  const type = readOptionalString(item, "type", path);
  if (!type.ok) return type;
  if (type.value === undefined || type.value === "custom") return decodeCustomTool(item, path);
  const toolset = toolsetOfType(type.value);
  if (toolset !== null) {
    const members = membersOfToolset(toolset, type.value, item["configs"]);
    return succeed({ tools: members, hostedTools: [] });
  }
  if (HOSTED_TOOL_TYPE.test(type.value)) {
    const name = readString(item, type.value === "mcp_toolset" ? "mcp_server_name" : "name", path);
    return name.ok ? succeed({ tools: [], hostedTools: [name.value] }) : name;
  }
  if (CLIENT_TOOL_TYPE.test(type.value)) return decodeClientTool(item, type.value, path);
  return fail(invalidChoice(`${path}.type`, TOOL_TYPES, type.value));
}

function decodeCustomTool(item: JsonObject, path: string): Result<Offer, ApiError> {
  const parsed = wireTool.safeParse(item);
  if (!parsed.success) return fail(apiErrorOfZodError(parsed.error, item, path));
  const { name, description, input_schema: inputSchema, strict } = parsed.data;
  const tool: ToolDefinition = {
    name,
    ...(typeof description === "string" ? { description } : {}),
    inputSchema,
    ...(typeof strict === "boolean" ? { strict } : {}),
  };
  return succeed({ tools: [tool], hostedTools: [] });
}

/** Its schema is in the vendor's documentation alone, so any object is allowed. */
function decodeClientTool(item: JsonObject, type: string, path: string): Result<Offer, ApiError> {
  const name = readString(item, "name", path);
  if (!name.ok) return name;
  const { name: _, type: __, cache_control: ___, ...options } = item;
  const details = Object.keys(options).length === 0 ? "" : ` Options: ${JSON.stringify(options)}`;
  const description = `Anthropic's ${type}, carried out by the client.${details}`;
  return succeed({ tools: [{ name: name.value, description }], hostedTools: [] });
}

type DecodedChoice = Pick<DecodedTools, "toolChoice" | "allowsParallelToolCalls">;

function decodeToolChoice(value: unknown, offer: Offer): Result<DecodedChoice, ApiError> {
  if (value === undefined || value === null)
    return succeed({ toolChoice: { type: "auto" }, allowsParallelToolCalls: true });
  const param = "tool_choice";
  const parsed = wireToolChoice.safeParse(value);
  if (!parsed.success) return fail(apiErrorOfZodError(parsed.error, value, param));
  const choice = parsed.data;
  const allowsParallelToolCalls =
    choice.type === "none" || choice.disable_parallel_tool_use !== true;
  switch (choice.type) {
    case "auto":
    case "none":
      return succeed({ toolChoice: { type: choice.type }, allowsParallelToolCalls });
    case "any":
      // What the vendor's servers carry out cannot be called here.
      if (offer.tools.length === 0)
        return fail(invalidValue(param, "'any' needs a tool that the client carries out."));
      return succeed({ toolChoice: { type: "required" }, allowsParallelToolCalls });
    case "tool": {
      const unknown = findUncallable(choice.name, offer);
      if (unknown !== null) return fail(unknown);
      const toolChoice: ToolChoice = { type: "tool", toolName: choice.name };
      return succeed({ toolChoice, allowsParallelToolCalls });
    }
  }
}

function findUncallable(name: string, { tools, hostedTools }: Offer): ApiError | null {
  const param = "tool_choice.name";
  if (tools.some((tool) => tool.name === name)) return null;
  return hostedTools.includes(name)
    ? unsupportedValue(param, `'${quotable(name)}' is carried out by Anthropic's servers alone.`)
    : invalidValue(param, `no tool is named '${quotable(name)}'.`);
}
