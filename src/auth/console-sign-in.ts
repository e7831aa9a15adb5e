import { errors, jwtVerify, SignJWT } from "jose";
import { signingKeyOf } from "./signing-key";

/** Long enough that nobody types a key every week, and short enough that a forgotten browser is signed out some day. */
export const SIGN_IN_LIFETIME_SECONDS = 30 * 86_400;

const ALGORITHM = "HS256";
const ISSUER = "motive-proxy";
const AUDIENCE = "motive-proxy-console";
/** A token has 150. */
const TOKEN_CHARS_MAX = 512;

/** What a browser keeps in place of the server's key: it opens the console alone, and is worth nothing under another key. */
export async function signSignIn(apiKey: string, nowMs: number): Promise<string> {
  const nowSeconds = Math.floor(nowMs / 1_000);
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + SIGN_IN_LIFETIME_SECONDS)
    .sign(await signingKeyOf(apiKey, "signIn"));
}

/** When the sign-in ends; null where the text is no token, or none that is still good. */
export async function readSignIn(
  apiKey: string,
  token: string,
  nowMs: number,
): Promise<{ readonly expiresAtMs: number } | null> {
  if (token.length > TOKEN_CHARS_MAX) return null;
  try {
    const { payload } = await jwtVerify(token, await signingKeyOf(apiKey, "signIn"), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ["exp", "iat"],
      maxTokenAge: SIGN_IN_LIFETIME_SECONDS,
      currentDate: new Date(nowMs),
    });
    return payload.exp === undefined ? null : { expiresAtMs: payload.exp * 1_000 };
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
