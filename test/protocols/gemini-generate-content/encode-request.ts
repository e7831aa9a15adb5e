import type { JsonObject, JsonValue } from "../../../src/core/json";
import type { Message, Part } from "../../../src/core/message";
import type { ResponseFormat, ToolChoice, TurnRequest } from "../../../src/core/turn";
import type { WireBody } from "../codec.conformance";

const TOP_LEVEL: ReadonlySet<string> = new Set(["safetySettings", "labels", "store"]);
const CONFIG_PREFIX = "generationConfig.";

/** Writes a neutral request as a client of Google's API would: the opposite of the decoder under test. */
export function encodeRequest(
  request: TurnRequest,
  { model, isStream }: { model: string; isStream: boolean },
  framing: "sse" | "json-array",
): WireBody {
  const system = request.messages.find(({ role }) => role === "system");
  const contents = request.messages.filter(({ role }) => role !== "system");
  const config = {
    ...pick(request.parameters, (name) => !TOP_LEVEL.has(name)),
    ...Object.fromEntries(
      Object.entries(request.unknownFields)
        .filter(([name]) => name.startsWith(CONFIG_PREFIX))
        .map(([name, value]) => [name.slice(CONFIG_PREFIX.length), value]),
    ),
    ...encodeFormat(request.responseFormat),
  };
  return {
    body: {
      ...pick(request.unknownFields, (name) => !name.startsWith(CONFIG_PREFIX)),
      ...pick(request.parameters, (name) => TOP_LEVEL.has(name)),
      ...(system === undefined ? {} : { systemInstruction: { parts: encodeParts(system) } }),
      contents: contents.map(encodeContent),
      generationConfig: config,
      ...(request.tools.length === 0
        ? {}
        : {
            tools: [
              {
                functionDeclarations: request.tools.map(({ name, description, inputSchema }) => ({
                  name,
                  ...(description === undefined ? {} : { description }),
                  ...(inputSchema === undefined ? {} : { parametersJsonSchema: inputSchema }),
                })),
              },
            ],
          }),
      toolConfig: { functionCallingConfig: encodeChoice(request.toolChoice) },
    },
    hints: { model, isStream, ...(isStream ? { framing } : {}) },
  };
}

function pick(from: JsonObject, isPicked: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(from).filter(([name]) => isPicked(name)));
}

function encodeContent(message: Message): JsonObject {
  return {
    role: message.role === "assistant" ? "model" : "user",
    parts: encodeParts(message),
  };
}

function encodeParts(message: Message): JsonValue {
  return message.parts.map(encodePart);
}

function encodePart(part: Part): JsonObject {
  switch (part.type) {
    case "text":
      return { text: part.text };
    case "thinking":
      return { text: part.text, thought: true, thoughtSignature: "c2ln" };
    case "image":
      return {
        ...encodeMedia(part.source, "image/png"),
        ...(part.detail === undefined ? {} : { mediaResolution: { level: part.detail } }),
      };
    case "audio":
      return encodeMedia(part.source, "audio/mp3");
    case "file":
      return encodeMedia(part.source, "application/pdf", part.filename);
    case "tool-call":
      return {
        functionCall: {
          id: part.toolCallId,
          name: part.toolName,
          args: JSON.parse(part.input) as JsonObject,
        },
      };
    case "tool-result": {
      const [first, ...others] = part.content;
      const text = first?.type === "text" ? first.text : "";
      return {
        functionResponse: {
          id: part.toolCallId,
          name: part.toolName ?? "",
          response: part.isError === true ? { error: text } : { output: text },
          ...(others.length === 0 ? {} : { parts: others.map(encodePart) }),
        },
      };
    }
    case "refusal":
      throw new Error("Google has no refusals.");
  }
}

type Media = Extract<Part, { type: "image" }>["source"];

function encodeMedia(source: Media, mimeType: string, displayName?: string): JsonObject {
  const name = displayName === undefined ? {} : { displayName };
  if (source.kind === "url") return { fileData: { mimeType, fileUri: source.url, ...name } };
  if (source.kind === "data")
    return { inlineData: { mimeType: source.mediaType, data: source.base64, ...name } };
  throw new Error("Google has no file ids.");
}

function encodeChoice(choice: ToolChoice): JsonObject {
  switch (choice.type) {
    case "auto":
      return { mode: "AUTO" };
    case "none":
      return { mode: "NONE" };
    case "required":
      return { mode: "ANY" };
    case "tool":
      return { mode: "ANY", allowedFunctionNames: [choice.toolName] };
  }
}

function encodeFormat(format: ResponseFormat): JsonObject {
  if (format.type === "text") return {};
  return {
    responseMimeType: "application/json",
    ...(format.type === "json-schema" && format.schema !== undefined
      ? { responseJsonSchema: format.schema }
      : {}),
  };
}
