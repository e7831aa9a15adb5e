import { parseSessionName } from "../../core/session-name";
import type { KeptResponseId, ResponseContext, ResponseStamp } from "../codec";

/**
 * A response's id leads to its session, as no model stands beside it in `GET /v1/responses/{id}`: after the prefix come the 32
 * hexadecimal digits that make it unique and unguessable, then the session's name in base64url. OpenAI's own ids have no other
 * characters, and clients treat them as opaque.
 */
const RESPONSE_ID = /^resp_([0-9a-f]{32})([A-Za-z0-9_-]+)$/;
/** An output item's id: that of its response, and its place in the output. */
const ITEM_ID = /^(?:msg|fc|ctc)_([0-9a-f]{32})_(\d{1,5})$/;

export function responseIdOf(context: ResponseContext, stamp: ResponseStamp): string {
  const name = parseSessionName(context.model);
  return `resp_${stamp.responseId}${encodeText(name.ok ? name.value : context.model)}`;
}

/** Null for what is no id of this dialect. It is a client's word: nothing says that there is such a response or session. */
export function readResponseId(id: string): KeptResponseId | null {
  const [, responseId, encodedName] = RESPONSE_ID.exec(id) ?? [];
  if (responseId === undefined || encodedName === undefined) return null;
  const text = decodeText(encodedName);
  const name = parseSessionName(text ?? undefined);
  // One response has one id: a name that was not written so is not its own.
  if (!name.ok || encodeText(name.value) !== encodedName) return null;
  return { responseId, sessionName: name.value };
}

export interface ItemPlace {
  readonly responseId: string;
  readonly outputIndex: number;
}

export function readItemPlace(id: string): ItemPlace | null {
  const [, responseId, outputIndex] = ITEM_ID.exec(id) ?? [];
  if (responseId === undefined || outputIndex === undefined) return null;
  return { responseId, outputIndex: Number(outputIndex) };
}

export function itemIdOf(
  kind: "msg" | "fc" | "ctc",
  responseId: string,
  outputIndex: number,
): string {
  return `${kind}_${responseId}_${outputIndex}`;
}

function encodeText(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte));
  return btoa(binary.join("")).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function decodeText(encoded: string): string | null {
  try {
    const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Anybody can write anything where an id belongs.
    return null;
  }
}
