import { describe, expect, it, vi } from "vitest";
import type { InviteRole } from "../../src/auth/invite";
import { CONSOLE_CLOSE, CONSOLE_PROTOCOL_VERSION } from "../../src/console-protocol/identity";
import { CONSOLE_VISITOR_HEADER, encodeConsoleVisitor } from "../../src/core/console-visitor";
import type { SessionScope } from "../../src/core/session-scope";
import { Browser } from "./support/browser";
import { WAIT } from "./support/conversation";
import { fetchEdge, fetchWorker, post } from "./support/edge";
import { fetchAs, KEY, LOCKED, mint, revoke, sign, statusAndCode } from "./support/guests";
import { InboxClient } from "./support/inbox-client";

const SOCKETS = ["/console/inbox", "/sessions/demo/socket"] as const;
const UPGRADE = { upgrade: "websocket" };

function loseReef(name: string): void {
  if (name === "reef-7") throw new Error("It cannot be reached.");
}

/** The status, and the code of a refusal. */
async function outcomeOf(response: Response): Promise<readonly [number, string?]> {
  if (response.webSocket !== null) {
    response.webSocket.accept();
    response.webSocket.close(1000);
    return [response.status];
  }
  const body = await response.json<{ error: { code: string } }>();
  return [response.status, body.error.code];
}

