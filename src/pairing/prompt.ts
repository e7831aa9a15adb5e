import { assertNever } from "../core/assert";
import type { MediaSource, Message, Part, ToolCallPart, ToolResultPart } from "../core/message";
import type { ResponseFormat, TurnRequest } from "../core/turn";

/** Enough of a call's arguments to tell it from its siblings. */
const CALL_CHARS_MAX = 80;

/** The calls that results may belong to, by id. */
type CallsById = ReadonlyMap<string, ToolCallPart>;
const NO_CALLS: CallsById = new Map();

/**
 * PAIR-9: one user message is shown verbatim; several messages are shown in order, each under its role. `earlierMessages` are not
 * shown: they tell which call a tool's result is of, where the result does not say so itself.
 */
export function renderPrompt(
  newMessages: readonly Message[],
  earlierMessages: readonly Message[] = [],
): string {
  const others = newMessages.filter((message) => !isInstruction(message));
  // A request of instructions alone has no other question than them.
  const shown = others.length === 0 ? newMessages : others;
  const calls = callsOf([...earlierMessages, ...newMessages]);
  const only = shown[0];
  if (shown.length === 1 && only !== undefined && only.role === "user") {
    // Some clients raise on an empty completion, so not even an empty question is shown as one.
    return renderParts(only.parts, calls) || "[empty message]";
  }
  return shown.map((message) => renderMessage(message, calls)).join("\n\n");
}

/** Two names of one thing: which one a caller's client takes depends on the model's name. */
function isInstruction({ role }: Message): boolean {
  return role === "system" || role === "developer";
}

function callsOf(messages: readonly Message[]): CallsById {
  const calls = new Map<string, ToolCallPart>();
  for (const { parts } of messages)
    for (const part of parts) if (part.type === "tool-call") calls.set(part.toolCallId, part);
  return calls;
}

function renderMessage(message: Message, calls: CallsById): string {
  const name = message.name === undefined ? "" : ` (${message.name})`;
  return `[${message.role}${name}]\n${renderParts(message.parts, calls)}`;
}

/** Text parts join without a separator, as the vendors do; whatever is no text stands on a line of its own. */
function renderParts(parts: readonly Part[], calls: CallsById): string {
  let text = "";
  let previous: Part["type"] = "text";
  for (const part of parts) {
    if (part.type === "thinking") continue;
    if (text !== "") text += gapBetween(previous, part.type);
    text += part.type === "text" ? part.text : renderPlaceholder(part, calls);
    previous = part.type;
  }
  return text;
}

/** A tool's result has lines of its own, so an empty one shows where it ends. */
function gapBetween(previous: Part["type"], next: Part["type"]): string {
  if (previous === "tool-result" || next === "tool-result") return "\n\n";
  return previous === "text" && next === "text" ? "" : "\n";
}

/** Nothing is silently dropped: what a text cannot show appears as a link or a placeholder. */
function renderPlaceholder(
  part: Exclude<Part, { type: "text" | "thinking" }>,
  calls: CallsById,
): string {
  switch (part.type) {
    case "image":
      return `[image: ${renderSource(part.source)}]`;
    case "audio":
      return `[audio: ${renderSource(part.source)}]`;
    case "file":
      return `[file${part.filename === undefined ? "" : ` ${part.filename}`}: ${renderSource(part.source)}]`;
    case "refusal":
      return `[refusal] ${part.text}`;
    case "tool-call":
      return `[tool call ${part.toolName} ${part.toolCallId}] ${part.input}`;
    case "tool-result":
      return renderResult(part, calls.get(part.toolCallId));
    default:
      return assertNever(part);
  }
}

/** A responder never saw the ids of its calls, so a result also tells what was called. */
function renderResult(result: ToolResultPart, call: ToolCallPart | undefined): string {
  const name = result.toolName ?? call?.toolName ?? "tool call";
  const input = call === undefined ? "" : ` ${shorten(call.input)}`;
  const content = renderParts(result.content, NO_CALLS) || "[empty]";
  const kind = result.isError === true ? "error" : "result";
  return `[${kind} of ${name} ${result.toolCallId}${input}]\n${content}`;
}

