import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { Browser } from "./support/browser";
import { sessionStub } from "./support/conversation";
import { fetchEdge, post } from "./support/edge";
import { fetchAs, KEY, LOCKED, mint, say, untilSession } from "./support/guests";

type Sees = Partial<Record<"context" | "history", boolean>>;

async function listed(session: string): Promise<readonly unknown[]> {
  const { response } = await fetchAs(KEY, `/sessions/${session}/invites`);
  const { invites } = await response.json<{ invites: readonly { sees: unknown }[] }>();
  return invites.map(({ sees }) => sees);
}

describe("what an invitation's holder sees", () => {
  it.each<[string, Sees | undefined, Required<Sees>]>([
    ["operator", undefined, { context: true, history: true }],
    ["operator", { context: false }, { context: false, history: true }],
    ["operator", { context: false, history: false }, { context: false, history: false }],
    ["responder", undefined, { context: false, history: false }],
    ["responder", { history: true }, { context: false, history: true }],
    ["responder", { context: true, history: true }, { context: true, history: true }],
    ["caller", undefined, { context: false, history: false }],
  ])(
    "is for the role %s with %j the same in the token and in the list",
    async (role, sees, expected) => {
      const session = `sees-${role}-${JSON.stringify(sees ?? null)}`.replaceAll(/[^a-z-]/g, "");
      const invite = await mint(session, { role, ...(sees === undefined ? {} : { sees }) });
      expect(invite).toMatchObject({ sees: expected });
      expect(await listed(session)).toEqual([expected]);
      const browser = new Browser();
      expect((await browser.signIn(invite.token))[1]).toMatchObject({ role, sees: expected });
    },
  );

  it("is as the role has it in an invitation that an earlier version listed", async () => {
    const expiresAtMs = Date.now() + 86_400_000;
    await runInDurableObject(sessionStub("sees-earlier"), (_instance, { storage }) => {
      storage.sql.exec(
        `CREATE TABLE invites (
          invite_id TEXT PRIMARY KEY, role TEXT NOT NULL, pattern TEXT, label TEXT,
          created_at_ms INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID`,
      );
      storage.sql.exec(
        "CREATE TABLE invite_uses (invite_id TEXT NOT NULL, session_name TEXT NOT NULL, PRIMARY KEY (invite_id, session_name)) STRICT, WITHOUT ROWID",
      );
      storage.sql.exec(
        "CREATE TABLE revoked_invites (invite_id TEXT PRIMARY KEY, revoked_at_ms INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
      );
      for (const role of ["operator", "responder"])
        storage.sql.exec(
          "INSERT INTO invites VALUES (?, ?, NULL, NULL, ?, ?)",
          role,
          role,
          1,
          expiresAtMs,
        );
      storage.sql.exec("INSERT INTO invite_uses VALUES ('operator', 'sees-used')");
    });
    expect(await listed("sees-earlier")).toEqual([
      { context: true, history: true },
      { context: false, history: false },
    ]);
    await mint("sees-earlier", { role: "operator", sees: { history: false } });
    // Deletion takes the invitations out of the storage, and puts them back.
    await sessionStub("sees-earlier").deleteSession();
    expect(await listed("sees-earlier")).toEqual([
      { context: true, history: true },
      { context: false, history: false },
      { context: true, history: false },
    ]);
    // Where it was used is known, too.
    expect(await sessionStub("sees-earlier").revokeInvite("operator")).toEqual({
      expiresAtMs,
      heldBySessions: ["sees-used"],
    });
  });
});

describe("an invitation's link", () => {
  it("leads to the console under the address that its maker's page has", async () => {
    const browser = new Browser();
    const headers = { origin: "https://localhost" };
    await browser.ask("/console/sign-in", { ...post({ key: KEY }), headers });
    const [status, invite] = await browser.ask("/sessions/linked/invites", {
      ...post({ role: "responder" }),
      headers,
    });
    expect([status, (invite as { link: string }).link]).toEqual([
      201,
      expect.stringMatching(/^https:\/\/localhost\/join#eyJ/),
    ]);
  });

  it("has its token where no browser sends it, and the page is there without it", async () => {
    const { link } = await mint("fragment", { role: "responder" });
    const sent = new Request(link);
    const { pathname, search } = new URL(sent.url);
    const { response } = await fetchEdge(
      pathname + search,
      { headers: { accept: "text/html" } },
      LOCKED,
    );
    expect([pathname, search, response.status]).toEqual(["/join", "", 200]);
    // Nor does the page tell it to whoever it links to.
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    await response.text();
  });
});

describe("the context, to whoever answers in a chat", () => {
  const messages = [
    { role: "system", content: "The password is swordfish." },
    { role: "user", content: "Who goes there?" },
  ];

  /** What an invited responder is told by `/context` of a question with a system prompt, a parameter and a tool. */
  async function contextFor(session: string, sees: Sees, isHidden: boolean): Promise<string> {
    const tools = [{ type: "function", function: { name: "open_gate" } }];
    const body = { model: session, messages, tools, temperature: 0.123 };
    const asked = fetchAs(KEY, "/caller/v1/chat/completions", post(body));
    await untilSession(session, "caller-waits");
    if (isHidden) {
      const path = `/sessions/${session}/context-visibility`;
      const { response } = await fetchAs(KEY, path, { ...post({ hidden: true }), method: "PUT" });
      await response.text();
    }
    const { token } = await mint(session, { role: "responder", sees });
    expect(await say(token, session, "hello")).toBe("Who goes there?");
    const context = await say(token, session, "/context");
    await fetchAs(KEY, `/sessions/${session}`, { method: "DELETE" });
    await (await asked).response.text();
    return context;
  }

  it("[PAIR-10] is what the invitation shows, whichever way its token is used", async () => {
    const told = await contextFor("context-told", { context: true }, false);
    expect(told).toContain("swordfish");
    expect(told).toContain("0.123");
    const plain = await contextFor("context-plain", {}, false);
    expect(plain).toContain("The system prompt and the parameters are not shown here.");
    expect(plain).toContain("open_gate");
    expect(plain).not.toMatch(/swordfish|0\.123/);
  });

  it("[PAIR-10] is kept from all of them while it is hidden", async () => {
    expect(await contextFor("context-hidden", { context: true }, true)).not.toMatch(
      /swordfish|0\.123/,
    );
  });
});
