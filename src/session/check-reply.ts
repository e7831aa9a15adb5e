import { describeSchemaFaults } from "../core/check-json-schema";
import { isJsonObject } from "../core/json";
import type { Reply, ReplyPart, ResponseFormat } from "../core/turn";
import { checkToolCall } from "./check-tool-call";
import { parseWrittenJson } from "./parse-written-json";
import type { ReplyDemands, ReplyFault } from "./reply-fault";

/** PAIR-10: what is wrong with a reply under what its caller demands. A refusal is always right. */
export function checkReply(demands: ReplyDemands, reply: Reply): readonly ReplyFault[] {
  const { parts, finishReason } = reply;
  if (parts.some(({ type }) => type === "refusal")) return [];
  const calls = parts.filter((part) => part.type === "tool-call");
  const isCut = finishReason === "length" || finishReason === "content-filter";
  const faultOfCalls = calls.length === 0 ? null : checkCallsAtAll(demands, calls.length);
  if (faultOfCalls !== null) return [faultOfCalls];
  const faults = calls.flatMap((call, index) => checkToolCall(demands, call, index, isCut) ?? []);
  const faultOfText = isCut ? null : checkText(demands, textOfParts(parts), calls.length > 0);
  return faultOfText === null ? faults : [...faults, faultOfText];
}

export function countToolCalls({ parts }: Reply): number {
  return parts.filter(({ type }) => type === "tool-call").length;
}

function checkCallsAtAll(demands: ReplyDemands, callCount: number): ReplyFault | null {
  const place = { kind: "tool-calls" } as const;
  if (demands.tools.length === 0)
    return { place, text: "The caller offers no tools, so it cannot take a tool call." };
  if (demands.toolChoice.type === "none")
    return { place, text: "The caller takes no tool call for this question." };
  if (callCount > 1 && !demands.allowsParallelToolCalls)
    return { place, text: `The caller takes one tool call at a time, and these are ${callCount}.` };
  return null;
}

/** Beside tool calls, too, a program parses the text as what it demanded. */
function checkText(demands: ReplyDemands, text: string, hasCalls: boolean): ReplyFault | null {
  const place = { kind: "text" } as const;
  if (text.trim() === "") return hasCalls ? null : { place, text: "The reply is empty." };
  const demandedNames = demandedToolNames(demands);
  if (!hasCalls && demandedNames.length > 0) {
    const [name] = demandedNames;
    const isOne = demandedNames.length === 1;
    return {
      place,
      text: isOne
        ? `The caller demands a call of ${name}, and this is text.`
        : `The caller demands a tool call, and this is text. It offers: ${demandedNames.join(", ")}.`,
      remedy: isOne ? `Call it with \`/tool ${name} JSON\`.` : "Call one with `/tool NAME JSON`.",
    };
  }
  const problem = problemOfText(demands.responseFormat, text);
  return problem === null ? null : { place, text: problem };
}

/** None where a tool is demanded that is not offered: nobody could satisfy that. */
function demandedToolNames({ toolChoice, tools }: ReplyDemands): readonly string[] {
  const names = tools.map(({ name }) => name);
  if (toolChoice.type === "required") return names;
  return toolChoice.type === "tool" ? names.filter((name) => name === toolChoice.toolName) : [];
}

function problemOfText(format: ResponseFormat, text: string): string | null {
  if (format.type === "text") return null;
  const isAnyJson = format.type === "json-schema";
  const demand = isAnyJson
    ? `The reply must be JSON that fits the caller's schema (${format.name}), but`
    : "The reply must be a JSON object, but";
  const json = parseWrittenJson(text);
  if (!json.ok) return `${demand} ${json.error.problem}`;
  if (!isAnyJson) return isJsonObject(json.value) ? null : `${demand} this is none.`;
  const faults =
    format.schema === undefined ? null : describeSchemaFaults(format.schema, json.value);
  return faults === null ? null : `${demand} this does not fit:\n${faults}`;
}

function textOfParts(parts: readonly ReplyPart[]): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}
