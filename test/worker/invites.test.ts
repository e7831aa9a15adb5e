import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { InviteRecord } from "../../src/session/session-api";
import { LEG_INVITE_HEADER, type HoldOpening } from "../../src/core/leg";
import type { Seat } from "../../src/core/turn";
import { CODECS } from "../../src/protocols/registry";
import { createHoldOpening } from "../../src/worker/hold-opening";
import { sessionStub, WAIT } from "./support/conversation";
import { fetchEdge, post } from "./support/edge";
import { FakeSession } from "./support/fake-session";
import {
  fetchAs,
  KEY,
  LOCKED,
  mint,
  revoke,
  say,
  sign,
  statusAndCode,
  untilSession,
} from "./support/guests";

async function json(credential: string, path: string): Promise<unknown> {
  return (await fetchAs(credential, path)).response.json();
}

async function modelsOf(credential: string): Promise<readonly string[]> {
  const { data } = (await json(credential, "/v1/models")) as { data: { id: string }[] };
  return data.map(({ id }) => id);
}

/** A leg as a Worker opens it, for whoever came in by an invitation. */
async function openLeg(session: string, invite: string): Promise<WebSocket> {
  const { webSocket } = await sessionStub(session).fetch("https://session/leg", {
    headers: { Upgrade: "websocket", [LEG_INVITE_HEADER]: invite },
  });
  webSocket!.accept();
  return webSocket!;
}

function nextMessage(leg: WebSocket): Promise<unknown> {
  return new Promise((resolve) => {
    leg.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data))), {
      once: true,
    });
  });
}

function openingOf(seat: Seat): HoldOpening {
  const body = { model: "m", messages: [{ role: "user", content: "I am here." }] };
  const decoded = CODECS["openai-chat"].decodeRequest(body, {});
  if (!decoded.ok) throw new Error(decoded.error.message);
  return createHoldOpening({
    headers: new Headers(),
    credentials: [],
    body: new TextEncoder().encode(JSON.stringify(body)),
    request: decoded.value.request,
    isStream: false,
    rawRequest: JSON.stringify(body),
    dialect: "openai-chat",
    seat,
  });
}

