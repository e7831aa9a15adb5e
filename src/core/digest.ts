import { canonicalJson, type JsonValue } from "./json";
import { type Message, textOf } from "./message";
import type { TurnRequest } from "./turn";

/**
 * The digests by which the pairing rules compare requests. They are computed once, in the Worker, so that a Session never hashes
 * a history. The hash function is an argument because this layer does no I/O.
 */
export type HashText = (text: string) => string;

export interface MessageDigest {
  /** Of the message exactly as sent: the key under which it is stored once. */
  readonly content: string;
  /** Of the normalised text, for evidence (PAIR-4); null where there is no text. */
  readonly text: string | null;
  /** A short common text proves nothing alone (PAIR-4). */
  readonly isShortText: boolean;
  /** Tool-call ids in the message, in order. */
  readonly toolCallIds: readonly string[];
}

export interface RequestDigests {
  /** Of the raw body's bytes. */
  readonly raw: string;
  /** Of the normalised messages, the tools and the response format. */
  readonly canonical: string;
  /** Aligned with the request's messages. */
  readonly messages: readonly MessageDigest[];
  /**
   * `chain[i]` stands for the messages 0 to i that are not system messages; a request continues another one if its chain
   * contains the other's last link.
   */
  readonly chain: readonly string[];
  /** Of the system and developer texts; null where they are empty. */
  readonly system: string | null;
  /** Of the tools' definitions; null where there are none. */
  readonly tools: string | null;
}

/** Texts shorter than this are common enough to appear in both histories. */
const SHORT_TEXT_CHARS = 12;

/** PAIR-4: texts are compared in NFC, trimmed, with one kind of line end and without what a UI shows as thinking. */
export function normaliseText(text: string): string {
  return text
    .replace(/<think>[\s\S]*?<\/think>/g, "")
    .replace(/<details[\s\S]*?<\/details>/g, "")
    .replace(/\r\n?/g, "\n")
    .normalize("NFC")
    .trim();
}

/** The text of evidence of a message: its text parts, refusals included, as a client sends them back. */
export function evidenceText(message: Message): string {
  let text = textOf(message);
  for (const part of message.parts) if (part.type === "refusal") text += part.text;
  return normaliseText(text);
}

export function digestMessage(message: Message, hash: HashText): MessageDigest {
  const text = evidenceText(message);
  const toolCallIds: string[] = [];
  for (const part of message.parts) {
    if (part.type === "tool-call" || part.type === "tool-result") toolCallIds.push(part.toolCallId);
  }
  return {
    content: hash(JSON.stringify(message)),
    text: text === "" ? null : hash(text),
    isShortText: text.length < SHORT_TEXT_CHARS,
    toolCallIds,
  };
}

export function digestRequest(
  request: TurnRequest,
  rawDigest: string,
  hash: HashText,
): RequestDigests {
  const messages: MessageDigest[] = [];
  const chain: string[] = [];
  const systemTexts: string[] = [];
  let link = "";
  for (const message of request.messages) {
    const digest = digestMessage(message, hash);
    messages.push(digest);
    if (message.role === "system" || message.role === "developer")
      systemTexts.push(evidenceText(message));
    else {
      link = hash(`${link}\n${canonicalMessage(message, digest)}`);
      chain.push(link);
    }
  }
  const system = systemTexts.join("\n").trim();
  const toolsText =
    request.tools.length === 0 ? null : canonicalJson(request.tools as unknown as JsonValue);
  const format = canonicalJson(request.responseFormat);
  return {
    raw: rawDigest,
    canonical: hash(`${link}\n${toolsText ?? ""}\n${format}`),
    messages,
    chain,
    system: system === "" ? null : hash(system),
    tools: toolsText === null ? null : hash(toolsText),
  };
}

/**
 * A message without what clients change on the way: white space at the ends, and the layout of tool arguments. Its text stands
 * there as its digest, so that of a plain message no long text is hashed a second time.
 */
function canonicalMessage({ role, parts }: Message, { text }: MessageDigest): string {
  const others = parts.flatMap((part): JsonValue[] => {
    // Clients leave out thinking as they like.
    if (part.type === "text" || part.type === "thinking") return [];
    if (part.type === "tool-call") return [{ ...part, input: canonicalInput(part.input) }];
    return [part as unknown as JsonValue];
  });
  const plain = `${role}\n${text ?? ""}`;
  return others.length === 0 ? plain : `${plain}\n${canonicalJson(others)}`;
}

function canonicalInput(input: string): string {
  try {
    return canonicalJson(JSON.parse(input) as JsonValue);
  } catch {
    // Arguments that are no JSON are compared as the text that they are.
    return input;
  }
}
