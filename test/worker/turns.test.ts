import { describe, expect, it, vi } from "vitest";
import type { RawExchange, TurnView } from "../../src/console-protocol/turn-view";
import { WAIT } from "./support/conversation";
import { fetchEdge, post, type EdgeAnswer } from "./support/edge";
import { fetchAs, KEY, LOCKED, mint, statusAndCode, untilSession } from "./support/guests";

const MESSAGES = [
  { role: "system", content: "You are the guard, and the password is swordfish." },
  { role: "user", content: "Who goes there?" },
];

async function json<T>(credential: string, path: string): Promise<T> {
  const { response } = await fetchAs(credential, path);
  expect(response.status).toBe(200);
  return response.json<T>();
}

/** A question in a session, whose answer comes when somebody gives it. */
function askIn(session: string, path = "/caller/v1/chat/completions"): Promise<EdgeAnswer> {
  return fetchAs(KEY, path, post({ model: session, messages: MESSAGES, temperature: 0.5 }));
}

async function answerIn(session: string, asked: Promise<EdgeAnswer>): Promise<void> {
  const { response } = await fetchAs(
    KEY,
    `/sessions/${session}/replies`,
    post({ text: "A friend." }),
  );
  expect(response.status).toBe(200);
  await response.text();
  await (await asked).response.text();
}

async function putVisibility(session: string, hidden: boolean): Promise<number> {
  const path = `/sessions/${session}/context-visibility`;
  const { response } = await fetchAs(KEY, path, { ...post({ hidden }), method: "PUT" });
  expect(await response.json()).toEqual({ hidden });
  return response.status;
}

describe("a turn", () => {
  it("is shown with all that its caller sent, and what it was answered", async () => {
    const asked = askIn("turn-whole");
    await untilSession("turn-whole", "caller-waits");
    const waiting = await json<TurnView>(KEY, "/sessions/turn-whole/turns/1");
    expect(waiting).toMatchObject({
      turnId: 1,
      dialect: "openai-chat",
      isStream: false,
      messages: [{ role: "system" }, { role: "user" }],
      parameters: { temperature: 0.5 },
      answer: null,
    });
    const raw = await json<RawExchange>(KEY, "/sessions/turn-whole/turns/1/raw");
    expect(raw.request).toContain("swordfish");
    await answerIn("turn-whole", asked);
    const answered = await json<TurnView>(KEY, "/sessions/turn-whole/turns/1");
    expect(answered.answer).toMatchObject({
      reply: { parts: [{ type: "text", text: "A friend." }] },
    });
  });

  it.each(["0", "2", "-1", "1.5", "one", "1e3", "9007199254740993000", "%20"])(
    "that is none is not found: %s",
    async (turn) => {
      for (const path of [`/turns/${turn}`, `/turns/${turn}/raw`])
        expect(await statusAndCode(fetchAs(KEY, `/sessions/turn-none${path}`))).toEqual([
          404,
          "turn_not_found",
        ]);
    },
  );

  it("that is undecided is shown by its hold, until it is a turn", async () => {
    const asked = askIn("turn-hold", "/v1/chat/completions");
    await untilSession("turn-hold", "undecided");
    const { holds } = await json<{ holds: { hold: string }[] }>(KEY, "/sessions/turn-hold");
    const path = `/sessions/turn-hold/holds/${holds[0]?.hold}`;
    expect(await json<TurnView>(KEY, path)).toMatchObject({
      turnId: null,
      messages: [{ role: "system" }, { role: "user" }],
      answer: null,
    });
    expect(await statusAndCode(fetchAs(KEY, "/sessions/turn-hold/holds/other"))).toEqual([
      404,
      "hold_not_found",
    ]);
    const { response } = await fetchAs(
      KEY,
      "/sessions/turn-hold/replies",
      post({ text: "Nobody.", hold: holds[0]?.hold }),
    );
    await response.text();
    await (await asked).response.text();
  });
});

