import { createHash } from "node:crypto";

/** 22 characters of base64url are 132 bits: collisions are out of reach, and a history of a thousand messages stays small. */
const DIGEST_CHARS = 22;

/** Synchronous, because digests of a history are chained; Web Crypto would await once for each message. */
export function hashText(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("base64url").slice(0, DIGEST_CHARS);
}
