import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import type { ResponseFormat, ToolChoice, ToolDefinition } from "../../core/turn";
import { isGiven } from "../shared/is-given";
import { faultOf, readString } from "../shared/read-field";
import {
  invalidChoice,
  invalidType,
  invalidValue,
  quotable,
  unsupportedValue,
} from "../shared/wire-issue";
import type { CallForms } from "./call-forms";
import {
  decodeOfferedTools,
  UNCALLABLE_TYPES,
  type CallableTool,
  type SentTool,
} from "./offered-tools";
import type { WireFormat } from "./wire";

export interface DecodedTools {
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
  readonly uncallable: readonly JsonObject[];
  /** Of the tools that are called otherwise than as plain functions. */
  readonly callForms: CallForms;
}

const CHOICE_WORDS = ["none", "auto", "required"] as const;
const CALLABLE_TYPES = ["function", "custom"] as const;

export function decodeTools(
  sent: readonly SentTool[],
  choice: unknown,
): Result<DecodedTools, ApiError> {
  const offered = decodeOfferedTools(sent);
  if (!offered.ok) return offered;
  const { callable, uncallable } = offered.value;
  const chosen = decodeToolChoice(choice as JsonValue | undefined, callable);
  if (!chosen.ok) return chosen;
  const special = callable.filter(({ form }) => form.isCustom || form.namespace !== undefined);
  return succeed({
    tools: chosen.value.callable.map(({ definition }) => definition),
    toolChoice: chosen.value.toolChoice,
    uncallable,
    callForms: new Map(special.map(({ definition, form }) => [definition.name, form])),
  });
}

export function decodeFormat(format: WireFormat | null | undefined): ResponseFormat {
  switch (format?.type) {
    case undefined:
    case "text":
      return { type: "text" };
    case "json_object":
      return { type: "json" };
    case "json_schema": {
      const { name, schema, description, strict } = format;
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

interface ChosenTools {
  readonly callable: readonly CallableTool[];
  readonly toolChoice: ToolChoice;
}

function decodeToolChoice(
  value: JsonValue | undefined,
  callable: readonly CallableTool[],
): Result<ChosenTools, ApiError> {
  const param = "tool_choice";
  if (!isGiven(value)) return succeed({ callable, toolChoice: { type: "auto" } });
  if (typeof value === "string") return decodeChoiceWord(value, callable);
  if (!isJsonObject(value)) return fail(invalidType(param, "one of a string or object", value));
  const type = readString(value, "type", param);
  if (!type.ok) return type;
  if (type.value === "allowed_tools") return decodeAllowedTools(value, callable);
  if (UNCALLABLE_TYPES.has(type.value)) {
    const reason = "Only functions and custom tools can be called here.";
    return fail(unsupportedValue(`${param}.type`, `'${type.value}'. ${reason}`));
  }
  const named = findNamedTool(value, type.value, param, callable);
  if (!named.ok) return named;
  const toolName = named.value.definition.name;
  return succeed({ callable, toolChoice: { type: "tool", toolName } });
}

function decodeChoiceWord(
  word: string,
  callable: readonly CallableTool[],
): Result<ChosenTools, ApiError> {
  const param = "tool_choice";
  const type = CHOICE_WORDS.find((name) => name === word);
  if (type === undefined) return fail(invalidChoice(param, CHOICE_WORDS, word));
  // `auto` and `none` hold by themselves where there are no tools.
  if (type === "required" && callable.length === 0)
    return fail(invalidValue(param, "'required' needs at least one function among 'tools'."));
  return succeed({ callable, toolChoice: { type } });
}

/** The reply may use no other tool, so no other tool is offered. */
function decodeAllowedTools(
  choice: JsonObject,
  callable: readonly CallableTool[],
): Result<ChosenTools, ApiError> {
  const param = "tool_choice";
  const mode = readString(choice, "mode", param);
  if (!mode.ok) return mode;
  if (mode.value !== "auto" && mode.value !== "required")
    return fail(invalidChoice(`${param}.mode`, ["auto", "required"], mode.value));
  const listed = choice["tools"];
  if (!Array.isArray(listed)) return fail(faultOf(listed, `${param}.tools`, "an array of objects"));
  const allowed = new Set<CallableTool>();
  for (const [index, item] of (listed as readonly JsonValue[]).entries()) {
    const path = `${param}.tools[${index}]`;
    if (!isJsonObject(item)) return fail(invalidType(path, "an object", item));
    const type = readString(item, "type", path);
    if (!type.ok) return type;
    // It may be listed, and cannot be called.
    if (UNCALLABLE_TYPES.has(type.value)) continue;
    const named = findNamedTool(item, type.value, path, callable);
    if (!named.ok) return named;
    allowed.add(named.value);
  }
  if (mode.value === "required" && allowed.size === 0)
    return fail(invalidValue(`${param}.tools`, "'required' needs at least one function."));
  return succeed({
    callable: callable.filter((tool) => allowed.has(tool)),
    toolChoice: { type: mode.value },
  });
}

/** A tool of a group may be named with its group, or alone where no other has its name. */
function findNamedTool(
  choice: JsonObject,
  type: string,
  path: string,
  callable: readonly CallableTool[],
): Result<CallableTool, ApiError> {
  const known = CALLABLE_TYPES.find((name) => name === type);
  if (known === undefined)
    return fail(invalidChoice(`${path}.type`, [...CALLABLE_TYPES, "allowed_tools"], type));
  const name = readString(choice, "name", path);
  if (!name.ok) return name;
  const { namespace } = choice;
  const found = callable.find(
    ({ form }) =>
      form.name === name.value &&
      (form.isCustom === true) === (known === "custom") &&
      (typeof namespace !== "string" || form.namespace === namespace),
  );
  if (found !== undefined) return succeed(found);
  return fail(invalidValue(`${path}.name`, `no ${known} tool is named '${quotable(name.value)}'.`));
}
