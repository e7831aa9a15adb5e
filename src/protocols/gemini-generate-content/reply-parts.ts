import type { FinishReason, ReplyEvent, ToolCallEvent } from "../../core/turn";
import { encodeObjectArguments } from "../shared/object-arguments";
import { ReplyText } from "../shared/reply-text";
import { mapFinishReason, type WireFinishReason } from "./map-finish-reason";

/** A part of a reply: a text, or the JSON text of a function call. */
export type ReplyPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "call"; readonly json: string };

/** The parts of a reply in the order in which they were written. A refusal is text, as Google has no other place for it. */
export class ReplyParts {
  readonly #text: ReplyText;

  constructor(stopSequences: readonly string[]) {
    this.#text = new ReplyText(stopSequences);
  }

  push(event: Exclude<ReplyEvent, { type: "finish" }>): readonly ReplyPart[] {
    switch (event.type) {
      case "text-delta":
        return textParts(this.#text.text(event.text));
      case "refusal-delta":
        return textParts(this.#text.refusal(event.text));
      case "tool-call":
        return [...textParts(this.#text.flush()), { type: "call", json: encodeCall(event) }];
    }
  }

  /** The rest, once nothing more comes. */
  flush(): readonly ReplyPart[] {
    return textParts(this.#text.flush());
  }

  mapFinishReason(finishReason: FinishReason): WireFinishReason {
    return mapFinishReason(finishReason, this.#text.isStopped());
  }
}

/**
 * The JSON text of `content.parts`, with neighbouring texts joined. There is always a part: without one, the vendor's chat drops
 * the reply from its history.
 */
export function encodeParts(parts: readonly ReplyPart[]): string {
  const joined: ReplyPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === "text" && last?.type === "text")
      joined[joined.length - 1] = { type: "text", text: last.text + part.text };
    else joined.push(part);
  }
  if (joined.length === 0) joined.push({ type: "text", text: "" });
  const texts = joined.map((part) =>
    part.type === "text" ? JSON.stringify({ text: part.text }) : part.json,
  );
  return `[${texts.join(",")}]`;
}

function textParts(text: string): readonly ReplyPart[] {
  return text === "" ? [] : [{ type: "text", text }];
}

function encodeCall({ toolCallId, toolName, input }: ToolCallEvent): string {
  const id = JSON.stringify(toolCallId);
  return `{"functionCall":{"id":${id},"name":${JSON.stringify(toolName)},"args":${encodeObjectArguments(input)}}}`;
}
