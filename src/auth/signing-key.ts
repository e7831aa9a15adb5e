/** Keeps this use of the server's key apart from any other; a new format of tokens takes a new number. */
const PURPOSE = "motive-proxy invitation tokens 1";

let latest: { readonly apiKey: string; readonly signingKey: CryptoKey } | null = null;

/**
 * The key that signs invitations, derived from the server's: no second secret has to be kept, and whoever changes the first one
 * revokes every token. An isolate has one key, so it derives once.
 */
export async function signingKeyOf(apiKey: string): Promise<CryptoKey> {
  if (latest?.apiKey === apiKey) return latest.signingKey;
  const text = new TextEncoder();
  const material = await crypto.subtle.importKey("raw", text.encode(apiKey), "HKDF", false, [
    "deriveKey",
  ]);
  const signingKey = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text.encode(PURPOSE) },
    material,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign", "verify"],
  );
  latest = { apiKey, signingKey };
  return signingKey;
}