async function openAs(
  credential: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<readonly [number, string?]> {
  const { response } = await fetchAs(credential, path, { headers: { ...UPGRADE, ...headers } });
  return outcomeOf(response);
}

describe.each(SOCKETS)("the socket %s", (path) => {
  it("opens to the key, from a program or from a page of this server", async () => {
    expect(await openAs(KEY, path)).toEqual([101]);
    expect(await openAs(KEY, path, { origin: "http://localhost" })).toEqual([101]);
    // Behind a proxy that ends TLS.
    expect(await openAs(KEY, path, { origin: "https://localhost" })).toEqual([101]);
  });

  it.each(["https://evil.example", "http://localhost:3000", "http://localhost.evil", "null"])(
    "is refused to a page of %s, whatever it has",
    async (origin) => {
      expect(await openAs(KEY, path, { origin })).toEqual([403, "foreign_origin"]);
      const browser = new Browser();
      await browser.signIn(KEY);
      const init = { headers: { ...UPGRADE, origin } };
      const { response } = await browser.fetch(path, init, { pageOrigin: origin });
      expect(await outcomeOf(response)).toEqual([401, "missing_api_key"]);
    },
  );

  it("opens by a cookie to a page that says that it is of this server, and to no other", async () => {
    const browser = new Browser();
    await browser.signIn(KEY);
    const cookie = `motive-admin=${browser.cookies.get("motive-admin")}`;
    const open = async (headers: Record<string, string>) =>
      outcomeOf(
        (await fetchEdge(path, { headers: { ...UPGRADE, cookie, ...headers } }, LOCKED)).response,
      );
    expect(await open({ origin: "http://localhost" })).toEqual([101]);
    expect(await open({})).toEqual([403, "foreign_origin"]);
    expect(await open({ "sec-fetch-site": "same-origin" })).toEqual([403, "foreign_origin"]);
  });

  it("needs a credential, and an upgrade", async () => {
    const { response } = await fetchEdge(path, { headers: UPGRADE }, LOCKED);
    expect(await outcomeOf(response)).toEqual([401, "missing_api_key"]);
    const plain = await fetchAs(KEY, path);
    expect(plain.response.headers.get("upgrade")).toBe("websocket");
    expect(await outcomeOf(plain.response)).toEqual([426, "upgrade_required"]);
  });

  it("opens in open local mode to local programs and to this server's own pages", async () => {
    const program = await fetchWorker(path, { headers: UPGRADE });
    expect(await outcomeOf(program)).toEqual([101]);
    const origins = ["http://localhost", "http://localhost:3000", "https://evil.example"];
    const outcomes = origins.map(async (origin) =>
      outcomeOf(await fetchWorker(path, { headers: { ...UPGRADE, origin } })),
    );
    // A local page of another program may call the APIs, but has no business at the console.
    expect(await Promise.all(outcomes)).toEqual([
      [101],
      [403, "foreign_origin"],
      [403, "foreign_origin"],
    ]);
  });

  it("is refused when the invitation was revoked", async () => {
    const { token, invite } = await mint("demo", { role: "operator" });
    expect(await openAs(token, path)).toEqual([101]);
    await revoke("demo", invite);
    expect(await openAs(token, path)).toEqual([401, "access_revoked"]);
  });
});

describe("an invitation", () => {
  const ONE: SessionScope = { kind: "session", name: "demo" };

  it.each<[InviteRole, string, readonly [number, string?]]>([
    ["operator", "/console/inbox", [101]],
    ["responder", "/console/inbox", [403, "role_not_allowed"]],
    ["caller", "/console/inbox", [403, "role_not_allowed"]],
    ["operator", "/sessions/demo/socket", [101]],
    ["responder", "/sessions/demo/socket", [101]],
    ["caller", "/sessions/demo/socket", [403, "role_not_allowed"]],
    ["operator", "/sessions/other/socket", [403, "session_not_allowed"]],
    ["responder", "/sessions/other/socket", [403, "session_not_allowed"]],
  ])("as %s opens what is theirs: %s", async (role, path, outcome) => {
    expect(await openAs(await sign(role, ONE), path)).toEqual(outcome);
  });

  it("says who it is, and no header of a client's does", async () => {
    const token = await sign("responder", ONE, {
      inviteId: "player",
      label: "Änne ☕",
      sees: { context: true, history: false },
    });
    const forged = encodeConsoleVisitor({
      role: "admin",
      label: "forged",
      inviteId: null,
      invitedAtMs: null,
      expiresAtMs: null,
      sees: { context: true, history: true },
    });
    const { response } = await fetchAs(token, "/sessions/demo/socket", {
      headers: { ...UPGRADE, [CONSOLE_VISITOR_HEADER]: forged },
    });
    const welcome = await welcomeOf(response);
    expect(welcome).toMatchObject({
      role: "responder",
      sees: { context: true, history: false },
    });
  });

  it("by pattern loses its sockets in every session when it is revoked", async () => {
    const { token, invite } = await mint("isle-*", { role: "operator", sessions: "isle-*" });
    const { response } = await fetchAs(token, "/sessions/isle-7/socket", { headers: UPGRADE });
    const session = closeCodeOf(response);
    const inbox = new InboxClient(
      (await fetchAs(token, "/console/inbox", { headers: UPGRADE })).response,
    );
    await revoke("isle-*", invite);
    expect(await session).toBe(CONSOLE_CLOSE.accessEnded);
    expect(await inbox.isClosed()).toBe(CONSOLE_CLOSE.accessEnded);
  });

  it("by pattern loses the inbox, too, where one of its sessions cannot be reached", async () => {
    const { token, invite } = await mint("reef-*", { role: "operator", sessions: "reef-*" });
    const { response } = await fetchAs(token, "/sessions/reef-7/socket", { headers: UPGRADE });
    const session = closeCodeOf(response);
    const inbox = new InboxClient(
      (await fetchAs(token, "/console/inbox", { headers: UPGRADE })).response,
    );
    const variables = { ...LOCKED.variables, LOG_LEVEL: "off" };
    const path = `/sessions/${encodeURIComponent("reef-*")}/invites/${invite}`;
    const failed = await fetchAs(
      KEY,
      path,
      { method: "DELETE" },
      { variables, onSession: loseReef },
    );
    expect(await statusAndCode(failed)).toEqual([500, "internal_error"]);
    expect(await inbox.isClosed()).toBe(CONSOLE_CLOSE.accessEnded);
    // The same call again does what is left.
    await revoke("reef-*", invite);
    expect(await session).toBe(CONSOLE_CLOSE.accessEnded);
  });
});

/** A caller's question; null where it gave up. */
function ask(model: string, content: string, signal: AbortSignal): Promise<Response | null> {
  return fetchWorker("/caller/v1/chat/completions", {
    ...post({ model, messages: [{ role: "user", content }] }),
    signal,
  }).catch(() => null);
}

describe("the inbox of the whole server", () => {
  it("shows a question as soon as it waits, the beginning of a long one, and its end", async () => {
    const inbox = await InboxClient.join(fetchWorker("/console/inbox", { headers: UPGRADE }));
    const { signal } = new AbortController();
    const text = `Where is the ${"very ".repeat(100)}tall tower?`;
    const answer = ask("inbox-life", text, signal);
    const entry = () => inbox.sessions.get("inbox-life");
    await vi.waitFor(() => expect(entry()?.waitingTurns).toHaveLength(1), WAIT);
    expect(entry()).toMatchObject({ status: "caller-waits", openTurnCount: 1 });
    expect(entry()?.lastQuestionText).toBe(`${text.slice(0, 200)}…`);
    expect(entry()?.waitingTurns).toEqual([
      { turnId: 1, sinceMs: expect.any(Number) as unknown, questionText: `${text.slice(0, 200)}…` },
    ]);

    const reply = await fetchWorker("/sessions/inbox-life/replies", post({ text: "There." }));
    expect(reply.status).toBe(200);
    await reply.text();
    await (await answer)?.text();
    await vi.waitFor(() => expect(entry()?.waitingTurns).toEqual([]), WAIT);
    expect(entry()?.lastQuestionText).toBe(`${text.slice(0, 200)}…`);

    await fetchWorker("/sessions/inbox-life", { method: "DELETE" });
    await vi.waitFor(() => expect(entry()).toBeUndefined(), WAIT);
  });

  it("shows the longest waits, oldest first, and what was asked last", async () => {
    const inbox = await InboxClient.join(fetchWorker("/console/inbox", { headers: UPGRADE }));
    const leaving = new AbortController();
    for (let index = 1; index <= 22; index += 1)
      void ask("inbox-crowd", `Question ${index}`, leaving.signal);
    const entry = () => inbox.sessions.get("inbox-crowd");
    await vi.waitFor(() => expect(entry()?.openTurnCount).toBe(22), WAIT);
    expect(entry()?.waitingTurns.map(({ turnId }) => turnId)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    expect(entry()?.lastQuestionText).toMatch(/^Question \d+$/);
    leaving.abort();
  });

  it("shows what was asked last though it was answered before it could be reported", async () => {
    const inbox = await InboxClient.join(fetchWorker("/console/inbox", { headers: UPGRADE }));
    const { signal } = new AbortController();
    for (const text of ["First?", "Second?"]) {
      const answer = ask("inbox-quick", text, signal);
      await vi.waitFor(async () => {
        const reply = await fetchWorker("/sessions/inbox-quick/replies", post({ text: "Yes." }));
        await reply.text();
        expect(reply.status).toBe(200);
      }, WAIT);
      await (await answer)?.text();
    }
    await vi.waitFor(
      () =>
        expect(inbox.sessions.get("inbox-quick")).toMatchObject({
          lastQuestionText: "Second?",
          turnCount: 2,
        }),
      WAIT,
    );
  });

  it("shows a request of which nobody knows yet whose it is", async () => {
    const inbox = await InboxClient.join(fetchWorker("/console/inbox", { headers: UPGRADE }));
    const leaving = new AbortController();
    void fetchWorker("/v1/chat/completions", {
      ...post({ model: "inbox-new", messages: [{ role: "user", content: "Anybody? \u{1f600}" }] }),
      signal: leaving.signal,
    }).catch(() => null);
    await vi.waitFor(
      () =>
        expect(inbox.sessions.get("inbox-new")).toMatchObject({
          status: "undecided",
          lastQuestionText: "Anybody? \u{1f600}",
          waitingTurns: [],
        }),
      WAIT,
    );
    leaving.abort();
  });
});

function closeCodeOf({ webSocket }: Response): Promise<number> {
  return new Promise((resolve, reject) => {
    if (webSocket === null) {
      reject(new Error("There is no socket."));
      return;
    }
    webSocket.accept();
    webSocket.addEventListener("close", ({ code }) => resolve(code));
  });
}

/** What a session says to a page that has said who it is. */
function welcomeOf({ webSocket }: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (webSocket === null) {
      reject(new Error("There is no socket."));
      return;
    }
    webSocket.accept();
    webSocket.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data))));
    webSocket.send(
      JSON.stringify({
        type: "hello",
        protocolVersion: CONSOLE_PROTOCOL_VERSION,
        operatorSecret: "the-secret-of-some-page",
        name: "Anna",
        afterSequence: null,
      }),
    );
  });
}
