import { sha256 } from "@noble/hashes/sha2.js";
import { createHash } from "node:crypto";

/** 22 characters of base64url are 132 bits: collisions are out of reach, and a history of a thousand messages stays small. */
const DIGEST_CHARS = 22;
const DIGEST_BYTES = 17;

/**
 * The runtime's own hash takes some ten microseconds for a call, however short the text is, and a history has a hundred short
 * texts. Longer ones are the runtime's: it needs less for each byte.
 */
const SHORT_TEXT_CHARS_MAX = 512;

const encoder = new TextEncoder();

/** Synchronous, because digests of a history are chained; Web Crypto would await once for each message. */
export function hashText(data: string | Uint8Array): string {
  if (typeof data === "string" && data.length <= SHORT_TEXT_CHARS_MAX) return hashShortText(data);
  return createHash("sha256").update(data).digest("base64url").slice(0, DIGEST_CHARS);
}

function hashShortText(text: string): string {
  const bytes = sha256(encoder.encode(text)).subarray(0, DIGEST_BYTES);
  const base64 = btoa(String.fromCharCode(...bytes)).slice(0, DIGEST_CHARS);
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}
