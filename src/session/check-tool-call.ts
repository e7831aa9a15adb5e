import { describeSchemaFaults } from "../core/check-json-schema";
import { isJsonObject } from "../core/json";
import type { ToolCallPart } from "../core/message";
import type { ToolDefinition } from "../core/turn";
import { parseWrittenJson } from "./parse-written-json";
import type { ReplyDemands, ReplyFault } from "./reply-fault";

/** What is wrong with one tool call of a reply; null if nothing is. A reply that says that it was cut need not end its JSON. */
export function checkToolCall(
  { tools, toolChoice }: Pick<ReplyDemands, "tools" | "toolChoice">,
  { toolName, input }: Pick<ToolCallPart, "toolName" | "input">,
  index: number,
  isCut: boolean,
): ReplyFault | null {
  const tool = tools.find(({ name }) => name === toolName);
  if (tool === undefined) {
    const names = tools.map(({ name }) => name).join(", ");
    const text = `There is no tool ${toolName}. The caller offers: ${names}.`;
    return { place: { kind: "tool-call", index, part: "name" }, text };
  }
  if (toolChoice.type === "tool" && toolName !== toolChoice.toolName) {
    const text = `The caller demands a call of ${toolChoice.toolName}, and this one calls ${toolName}.`;
    return { place: { kind: "tool-call", index, part: "name" }, text };
  }
  const fault = isCut ? null : faultOfInput(input, tool);
  return fault === null ? null : { place: { kind: "tool-call", index, part: "input" }, ...fault };
}

function faultOfInput(text: string, tool: ToolDefinition): Omit<ReplyFault, "place"> | null {
  const demand = `The arguments of ${tool.name} must be a JSON object, but`;
  const input = parseWrittenJson(text);
  if (!input.ok) {
    const { problem, isFollowed } = input.error;
    const remedy = "Nothing may follow a call but another one, which begins a line with `/tool`.";
    return { text: `${demand} ${problem}`, ...(isFollowed ? { remedy } : {}) };
  }
  if (!isJsonObject(input.value)) return { text: `${demand} this is none.` };
  const { inputSchema } = tool;
  const faults = inputSchema === undefined ? null : describeSchemaFaults(inputSchema, input.value);
  return faults === null
    ? null
    : { text: `The arguments of ${tool.name} do not fit the tool's schema:\n${faults}` };
}