describe("the context of a session", () => {
  it("is kept from an operator who may not see it, and from all of them while it is hidden", async () => {
    const asked = askIn("turn-context");
    await untilSession("turn-context", "caller-waits");
    const seeing = (await mint("turn-context", { role: "operator" })).token;
    const blind = (await mint("turn-context", { role: "operator", sees: { context: false } }))
      .token;
    const paths = ["/turns/1", "/turns/1/raw", "/transcript", "/transcript?format=jsonl", ""];
    const tellsAt = async (credential: string): Promise<readonly string[]> => {
      const told: string[] = [];
      for (const path of paths) {
        const { response } = await fetchAs(credential, `/sessions/turn-context${path}`);
        expect([path, response.status]).toEqual([path, 200]);
        if (/swordfish|temperature/.test(await response.text())) told.push(path);
      }
      return told;
    };
    const whole = paths.filter((path) => path !== "");
    expect(await tellsAt(KEY)).toEqual(whole);
    expect(await tellsAt(seeing)).toEqual(whole);
    expect(await tellsAt(blind)).toEqual([]);

    await putVisibility("turn-context", true);
    expect(await tellsAt(seeing)).toEqual([]);
    // A page of the admin's shows what a player sees; the transcript is whole.
    expect(await tellsAt(KEY)).toEqual(expect.arrayContaining(["/transcript"]));
    await putVisibility("turn-context", false);
    expect(await tellsAt(seeing)).toEqual(whole);
    const { events } = await json<{ events: { type: string; isHidden?: boolean }[] }>(
      KEY,
      "/sessions/turn-context/transcript",
    );
    expect(
      events
        .filter(({ type }) => type === "context-visibility-changed")
        .map(({ isHidden }) => isHidden),
    ).toEqual([true, false]);
    await answerIn("turn-context", asked);
  });

  it("is not told by a response that repeats it", async () => {
    const body = { model: "turn-echo", instructions: "The password is swordfish.", input: "Who?" };
    const asked = fetchAs(KEY, "/caller/v1/responses", post({ ...body, temperature: 0.5 }));
    await untilSession("turn-echo", "caller-waits");
    const blind = (await mint("turn-echo", { role: "operator", sees: { context: false } })).token;
    await answerIn("turn-echo", asked);
    const path = "/sessions/turn-echo/turns/1/raw";
    await vi.waitFor(async () => {
      expect((await json<RawExchange>(KEY, path)).response).toContain("swordfish");
    }, WAIT);
    expect(await json<RawExchange>(blind, path)).toEqual({ request: null, response: null });
    await putVisibility("turn-echo", true);
    expect(await json<RawExchange>(KEY, path)).toEqual({ request: null, response: null });
  });

  it("is changed by nothing but a word that says so", async () => {
    for (const body of [{}, { hidden: "yes" }, { hidden: true, more: 1 }]) {
      const init = { ...post(body), method: "PUT" };
      const answer = await fetchAs(KEY, "/sessions/turn-word/context-visibility", init);
      expect(await statusAndCode(answer)).toEqual([400, "invalid_value"]);
    }
  });
});