describe("an invitation", () => {
  it("is a token, a link with it, and what it is for", async () => {
    const invite = await mint("minted", { role: "responder", label: " Anna ", expires_in: 3_600 });
    expect(invite).toMatchObject({
      role: "responder",
      session: "minted",
      sessions: null,
      label: "Anna",
    });
    expect(invite.link).toBe(`http://localhost/join#${invite.token}`);
    expect(new URL(invite.link).search).toBe("");
  });

  it("is listed without its token", async () => {
    const first = await mint("listed", { role: "caller", label: "A program" });
    const second = await mint("listed", { role: "operator", sessions: "list*", expires_in: 60 });
    await revoke("listed", first.invite);
    const listed = await json(KEY, "/sessions/listed/invites");
    expect(listed).toEqual({
      invites: expect.arrayContaining([
        {
          invite: first.invite,
          role: "caller",
          session: "listed",
          sessions: null,
          label: "A program",
          sees: { context: false, history: false },
          created_at: expect.any(String) as string,
          expires_at: first.expires_at,
          revoked_at: expect.any(String) as string,
        },
        expect.objectContaining({
          invite: second.invite,
          sessions: "list*",
          label: null,
          revoked_at: null,
        }),
      ]) as unknown,
    });
    expect(JSON.stringify(listed)).not.toContain("eyJ");
  });

  it("makes no session", async () => {
    await mint("unborn", { role: "caller" });
    expect(await sessionStub("unborn").describe()).toBeNull();
    expect(await statusAndCode(fetchAs(KEY, "/sessions/unborn"))).toEqual([
      404,
      "session_not_found",
    ]);
  });

  it.each([
    [{}, "role"],
    [{ role: "admin" }, "role"],
    [{ role: "caller", label: "" }, "label"],
    [{ role: "caller", label: "x".repeat(65) }, "label"],
    [{ role: "caller", label: "two\nlines" }, "label"],
    [{ role: "caller", expires_in: 0 }, "expires_in"],
    [{ role: "caller", expires_in: 367 * 86_400 }, "expires_in"],
    [{ role: "caller", expires_in: 1.5 }, "expires_in"],
    [{ role: "caller", sessions: "wrong" }, "sessions"],
    [{ role: "caller", sessions: "other-*" }, "sessions"],
    [{ role: "caller", seat: "caller" }, null],
    [{ role: "caller", sees: {} }, "sees"],
    [{ role: "operator", sees: { everything: true } }, "sees"],
    [{ role: "operator", sees: { context: 1 } }, "sees.context"],
  ])("is not made from %j", async (body, param) => {
    const { response } = await fetchAs(KEY, "/sessions/wrong/invites", post(body));
    expect([response.status, await response.json()]).toMatchObject([400, { error: { param } }]);
  });

  it("is not signed with a key that can be guessed", async () => {
    const options = { variables: { API_KEY: "nineteen-characters" } };
    const made = fetchEdge(
      "/sessions/x/invites",
      { ...post({ role: "caller" }), headers: { "x-api-key": "nineteen-characters" } },
      options,
    );
    expect(await statusAndCode(made)).toEqual([409, "api_key_too_short"]);
  });

  it("needs a key to be signed with, even in open local mode", async () => {
    const made = fetchEdge("/sessions/x/invites", post({ role: "caller" }));
    expect(await statusAndCode(made)).toEqual([409, "no_api_key_configured"]);
  });

  it("is text like any other in open local mode, and names no seat", async () => {
    const session = new FakeSession();
    const headers = {
      authorization: `Bearer ${await sign("caller", { kind: "session", name: "x" })}`,
    };
    const body = { model: "y", messages: [{ role: "user", content: "Hello?" }] };
    const asked = fetchEdge("/v1/chat/completions", post(body, headers), { session: session.stub });
    await session.hasReceived("open");
    expect(session.opening.seat).toBeNull();
    session.answers("Hello.");
    expect((await statusAndCode(asked))[0]).toBe(200);
  });

  it("has a limit for each session", async () => {
    const record = {
      role: "caller",
      pattern: null,
      label: null,
      sees: { context: false, history: false },
      createdAtMs: Date.now(),
      expiresAtMs: Date.now() + 60_000,
    } as const;
    const session = sessionStub("crowded");
    const added = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        session.addInvite({ ...record, inviteId: `i${index}` }),
      ),
    );
    expect(added).not.toContain(false);
    const made = fetchAs(KEY, "/sessions/crowded/invites", post({ role: "caller" }));
    expect(await statusAndCode(made)).toEqual([409, "too_many_invites"]);
  });
});

