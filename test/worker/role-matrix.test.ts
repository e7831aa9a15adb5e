import { describe, expect, it } from "vitest";
import type { InviteRole } from "../../src/auth/invite";
import { LEG_INVITE_HEADER } from "../../src/core/leg";
import { succeed } from "../../src/core/result";
import type { SessionScope } from "../../src/core/session-scope";
import { ACCESS_REVOKED } from "../../src/core/turn-error";
import { createApp } from "../../src/worker/app";
import type { SessionStub } from "../../src/worker/environment";
import { fetchEdge, post } from "./support/edge";
import { FakeSession } from "./support/fake-session";
import { KEY, LOCKED, sign } from "./support/guests";

/**
 * Who may use which route. `y`: yes. `n`: yes, but nobody can. `w`: yes, with an upgrade to a WebSocket. `r`: not in this role. `s`: not for this session. The columns are the key; an operator,
 * a caller and a responder in their own session; and the same three in another one.
 */
const MATRIX: Readonly<Record<string, readonly [cells: string, body?: unknown]>> = {
  "GET /health": ["y yyy yyy"],
  "GET /": ["y yyy yyy"],
  "POST /v1/chat/completions": ["y ryy rss", { messages: [{ role: "user", content: "Hello?" }] }],
  "POST /v1/responses": ["y ryy rss", { input: "Hello?" }],
  "POST /v1/responses/input_tokens": ["y ryy rss", { input: "Hello?" }],
  "GET /v1/responses/:id": ["y ryy rss"],
  "DELETE /v1/responses/:id": ["y ryy rss"],
  "GET /v1/responses/:id/input_items": ["y ryy rss"],
  "POST /v1/responses/:id/cancel": ["n rnn rss"],
  "POST /v1/completions": ["y ryy rss", { prompt: "Hello?" }],
  "POST /v1/messages": [
    "y ryy rss",
    { max_tokens: 64, messages: [{ role: "user", content: "Hello?" }] },
  ],
  "POST /v1/messages/count_tokens": [
    "y ryy rss",
    { messages: [{ role: "user", content: "Hello?" }] },
  ],
  "POST /api/chat": ["y ryy rss", { messages: [{ role: "user", content: "Hello?" }] }],
  "POST /api/generate": ["y ryy rss", { prompt: "Hello?" }],
  "POST /api/show": ["y yyy sss", {}],
  "GET /api/tags": ["y yyy yyy"],
  "GET /api/ps": ["y yyy yyy"],
  "GET /api/version": ["y yyy yyy"],
  "GET /v1/models": ["y yyy yyy"],
  "GET /v1/models/:id{.+}": ["y yyy sss"],
  "GET /v1beta/models": ["y yyy yyy"],
  "GET /v1beta/models/:id{.+}": ["y yyy sss"],
  "POST /v1beta/models/:id{.+}": ["y ryy rss", { contents: [{ parts: [{ text: "Hello?" }] }] }],
  "POST /v1/models/:id{.+}": ["y ryy rss", { contents: [{ parts: [{ text: "Hello?" }] }] }],
  "POST /console/sign-in": ["y yyy yyy", { key: KEY }],
  "POST /console/sign-out": ["y yyy yyy"],
  "GET /console/account": ["y yyy yyy"],
  "GET /console/inbox": ["w wrr wrr"],
  "GET /sessions/:id/socket": ["w wrw srs"],
  "GET /sessions/:id/turns/:turn": ["y yry srs"],
  "GET /sessions/:id/turns/:turn/raw": ["y yrr srr"],
  "GET /sessions/:id/holds/:hold": ["y yry srs"],
  "PUT /sessions/:id/context-visibility": ["y rrr rrr", { hidden: true }],
  "GET /sessions": ["y rrr rrr"],
  "GET /sessions/:id": ["y yrr srr"],
  "DELETE /sessions/:id": ["y rrr rrr"],
  "GET /sessions/:id/transcript": ["y yrr srr"],
  "POST /sessions/:id/replies": ["y yrr srr", { text: "Yes." }],
  "PUT /sessions/:id/responder": ["y yrr srr", { kind: "operator" }],
  "PUT /sessions/:id/side-requests": ["y yrr srr", { answered: true }],
  "GET /sessions/:id/invites": ["y rrr rrr"],
  "POST /sessions/:id/invites": ["y rrr rrr", { role: "caller" }],
  "DELETE /sessions/:id/invites/:invite": ["y rrr rrr"],
};

const REFUSALS = {
  r: [403, "permission_error", "role_not_allowed"],
  s: [403, "permission_error", "session_not_allowed"],
  n: [400, "invalid_request_error", "response_not_cancellable"],
  w: [426, "invalid_request_error", "upgrade_required"],
} as const;

