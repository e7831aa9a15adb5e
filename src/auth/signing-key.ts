/** Keeps the uses of the server's key apart from each other; a new format of tokens takes a new number. */
const PURPOSES = {
  invitation: "motive-proxy invitation tokens 1",
  signIn: "motive-proxy console sign-ins 1",
} as const;

export type SigningPurpose = keyof typeof PURPOSES;

const latest = new Map<
  SigningPurpose,
  { readonly apiKey: string; readonly signingKey: CryptoKey }
>();

/**
 * The key that signs one kind of token, derived from the server's: no second secret has to be kept, and whoever changes the first one
 * ends every token. An isolate has one key, so it derives once.
 */
export async function signingKeyOf(apiKey: string, purpose: SigningPurpose): Promise<CryptoKey> {
  const known = latest.get(purpose);
  if (known?.apiKey === apiKey) return known.signingKey;
  const text = new TextEncoder();
  const material = await crypto.subtle.importKey("raw", text.encode(apiKey), "HKDF", false, [
    "deriveKey",
  ]);
  const info = text.encode(PURPOSES[purpose]);
  const signingKey = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    material,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign", "verify"],
  );
  latest.set(purpose, { apiKey, signingKey });
  return signingKey;
}