describe("a token", () => {
  it.each([
    ["Authorization", (token: string) => ({ authorization: `Bearer ${token}` })],
    ["x-api-key", (token: string) => ({ "x-api-key": token })],
    ["api-key", (token: string) => ({ "api-key": token })],
    ["x-goog-api-key", (token: string) => ({ "x-goog-api-key": token })],
    ["the query", null],
    [
      "x-api-key beside what is meant for a front proxy",
      (token: string) => ({ authorization: "Bearer a.b.c", "x-api-key": token }),
    ],
  ])("is an API key in %s", async (_place, headersOf) => {
    const { token } = await mint("places", { role: "responder" });
    const query = headersOf === null ? `?key=${token}` : "";
    const { response } = await fetchEdge(
      `/v1/models${query}`,
      { headers: headersOf?.(token) ?? {} },
      LOCKED,
    );
    expect(await response.json()).toMatchObject({ data: [{ id: "places" }] });
  });

  it("beside the key leaves the key its rights", async () => {
    const { token } = await mint("beside", { role: "responder" });
    const headers = { authorization: `Bearer ${token}`, "x-api-key": KEY };
    expect((await statusAndCode(fetchEdge("/sessions", { headers }, LOCKED)))[0]).toBe(200);
  });

  it("[PAIR-1] takes its seat without a path that names one", async () => {
    const caller = (await mint("seats", { role: "caller" })).token;
    const responder = (await mint("seats", { role: "responder" })).token;
    // The caller is first, who without a seat would be taken for the responder.
    const asked = say(caller, "seats", "What is two plus two?");
    await untilSession("seats", "caller-waits");
    expect(await say(responder, "seats", "I am here.")).toBe("What is two plus two?");
    const listening = say(responder, "seats", "Four.");
    expect(await asked).toBe("Four.");
    await untilSession("seats", "responder-waits");
    await sessionStub("seats").deleteSession();
    expect(await listening).toBe("400 session_deleted");
  });

  it("[PAIR-1] contradicts the path or the header of the other seat", async () => {
    const { token } = await mint("contrary", { role: "responder" });
    expect(await say(token, "contrary", "Hi.", "/caller/v1/chat/completions")).toBe(
      "400 contradicting_seats",
    );
    const body = { model: "contrary", messages: [{ role: "user", content: "Hi." }] };
    const init = post(body, { "x-motive-seat": "caller" });
    expect(await statusAndCode(fetchAs(token, "/v1/chat/completions", init))).toEqual([
      400,
      "contradicting_seats",
    ]);
  });

  it("shows its own session as a model before it exists, and no other", async () => {
    const { token } = await mint("a/b", { role: "caller" });
    await sessionStub("somebody-else").changeResponder("operator");
    expect(await modelsOf(token)).toEqual(["a/b"]);
    expect(await json(token, "/v1/models/a/b")).toMatchObject({ id: "a/b", object: "model" });
    expect(await modelsOf(KEY)).toContain("somebody-else");
    expect(await modelsOf(KEY)).not.toContain("a/b");
  });

  it("by pattern shows the sessions that exist", async () => {
    const { token } = await mint("town-*", { role: "caller", sessions: "town-*" });
    for (const name of ["town-1", "town-2", "village-1", "old-town-1"])
      await sessionStub(name).changeResponder("operator");
    expect((await modelsOf(token)).toSorted()).toEqual(["town-1", "town-2"]);
    expect(await statusAndCode(fetchAs(token, "/v1/models/town-3"))).toEqual([
      404,
      "model_not_found",
    ]);
    expect(await say(token, "village-1", "Hello?")).toBe("403 session_not_allowed");
  });

  it("of an operator reads a session and answers in it", async () => {
    const { token } = await mint("desk", { role: "operator" });
    const asked = say((await mint("desk", { role: "caller" })).token, "desk", "Is anybody there?");
    await untilSession("desk", "caller-waits");
    expect(await json(token, "/sessions/desk")).toMatchObject({
      name: "desk",
      status: "caller-waits",
    });
    const { response } = await fetchAs(token, "/sessions/desk/replies", post({ text: "Yes." }));
    expect(response.status).toBe(200);
    expect(await asked).toBe("Yes.");
  });

  it("that expires while its request is held lets the request finish", async () => {
    const { token } = await mint("brief", { role: "caller", expires_in: 2 });
    const asked = say(token, "brief", "Is anybody there?");
    await untilSession("brief", "caller-waits");
    await vi.waitFor(
      async () =>
        expect(await statusAndCode(fetchAs(token, "/v1/models"))).toEqual([401, "access_expired"]),
      WAIT,
    );
    await fetchAs(KEY, "/sessions/brief/replies", post({ text: "Yes." }));
    expect(await asked).toBe("Yes.");
  });
});

