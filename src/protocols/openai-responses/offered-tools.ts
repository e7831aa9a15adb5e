import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { LIMITS } from "../../core/limits";
import { fail, succeed, type Result } from "../../core/result";
import type { ToolDefinition } from "../../core/turn";
import { isGiven } from "../shared/is-given";
import { faultOf, readString } from "../shared/read-field";
import { invalidChoice, invalidType, tooManyItems } from "../shared/wire-issue";
import { apiErrorOfZodError } from "../shared/zod-issue";
import { CUSTOM_INPUT, type CallForm } from "./call-forms";
import { withoutSecrets } from "./tool-secrets";
import {
  wireCustomTool,
  wireFunctionTool,
  wireNamespace,
  type WireCustomTool,
  type WireFunctionTool,
} from "./wire";

/** A tool as the client sent it, with its place in the body. */
export interface SentTool {
  readonly tool: JsonValue;
  readonly path: string;
}

export interface CallableTool {
  readonly definition: ToolDefinition;
  readonly form: CallForm;
}

export interface OfferedTools {
  readonly callable: readonly CallableTool[];
  /** Tools that nobody can call here, without the credentials in them: they run at the vendor, or need items of their own. */
  readonly uncallable: readonly JsonObject[];
}

/**
 * The tools that OpenAI runs itself or has built in. Clients offer some of them always, as Codex does, so they are tolerated and
 * shown; only a choice that demands one is refused.
 */
export const UNCALLABLE_TYPES: ReadonlySet<string> = new Set([
  "apply_patch",
  "code_interpreter",
  "computer",
  "computer_use",
  "computer_use_preview",
  "file_search",
  "image_generation",
  "local_shell",
  "mcp",
  "programmatic_tool_calling",
  "shell",
  "tool_search",
  "web_search",
  "web_search_2025_08_26",
  "web_search_preview",
  "web_search_preview_2025_03_11",
]);

const TOOL_TYPES = ["function", "custom", "namespace", ...UNCALLABLE_TYPES];

export function decodeOfferedTools(sent: readonly SentTool[]): Result<OfferedTools, ApiError> {
  const callable: CallableTool[] = [];
  const uncallable: JsonObject[] = [];
  for (const { tool, path } of sent) {
    const fault = decodeTool(tool, path, null, { callable, uncallable });
    if (fault !== null) return fail(fault);
  }
  const count = callable.length + uncallable.length;
  if (count > LIMITS.toolsPerRequestMax)
    return fail(tooManyItems("tools", LIMITS.toolsPerRequestMax, count));
  return succeed({ callable, uncallable });
}

interface ToolLists {
  readonly callable: CallableTool[];
  readonly uncallable: JsonObject[];
}

function decodeTool(
  tool: JsonValue,
  path: string,
  namespace: string | null,
  lists: ToolLists,
): ApiError | null {
  if (!isJsonObject(tool)) return invalidType(path, "an object", tool);
  const type = readString(tool, "type", path);
  if (!type.ok) return type.error;
  switch (type.value) {
    case "function": {
      const parsed = wireFunctionTool.safeParse(tool);
      if (!parsed.success) return apiErrorOfZodError(parsed.error, tool, path);
      lists.callable.push(callableOf(functionDefinition(parsed.data), namespace, false));
      return null;
    }
    case "custom": {
      const parsed = wireCustomTool.safeParse(tool);
      if (!parsed.success) return apiErrorOfZodError(parsed.error, tool, path);
      lists.callable.push(callableOf(customDefinition(parsed.data), namespace, true));
      return null;
    }
    case "namespace":
      return decodeNamespace(tool, path, lists);
    default:
      if (!UNCALLABLE_TYPES.has(type.value))
        return invalidChoice(`${path}.type`, TOOL_TYPES, type.value);
      lists.uncallable.push(withoutSecrets(tool));
      return null;
  }
}

/** A group of tools, as Codex makes of each MCP server's. Groups have no groups in them. */
function decodeNamespace(tool: JsonObject, path: string, lists: ToolLists): ApiError | null {
  const parsed = wireNamespace.safeParse(tool);
  if (!parsed.success) return apiErrorOfZodError(parsed.error, tool, path);
  const inner = tool["tools"];
  if (!Array.isArray(inner)) return faultOf(inner, `${path}.tools`, "an array of objects");
  for (const [index, item] of (inner as readonly JsonValue[]).entries()) {
    const place = `${path}.tools[${index}]`;
    if (isJsonObject(item) && item["type"] === "namespace")
      return invalidChoice(`${place}.type`, ["function", "custom"], "namespace");
    const fault = decodeTool(item, place, parsed.data.name, lists);
    if (fault !== null) return fault;
  }
  return null;
}

/** Two groups may have tools of one name, so the group's is part of what the person sees. */
export function toolNameOf(name: string, namespace: string | null): string {
  return namespace === null ? name : `${namespace}__${name}`;
}

function callableOf(
  definition: ToolDefinition,
  namespace: string | null,
  isCustom: boolean,
): CallableTool {
  const { name } = definition;
  return {
    definition: { ...definition, name: toolNameOf(name, namespace) },
    form: {
      name,
      ...(namespace === null ? {} : { namespace }),
      ...(isCustom ? { isCustom } : {}),
    },
  };
}

function functionDefinition(tool: WireFunctionTool): ToolDefinition {
  const { name, description, parameters, strict } = tool;
  return {
    name,
    ...(isGiven(description) ? { description } : {}),
    ...(isGiven(parameters) ? { inputSchema: parameters } : {}),
    ...(isGiven(strict) ? { strict } : {}),
  };
}

/** Its input is a text. The neutral tool takes an object, so the text is the one property of it. */
function customDefinition({ name, description, format }: WireCustomTool): ToolDefinition {
  const grammar =
    format?.type === "grammar" ? { description: `${format.syntax}: ${format.definition}` } : {};
  return {
    name,
    ...(isGiven(description) ? { description } : {}),
    inputSchema: {
      type: "object",
      properties: { [CUSTOM_INPUT]: { type: "string", ...grammar } },
      required: [CUSTOM_INPUT],
      additionalProperties: false,
    },
  };
}