const ROUTES = Object.entries(MATRIX).map(([route, [cells, body]]) => {
  const [method = "", path = ""] = route.split(" ");
  return { route, method, path, cells: cells.replaceAll(" ", ""), body };
});
type Route = (typeof ROUTES)[number];

const REVOKED = "revoked-invite";

const DESCRIPTION = {
  name: "mine",
  createdAtMs: 0,
  statusSinceMs: 0,
  lastActivityAtMs: 0,
  openTurns: [],
  holds: [],
};

const RESPONSE = {
  createdAtMs: 0,
  context: { model: "mine", isStream: false, inputTokens: 1 },
  options: {},
  seat: null,
  outcome: { kind: "reply", events: [{ type: "finish", finishReason: "stop" }] },
};

/** A session that lets everybody in whose invitation was not revoked, and answers at once. */
const SESSION = {
  fetch: (url: string, init: { readonly headers: Record<string, string> }) => {
    const session = new FakeSession();
    void answerAtOnce(session, init.headers[LEG_INVITE_HEADER] === REVOKED);
    return session.stub.fetch(url, init);
  },
  describe: () => Promise.resolve(DESCRIPTION),
  readTranscript: () => Promise.resolve({ events: [], nextSequence: null }),
  answerAsOperator: () => Promise.resolve(succeed({ turnId: 1 })),
  changeResponder: () => Promise.resolve(null),
  changeSideRequests: () => Promise.resolve(null),
  changeContextVisibility: () => Promise.resolve(null),
  viewTurn: () => Promise.resolve({}),
  readRaw: () => Promise.resolve({}),
  deleteSession: () => Promise.resolve(),
  addInvite: () => Promise.resolve(true),
  listInvites: () => Promise.resolve([]),
  admitInvite: (inviteId: string) => Promise.resolve(inviteId !== REVOKED),
  useInvite: (inviteId: string) =>
    Promise.resolve({ kind: inviteId === REVOKED ? "revoked" : "noted" }),
  fetchResponse: () => Promise.resolve(RESPONSE),
  readResponseInput: () => Promise.resolve({ messages: [], seat: null }),
  deleteResponse: () => Promise.resolve(true),
  revokeInvite: () => Promise.resolve({ expiresAtMs: 0, heldBySessions: [] }),
} as unknown as SessionStub;

async function answerAtOnce(session: FakeSession, isRevoked: boolean): Promise<void> {
  await session.hasReceived("open");
  if (isRevoked) session.says({ type: "error", error: ACCESS_REVOKED });
  else session.answers("Yes.");
}

/** In the body, so that the session itself is asked. */
function namesItsSession({ path, body }: Route): boolean {
  return (
    body !== undefined &&
    /^\/(?:v1(?:beta)?|api)\/(?:chat|completions|messages|responses|models|generate|show)/.test(
      path,
    )
  );
}

function responseIdIn(session: string): string {
  return `resp_${"0".repeat(32)}${btoa(session).replaceAll("=", "")}`;
}

/** What stands for `:id` in a path. */
function idIn({ path, method }: Route, session: string): string {
  if (path.startsWith("/v1/responses/")) return responseIdIn(session);
  return method === "POST" && path.endsWith("{.+}") ? `${session}:generateContent` : session;
}

/** Ollama's errors have nothing else. */
const SENTENCES: readonly (readonly [sentence: RegExp, type: string, code: string])[] = [
  [/^No API key was sent/, "authentication_error", "missing_api_key"],
  [/^The API key is wrong/, "authentication_error", "invalid_api_key"],
  [/^This invitation has expired/, "authentication_error", "access_expired"],
  [/^This invitation was revoked/, "authentication_error", "access_revoked"],
  [/does not include this/, "permission_error", "role_not_allowed"],
  [/^This invitation is for another session/, "permission_error", "session_not_allowed"],
];

function errorInWords(text: string): readonly [type: string, code: string] {
  const [, type, code] = SENTENCES.find(([sentence]) => sentence.test(text)) ?? ["", text, ""];
  return [type, code];
}

/** The type and the code, in OpenAI's words. */
function errorIn(text: string): readonly [type: string, code: string] {
  const { error: sentence } = JSON.parse(text) as { error: unknown };
  if (typeof sentence === "string") return errorInWords(sentence);
  const { error } = JSON.parse(text) as {
    error: {
      type: string;
      code: string;
      status?: string;
      details?: readonly [{ reason: string }] | { error_code: string };
    };
  };
  // Google's details are a list, Anthropic's an object.
  if (error.details !== undefined && "error_code" in error.details)
    return [error.type, error.details.error_code];
  const reason = error.details?.[0].reason;
  if (reason === undefined) return [error.type, error.code];
  const type = error.status === "UNAUTHENTICATED" ? "authentication_error" : "permission_error";
  return [type, reason.toLowerCase()];
}

