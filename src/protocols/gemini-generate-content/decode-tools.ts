import type { ApiError } from "../../core/api-error";
import { LIMITS } from "../../core/limits";
import { fail, succeed, type Result } from "../../core/result";
import type { ToolChoice, ToolDefinition } from "../../core/turn";
import {
  invalidChoice,
  invalidValue,
  quotable,
  tooManyItems,
  unsupportedParameter,
} from "../shared/wire-issue";
import { toJsonSchema } from "./decode-schema";
import type { WireDeclaration, WireRequest, WireTool } from "./wire";

export interface DecodedTools {
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
  /** Google's own tools that were offered, by name: their settings can hold keys, and nobody is shown those. */
  readonly hostedTools: readonly string[];
}

/** What a person can do by other means, if they like: it is the model's choice to use a tool that is offered. */
const SHOWN_TOOLS: ReadonlySet<string> = new Set([
  "googleSearch",
  "googleSearchRetrieval",
  "googleMaps",
  "urlContext",
  "codeExecution",
  "enterpriseWebSearch",
  "exaAiSearch",
  "parallelAiSearch",
]);

/** What needs data or machinery of Google's. */
const REFUSED_TOOLS: Readonly<Record<string, string>> = {
  fileSearch: "This server has none of the vendor's file stores.",
  retrieval: "This server has none of the vendor's data stores.",
  computerUse: "Its functions are not declared, so they cannot be called here.",
  mcpServers: "There are no hosted MCP servers; offer their functions as declarations instead.",
};

const CHOICES = ["AUTO", "ANY", "NONE", "VALIDATED"] as const;

export function decodeTools(body: WireRequest): Result<DecodedTools, ApiError> {
  const tools: ToolDefinition[] = [];
  const hostedTools: string[] = [];
  for (const [index, wireTool] of (body.tools ?? []).entries()) {
    const problem = addTool(tools, hostedTools, wireTool, `tools[${index}]`);
    if (problem !== null) return fail(problem);
  }
  const { toolsPerRequestMax } = LIMITS;
  if (tools.length > toolsPerRequestMax)
    return fail(tooManyItems("tools", toolsPerRequestMax, tools.length));
  const choice = decodeChoice(body, tools);
  return choice.ok ? succeed({ ...choice.value, hostedTools }) : choice;
}

function addTool(
  tools: ToolDefinition[],
  hostedTools: string[],
  wireTool: WireTool,
  path: string,
): ApiError | null {
  const { functionDeclarations, ...hosted } = wireTool;
  for (const [index, declaration] of (functionDeclarations ?? []).entries()) {
    const tool = toolOf(declaration, `${path}.functionDeclarations[${index}]`);
    if (!tool.ok) return tool.error;
    tools.push(tool.value);
  }
  for (const name of Object.keys(hosted)) {
    if (!SHOWN_TOOLS.has(name)) {
      const reason = Object.hasOwn(REFUSED_TOOLS, name) ? REFUSED_TOOLS[name] : undefined;
      return unsupportedParameter(
        `${path}.${quotable(name)}`,
        reason ?? "Only functions that are declared can be called here.",
      );
    }
    hostedTools.push(name);
  }
  return null;
}

function toolOf(declaration: WireDeclaration, path: string): Result<ToolDefinition, ApiError> {
  const { name, description, parameters, parametersJsonSchema } = declaration;
  if (isGiven(parameters) && isGiven(parametersJsonSchema)) {
    return fail(
      invalidValue(
        `${path}.parametersJsonSchema`,
        "'parameters' and 'parametersJsonSchema' cannot be given together.",
      ),
    );
  }
  const inputSchema = isGiven(parameters) ? toJsonSchema(parameters) : parametersJsonSchema;
  return succeed({
    name,
    ...(isGiven(description) ? { description } : {}),
    ...(isGiven(inputSchema) ? { inputSchema } : {}),
  });
}

function decodeChoice(
  body: WireRequest,
  tools: readonly ToolDefinition[],
): Result<Omit<DecodedTools, "hostedTools">, ApiError> {
  const path = "toolConfig.functionCallingConfig";
  const config = body.toolConfig?.functionCallingConfig;
  const wireMode = (config?.mode ?? "AUTO").toUpperCase();
  const mode = CHOICES.find((name) => name === wireMode.replace("MODE_UNSPECIFIED", "AUTO"));
  if (mode === undefined) return fail(invalidChoice(`${path}.mode`, CHOICES, config?.mode ?? ""));
  const names = config?.allowedFunctionNames ?? [];
  const namesPath = `${path}.allowedFunctionNames`;
  const declared = new Set(tools.map(({ name }) => name));
  const unknown = names.find((name) => !declared.has(name));
  if (unknown !== undefined)
    return fail(invalidValue(namesPath, `no function is named '${quotable(unknown)}'.`));
  // The reply may call no other function, so no other is offered.
  const wanted = new Set(names);
  const allowed = names.length === 0 ? tools : tools.filter(({ name }) => wanted.has(name));
  switch (mode) {
    case "AUTO":
    case "NONE":
      if (names.length > 0)
        return fail(invalidValue(namesPath, `it needs the mode 'ANY' or 'VALIDATED'.`));
      return succeed({ tools, toolChoice: { type: mode === "AUTO" ? "auto" : "none" } });
    case "VALIDATED":
      return succeed({ tools: allowed, toolChoice: { type: "auto" } });
    case "ANY": {
      const [only] = wanted;
      if (tools.length === 0)
        return fail(invalidValue(`${path}.mode`, "'ANY' needs at least one function declaration."));
      if (only !== undefined && wanted.size === 1)
        return succeed({ tools, toolChoice: { type: "tool", toolName: only } });
      return succeed({ tools: allowed, toolChoice: { type: "required" } });
    }
  }
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}
