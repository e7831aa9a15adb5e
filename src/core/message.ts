/**
 * The neutral conversation. Every dialect is decoded into these types and encoded from them, so that any dialect pairs with any
 * other. No vendor's shape is the pivot.
 */

export type Role = "system" | "developer" | "user" | "assistant" | "tool";

/** Where the bytes of an image, a sound or a file are. */
export type MediaSource =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "data"; readonly mediaType: string; readonly base64: string }
  | { readonly kind: "file-id"; readonly fileId: string };

export interface TextPart {
  readonly type: "text";
  readonly text: string;
}

export interface ImagePart {
  readonly type: "image";
  readonly source: MediaSource;
  /** The vendor's hint for the resolution, unchanged. */
  readonly detail?: string;
}

export interface AudioPart {
  readonly type: "audio";
  readonly source: MediaSource;
  /** The vendor's name of the format, such as `wav` or `mp3`. */
  readonly format?: string;
}

export interface FilePart {
  readonly type: "file";
  readonly source: MediaSource;
  readonly filename?: string;
}

export interface RefusalPart {
  readonly type: "refusal";
  readonly text: string;
}

/** What a model thought before it answered, in a history from elsewhere. It is kept, and nobody is shown it as something said. */
export interface ThinkingPart {
  readonly type: "thinking";
  /** Empty where the vendor has hidden it. */
  readonly text: string;
}

export interface ToolCallPart {
  readonly type: "tool-call";
  readonly toolCallId: string;
  readonly toolName: string;
  /** The arguments as the JSON text that the model wrote, byte for byte. */
  readonly input: string;
}

export interface ToolResultPart {
  readonly type: "tool-result";
  readonly toolCallId: string;
  /** The results of a call, in order. */
  readonly content: readonly (TextPart | ImagePart | AudioPart | FilePart)[];
  readonly toolName?: string;
  /** The call failed, and this is what its client says about it. */
  readonly isError?: boolean;
}

export type Part =
  | TextPart
  | ImagePart
  | AudioPart
  | FilePart
  | RefusalPart
  | ThinkingPart
  | ToolCallPart
  | ToolResultPart;

export interface Message {
  readonly role: Role;
  /** The participant's name, where the dialect has one. */
  readonly name?: string;
  /** Empty for a `null` content. */
  readonly parts: readonly Part[];
}

/** The text of a message's text parts, joined without a separator, as the vendors do. */
export function textOf(message: Message): string {
  let text = "";
  for (const part of message.parts) if (part.type === "text") text += part.text;
  return text;
}
