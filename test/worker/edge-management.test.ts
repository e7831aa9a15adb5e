import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { Result } from "../../src/core/result";
import { succeed } from "../../src/core/result";
import { directoryOf, type Environment, type SessionStub } from "../../src/worker/environment";
import type {
  OperatorAnswer,
  OperatorProblem,
  SessionDescription,
} from "../../src/session/session-api";
import { fetchEdge, post } from "./support/edge";

const DIRECTORY = directoryOf(env as unknown as Environment);

const DESCRIPTION: SessionDescription = {
  name: "a/b ü",
  status: "caller-waits",
  statusSinceMs: 2_000,
  createdAtMs: 1_000,
  lastActivityAtMs: 3_000,
  responderKind: "operator",
  turnCount: 4,
  openTurnCount: 1,
  answersSideRequests: true,
  openTurns: [
    {
      turnId: 4,
      openedAtMs: 2_000,
      deadlineAtMs: 9_000,
      status: "shown",
      isCallerAttached: true,
      question: "Who goes there?",
    },
  ],
  holds: [{ holdId: "h", seat: "caller", isAttached: true, sinceMs: 2_000, question: null }],
  storedBytes: 77,
};

/** Records what the routes ask of a session. */
function recordingSession(
  answer: Result<{ readonly turnId: number }, OperatorProblem> = succeed({ turnId: 4 }),
) {
  const calls: unknown[] = [];
  const record =
    <T>(name: string, value: T) =>
    (...given: unknown[]): Promise<T> => {
      calls.push([name, ...given]);
      return Promise.resolve(value);
    };
  const stub = {
    describe: () => Promise.resolve(DESCRIPTION),
    answerAsOperator: record("answer", answer),
    changeResponder: record("responder", null),
    changeSideRequests: record("side-requests", null),
    deleteSession: record("delete", undefined),
  } as unknown as SessionStub;
  return { calls, stub };
}

beforeEach(async () => {
  for (const { name } of await DIRECTORY.list({ limit: 100 })) await DIRECTORY.remove(name);
});

describe("the listing", () => {
  it("shows status, since and turns, and pages backwards in time", async () => {
    for (let index = 1; index <= 3; index += 1) {
      await DIRECTORY.report({
        ...DESCRIPTION,
        name: `s${index}`,
        lastActivityAtMs: index * 1_000,
      });
    }
    const first = await fetchEdge("/sessions?limit=2");
    expect(await first.response.json()).toEqual({
      sessions: ["s3", "s2"].map((name, index) => ({
        name,
        status: "caller-waits",
        since: "1970-01-01T00:00:02.000Z",
        created_at: "1970-01-01T00:00:01.000Z",
        last_activity_at: `1970-01-01T00:00:0${3 - index}.000Z`,
        responder: "operator",
        turns: 4,
        open_turns: 1,
      })),
      next_before: 2_000,
    });
    const second = await fetchEdge("/sessions?limit=2&before=2000");
    expect(await second.response.json()).toMatchObject({
      sessions: [{ name: "s1" }],
      next_before: null,
    });
  });

  it("is the list of models too, in the shape of both vendors", async () => {
    await DIRECTORY.report({ ...DESCRIPTION, name: "x y/ü" });
    for (const path of ["/v1/models", "/models", "/v1/v1//models/", "/responder/v1/models"]) {
      const { response } = await fetchEdge(path);
      expect(await response.json()).toEqual({
        object: "list",
        data: [
          {
            id: "x y/ü",
            object: "model",
            created: 1,
            owned_by: "motive-proxy",
            type: "model",
            display_name: "x y/ü",
            created_at: "1970-01-01T00:00:01.000Z",
          },
        ],
        has_more: false,
        first_id: "x y/ü",
        last_id: "x y/ü",
      });
    }
  });
});

