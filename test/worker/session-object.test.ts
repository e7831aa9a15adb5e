import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { SessionApi } from "../../src/session/session-api";
import { describe, expect, it, vi } from "vitest";
import {
  ask,
  directoryStub,
  eventTypes,
  sessionStub,
  untilStatus,
  WAIT,
} from "./support/conversation";

const yes = { reply: { parts: [{ type: "text", text: "Yes." }], finishReason: "stop" } } as const;

describe("two clients without seats", () => {
  it("[PAIR-6] are joined: the first was the responder's handshake", async () => {
    const handshake = ask("joined", "ping");
    await untilStatus("joined", "undecided");
    const asked = ask("joined", "Who goes there?");
    expect((await handshake).text).toBe("Who goes there?");
    const listening = ask("joined", "A friend.");
    expect((await asked).text).toBe("A friend.");
    await untilStatus("joined", "responder-waits");
    await sessionStub("joined").deleteSession();
    await listening.catch(() => undefined);
  });
});

describe("an operator", () => {
  it("[PAIR-6] answers an undecided request, which thereby was the caller's", async () => {
    const asked = ask("undecided", "Is anybody there?");
    await untilStatus("undecided", "undecided");
    const session = sessionStub("undecided") as unknown as SessionApi;
    expect((await session.describe())?.holds).toMatchObject([{ question: "Is anybody there?" }]);
    await sessionStub("undecided").answerAsOperator({
      replyId: "r",
      target: "oldest",
      content: yes,
    });
    expect((await asked).text).toBe("Yes.");
    await untilStatus("undecided", "idle");
  });

  it("[PAIR-14] that sends an answer twice is heard once", async () => {
    const asked = ask("twice", "Is anybody there?", { seat: "caller" });
    await untilStatus("twice", "caller-waits");
    const answer = { replyId: "r", target: { turnId: 1 }, content: yes } as const;
    expect(await sessionStub("twice").answerAsOperator(answer)).toMatchObject({ ok: true });
    expect(await sessionStub("twice").answerAsOperator(answer)).toMatchObject({ ok: true });
    expect((await asked).text).toBe("Yes.");
    expect((await eventTypes("twice")).filter((type) => type === "turn-answered")).toHaveLength(1);
  });

  it("[PAIR-15] that comes too late is told so", async () => {
    const asked = ask("late", "Is anybody there?", { seat: "caller" });
    await untilStatus("late", "caller-waits");
    await sessionStub("late").answerAsOperator({
      replyId: "first",
      target: "oldest",
      content: yes,
    });
    await asked;
    await untilStatus("late", "idle");
    const late = await sessionStub("late").answerAsOperator({
      replyId: "second",
      target: { turnId: 1 },
      content: yes,
    });
    expect(late).toEqual({ ok: false, error: { reason: "already-answered" } });
  });
});

describe("a turn's deadline", () => {
  it("[PAIR-17] ends the request with the dialect's error, which no client retries", async () => {
    const asked = ask("expired", "Is anybody there?", { seat: "caller" });
    await untilStatus("expired", "caller-waits");
    // The response is under way as white space, so it is cut: every SDK raises then.
    expect(await asked.catch(() => "cut")).toBe("cut");
    await untilStatus("expired", "idle");
    expect(await eventTypes("expired")).toContain("turn-expired");
    const retried = await ask("expired", "Is anybody there?", { seat: "caller" });
    expect(retried).toEqual({ status: 400, text: null, code: "turn_timeout" });
  });

  it("[PAIR-17] rings by one alarm, which a busy session does not set again", async () => {
    const asked = ask("alarm", "Is anybody there?", { seat: "caller" });
    await untilStatus("alarm", "caller-waits");
    const alarmAtMs = await runInDurableObject(sessionStub("alarm"), (_instance, state) =>
      state.storage.getAlarm(),
    );
    expect(alarmAtMs).not.toBeNull();
    expect(await runDurableObjectAlarm(sessionStub("alarm"))).toBe(true);
    // Nothing was due yet, so the turn is still open, and the alarm is set anew.
    await untilStatus("alarm", "caller-waits");
    await sessionStub("alarm").answerAsOperator({ replyId: "r", target: "oldest", content: yes });
    expect((await asked).text).toBe("Yes.");
  });
});

