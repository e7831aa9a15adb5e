import { describeSchemaFaults } from "../core/check-json-schema";
import { isJsonObject, parseJson } from "../core/json";
import { LIMITS } from "../core/limits";
import type { TurnRequest } from "../core/turn";

/** PAIR-10: what is wrong with a tool call, in words for the responder; null if nothing is. */
export function checkToolCall(
  request: TurnRequest,
  toolName: string,
  inputJson: string,
): string | null {
  const tool = request.tools.find((candidate) => candidate.name === toolName);
  if (request.tools.length === 0)
    return "The caller offers no tools, so it cannot take a tool call.";
  if (request.toolChoice.type === "none") return "The caller takes no tool call for this question.";
  if (tool === undefined) {
    const names = request.tools.map((candidate) => candidate.name).join(", ");
    return `There is no tool ${toolName}. The caller offers: ${names}.`;
  }
  const input = parseJson(inputJson, LIMITS.jsonDepthMax);
  if (!input.ok) {
    return input.error.reason === "too-deep"
      ? `The arguments are nested deeper than ${input.error.depthMax} levels.`
      : `The arguments are no JSON: ${input.error.detail}`;
  }
  if (!isJsonObject(input.value)) return "The arguments must be a JSON object, in braces.";
  if (tool.inputSchema === undefined) return null;
  const faults = describeSchemaFaults(tool.inputSchema, input.value);
  return faults === null ? null : `The arguments do not fit the tool's schema:\n${faults}`;
}