type Outcome = readonly [status: number, type?: string, code?: string];

async function call(route: Route, session: string, credential: string | null): Promise<Outcome> {
  const id = idIn(route, session);
  const path = route.path
    .replace(/:id(\{.*\})?/, id)
    .replace(":invite", "some-invite")
    .replace(":turn", "1")
    .replace(":hold", "some-hold");
  const body = namesItsSession(route) ? { ...(route.body as object), model: session } : route.body;
  const init: RequestInit = {
    ...(body === undefined ? {} : post(body)),
    method: route.method,
    headers: credential === null ? {} : { authorization: `Bearer ${credential}` },
  };
  const { response, settled } = await fetchEdge(path, init, { ...LOCKED, session: SESSION });
  const text = await response.text();
  await settled();
  if (response.ok) return [response.status];
  expect(response.headers.get("www-authenticate")).toBe(response.status === 401 ? "Bearer" : null);
  return [response.status, ...errorIn(text)];
}

function expectOutcome(outcome: Outcome, cell: string | undefined): void {
  if (cell === "r" || cell === "s" || cell === "n" || cell === "w")
    expect(outcome).toEqual(REFUSALS[cell]);
  else expect([200, 201, 204]).toContain(outcome[0]);
}

/** What needs no key, or has it in its body. */
const OPEN_ROUTES: ReadonlySet<string> = new Set([
  "GET /health",
  "POST /console/sign-in",
  "POST /console/sign-out",
]);

/** Nobody comes in so, but what needs no key. */
function expectUnlessOpen(route: Route, outcome: Outcome, code: string): void {
  if (OPEN_ROUTES.has(route.route)) expect([200, 204]).toContain(outcome[0]);
  else expect(outcome).toEqual([401, "authentication_error", code]);
}

const ROLES: readonly InviteRole[] = ["operator", "caller", "responder"];
const ONE: SessionScope = { kind: "session", name: "mine" };
const MANY: SessionScope = { kind: "pattern", pattern: "mi*" };

describe("the matrix of roles and routes", () => {
  it("has every route of the server", () => {
    const routes = createApp().routes.filter(({ method }) => method !== "ALL");
    const names = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    expect(names).toEqual(new Set(Object.keys(MATRIX)));
  });

  it.each(ROUTES)("opens $route to the key", async (route) => {
    expectOutcome(await call(route, "mine", KEY), route.cells[0]);
  });

  it.each(ROUTES)("closes $route without a key, and with a wrong one", async (route) => {
    expectUnlessOpen(route, await call(route, "mine", null), "missing_api_key");
    expectUnlessOpen(route, await call(route, "mine", `${KEY}!`), "invalid_api_key");
  });

  describe.each(ROLES.map((role, index) => ({ role, index })))("for $role", ({ role, index }) => {
    it.each(ROUTES)("decides $route in their own session", async (route) => {
      expectOutcome(await call(route, "mine", await sign(role, ONE)), route.cells[1 + index]);
    });

    it.each(ROUTES)("decides $route in another session", async (route) => {
      expectOutcome(await call(route, "theirs", await sign(role, ONE)), route.cells[4 + index]);
    });

    it.each(ROUTES)("decides $route in a session of their pattern", async (route) => {
      expectOutcome(await call(route, "mine", await sign(role, MANY)), route.cells[1 + index]);
    });

    it.each(ROUTES)("decides $route outside of their pattern", async (route) => {
      expectOutcome(await call(route, "theirs", await sign(role, MANY)), route.cells[4 + index]);
    });

    it.each(ROUTES)("closes $route when the invitation has expired", async (route) => {
      const token = await sign(role, ONE, { expiresAtMs: Date.now() - 1_000 });
      expectUnlessOpen(route, await call(route, "mine", token), "access_expired");
    });

    it.each(ROUTES)("closes $route when the invitation was revoked", async (route) => {
      // A request that is turned away for its role is so without asking any session.
      const isRefusedBefore = namesItsSession(route) && route.cells[1 + index] === "r";
      for (const scope of [ONE, MANY]) {
        const token = await sign(role, scope, { inviteId: REVOKED });
        const outcome = await call(route, "mine", token);
        if (isRefusedBefore) expectOutcome(outcome, "r");
        else expectUnlessOpen(route, outcome, "access_revoked");
      }
    });
  });
});