describe("a deleted session", () => {
  it("ends its holds, leaves the listing, and leaves nothing stored", async () => {
    const asked = ask("deleted", "Is anybody there?", { seat: "caller" });
    await untilStatus("deleted", "caller-waits");
    await vi.waitFor(
      async () => expect(await directoryStub().find("deleted")).not.toBeNull(),
      WAIT,
    );
    await sessionStub("deleted").deleteSession();
    expect(await asked.catch(() => ({ code: "session_deleted" }))).toMatchObject({
      code: "session_deleted",
    });
    expect(await sessionStub("deleted").describe()).toBeNull();
    expect(await directoryStub().find("deleted")).toBeNull();
    const tables = await runInDurableObject(sessionStub("deleted"), (_instance, state) =>
      state.storage.sql
        .exec(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
        )
        .toArray(),
    );
    expect(tables).toEqual([]);
  });

  it("can be used again at once", async () => {
    const asked = ask("again", "One?", { seat: "caller" });
    await untilStatus("again", "caller-waits");
    await sessionStub("again").deleteSession();
    await asked.catch(() => undefined);
    const second = ask("again", "Two?", { seat: "caller" });
    await untilStatus("again", "caller-waits");
    await sessionStub("again").answerAsOperator({ replyId: "r", target: "oldest", content: yes });
    expect((await second).text).toBe("Yes.");
    expect(await eventTypes("again")).not.toContain("turn-expired");
  });
});

function asResponder(text: string): Promise<{ readonly text: string | null }> {
  return ask("commands", text, { seat: "responder" });
}

describe("a responder's commands", () => {
  it("[PAIR-10] show the context, find a faulty tool call, and send a right one", async () => {
    const tools = [
      {
        type: "function",
        function: {
          name: "open_gate",
          parameters: {
            type: "object",
            properties: { gate: { type: "string" } },
            required: ["gate"],
          },
        },
      },
    ];
    const worker = (await import("cloudflare:workers")).exports as unknown as {
      readonly default: Fetcher;
    };
    const asked = worker.default.fetch("http://localhost/caller/v1/chat/completions", {
      method: "POST",
      body: JSON.stringify({
        model: "commands",
        tools,
        messages: [
          { role: "system", content: "You guard the gate." },
          { role: "user", content: "Let me in." },
        ],
      }),
    });
    await untilStatus("commands", "caller-waits");
    expect((await asResponder("ping")).text).toBe("Let me in.");
    const context = (await asResponder("/context")).text ?? "";
    expect(context).toContain("You guard the gate.");
    expect(context).toContain("open_gate");
    expect((await asResponder('/tool open_gate {"gate": 7}')).text).toContain("#/gate");
    expect((await asResponder("/tool close_gate {}")).text).toContain("open_gate");
    const listening = asResponder('/tool open_gate {"gate": "north"}');
    const body = await (
      await asked
    ).json<{ choices: { message: object; finish_reason: string }[] }>();
    expect(body.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: {
        content: null,
        tool_calls: [
          { type: "function", function: { name: "open_gate", arguments: '{"gate": "north"}' } },
        ],
      },
    });
    await sessionStub("commands").deleteSession();
    await listening.catch(() => undefined);
  });
});

describe("a session's limits", () => {
  it("[PAIR-11] [PAIR-19] turn away the request over the open turns, and no other", async () => {
    const asked = Array.from({ length: 64 }, (_, index) =>
      ask("full", `Question ${index}`, { seat: "caller" }),
    );
    await vi.waitFor(async () => {
      expect((await sessionStub("full").describe())?.openTurnCount).toBe(64);
    }, WAIT);
    expect(await ask("full", "One too many", { seat: "caller" })).toEqual({
      status: 429,
      text: null,
      code: "too_many_open_turns",
    });
    for (let turnId = 1; turnId <= 64; turnId += 1) {
      await sessionStub("full").answerAsOperator({
        replyId: `r${turnId}`,
        target: { turnId },
        content: yes,
      });
    }
    const answers = await Promise.all(asked);
    expect(answers.filter(({ text }) => text === "Yes.")).toHaveLength(64);
  });
});
