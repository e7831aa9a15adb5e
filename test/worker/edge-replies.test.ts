import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/core/json";
import type { OperatorAnswer, OperatorProblem, SessionApi } from "../../src/session/session-api";
import type { SessionStub } from "../../src/worker/environment";
import { fetchEdge, post } from "./support/edge";

/** A session that takes every answer, or none. */
function startSession(problem: OperatorProblem | null = null) {
  const answers: OperatorAnswer[] = [];
  const session: Pick<SessionApi, "answerAsOperator"> = {
    answerAsOperator: async (answer) => {
      answers.push(answer);
      return problem === null ? { ok: true, value: { turnId: 7 } } : { ok: false, error: problem };
    },
  };
  const reply = async (body: JsonObject) => {
    const { response } = await fetchEdge("/sessions/desk/replies", post(body), {
      variables: { OPEN_LOCAL: "1", LOG_LEVEL: "off" },
      session: session as unknown as SessionStub,
    });
    return { status: response.status, body: await response.json<JsonObject>() };
  };
  return { answers, reply };
}

describe("the delivery of an operator's reply", () => {
  it("can be late, paced and cut off", async () => {
    const { answers, reply } = startSession();
    const pace = { first_token_delay_ms: 300, tokens_per_second: 25, jitter: 0.5 };
    const delivery = { delay_ms: 2_000, pace, cut_after_chars: 12 };
    expect((await reply({ reply_id: "r", text: "Hi", delivery })).status).toBe(200);
    expect(answers).toEqual([
      {
        replyId: "r",
        target: "oldest",
        content: { reply: { parts: [{ type: "text", text: "Hi" }], finishReason: "stop" } },
        delivery: {
          delayMs: 2_000,
          pace: { firstTokenDelayMs: 300, tokensPerSecond: 25, jitter: 0.5 },
          cutAfterChars: 12,
        },
      },
    ]);
  });

  it("is plain in everything that is not said", async () => {
    const { answers, reply } = startSession();
    await reply({ text: "Hi" });
    await reply({ text: "Hi", delivery: {} });
    await reply({ text: "Hi", delivery: { pace: { tokens_per_second: 5 } } });
    expect(answers.map(({ delivery }) => delivery)).toEqual([
      undefined,
      { delayMs: 0, pace: null, cutAfterChars: null },
      {
        delayMs: 0,
        pace: { firstTokenDelayMs: 0, tokensPerSecond: 5, jitter: 0 },
        cutAfterChars: null,
      },
    ]);
  });

  it.each([
    [{ delay_ms: -1 }, "delivery.delay_ms"],
    [{ delay_ms: 600_001 }, "delivery.delay_ms"],
    [{ pace: { tokens_per_second: 0 } }, "delivery.pace.tokens_per_second"],
    [{ pace: { jitter: 2 } }, "delivery.pace.jitter"],
    [{ cut_after_chars: 1.5 }, "delivery.cut_after_chars"],
    [{ later: true }, "delivery"],
  ])("is refused as %j", async (delivery, param) => {
    const { answers, reply } = startSession();
    const { status, body } = await reply({ text: "Hi", delivery });
    expect([status, (body["error"] as JsonObject)["param"]]).toEqual([400, param]);
    expect(answers).toEqual([]);
  });
});

describe("an operator's error", () => {
  it("says when to come back, and may be late", async () => {
    const { answers, reply } = startSession();
    const error = { status: 529, message: "Overloaded.", retry_after: 7 };
    expect((await reply({ error, delivery: { delay_ms: 50 } })).status).toBe(200);
    await reply({ error: { message: "No." } });
    expect(answers.map(({ content, delivery }) => [content, delivery?.delayMs])).toEqual([
      [
        {
          error: {
            reason: "responder_error",
            status: 529,
            message: "Overloaded.",
            retryAfterSeconds: 7,
          },
        },
        50,
      ],
      [{ error: { reason: "responder_error", status: 400, message: "No." } }, undefined],
    ]);
  });

  it.each([{ pace: {} }, { cut_after_chars: 3 }])("has no %j", async (delivery) => {
    const { answers, reply } = startSession();
    const { status, body } = await reply({ error: { message: "No." }, delivery });
    expect([status, (body["error"] as JsonObject)["param"]]).toEqual([400, "delivery"]);
    expect(answers).toEqual([]);
  });
});

describe("a reply that cannot be taken", () => {
  it("[PAIR-20] contradicts what the caller has of it already", async () => {
    const { reply } = startSession({ reason: "differs-from-draft", acceptedText: "Good mor" });
    const { status, body } = await reply({ text: "No." });
    expect([status, body["error"]]).toEqual([
      409,
      expect.objectContaining({ code: "differs_from_draft", param: "text" }),
    ]);
    const { message } = body["error"] as { message: string };
    expect(message).toContain("8 characters");
    // What the caller has is in the transcript, for those who may read it.
    expect(message).not.toContain("Good mor");
  });

  it("[PAIR-16] is to a turn of another operator", async () => {
    const claimedBy = { operatorId: "tab-1", name: "Ada" };
    const { reply } = startSession({ reason: "claimed", claimedBy });
    const { status, body } = await reply({ text: "No." });
    expect([status, body["error"]]).toEqual([
      409,
      expect.objectContaining({ code: "claimed", message: "Ada is answering this turn." }),
    ]);
  });
});
