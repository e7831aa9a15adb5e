import type { TurnView } from "../../console-protocol/turn-view";
import type { AnswerKind } from "./answer-panel-props";

/** Why a way to answer is closed at a question. */
export type UnavailableReason =
  | "not-loaded"
  | "no-tools"
  | "tools-forbidden"
  | "no-format"
  | "call-demanded"
  | "text-has-gone";

type Demands = Pick<TurnView, "tools" | "toolChoice" | "responseFormat">;

/**
 * Whether a caller could take an answer of a kind (PAIR-10); null where it could. What has gone to the caller stands at the beginning of
 * every answer (PAIR-20), so that it can be followed by calls or broken off, but not turned into something else.
 */
export function unavailableReason(
  kind: AnswerKind,
  view: Demands | null,
  sentChars: number,
): UnavailableReason | null {
  switch (kind) {
    case "text":
    case "error":
      return null;
    case "refuse":
      return sentChars > 0 ? "text-has-gone" : null;
    case "tool-call":
      if (view === null) return "not-loaded";
      if (view.tools.length === 0) return "no-tools";
      return view.toolChoice.type === "none" ? "tools-forbidden" : null;
    case "form":
      if (view === null) return "not-loaded";
      if (view.responseFormat.type === "text") return "no-format";
      if (demandsCall(view)) return "call-demanded";
      return sentChars > 0 ? "text-has-gone" : null;
  }
}

/** None is demanded where the named tool is not offered: nobody could satisfy that. */
export function demandsCall({ tools, toolChoice }: Pick<Demands, "tools" | "toolChoice">): boolean {
  if (toolChoice.type === "required") return tools.length > 0;
  return toolChoice.type === "tool" && tools.some(({ name }) => name === toolChoice.toolName);
}

/** The kind that a question asks for by itself, to begin with. */
export function kindAskedFor(view: Demands | null): AnswerKind {
  if (view === null) return "text";
  if (demandsCall(view)) return "tool-call";
  return view.responseFormat.type === "text" ? "text" : "form";
}