/** On one line, and without cutting a character in two. */
function shorten(input: string): string {
  const characters = [...input.replace(/\s+/g, " ")];
  if (characters.length <= CALL_CHARS_MAX) return characters.join("");
  return `${characters.slice(0, CALL_CHARS_MAX).join("")}…`;
}

function renderSource(source: MediaSource): string {
  switch (source.kind) {
    case "url":
      return source.url;
    case "file-id":
      return `uploaded as ${source.fileId}`;
    case "data":
      return `${source.mediaType}, ${byteCount(source.base64)} bytes`;
    default:
      return assertNever(source);
  }
}

function byteCount(base64: string): number {
  return Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
}

/** PAIR-10: the answer to `/help`. It names the question that the responder is at, for the same reason as a context does. */
export function renderHelp(turnId: number | null): string {
  return [
    "You are playing the model: whatever you send is the reply to the question shown to you.",
    "",
    "Instead of a reply you can send:",
    "/context - the system prompt, the tools, the parameters, and what the reply must be",
    '/tool NAME JSON - call a tool of the caller, for example /tool get_weather {"city": "Oslo"}',
    "  Several calls: each begins a line with /tool. The JSON may go over several lines; nothing else may follow it.",
    "/refuse TEXT - refuse, as a model does",
    "/error STATUS TEXT - let the caller's request fail, for example /error 429 Try again later.",
    "/skip - leave this question to somebody else",
    "/help - this text",
    "",
    "A command stands at the very beginning. Any other text is the reply, and //tool sends /tool.",
    "A reply that is not what the caller demands (JSON that fits a schema, a tool call) is not sent: you are told what is wrong with it, and the question stays open.",
    ...(turnId === null ? [] : ["", `You are at question ${turnId}.`]),
  ].join("\n");
}

/**
 * PAIR-10: the answer to `/context`. It names the question, so that the equal contexts of two questions differ: the text is evidence
 * later (PAIR-4). Whoever may not see the system prompt and the parameters is told what can be answered, and with which tools.
 */
export function renderContext(
  question: {
    readonly turnId: number;
    readonly request: TurnRequest;
    readonly isHidden?: boolean;
  } | null,
): string {
  if (question === null) return "Nobody has asked anything yet, so there is no context.";
  const { turnId, request, isHidden = false } = question;
  const system = isHidden
    ? ["The system prompt and the parameters are not shown here."]
    : request.messages
        .filter((message) => isInstruction(message))
        .map((message) => renderMessage(message, NO_CALLS));
  const tools = request.tools.map((tool) => {
    const description = tool.description === undefined ? "" : `: ${tool.description}`;
    return `- ${tool.name}${description}\n  ${JSON.stringify(tool.inputSchema ?? {})}`;
  });
  const parameters = Object.entries(request.parameters).map(
    ([name, value]) => `- ${name}: ${JSON.stringify(value)}`,
  );
  return [
    `Question ${turnId}`,
    ...(system.length === 0 ? ["There is no system prompt."] : system),
    tools.length === 0 ? "There are no tools." : `Tools:\n${tools.join("\n")}`,
    ...renderToolDemands(request),
    ...renderFormat(request.responseFormat),
    ...(isHidden || parameters.length === 0 ? [] : [`Parameters:\n${parameters.join("\n")}`]),
  ].join("\n\n");
}

function renderToolDemands(request: TurnRequest): readonly string[] {
  const { tools, toolChoice, allowsParallelToolCalls } = request;
  const choice = {
    auto: [],
    none: ["The reply must not call a tool."],
    required: ["The reply must call a tool."],
    tool: [`The reply must call the tool ${"toolName" in toolChoice ? toolChoice.toolName : ""}.`],
  }[toolChoice.type];
  const isLimited = tools.length > 0 && toolChoice.type !== "none" && !allowsParallelToolCalls;
  return [...choice, ...(isLimited ? ["A reply may call one tool at a time."] : [])];
}

function renderFormat(format: ResponseFormat): readonly string[] {
  if (format.type === "text") return [];
  if (format.type === "json") return ["The reply must be a JSON object."];
  return [
    `The reply must be JSON that fits this schema (${format.name}):\n${JSON.stringify(format.schema ?? {})}`,
  ];
}
