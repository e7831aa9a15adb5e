import { vi } from "vitest";
import { SEES_DEFAULT, type Invite, type InviteRole } from "../../../src/auth/invite";
import { signInvite } from "../../../src/auth/invite-token";
import type { SessionScope } from "../../../src/core/session-scope";
import { fetchEdge, post, type EdgeAnswer, type EdgeOptions } from "./edge";

/** Long enough to sign invitations. */
export const KEY = "a-key-that-is-long-enough";
export const LOCKED = {
  // No answer is committed before it is there, so every error has its own status.
  variables: { API_KEY: KEY, COMMIT_DELAY: "20", LOG_LEVEL: "error" },
} as const;

/** A token as the server would have signed it, for what no route mints. */
export function sign(role: InviteRole, scope: SessionScope, changes: Partial<Invite> = {}) {
  const createdAtMs = Math.floor(Date.now() / 1_000) * 1_000;
  return signInvite(KEY, {
    inviteId: `${role}-invite`,
    role,
    scope,
    homeSession: scope.kind === "session" ? scope.name : scope.pattern,
    label: null,
    sees: SEES_DEFAULT[role],
    createdAtMs,
    expiresAtMs: createdAtMs + 60_000,
    ...changes,
  });
}

export interface MintedInvite {
  readonly invite: string;
  readonly token: string;
  readonly link: string;
  readonly expires_at: string;
}

/** A request to a server with a key, as whoever has a credential. */
export function fetchAs(
  credential: string,
  path: string,
  init: RequestInit = {},
  options: EdgeOptions = {},
): Promise<EdgeAnswer> {
  const headers = {
    ...(init.headers as Record<string, string>),
    authorization: `Bearer ${credential}`,
  };
  return fetchEdge(path, { ...init, headers }, { ...LOCKED, ...options });
}

export async function statusAndCode(
  answer: EdgeAnswer | Promise<EdgeAnswer>,
): Promise<[number, string | undefined]> {
  const { response } = await answer;
  const text = await response.text();
  const body = (text === "" ? {} : JSON.parse(text)) as { readonly error?: { code: string } };
  return [response.status, body.error?.code];
}

export async function mint(session: string, body: object): Promise<MintedInvite> {
  const path = `/sessions/${encodeURIComponent(session)}/invites`;
  const { response } = await fetchAs(KEY, path, post(body));
  if (response.status !== 201) throw new Error(await response.text());
  return response.json();
}

export async function revoke(session: string, invite: string): Promise<number> {
  const path = `/sessions/${encodeURIComponent(session)}/invites/${invite}`;
  const { response } = await fetchAs(KEY, path, { method: "DELETE" });
  await response.body?.cancel();
  return response.status;
}

/** Says something by a chat request, and gives what came of it: the text or the code of an error. */
export async function say(
  credential: string,
  session: string,
  text: string,
  path = "/v1/chat/completions",
): Promise<string> {
  const body = { model: session, messages: [{ role: "user", content: text }] };
  const { response } = await fetchAs(credential, path, post(body));
  const answer = await response.json<{
    choices?: { message: { content: string } }[];
    error?: { code: string };
  }>();
  return answer.choices?.[0]?.message.content ?? `${response.status} ${answer.error?.code}`;
}

/** Waits until a session has a status, by asking the server. */
export async function untilSession(name: string, status: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { response } = await fetchAs(KEY, `/sessions/${encodeURIComponent(name)}`);
      const body = await response.json<{ status?: string }>();
      if (body.status !== status) throw new Error(`${name} is ${body.status}, not ${status}.`);
    },
    { timeout: 30_000, interval: 20 },
  );
}
