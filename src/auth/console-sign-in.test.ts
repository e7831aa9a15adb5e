import { SignJWT, UnsecuredJWT, type JWTPayload } from "jose";
import { describe, expect, it } from "vitest";
import { readSignIn, SIGN_IN_LIFETIME_SECONDS, signSignIn } from "./console-sign-in";
import { SEES_DEFAULT } from "./invite";
import { readInviteToken, signInvite } from "./invite-token";
import { signingKeyOf } from "./signing-key";

const KEY = "a-key-that-is-long-enough";
const NOW_MS = 1_800_000_000_000;
const NOW_SECONDS = NOW_MS / 1_000;
const END_MS = NOW_MS + SIGN_IN_LIFETIME_SECONDS * 1_000;

const CLAIMS: JWTPayload = {
  iss: "motive-proxy",
  aud: "motive-proxy-console",
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 60,
};

/** A token with other claims than this server would write, signed as it signs. */
async function forge(changes: Record<string, unknown>): Promise<string> {
  const claims = Object.entries({ ...CLAIMS, ...changes }).filter(
    ([, value]) => value !== undefined,
  );
  return new SignJWT(Object.fromEntries(claims))
    .setProtectedHeader({ alg: "HS256" })
    .sign(await signingKeyOf(KEY, "signIn"));
}

describe("a sign-in at the console", () => {
  it("is good for 30 days, and says until when", async () => {
    const token = await signSignIn(KEY, NOW_MS);
    expect(await readSignIn(KEY, token, NOW_MS)).toEqual({ expiresAtMs: END_MS });
    expect(await readSignIn(KEY, token, END_MS - 1)).toEqual({ expiresAtMs: END_MS });
    expect(await readSignIn(KEY, token, END_MS)).toBeNull();
    expect(token.length).toBeLessThan(250);
  });

  it("is nothing under another key", async () => {
    const token = await signSignIn(KEY, NOW_MS);
    expect(await readSignIn("another-key-of-some-length", token, NOW_MS)).toBeNull();
    expect(await readSignIn(KEY, token, NOW_MS)).not.toBeNull();
  });

  it("is no invitation, and an invitation is no sign-in", async () => {
    const signIn = await signSignIn(KEY, NOW_MS);
    expect(await readInviteToken(KEY, signIn, NOW_MS)).toEqual({ ok: false, error: "not-ours" });
    const invite = await signInvite(KEY, {
      inviteId: "i1",
      role: "operator",
      scope: { kind: "session", name: "demo" },
      homeSession: "demo",
      label: null,
      sees: SEES_DEFAULT.operator,
      createdAtMs: NOW_MS,
      expiresAtMs: NOW_MS + 60_000,
    });
    expect(await readSignIn(KEY, invite, NOW_MS)).toBeNull();
  });

  it("is signed with a key of its own purpose, and not with the server's itself", async () => {
    for (const key of [await signingKeyOf(KEY, "invitation"), new TextEncoder().encode(KEY)]) {
      const token = await new SignJWT(CLAIMS).setProtectedHeader({ alg: "HS256" }).sign(key);
      expect(await readSignIn(KEY, token, NOW_MS)).toBeNull();
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ["another audience", { aud: "motive-proxy-invite" }],
    ["another issuer", { iss: "other" }],
    ["no expiry", { exp: undefined }],
    ["no time of issue", { iat: undefined }],
    ["an age above the longest", { iat: NOW_SECONDS - SIGN_IN_LIFETIME_SECONDS - 1 }],
    ["a time of issue that is to come", { iat: NOW_SECONDS + 60 }],
  ])("is refused with %s", async (_what, changes) => {
    expect(await readSignIn(KEY, await forge(changes), NOW_MS)).toBeNull();
  });

  it("is good with just the claims that it needs, as the cases before only change one", async () => {
    expect(await readSignIn(KEY, await forge({}), NOW_MS)).not.toBeNull();
  });

  it("is refused without a signature, and as any other text", async () => {
    const unsigned = new UnsecuredJWT(CLAIMS).encode();
    const good = await signSignIn(KEY, NOW_MS);
    const changed = good.replace(
      /^(.{60})(.)/,
      (_all, before: string, letter: string) => before + (letter === "A" ? "B" : "A"),
    );
    for (const text of [unsigned, changed, `${good}${"A".repeat(600)}`, "", "...", "a.b.c"])
      expect(await readSignIn(KEY, text, NOW_MS)).toBeNull();
  });
});
