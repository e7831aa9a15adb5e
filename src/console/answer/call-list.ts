import type { JsonObject } from "../../core/json";
import type { ToolDefinition } from "../../core/turn";
import type { ReplyContentCommand } from "../../console-protocol/session-command";
import type { TurnView } from "../../console-protocol/turn-view";
import { createForm, type FormModel } from "../schema-form/form-model";
import { isKeptForm, keepForm, restoreForm, type KeptForm } from "./kept-form";
import { demandsCall } from "./answer-availability";
import { writtenText } from "./written-text";

/** A tool call while it is filled in. */
export interface CallDraft {
  /** Stays with the call when others go. */
  readonly id: number;
  readonly toolName: string;
  readonly form: FormModel;
}

export interface KeptCall extends KeptForm {
  readonly toolName: string;
}

type Demands = Pick<TurnView, "tools" | "toolChoice" | "allowsParallelToolCalls">;

/** A tool without a schema takes any object. */
export function schemaOfTool({ inputSchema }: ToolDefinition): JsonObject {
  return inputSchema ?? { type: "object" };
}

export function newCall(calls: readonly CallDraft[], tool: ToolDefinition): CallDraft {
  return { id: nextId(calls), toolName: tool.name, form: createForm(schemaOfTool(tool)) };
}

function nextId(calls: readonly CallDraft[]): number {
  return Math.max(-1, ...calls.map(({ id }) => id)) + 1;
}

/** The one tool that the caller leaves no choice about is begun with; else the choice is the operator's. */
export function firstCalls(demands: Demands): readonly CallDraft[] {
  const offered = callableTools(demands);
  const [only] = offered;
  return only !== undefined && offered.length === 1 && demandsCall(demands)
    ? [newCall([], only)]
    : [];
}

/** The tools that the caller takes a call of at this question. */
export function callableTools({ tools, toolChoice }: Demands): readonly ToolDefinition[] {
  if (toolChoice.type === "none") return [];
  const named = tools.filter(
    ({ name }) => toolChoice.type === "tool" && name === toolChoice.toolName,
  );
  return named.length > 0 ? named : tools;
}

export function canAddCall({ allowsParallelToolCalls }: Demands, callCount: number): boolean {
  return allowsParallelToolCalls || callCount === 0;
}

/** Tools by their name and description. Every word of the query must be found. */
export function searchTools(
  tools: readonly ToolDefinition[],
  query: string,
): readonly ToolDefinition[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return tools.filter(({ name, description = "" }) => {
    const text = folded(`${name} ${description}`);
    return words.every((word) => text.includes(word));
  });
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

export function moveCall(
  calls: readonly CallDraft[],
  from: number,
  to: number,
): readonly CallDraft[] {
  const call = calls[from];
  if (call === undefined || to < 0 || to >= calls.length) return calls;
  return calls.toSpliced(from, 1).toSpliced(to, 0, call);
}

export function keepCalls(calls: readonly CallDraft[]): readonly KeptCall[] {
  return calls.map(({ toolName, form }) => ({ toolName, ...keepForm(form) }));
}

/** What was kept, as far as its tools are offered. */
export function restoreCalls(
  tools: readonly ToolDefinition[],
  kept: readonly KeptCall[],
): readonly CallDraft[] {
  return kept.flatMap(({ toolName, ...form }, id) => {
    const tool = tools.find(({ name }) => name === toolName);
    return tool === undefined
      ? []
      : [{ id, toolName, form: restoreForm(schemaOfTool(tool), form) }];
  });
}

/** What the browser kept, which another version may have written. */
export function readKeptCalls(kept: unknown): readonly KeptCall[] {
  return Array.isArray(kept) ? kept.filter(isKeptCall) : [];
}

function isKeptCall(value: unknown): value is KeptCall {
  return isKeptForm(value) && "toolName" in value && typeof value.toolName === "string";
}

/** The calls behind the text that goes before them, if there is one. */
export function contentOfCalls(text: string, calls: readonly CallDraft[]): ReplyContentCommand {
  const parts = calls.map(({ toolName, form }) => ({
    type: "tool-call" as const,
    toolName,
    input: writtenText(form),
  }));
  return {
    parts: text === "" ? parts : [{ type: "text", text }, ...parts],
    finishReason: "tool-calls",
  };
}