describe("a session", () => {
  it.each([
    "/v1/models/a/b%20%C3%BC",
    "/models/a%2Fb%20u%CC%88",
    "/caller/v1/models/a%2Fb%20%C3%BC/",
  ])("is a model under its name, however that is written: %s", async (path) => {
    const asked: string[] = [];
    const { stub } = recordingSession();
    const session = { describe: () => stub.describe() };
    const { response } = await fetchEdge(
      path,
      {},
      { session: session as SessionStub, onSession: (name) => asked.push(name) },
    );
    expect([response.status, asked]).toEqual([200, ["a/b ü"]]);
    expect(await response.json()).toMatchObject({ id: "a/b ü", object: "model", type: "model" });
  });

  it("is described with its open turns and holds", async () => {
    const { response } = await fetchEdge(
      "/sessions/a%2Fb%20%C3%BC",
      {},
      { session: recordingSession().stub },
    );
    expect(await response.json()).toMatchObject({
      name: "a/b ü",
      status: "caller-waits",
      turns: 4,
      side_requests_answered: true,
      stored_bytes: 77,
      waiting: [
        {
          turn: 4,
          status: "shown",
          deadline_at: "1970-01-01T00:00:09.000Z",
          caller_attached: true,
          question: "Who goes there?",
        },
      ],
      holds: [
        {
          hold: "h",
          seat: "caller",
          attached: true,
          since: "1970-01-01T00:00:02.000Z",
          question: null,
        },
      ],
    });
  });

  it("is deleted with its entry in the listing", async () => {
    await DIRECTORY.report({ ...DESCRIPTION, name: "gone" });
    const { calls, stub } = recordingSession();
    const { response } = await fetchEdge("/sessions/gone", { method: "DELETE" }, { session: stub });
    expect([response.status, calls, await DIRECTORY.find("gone")]).toEqual([
      204,
      [["delete"]],
      null,
    ]);
  });

  it("changes its responder and its side requests", async () => {
    const { calls, stub } = recordingSession();
    for (const [path, body] of [
      ["responder", { kind: "operator" }],
      ["side-requests", { answered: false }],
    ] as const) {
      const init = { ...post(body), method: "PUT" };
      const { response } = await fetchEdge(`/sessions/s/${path}`, init, { session: stub });
      expect([response.status, await response.json()]).toEqual([200, body]);
    }
    expect(calls).toEqual([
      ["responder", "operator"],
      ["side-requests", false],
    ]);
  });
});

