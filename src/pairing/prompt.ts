import { assertNever } from "../core/assert";
import type { MediaSource, Message, Part } from "../core/message";
import type { ResponseFormat, TurnRequest } from "../core/turn";

/** PAIR-9: one user message is shown verbatim; several messages are shown in order, each under its role. */
export function renderPrompt(newMessages: readonly Message[]): string {
  const others = newMessages.filter((message) => message.role !== "system");
  // A request of system messages alone has no other question than them.
  const shown = others.length === 0 ? newMessages : others;
  const only = shown[0];
  if (shown.length === 1 && only !== undefined && only.role === "user") {
    // Some clients raise on an empty completion, so not even an empty question is shown as one.
    return renderParts(only.parts) || "[empty message]";
  }
  return shown.map(renderMessage).join("\n\n");
}

function renderMessage(message: Message): string {
  const name = message.name === undefined ? "" : ` (${message.name})`;
  return `[${message.role}${name}]\n${renderParts(message.parts)}`;
}

/** Text parts join without a separator, as the vendors do; whatever is no text stands on a line of its own. */
function renderParts(parts: readonly Part[]): string {
  let text = "";
  let isAfterPlaceholder = false;
  for (const part of parts) {
    if (part.type === "text") {
      text += isAfterPlaceholder ? `\n${part.text}` : part.text;
      isAfterPlaceholder = false;
      continue;
    }
    text += `${text === "" ? "" : "\n"}${renderPlaceholder(part)}`;
    isAfterPlaceholder = true;
  }
  return text;
}

/** Nothing is silently dropped: what a text cannot show appears as a link or a placeholder. */
function renderPlaceholder(part: Exclude<Part, { type: "text" }>): string {
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
      return `[result of ${part.toolName ?? "tool call"} ${part.toolCallId}]\n${renderParts(part.content)}`;
    default:
      return assertNever(part);
  }
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

/** PAIR-10: the answer to `/help`. */
export function renderHelp(): string {
  return [
    "You are playing the model: whatever you send is the reply to the question shown to you.",
    "",
    "Instead of a reply you can send:",
    "/context - the system prompt, the tools and the parameters of the question",
    '/tool NAME JSON - call a tool of the caller, for example /tool get_weather {"city": "Oslo"}',
    "/refuse TEXT - refuse, as a model does",
    "/error STATUS TEXT - let the caller's request fail, for example /error 429 Try again later.",
    "/skip - leave this question to somebody else",
    "/help - this text",
    "",
    "Any other text is the reply, and //tool sends /tool.",
  ].join("\n");
}

/** PAIR-10: the answer to `/context`. */
export function renderContext(request: TurnRequest | null): string {
  if (request === null) return "Nobody has asked anything yet, so there is no context.";
  const system = request.messages
    .filter(({ role }) => role === "system" || role === "developer")
    .map(renderMessage);
  const tools = request.tools.map((tool) => {
    const description = tool.description === undefined ? "" : `: ${tool.description}`;
    return `- ${tool.name}${description}\n  ${JSON.stringify(tool.inputSchema ?? {})}`;
  });
  const parameters = Object.entries(request.parameters).map(
    ([name, value]) => `- ${name}: ${JSON.stringify(value)}`,
  );
  return [
    ...(system.length === 0 ? ["There is no system prompt."] : system),
    tools.length === 0 ? "There are no tools." : `Tools:\n${tools.join("\n")}`,
    ...(request.toolChoice.type === "auto"
      ? []
      : [`Tool choice: ${JSON.stringify(request.toolChoice)}`]),
    ...renderFormat(request.responseFormat),
    ...(parameters.length === 0 ? [] : [`Parameters:\n${parameters.join("\n")}`]),
  ].join("\n\n");
}

function renderFormat(format: ResponseFormat): readonly string[] {
  if (format.type === "text") return [];
  if (format.type === "json") return ["The reply must be a JSON object."];
  return [
    `The reply must be JSON after this schema (${format.name}):\n${JSON.stringify(format.schema ?? {})}`,
  ];
}