describe("an operator who does not see the history", () => {
  it("is not told it by a later request, which repeats it", async () => {
    const session = "turn-history";
    const told = { role: "user", content: "The first secret." };
    const path = "/caller/v1/chat/completions";
    const first = fetchAs(KEY, path, post({ model: session, messages: [told] }));
    await untilSession(session, "caller-waits");
    await answerIn(session, first);
    // The token's time has whole seconds.
    const second = Math.ceil(Date.now() / 1_000);
    await vi.waitFor(() => expect(Date.now() / 1_000).toBeGreaterThan(second), WAIT);
    const newcomer = (await mint(session, { role: "operator", sees: { history: false } })).token;
    const messages = [
      { role: "system", content: "You are the guard." },
      told,
      { role: "assistant", content: "A friend." },
      { role: "user", content: "The second question." },
    ];
    const asked = fetchAs(KEY, path, post({ model: session, messages }));
    await untilSession(session, "caller-waits");
    expect(await statusAndCode(fetchAs(newcomer, `/sessions/${session}/turns/1`))).toEqual([
      404,
      "turn_not_found",
    ]);
    const view = await json<TurnView>(newcomer, `/sessions/${session}/turns/2`);
    expect(view).toMatchObject({
      messages: [{ role: "system" }, { role: "user" }],
      newFromIndex: 1,
    });
    expect(JSON.stringify(view)).toContain("The second question.");
    for (const place of ["/turns/2", "/turns/2/raw", "/transcript", ""]) {
      const { response } = await fetchAs(newcomer, `/sessions/${session}${place}`);
      expect([place, response.status]).toEqual([place, 200]);
      expect([place, await response.text()]).not.toEqual([
        place,
        expect.stringContaining("The first secret."),
      ]);
    }
    expect(JSON.stringify(await json(KEY, `/sessions/${session}/turns/2`))).toContain("first");
    await answerIn(session, asked);
  });

  it("sees all of a session that was begun after the invitation", async () => {
    const session = "turn-history-new";
    const { token } = await mint(session, { role: "operator", sees: { history: false } });
    const asked = askIn(session);
    await untilSession(session, "caller-waits");
    const raw = await json<RawExchange>(token, `/sessions/${session}/turns/1/raw`);
    expect(raw.request).toContain("Who goes there?");
    await answerIn(session, asked);
  });
});

describe("an invited player", () => {
  it("is not told which tool is demanded, nor what is said to the model alone", async () => {
    const session = "turn-player-tool";
    const tools = [{ type: "function", function: { name: "open_gate" } }];
    const asked = fetchAs(
      KEY,
      "/caller/v1/chat/completions",
      post({
        model: session,
        messages: [
          { role: "developer", content: "The password is swordfish." },
          { role: "user", content: "Who?" },
        ],
        tools,
        tool_choice: { type: "function", function: { name: "open_gate" } },
      }),
    );
    await untilSession(session, "caller-waits");
    const { token } = await mint(session, { role: "responder" });
    const view = await json<TurnView>(token, `/sessions/${session}/turns/1`);
    expect(view).toMatchObject({ tools: [], toolChoice: { type: "auto" } });
    expect(JSON.stringify(view)).not.toMatch(/open_gate|swordfish/);
    // The same text is the question of a player's page.
    const { waiting } = await json<{ waiting: { question: string }[] }>(
      KEY,
      `/sessions/${session}`,
    );
    expect(waiting.map(({ question }) => question)).toEqual(["Who?"]);
    await fetchAs(KEY, `/sessions/${session}`, { method: "DELETE" });
    await (await asked).response.text();
  });

  it("gets the question of a turn, and of the rest what the invitation says", async () => {
    const asked = askIn("turn-player");
    await untilSession("turn-player", "caller-waits");
    const plain = (await mint("turn-player", { role: "responder" })).token;
    const told = (await mint("turn-player", { role: "responder", sees: { context: true } })).token;
    const path = "/sessions/turn-player/turns/1";
    const view = await json<TurnView>(plain, path);
    expect(view).toMatchObject({ turnId: 1, tools: [], parameters: null, unknownFields: null });
    expect(JSON.stringify(view)).toContain("Who goes there?");
    expect(JSON.stringify(view)).not.toContain("swordfish");
    const part = await json<TurnView>(told, path);
    expect(JSON.stringify(part)).toContain("swordfish");
    expect(part).toMatchObject({ tools: [], parameters: null, unknownFields: null });
    for (const credential of [plain, told]) {
      expect(await statusAndCode(fetchAs(credential, `${path}/raw`))).toEqual([
        403,
        "role_not_allowed",
      ]);
    }
    await answerIn("turn-player", asked);
  });
});

describe("the routes of a turn", () => {
  it("are not there for a session that nobody has used, which they do not make", async () => {
    for (const path of ["/turns/1", "/turns/1/raw", "/holds/x"])
      expect((await statusAndCode(fetchAs(KEY, `/sessions/turn-unused${path}`)))[0]).toBe(404);
    const { response } = await fetchEdge(
      "/sessions/turn-unused",
      { headers: { "x-api-key": KEY } },
      LOCKED,
    );
    expect(response.status).toBe(404);
    await response.text();
  });
});
