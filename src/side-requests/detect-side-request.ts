import type { SideRequestMarks } from "../core/leg";
import type { TurnRequest } from "../core/turn";
import { outlineRequest, type RequestHints, type RequestOutline } from "./request-outline";
import type { Signature, Structure, Wording } from "./signature";
import { SIGNATURES } from "./signatures";

export interface Detection {
  readonly signature: Signature;
  readonly marks: SideRequestMarks;
}

/** What a UI's own request may ask for by schema. A schema with anything else is a program's. */
const PROPERTIES_KNOWN: ReadonlySet<string> = new Set([
  "title",
  "language",
  "tags",
  "follow_ups",
  "queries",
]);

/**
 * PAIR-2: the signature that fits a request best, with the marks that it has; null where none does. A single mark decides nothing:
 * `isSideRequest` says what else is needed.
 */
export function detectSideRequest(request: TurnRequest, hints: RequestHints): Detection | null {
  if (!isOfferedNoTool(request) || hasToolParts(request)) return null;
  const outline = outlineRequest(request, hints);
  if (outline === null) return null;
  let best: Detection | null = null;
  for (const signature of SIGNATURES) {
    const wording = signature.wordings.some((candidate) => isFound(candidate, outline));
    const structure =
      (wording || signature.isStructureTelling === true) &&
      signature.structures.some((candidate) => isGiven(candidate, outline));
    if (wording && structure) return { signature, marks: { structure, wording } };
    if (best === null && (wording || structure))
      best = { signature, marks: { structure, wording } };
  }
  return best;
}

/** Two marks of three decide. The context is asked for only where it is needed. */
export function isSideRequest(marks: SideRequestMarks, hasContext: () => boolean): boolean {
  if (marks.structure && marks.wording) return true;
  return (marks.structure || marks.wording) && hasContext();
}

/** Tools are for work. One that is forced, and takes no more than a title, is a way to ask for JSON. */
function isOfferedNoTool({ tools, toolChoice }: TurnRequest): boolean {
  const [tool, ...others] = tools;
  if (tool === undefined) return true;
  if (others.length > 0) return false;
  const isForced =
    toolChoice.type === "required" ||
    (toolChoice.type === "tool" && toolChoice.toolName === tool.name);
  const properties = Object.keys(tool.inputSchema?.["properties"] ?? {});
  return (
    isForced && properties.length > 0 && properties.every((name) => PROPERTIES_KNOWN.has(name))
  );
}

/** A tool call or its result carries an id that somebody minted: this belongs to a conversation. */
function hasToolParts({ messages }: TurnRequest): boolean {
  return messages.some(({ role, parts }) => {
    return (
      role === "tool" || parts.some(({ type }) => type === "tool-call" || type === "tool-result")
    );
  });
}

function isFound({ place, pattern }: Wording, { texts }: RequestOutline): boolean {
  return pattern.test(texts[place]);
}

function isGiven(structure: Structure, outline: RequestOutline): boolean {
  const { shape, hasSystem, isStream, tokensMax, frame, properties } = structure;
  if (!outline.shapes.has(shape)) return false;
  if (hasSystem === true && !outline.hasSystem) return false;
  if (isStream !== undefined && isStream !== outline.isStream) return false;
  if (tokensMax !== undefined && (outline.tokensMax ?? Infinity) > tokensMax) return false;
  if (properties !== undefined && !asksOnlyFor(properties, outline.properties)) return false;
  return frame === undefined || frame.every((wording) => isFound(wording, outline));
}

function asksOnlyFor(known: readonly string[], asked: readonly string[] | null): boolean {
  return asked !== null && asked.length > 0 && asked.every((name) => known.includes(name));
}
