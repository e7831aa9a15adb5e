import { fitsSchema } from "../core/check-json-schema";
import { isJsonObject, type JsonObject, type JsonValue } from "../core/json";
import { textOf } from "../core/message";
import type { TurnRequest } from "../core/turn";
import { guessLanguage, makeTitle } from "./make-title";
import { hasHistory, instructionOf, replySchemaOf } from "./request-outline";
import { PLACEHOLDERS, type Signature } from "./signature";

export interface SideAnswer {
  /** Of a tool call, its arguments. */
  readonly answer: string;
  /** The tool that the client forces, where it asks for a call instead of a text. */
  readonly toolName?: string;
}

/** A recap is read by a model or shown to a person in place of the messages, so a few of them in brief are enough. */
const RECAP_MESSAGES_MAX = 8;
const RECAP_CHARS_MAX = 160;
/** A schema that is nested deeper asks for more than a title. */
const SCHEMA_DEPTH_MAX = 8;
/** The instructions before a quoted text are shorter than this. */
const SUBJECT_WITHIN_CHARS = 16_384;
/** More of a quoted text is not looked at. */
const SUBJECT_CHARS_MAX = 1_000;

/** PAIR-2: the answer by rule, in the form asked for. Null where no answer fits that form, so that a person has to give it. */
export function answerSideRequest(signature: Signature, request: TurnRequest): SideAnswer | null {
  const { responseFormat, tools } = request;
  const schema = replySchemaOf(request);
  const [tool] = tools;
  if (tool === undefined && responseFormat.type === "text" && "text" in signature.answer)
    return { answer: fillText(signature.answer.text, signature, request) };
  const value = jsonOf(signature, request, schema);
  if (value === null) return null;
  const answer = JSON.stringify(value);
  return tool === undefined ? { answer } : { answer, toolName: tool.name };
}

/** Each kind's word for its answer, where a client wants JSON from a prompt that speaks of text. */
function jsonOf(
  signature: Signature,
  request: TurnRequest,
  schema: JsonObject | null,
): JsonObject | null {
  const own: JsonObject =
    "json" in signature.answer
      ? signature.answer.json
      : { [signature.kind]: signature.answer.text };
  const known = Object.fromEntries(
    Object.entries(own).map(([name, value]) => [
      name,
      typeof value === "string" ? fillText(value, signature, request) : value,
    ]),
  );
  if (schema === null) return known;
  const usual = {
    title: fillText(PLACEHOLDERS.title, signature, request),
    language: fillText(PLACEHOLDERS.language, signature, request),
    tags: ["General"],
    follow_ups: [],
    queries: [],
    summary: fillText(PLACEHOLDERS.recap, signature, request),
    ...known,
  };
  const filled = fillSchema(schema, usual, 0);
  return isJsonObject(filled) && fitsSchema(schema, filled) ? filled : null;
}

/** The smallest value of a schema, with the properties that are known by name. */
function fillSchema(schema: JsonValue | undefined, known: JsonObject, depth: number): JsonValue {
  if (!isJsonObject(schema) || depth > SCHEMA_DEPTH_MAX) return null;
  if (schema["const"] !== undefined) return schema["const"];
  if (Array.isArray(schema["enum"])) return (schema["enum"] as readonly JsonValue[])[0] ?? null;
  const { properties } = schema;
  if (isJsonObject(properties)) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => {
        const value = Object.hasOwn(known, name) ? known[name] : undefined;
        return [name, value ?? fillSchema(property, {}, depth + 1)];
      }),
    );
  }
  switch (schema["type"]) {
    case "string":
      return "";
    case "array":
      return [];
    case "boolean":
      return false;
    case "number":
    case "integer":
      return 0;
    case "object":
      return {};
    default:
      return null;
  }
}

function fillText(template: string, signature: Signature, request: TurnRequest): string {
  switch (template) {
    case PLACEHOLDERS.title:
      return makeTitle(subjectOf(signature, request), signature.titleCharsMax);
    case PLACEHOLDERS.language:
      return guessLanguage(subjectOf(signature, request));
    case PLACEHOLDERS.lastText:
      return lastQuotedText(instructionOf(request.messages));
    case PLACEHOLDERS.recap:
      return recapOf(request);
    case PLACEHOLDERS.commandPrefix:
      return commandPrefixOf(instructionOf(request.messages));
    default:
      return template;
  }
}

/** The first user text of the conversation that the request is about. */
function subjectOf({ subject }: Signature, { messages }: TurnRequest): string {
  const instruction = instructionOf(messages);
  const quoted = subject?.exec(instruction.slice(0, SUBJECT_WITHIN_CHARS))?.[1];
  if (quoted !== undefined) return quoted.slice(0, SUBJECT_CHARS_MAX);
  if (!hasHistory(messages)) return subject === undefined ? instruction : "";
  const first = messages.find(({ role, parts }) => role === "user" && parts.length > 0);
  return first === undefined ? "" : textOf(first);
}

/** What the user said last in a quoted chat. */
function lastQuotedText(instruction: string): string {
  const last = quotedLines(instruction).findLast((line) => line.startsWith("USER: "));
  return (last ?? "").replace(/^USER: /, "").slice(0, SUBJECT_CHARS_MAX);
}

/** The last messages in brief: nothing is invented, and nothing is weighed. */
function recapOf({ messages }: TurnRequest): string {
  const lines = hasHistory(messages)
    ? messages
        .filter(({ role }) => role === "user" || role === "assistant")
        .map((message) => `${message.role}: ${textOf(message)}`)
    : quotedLines(instructionOf(messages));
  const recap = lines.slice(-RECAP_MESSAGES_MAX).map(shorten).join("\n");
  return recap === "" ? "Nothing was said yet." : recap;
}

function quotedLines(instruction: string): readonly string[] {
  const start = instruction.indexOf("\n<chat_history>") + 1;
  const end = instruction.lastIndexOf("</chat_history>");
  return instruction
    .slice(start, Math.max(start, end))
    .replace(/^<chat_history>/, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function shorten(text: string): string {
  const line = text
    .slice(0, 4 * RECAP_CHARS_MAX)
    .replace(/\s+/g, " ")
    .trim();
  const characters = [...line];
  return characters.length <= RECAP_CHARS_MAX
    ? line
    : `${characters.slice(0, RECAP_CHARS_MAX - 1).join("")}…`;
}

/**
 * A client may let a command run because of its prefix, so a command that is more than plain words gets the answer after which the
 * client asks its user.
 */
function commandPrefixOf(instruction: string): string {
  const start = instruction.lastIndexOf("\nCommand: ");
  const command = instruction.slice(start + "\nCommand: ".length).trim();
  if (!/^[\w./-]+(?: [\w./:=@,+-]+| "[\w ./:=@,+-]*")*$/.test(command))
    return "command_injection_detected";
  return command.split(" ")[0] ?? "none";
}
