import { isJsonObject, type JsonObject } from "../core/json";
import { textOf, type Message } from "../core/message";
import type { TurnRequest } from "../core/turn";
import type { Place, Structure } from "./signature";

/** What is known of a request besides its content. */
export interface RequestHints {
  readonly isStream: boolean;
}

/** What the signatures look at. */
export interface RequestOutline {
  readonly shapes: ReadonlySet<Structure["shape"]>;
  readonly texts: Readonly<Record<Place, string>>;
  readonly hasSystem: boolean;
  readonly isStream: boolean;
  /** Null where the client sets no limit. */
  readonly tokensMax: number | null;
  /** Of the reply's schema, or of the forced tool's; null where neither is given. */
  readonly properties: readonly string[] | null;
}

/** The marks of every prompt known stand at one of its ends, so a long quotation between them costs nothing. */
const EXCERPT_CHARS = 16_384;

/** The names that vendors have for the limit of a reply. */
const TOKEN_CAPS = [
  "max_tokens",
  "max_completion_tokens",
  "max_output_tokens",
  "maxOutputTokens",
  "num_predict",
] as const;

/** Null for what can be no side request: nothing is asked, or something that is no text. */
export function outlineRequest(request: TurnRequest, hints: RequestHints): RequestOutline | null {
  const { messages } = request;
  const last = messages.at(-1);
  if (last === undefined || last.role === "assistant" || last.role === "tool") return null;
  if (last.parts.some((part) => part.type !== "text")) return null;
  const shapes = shapesOf(messages);
  if (shapes.size === 0) return null;
  return {
    shapes,
    texts: {
      system: excerpt(
        textsOf(shapes.has("system-after-history") ? messages.slice(0, -1) : messages, isSystem),
      ),
      instruction: excerpt(instructionOf(messages)),
    },
    hasSystem: messages.some(isSystem),
    isStream: hints.isStream,
    tokensMax: tokensMaxOf(request.parameters),
    properties: propertiesOf(request),
  };
}

/** The last message; in a request without history, all user messages. */
export function instructionOf(messages: readonly Message[]): string {
  const last = messages.at(-1);
  if (last === undefined) return "";
  if (isSystem(last) || messages.some(({ role }) => role === "assistant")) return textOf(last);
  return textsOf(messages, ({ role }) => role === "user");
}

/** Whether the request brings a conversation as messages of their own, as every chat does from its second question on. */
export function hasHistory(messages: readonly Message[]): boolean {
  return messages.some(({ role }) => role === "assistant" || role === "tool");
}

/** The schema that the reply has to fit; null where any reply does. */
export function replySchemaOf({ responseFormat, tools }: TurnRequest): JsonObject | null {
  if (responseFormat.type === "json-schema") return responseFormat.schema ?? null;
  return tools[0]?.inputSchema ?? null;
}

export function isSystem({ role }: Message): boolean {
  return role === "system" || role === "developer";
}

function shapesOf(messages: readonly Message[]): ReadonlySet<Structure["shape"]> {
  const shapes = new Set<Structure["shape"]>();
  const last = messages.at(-1);
  const spoken = messages.filter((message) => !isSystem(message));
  if (last?.role === "user") {
    if (hasHistory(spoken)) shapes.add("after-history");
    else shapes.add("users");
    if (spoken.length === 1) shapes.add("one-user");
  } else if (spoken.some(({ role }) => role === "user")) shapes.add("system-after-history");
  return shapes;
}

function textsOf(messages: readonly Message[], isWanted: (message: Message) => boolean): string {
  return messages.filter(isWanted).map(textOf).join("\n");
}

function excerpt(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length <= 2 * EXCERPT_CHARS) return trimmed;
  return `${trimmed.slice(0, EXCERPT_CHARS)}\n${trimmed.slice(-EXCERPT_CHARS)}`;
}

function tokensMaxOf(parameters: JsonObject): number | null {
  for (const name of TOKEN_CAPS) {
    const value = parameters[name];
    if (typeof value === "number") return value;
  }
  return null;
}

function propertiesOf(request: TurnRequest): readonly string[] | null {
  const properties = replySchemaOf(request)?.["properties"];
  return isJsonObject(properties) ? Object.keys(properties) : null;
}
