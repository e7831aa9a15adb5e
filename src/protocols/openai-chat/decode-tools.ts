import type { ApiError } from "../../core/api-error";
import { fail, succeed, type Result } from "../../core/result";
import type { ResponseFormat, ToolChoice, ToolDefinition } from "../../core/turn";
import { faultOf } from "../shared/read-field";
import { invalidChoice, invalidValue, quotable } from "../shared/wire-issue";
import { apiErrorOfZodError } from "../shared/zod-issue";
import {
  wireFunctionCall,
  wireToolChoice,
  type WireFunction,
  type WireRequest,
  type WireResponseFormat,
} from "./wire";

export interface DecodedTools {
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
  /** The request came with `functions`, so its reply has `function_call`. */
  readonly isLegacyFunctions: boolean;
}

const AUTO: ToolChoice = { type: "auto" };

export function decodeTools(body: WireRequest): Result<DecodedTools, ApiError> {
  const isLegacyFunctions = (body.functions?.length ?? 0) > 0;
  if (isLegacyFunctions && (body.tools?.length ?? 0) > 0) {
    return fail(
      invalidValue("functions", "'functions' and 'tools' cannot be given together; use 'tools'."),
    );
  }
  const tools = isLegacyFunctions
    ? (body.functions ?? []).map(toolOf)
    : (body.tools ?? []).map((tool) => toolOf(tool.function));
  const toolChoice = isLegacyFunctions
    ? decodeFunctionCall(body.function_call, tools)
    : decodeToolChoice(body.tool_choice, tools);
  if (!toolChoice.ok) return toolChoice;
  return succeed({ ...toolChoice.value, isLegacyFunctions });
}

export function decodeResponseFormat(
  format: WireResponseFormat | null | undefined,
): ResponseFormat {
  switch (format?.type) {
    case undefined:
    case "text":
      return { type: "text" };
    case "json_object":
      return { type: "json" };
    case "json_schema": {
      const { name, schema, description, strict } = format.json_schema;
      return {
        type: "json-schema",
        name,
        ...(isGiven(schema) ? { schema } : {}),
        ...(isGiven(description) ? { description } : {}),
        ...(isGiven(strict) ? { strict } : {}),
      };
    }
  }
}

function toolOf({ name, description, parameters, strict }: WireFunction): ToolDefinition {
  return {
    name,
    ...(isGiven(description) ? { description } : {}),
    ...(isGiven(parameters) ? { inputSchema: parameters } : {}),
    ...(isGiven(strict) ? { strict } : {}),
  };
}

type ChosenTools = Pick<DecodedTools, "tools" | "toolChoice">;

function decodeToolChoice(
  value: unknown,
  tools: readonly ToolDefinition[],
): Result<ChosenTools, ApiError> {
  const param = "tool_choice";
  if (!isGiven(value)) return succeed({ tools, toolChoice: AUTO });
  if (typeof value === "string")
    return decodeChoiceWord(value, param, ["none", "auto", "required"], tools);
  if (typeof value !== "object" || Array.isArray(value))
    return fail(faultOf(value as string, param, "one of a string or object"));
  const choice = wireToolChoice.safeParse(value);
  if (!choice.success) return fail(apiErrorOfZodError(choice.error, value, param));
  switch (choice.data.type) {
    case "function": {
      const toolName = choice.data.function.name;
      const unknown = findUnknownTool([toolName], tools, `${param}.function.name`);
      return unknown === null
        ? succeed({ tools, toolChoice: { type: "tool", toolName } })
        : fail(unknown);
    }
    case "allowed_tools": {
      // The reply may use no other tool, so no other tool is offered.
      const { mode, tools: allowed } = choice.data.allowed_tools;
      const names = allowed.map((tool) => tool.function.name);
      const unknown = findUnknownTool(names, tools, `${param}.allowed_tools.tools`);
      if (unknown !== null) return fail(unknown);
      return succeed({
        tools: tools.filter((tool) => names.includes(tool.name)),
        toolChoice: { type: mode },
      });
    }
  }
}

function decodeFunctionCall(
  value: unknown,
  tools: readonly ToolDefinition[],
): Result<ChosenTools, ApiError> {
  const param = "function_call";
  if (!isGiven(value)) return succeed({ tools, toolChoice: AUTO });
  if (typeof value === "string") return decodeChoiceWord(value, param, ["none", "auto"], tools);
  const choice = wireFunctionCall.safeParse(value);
  if (!choice.success) return fail(apiErrorOfZodError(choice.error, value, param));
  const toolName = choice.data.name;
  const unknown = findUnknownTool([toolName], tools, `${param}.name`);
  return unknown === null
    ? succeed({ tools, toolChoice: { type: "tool", toolName } })
    : fail(unknown);
}

function decodeChoiceWord(
  word: string,
  param: string,
  supported: readonly ("none" | "auto" | "required")[],
  tools: readonly ToolDefinition[],
): Result<ChosenTools, ApiError> {
  const type = supported.find((name) => name === word);
  if (type === undefined) return fail(invalidChoice(param, supported, word));
  // `auto` and `none` hold by themselves where there are no tools.
  if (type === "required" && tools.length === 0)
    return fail(invalidValue(param, "'required' needs at least one of 'tools'."));
  return succeed({ tools, toolChoice: { type } });
}

function findUnknownTool(
  names: readonly string[],
  tools: readonly ToolDefinition[],
  param: string,
): ApiError | null {
  const unknown = names.find((name) => !tools.some((tool) => tool.name === name));
  return unknown === undefined
    ? null
    : invalidValue(param, `no tool is named '${quotable(unknown)}'.`);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}