describe("a revocation", () => {
  it("ends what is held, and nothing else", async () => {
    const revoked = await mint("ended", { role: "caller" });
    const kept = await mint("ended", { role: "caller" });
    const asked = say(revoked.token, "ended", "One?");
    await untilSession("ended", "caller-waits");
    const alsoAsked = say(kept.token, "ended", "Two?");
    await vi.waitFor(
      async () => expect((await sessionStub("ended").describe())?.openTurnCount).toBe(2),
      WAIT,
    );
    expect(await revoke("ended", revoked.invite)).toBe(204);
    expect(await asked).toBe("401 access_revoked");
    await fetchAs(KEY, "/sessions/ended/replies", post({ turn: 2, text: "Two." }));
    expect(await alsoAsked).toBe("Two.");
    expect(await say(revoked.token, "ended", "One?")).toBe("401 access_revoked");
  });

  it("finds a request whose session has hibernated", async () => {
    const { token, invite } = await mint("asleep", { role: "responder" });
    const listening = say(token, "asleep", "I am here.");
    await untilSession("asleep", "responder-waits");
    await evictDurableObject(sessionStub("asleep"), { webSockets: "hibernate" });
    await revoke("asleep", invite);
    expect(await listening).toBe("401 access_revoked");
    await untilSession("asleep", "idle");
  });

  it("keeps out a request whose leg was lost meanwhile", async () => {
    const { invite } = await mint("lost", { role: "caller" });
    await revoke("lost", invite);
    const leg = await openLeg("lost", invite);
    const answer = nextMessage(leg);
    leg.send(JSON.stringify({ type: "attach", holdId: "h" }));
    expect(await answer).toMatchObject({ type: "error", error: { reason: "access_revoked" } });
    leg.close();
  });

  it("shows no question to a listener that has not been cut off yet", async () => {
    const { invite } = await mint("unaware", { role: "responder" });
    const leg = await openLeg("unaware", invite);
    const held = nextMessage(leg);
    leg.send(JSON.stringify({ type: "open", opening: openingOf("responder") }));
    expect(await held).toEqual({ type: "held" });
    const told = nextMessage(leg);
    await revoke("unaware", invite);
    expect(await told).toMatchObject({ type: "error" });
    const asked = say(KEY, "unaware", "Who listens?", "/caller/v1/chat/completions");
    await untilSession("unaware", "caller-waits");
    await fetchAs(KEY, "/sessions/unaware/replies", post({ text: "The operator." }));
    expect(await asked).toBe("The operator.");
    expect((await sessionStub("unaware").describe())?.holds).toMatchObject([{ isAttached: false }]);
    leg.close();
  });

  it("of a token by pattern ends what is held in every session", async () => {
    const { token, invite } = await mint("isle-*", { role: "caller", sessions: "isle-*" });
    const names = ["isle-1", "isle-2", "isle-*"];
    const asked = names.map((name) => say(token, name, "Is anybody there?"));
    for (const name of names) await untilSession(name, "caller-waits");
    expect(await revoke("isle-*", invite)).toBe(204);
    expect(await Promise.all(asked)).toEqual(names.map(() => "401 access_revoked"));
    for (const name of [...names, "isle-new"])
      expect(await say(token, name, "Still?")).toBe("401 access_revoked");
    expect(await sessionStub("isle-new").describe()).toBeNull();
  });

  it("reaches a request by pattern that was let in just before", async () => {
    const home = sessionStub("race-*");
    const { invite } = await mint("race-*", { role: "caller", sessions: "race-*" });
    expect(await home.useInvite(invite, "race-1")).toEqual({ kind: "noted" });
    await revoke("race-*", invite);
    expect(await sessionStub("race-1").admitInvite(invite)).toBe(false);
    expect(await home.revokeInvite(invite)).toMatchObject({ heldBySessions: [] });
  });

  it("can be repeated, and is of an invitation of the session", async () => {
    const { invite } = await mint("repeated", { role: "caller" });
    expect([await revoke("repeated", invite), await revoke("repeated", invite)]).toEqual([
      204, 204,
    ]);
    expect(await revoke("other", invite)).toBe(404);
    expect(await revoke("repeated", "unknown")).toBe(404);
  });

  it("outlasts the deletion of its session, as do the invitations", async () => {
    const revoked = await mint("phoenix", { role: "caller" });
    const kept = await mint("phoenix", { role: "operator" });
    await sessionStub("phoenix").changeResponder("operator");
    await revoke("phoenix", revoked.invite);
    const before = await json(KEY, "/sessions/phoenix/invites");
    expect(await statusAndCode(fetchAs(KEY, "/sessions/phoenix", { method: "DELETE" }))).toEqual([
      204,
      undefined,
    ]);
    expect(await say(revoked.token, "phoenix", "Hello?")).toBe("401 access_revoked");
    expect(await statusAndCode(fetchAs(kept.token, "/sessions/phoenix"))).toEqual([
      404,
      "session_not_found",
    ]);
    expect(await json(KEY, "/sessions/phoenix/invites")).toEqual(before);
  });

  it("is forgotten a month after the token has expired", async () => {
    const expiresAtMs = Date.now() - 31 * 86_400_000;
    const record: Omit<InviteRecord, "revokedAtMs"> = {
      inviteId: "old",
      role: "caller",
      pattern: null,
      label: null,
      sees: { context: false, history: false },
      createdAtMs: expiresAtMs - 1,
      expiresAtMs,
    };
    await sessionStub("forgetful").addInvite(record);
    await vi.waitFor(async () => {
      const tables = await runInDurableObject(sessionStub("forgetful"), (_instance, state) =>
        state.storage.sql
          .exec("SELECT name FROM sqlite_master WHERE name LIKE '%invite%'")
          .toArray(),
      );
      expect(tables).toEqual([]);
    }, WAIT);
  });
});
