import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SIGN_IN_LIFETIME_SECONDS } from "../../src/auth/console-sign-in";
import { Browser } from "./support/browser";
import { fetchEdge, post } from "./support/edge";
import { FakeSession } from "./support/fake-session";

const METHODS = ["debug", "info", "log", "warn", "error"] as const;
const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  for (const method of METHODS)
    vi.spyOn(console, method).mockImplementation((...values: readonly unknown[]) => {
      lines.push(values.map(String).join(" "));
    });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const KEY = "the-key-that-no-line-shows";
const VARIABLES = { API_KEY: KEY, LOG_LEVEL: "info" };
const SECRETS = [
  KEY,
  "wrong-key-of-a-guest",
  "what-was-asked",
  "what-was-answered",
  "what-is-a-tool",
];
const CHAT = "/v1/chat/completions";

/** Every line must be one that the server means to write; none may have what only the two ends may know. */
function expectNoSecret(): void {
  expect(lines.length).toBeGreaterThan(0);
  const told = lines.filter((line) => SECRETS.some((secret) => line.includes(secret)));
  expect(told).toEqual([]);
}

it("no line at level info has a message, a tool or a key", async () => {
  const session = new FakeSession();
  const body = {
    model: "logged",
    messages: [{ role: "user", content: "what-was-asked" }],
    tools: [{ type: "function", function: { name: "what-is-a-tool" } }],
    user: "what-was-asked",
  };
  const answer = fetchEdge(`${CHAT}?key=${KEY}`, post(body, { "x-api-key": KEY }), {
    session: session.stub,
    variables: VARIABLES,
  });
  await session.hasReceived("open");
  session.answers("what-was-answered");
  const { response, settled } = await answer;
  expect(await response.text()).toContain("what-was-answered");
  await settled();
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toContain("request");
  expectNoSecret();
});

it("no line at level info has what somebody signs in with, or the cookie for it", async () => {
  const browser = new Browser({ variables: VARIABLES });
  expect((await browser.signIn(KEY))[0]).toBe(200);
  expect(browser.setCookies.join()).toContain(`Max-Age=${SIGN_IN_LIFETIME_SECONDS}`);
  expect((await browser.ask("/console/account"))[0]).toBe(200);
  const [, minted] = await browser.ask("/sessions/logged/invites", post({ role: "operator" }));
  const { token } = minted as { token: string };
  expect((await browser.signIn(token))[0]).toBe(200);
  expect((await browser.ask("/console/account?as=guest"))[0]).toBe(200);
  expect((await browser.signIn("wrong-key-of-a-guest"))[0]).toBe(401);
  expectNoSecret();
  for (const secret of [token, ...browser.cookies.values()])
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
});

it.each<[string, string, RequestInit]>([
  ["a wrong key", "/v1/models", { headers: { authorization: "Bearer wrong-key-of-a-guest" } }],
  ["a wrong key in the query", "/v1/models?key=wrong-key-of-a-guest", {}],
  ["broken JSON", CHAT, post('{"model": what-was-asked', { authorization: `Bearer ${KEY}` })],
  [
    "a wrong parameter",
    CHAT,
    post({ model: "m", messages: "what-was-asked" }, { authorization: `Bearer ${KEY}` }),
  ],
])("no line at level info quotes a request that is refused for %s", async (_, path, init) => {
  const { response, settled } = await fetchEdge(path, init, { variables: VARIABLES });
  await response.text();
  await settled();
  expect(response.status).toBeGreaterThanOrEqual(400);
  expectNoSecret();
});

it.each([false, true])(
  "the line of a request that fails late has its code (stream: %s)",
  async (stream) => {
    const session = new FakeSession();
    const body = { model: "m", stream, messages: [{ role: "user", content: "what-was-asked" }] };
    const answer = fetchEdge(CHAT, post(body, { authorization: `Bearer ${KEY}` }), {
      session: session.stub,
      variables: { ...VARIABLES, COMMIT_DELAY: "0" },
    });
    await session.hasReceived("open");
    const { response, settled } = await answer;
    session.fails();
    await response.text();
    await settled();
    const line = lines.find((text) => text.includes('"event":"request"')) ?? "{}";
    expect(JSON.parse(line)).toMatchObject({ status: 200, code: "turn_timeout" });
    expectNoSecret();
  },
);

it("no line at level info quotes the question of a session that cannot be reached", async () => {
  const session = new FakeSession();
  const answer = fetchEdge(
    CHAT,
    post(
      { model: "m", messages: [{ role: "user", content: "what-was-asked" }] },
      {
        authorization: `Bearer ${KEY}`,
      },
    ),
    { session: session.stub, variables: VARIABLES },
  );
  await session.hasReceived("open");
  session.losesLeg();
  await session.hasReceived("open", 2);
  session.answers("what-was-answered");
  const { response, settled } = await answer;
  await response.text();
  await settled();
  expect(lines.some((line) => line.includes("leg-lost"))).toBe(true);
  expectNoSecret();
});
