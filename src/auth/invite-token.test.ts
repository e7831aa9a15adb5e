import fc from "fast-check";
import { SignJWT, UnsecuredJWT, type JWTPayload } from "jose";
import { describe, expect, it } from "vitest";
import { INVITE_LIMITS, SEES_DEFAULT, type Invite } from "./invite";
import { readInviteToken, signInvite } from "./invite-token";
import { signingKeyOf } from "./signing-key";

const KEY = "a-key-that-is-long-enough";
const NOW_MS = 1_800_000_000_000;
const NOW_SECONDS = NOW_MS / 1_000;

const INVITE: Invite = {
  inviteId: "i1",
  role: "responder",
  scope: { kind: "session", name: "demo" },
  homeSession: "demo",
  label: "Anna",
  sees: SEES_DEFAULT.responder,
  createdAtMs: NOW_MS,
  expiresAtMs: NOW_MS + 60_000,
};

const CLAIMS: JWTPayload = {
  iss: "motive-proxy",
  aud: "motive-proxy-invite",
  jti: "i1",
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 60,
  role: "responder",
  session: "demo",
};

/** A token with other claims than this server would write, signed with its key. */
async function forge(changes: Record<string, unknown>, alg = "HS256"): Promise<string> {
  const claims = Object.entries({ ...CLAIMS, ...changes }).filter(
    ([, value]) => value !== undefined,
  );
  const key = await signingKeyOf(KEY, "invitation");
  return new SignJWT(Object.fromEntries(claims))
    .setProtectedHeader({ alg })
    .sign(alg === "HS256" ? key : new Uint8Array(64));
}

const read = (token: string, nowMs = NOW_MS) => readInviteToken(KEY, token, nowMs);

describe("an invitation's token", () => {
  it.each<Partial<Invite>>([
    {},
    { role: "operator", label: null, sees: SEES_DEFAULT.operator },
    { role: "operator", sees: { context: false, history: true } },
    { sees: { context: true, history: false } },
    { role: "caller", scope: { kind: "pattern", pattern: "town-*" }, homeSession: "town-1" },
    { scope: { kind: "session", name: "a * b/ü" }, homeSession: "a * b/ü" },
  ])("says what was signed: %j", async (change) => {
    const invite = { ...INVITE, ...change };
    expect(await read(await signInvite(KEY, invite))).toEqual({ ok: true, value: invite });
  });

  it("fits into a key field, and at worst into a header", async () => {
    expect((await signInvite(KEY, INVITE)).length).toBeLessThan(320);
    const name = "\u{1f600}".repeat(255);
    const largest: Invite = {
      ...INVITE,
      scope: { kind: "pattern", pattern: `${name}*` },
      homeSession: name,
      label: "\u{1f600}".repeat(INVITE_LIMITS.labelCharsMax / 2),
    };
    const token = await signInvite(KEY, largest);
    expect(token.length).toBeLessThan(INVITE_LIMITS.tokenCharsMax);
    expect((await read(token)).ok).toBe(true);
  });

  it("is good until its second of expiry", async () => {
    const token = await signInvite(KEY, INVITE);
    expect((await read(token, NOW_MS + 59_999)).ok).toBe(true);
    expect(await read(token, NOW_MS + 60_000)).toEqual({ ok: false, error: "expired" });
  });

  it("is nothing under another key, expired or not", async () => {
    const token = await signInvite("another-key-of-some-length", INVITE);
    expect(await read(token)).toEqual({ ok: false, error: "not-ours" });
    expect(await read(token, NOW_MS + 60_000)).toEqual({ ok: false, error: "not-ours" });
  });

  it("is not signed with the server's key itself", async () => {
    const token = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode(KEY));
    expect(await read(token)).toEqual({ ok: false, error: "not-ours" });
  });

  it.each<[string, Record<string, unknown>]>([
    ["another audience", { aud: "other" }],
    ["another audience, expired", { aud: "other", exp: NOW_SECONDS - 1 }],
    ["another issuer", { iss: "other" }],
    ["no expiry", { exp: undefined }],
    ["an expiry beyond the longest", { exp: NOW_SECONDS + 367 * 86_400 }],
    ["a time before which it is not good", { nbf: NOW_SECONDS + 60 }],
    ["no time of issue", { iat: undefined }],
    ["no id", { jti: undefined }],
    ["no role", { role: undefined }],
    ["the role admin", { role: "admin" }],
    ["no session", { session: undefined }],
    ["a session that is no name", { session: " " }],
    ["a session that is not normalised", { session: "u\u0308" }],
    ["a pattern without a wildcard", { sessions: "demo" }],
    ["sessions that are no text", { sessions: ["demo"] }],
  ])("is refused with %s", async (_what, changes) => {
    expect(await read(await forge(changes))).toEqual({ ok: false, error: "not-ours" });
  });

  it("is good with just the claims that it needs, as the cases before only change one", async () => {
    expect((await read(await forge({}))).ok).toBe(true);
  });

  it.each(["HS384", "HS512"])("is refused with the algorithm %s", async (algorithm) => {
    expect(await read(await forge({}, algorithm))).toEqual({ ok: false, error: "not-ours" });
  });

  it("is refused without a signature", async () => {
    const unsigned = new UnsecuredJWT(CLAIMS).encode();
    const [header = "", claims = "", signature = ""] = (await signInvite(KEY, INVITE)).split(".");
    const headerOfNone = unsigned.split(".")[0] ?? "";
    for (const token of [
      unsigned,
      `${headerOfNone}.${claims}.${signature}`,
      `${header}.${claims}.`,
      `${header}.${claims}.AA`,
    ])
      expect(await read(token)).toEqual({ ok: false, error: "not-ours" });
  });

  it("is refused with any character changed", async () => {
    const token = await signInvite(KEY, INVITE);
    // The last character of a signature has bits that say nothing.
    const position = fc.nat(token.length - 2);
    await fc.assert(
      fc.asyncProperty(position, fc.constantFrom("A", "b", "_", ".", " "), async (at, change) => {
        fc.pre(token[at] !== change);
        const changed = token.slice(0, at) + change + token.slice(at + 1);
        expect(await read(changed)).toEqual({ ok: false, error: "not-ours" });
      }),
    );
  });

  it.each(["", "x", "...", "a.b.c", "eyJ9.eyJ9.eyJ9", "Bearer a.b.c", `${"a".repeat(5_000)}.b.c`])(
    "is no text such as %j",
    async (text) => {
      expect(await read(text)).toEqual({ ok: false, error: "not-ours" });
    },
  );

  it("is refused above the largest size, even if it is signed", async () => {
    expect((await read(await forge({ note: "x".repeat(2_000) }))).ok).toBe(true);
    expect(await read(await forge({ note: "x".repeat(4_000) }))).toEqual({
      ok: false,
      error: "not-ours",
    });
  });
});
