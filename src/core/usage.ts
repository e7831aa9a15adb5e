// oxlint-disable-next-line no-restricted-imports -- The one library in this layer: a pure function over text.
import { estimateTokenCount } from "tokenx";

import type { Message, Part } from "./message";
import type { ReplyEvent, TurnRequest, Usage } from "./turn";

/**
 * Token counts for programs that add them up. They are estimates and can be nothing else: a person has no tokenizer, and the
 * session may be answered by anyone. Expect them to be within some ten per cent of a common tokenizer's count.
 */

/** Above this, texts are sampled: the estimator needs about 60 ms for 1 MB of English, and a request must cost only a few. */
const EXACT_CHARS_MAX = 32_768;
const SAMPLE_COUNT = 32;
const SAMPLE_CHARS = 1_024;

/** What a chat format adds around each message for its role and its ends. */
const TOKENS_PER_MESSAGE = 4;
/** Vendors count images by their size, which is unknown here: about one picture of 1024 by 1024 pixels. */
const TOKENS_PER_MEDIA_PART = 765;

export function estimateInputTokens(request: TurnRequest): number {
  const texts: string[] = [];
  let fixed = 0;
  for (const message of request.messages)
    fixed += TOKENS_PER_MESSAGE + collectMessage(message, texts);
  if (request.tools.length > 0) texts.push(JSON.stringify(request.tools));
  if (request.responseFormat.type === "json-schema")
    texts.push(JSON.stringify(request.responseFormat));
  return fixed + estimateTokensOfTexts(texts);
}

export function estimateOutputTokens(events: readonly ReplyEvent[]): number {
  const texts: string[] = [];
  for (const event of events) {
    if (event.type === "tool-call") texts.push(event.toolName, event.input);
    else if (event.type !== "finish") texts.push(event.text);
  }
  return estimateTokensOfTexts(texts);
}

export function usageOfReply(inputTokens: number, events: readonly ReplyEvent[]): Usage {
  return { inputTokens, outputTokens: estimateOutputTokens(events) };
}

/** Adds a message's texts to the list and returns the tokens of what is no text. */
function collectMessage(message: Message, texts: string[]): number {
  if (message.name !== undefined) texts.push(message.name);
  let fixed = 0;
  for (const part of message.parts) fixed += collectPart(part, texts);
  return fixed;
}

function collectPart(part: Part, texts: string[]): number {
  switch (part.type) {
    case "text":
    case "refusal":
    case "thinking":
      texts.push(part.text);
      return 0;
    case "tool-call":
      texts.push(part.toolName, part.input);
      return 0;
    case "tool-result": {
      let fixed = 0;
      for (const item of part.content) fixed += collectPart(item, texts);
      return fixed;
    }
    case "image":
    case "audio":
    case "file":
      return TOKENS_PER_MEDIA_PART;
  }
}

/** Windows at even distances over all the texts, as if they were one; the rest is assumed to be alike. */
function estimateTokensOfTexts(texts: readonly string[]): number {
  let chars = 0;
  for (const text of texts) chars += text.length;
  if (chars <= EXACT_CHARS_MAX) {
    let tokens = 0;
    for (const text of texts) tokens += estimateTokenCount(text);
    return tokens;
  }
  const distance = chars / SAMPLE_COUNT;
  let nextSample = 0;
  let textStart = 0;
  let sampledChars = 0;
  let sampledTokens = 0;
  for (const text of texts) {
    while (nextSample < textStart + text.length) {
      const window = text.slice(nextSample - textStart, nextSample - textStart + SAMPLE_CHARS);
      sampledChars += window.length;
      sampledTokens += estimateTokenCount(window);
      nextSample += distance;
    }
    textStart += text.length;
  }
  return Math.round((sampledTokens / sampledChars) * chars);
}