describe("an operator's answer", () => {
  const cases: readonly (readonly [object, Omit<OperatorAnswer, "replyId">])[] = [
    [
      { text: "Hi." },
      {
        target: "oldest",
        content: { reply: { parts: [{ type: "text", text: "Hi." }], finishReason: "stop" } },
      },
    ],
    [
      { turn: 4, refusal: "No." },
      {
        target: { turnId: 4 },
        content: { reply: { parts: [{ type: "refusal", text: "No." }], finishReason: "stop" } },
      },
    ],
    [
      { hold: "h", error: { status: 418, message: "Tea." } },
      {
        target: { holdId: "h" },
        content: { error: { reason: "responder_error", status: 418, message: "Tea." } },
      },
    ],
    [
      {
        tool_calls: [
          { id: "c1", name: "f", arguments: { a: [1] } },
          { id: "c2", name: "g", arguments: '{ "b": 1 }' },
        ],
      },
      {
        target: "oldest",
        content: {
          reply: {
            parts: [
              { type: "tool-call", toolCallId: "c1", toolName: "f", input: '{"a":[1]}' },
              { type: "tool-call", toolCallId: "c2", toolName: "g", input: '{ "b": 1 }' },
            ],
            finishReason: "tool-calls",
          },
        },
      },
    ],
    [
      {
        text: "Hm.",
        tool_calls: [{ id: "c1", name: "f", arguments: "no JSON" }],
        finish_reason: "length",
        unchecked: true,
      },
      {
        target: "oldest",
        content: {
          reply: {
            parts: [
              { type: "text", text: "Hm." },
              { type: "tool-call", toolCallId: "c1", toolName: "f", input: "no JSON" },
            ],
            finishReason: "length",
          },
        },
        isUnchecked: true,
      },
    ],
    [
      { turn: 4, refusal: "No.", finish_reason: "content_filter", unchecked: false },
      {
        target: { turnId: 4 },
        content: {
          reply: { parts: [{ type: "refusal", text: "No." }], finishReason: "content-filter" },
        },
      },
    ],
  ];

  it.each(cases)("reaches the session: %j", async (body, expected) => {
    const { calls, stub } = recordingSession();
    const { response } = await fetchEdge("/sessions/s/replies", post({ ...body, reply_id: "r1" }), {
      session: stub,
    });
    expect(await response.json()).toEqual({ turn: 4, reply_id: "r1" });
    expect(calls).toEqual([["answer", { replyId: "r1", ...expected }]]);
  });

  it.each([
    [{ text: "a", refusal: "b" }, null],
    [{ text: "a", error: { message: "b" } }, null],
    [{ refusal: "a", tool_calls: [{ name: "f", arguments: {} }] }, null],
    [{ unchecked: true }, null],
    [{ error: { message: "a" }, finish_reason: "length" }, "finish_reason"],
    [{ text: "a", finish_reason: "tool_calls" }, "finish_reason"],
    [{ text: "a", unchecked: 1 }, "unchecked"],
  ])("that contradicts itself is turned away: %j", async (body, param) => {
    const { calls, stub } = recordingSession();
    const { response } = await fetchEdge("/sessions/s/replies", post(body), { session: stub });
    expect([response.status, await response.json(), calls]).toMatchObject([
      400,
      { error: { param } },
      [],
    ]);
  });

  it("that is not what the caller demands names the place at fault", async () => {
    const place = { kind: "tool-call", index: 1, part: "input" } as const;
    const { stub } = recordingSession({
      ok: false,
      error: { reason: "reply-rejected", place, detail: "Bad." },
    });
    const { response } = await fetchEdge("/sessions/s/replies", post({ text: "x" }), {
      session: stub,
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      {
        error: {
          code: "reply_rejected",
          param: "tool_calls[1].arguments",
          message: expect.stringMatching(/^The reply was not sent\. Bad\./),
        },
      },
    ]);
  });

  it.each([
    ["no-such-turn", 404, "turn_not_found"],
    ["already-answered", 409, "already_answered"],
  ] as const)("that comes to nothing says why: %s", async (reason, status, code) => {
    const { stub } = recordingSession({ ok: false, error: { reason } });
    const { response } = await fetchEdge("/sessions/s/replies", post({ text: "x" }), {
      session: stub,
    });
    expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }]);
  });
});

/** Events 1 to 5, two a page. */
function pagedSession() {
  const asked: number[] = [];
  const stub = {
    describe: () => Promise.resolve(DESCRIPTION),
    readTranscript: ({ afterSequence }: { afterSequence: number }) => {
      asked.push(afterSequence);
      const events = [afterSequence + 1, afterSequence + 2]
        .filter((sequence) => sequence <= 5)
        .map((sequence) => ({ sequence, atMs: sequence, type: "said", text: `t${sequence}\n` }));
      return Promise.resolve({
        events,
        nextSequence: afterSequence + 2 < 5 ? afterSequence + 2 : null,
      });
    },
  } as unknown as SessionStub;
  return { asked, stub };
}

describe("a transcript", () => {
  it("is one JSON document", async () => {
    const { stub } = pagedSession();
    const { response } = await fetchEdge(
      "/sessions/a%22b/transcript?after=1",
      {},
      { session: stub },
    );
    const document = await response.json<{ session: string; events: { sequence: number }[] }>();
    expect([document.session, document.events.map(({ sequence }) => sequence)]).toEqual([
      'a"b',
      [2, 3, 4, 5],
    ]);
  });

  it.each([
    ["?format=jsonl", {}],
    ["", { accept: "application/jsonl" }],
    ["", { accept: "application/x-ndjson, */*" }],
  ])("has an event a line with %j and %j", async (query, headers) => {
    const { stub } = pagedSession();
    const { response } = await fetchEdge(
      `/sessions/s/transcript${query}`,
      { headers },
      { session: stub },
    );
    expect(response.headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
    const lines = (await response.text()).trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { sequence: number }).sequence)).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  it("is read page by page, as the client takes it", async () => {
    const { asked, stub } = pagedSession();
    const { response } = await fetchEdge(
      "/sessions/s/transcript?format=jsonl",
      {},
      { session: stub },
    );
    const reader = response.body!.getReader();
    await reader.read();
    expect(asked.length).toBeLessThan(3);
    await reader.cancel();
  });
});
