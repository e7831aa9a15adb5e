import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { JsonObject } from "../../src/core/json";
import type { SessionApi } from "../../src/session/session-api";
import { eventTypes, sessionStub, untilStatus, WAIT } from "./support/conversation";
import { fetchEdge, fetchWorker, post } from "./support/edge";
import {
  answer,
  call,
  create,
  exchange,
  textOf,
  type WireResponse,
} from "./support/responses-client";

function notFound(id: string) {
  return [
    404,
    {
      error: {
        message: `Response with id '${id}' not found.`,
        type: "not_found_error",
        param: null,
        code: "response_not_found",
      },
    },
  ];
}

/** To a server whose requests may have no more than 1,024 bytes. */
async function sendSmall(path: string, body: JsonObject): Promise<WireResponse> {
  const variables = { OPEN_LOCAL: "1", MAX_BODY_BYTES: "1024", LOG_LEVEL: "error" };
  const { response } = await fetchEdge(path, post(body), { variables });
  return response.json();
}

/** The conversations of a session's requests, as the transcript has what each of them brought. */
async function newTexts(session: string): Promise<readonly unknown[]> {
  const stub = sessionStub(session) as unknown as SessionApi;
  const { events } = await stub.readTranscript({ afterSequence: 0, limit: 1_000 });
  return events.filter(({ type }) => type === "hold-opened").map(({ newMessages }) => newMessages);
}

describe("a kept response", () => {
  it("is fetched as it was sent", async () => {
    const fields = {
      instructions: "Be brief.",
      metadata: { thread: "7" },
      tools: [{ type: "function", name: "look", parameters: null, strict: null }],
    };
    const created = await exchange("fetched", "Who is there?", "A friend.", fields);
    expect(textOf(created)).toBe("A friend.");
    expect(await call("GET", created.id)).toEqual([200, created]);
    expect(created.instructions).toBe("Be brief.");
  });

  it("is found after its session was evicted from memory", async () => {
    const created = await exchange("evicted", "Who is there?", "A friend.");
    await evictDurableObject(sessionStub("evicted"));
    expect(await call("GET", created.id)).toEqual([200, created]);
  });

  it("has an id that leads to a session of any name", async () => {
    const name = "名前 / of:any*kind?ÿ";
    const created = await exchange(name, "Who is there?", "A friend.");
    expect(created.id).toMatch(/^resp_[\w-]+$/);
    expect(await call("GET", created.id)).toEqual([200, created]);
  });

  it("is in progress while it is awaited, and found by the id that its stream began with", async () => {
    const body = { model: "awaited", input: "Who is there?", stream: true };
    const response = await fetchWorker("/caller/v1/responses", post(body));
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const { value: start = "" } = await reader.read();
    const id = /"id":"(resp_[\w-]+)"/.exec(start)?.[1] ?? "";

    const [status, waiting] = await call("GET", id);
    expect([status, waiting]).toMatchObject([200, { id, status: "in_progress", output: [] }]);
    const early = await create("awaited", "And now?", { previous_response_id: id });
    expect(early.error).toMatchObject({ code: "previous_response_not_found" });

    await answer("awaited", { type: "text", text: "A friend." });
    let rest = start;
    for (let read = await reader.read(); !read.done; read = await reader.read()) rest += read.value;
    const end = /event: response.completed\ndata: (.*)/.exec(rest)?.[1] ?? "{}";
    const { response: completed } = JSON.parse(end) as { response: unknown };
    expect(await call("GET", id)).toEqual([200, completed]);
  });

  it("has failed where nobody answered in time, which nothing can continue", async () => {
    const body = { model: "failed", input: "Who is there?", stream: true };
    const response = await fetchWorker("/caller/v1/responses", post(body));
    const text = await response.text();
    const id = /"id":"(resp_[\w-]+)"/.exec(text)?.[1] ?? "";
    expect(await call("GET", id)).toMatchObject([
      200,
      { id, status: "failed", error: { code: "invalid_prompt" }, output: [] },
    ]);
    const next = await create("failed", "And now?", { previous_response_id: id });
    expect(next.error?.message).toContain("it has failed, or is still awaited");
  });

  it("was cancelled where a retry took the place of its request", async () => {
    const body = { model: "retried", input: "Who is there?", stream: true };
    const first = await fetchWorker("/caller/v1/responses", post(body));
    const start = (await first.body!.getReader().read()).value;
    const id = /"id":"(resp_[\w-]+)"/.exec(new TextDecoder().decode(start))?.[1] ?? "";
    const second = fetchWorker(
      "/caller/v1/responses",
      post(body, { "x-stainless-retry-count": "1" }),
    );
    const text = (async () => (await second).text())();
    await vi.waitFor(async () => {
      expect(await eventTypes("retried")).toContain("hold-retried");
    }, WAIT);
    await answer("retried", { type: "text", text: "A friend." });
    const retryId = /"id":"(resp_[\w-]+)"/.exec(await text)?.[1] ?? "";

    expect(await call("GET", id)).toMatchObject([200, { id, status: "cancelled" }]);
    expect(await call("GET", retryId)).toMatchObject([200, { id: retryId, status: "completed" }]);
  });

  it("[PAIR-14] is that of the retry, too, where the first attempt left before its reply came", async () => {
    const body = { model: "left", input: "Who is there?" };
    const client = new AbortController();
    const first = fetchWorker("/caller/v1/responses", { ...post(body), signal: client.signal });
    await untilStatus("left", "caller-waits");
    client.abort();
    await first.then((response) => response.text()).catch(() => {});
    await answer("left", { type: "text", text: "A friend." });
    const retry = await create("left", "Who is there?");
    expect(textOf(retry)).toBe("A friend.");
    expect(await call("GET", retry.id)).toEqual([200, retry]);
    expect(await eventTypes("left")).toContain("hold-retried");
  });

  it("is gone once it was deleted, and its turn is not", async () => {
    const created = await exchange("deleted", "Who is there?", "A friend.");
    const deleted = { id: created.id, object: "response", deleted: true };
    expect(await call("DELETE", created.id)).toEqual([200, deleted]);
    expect(await call("GET", created.id)).toEqual(notFound(created.id));
    expect(await call("DELETE", created.id)).toEqual(notFound(created.id));
    const next = await create("deleted", "And now?", { previous_response_id: created.id });
    expect(next.error).toMatchObject({ code: "previous_response_not_found" });
    expect(await newTexts("deleted")).toHaveLength(1);
  });

  it("is gone with its session", async () => {
    const created = await exchange("forgotten", "Who is there?", "A friend.");
    await sessionStub("forgotten").deleteSession();
    expect(await call("GET", created.id)).toEqual(notFound(created.id));
    // Asking after it makes no session.
    expect(await sessionStub("forgotten").describe()).toBeNull();
  });

  it("is none where its client did not want it stored", async () => {
    const created = await exchange("unstored", "Who is there?", "A friend.", { store: false });
    expect(await call("GET", created.id)).toEqual(notFound(created.id));
    const next = await create("unstored", "And now?", { previous_response_id: created.id });
    expect(next.error).toEqual({
      message: `Previous response with id '${created.id}' not found.`,
      type: "invalid_request_error",
      param: "previous_response_id",
      code: "previous_response_not_found",
    });
  });

  it.each(["resp_1", "nothing", `resp_${"0".repeat(32)}`, `resp_${"0".repeat(32)}_w`])(
    "is none by an id that is none: %s",
    async (id) => {
      expect(await call("GET", id)).toEqual(notFound(id));
    },
  );

  it("lists what it answered, newest first, a page at a time", async () => {
    const first = await exchange("listed", "One", "1", { instructions: "Count." });
    const second = await exchange("listed", "Two", "2", { previous_response_id: first.id });
    const [, all] = await call("GET", `${second.id}/input_items?order=asc`);
    expect(all).toMatchObject({
      object: "list",
      has_more: false,
      data: [
        { type: "message", role: "user", content: [{ type: "input_text", text: "One" }] },
        { type: "message", role: "assistant", content: [{ type: "output_text", text: "1" }] },
        { type: "message", role: "user", content: [{ type: "input_text", text: "Two" }] },
      ],
    });
    const { data } = all as { data: readonly { id: string }[] };
    const [, page] = await call("GET", `${second.id}/input_items?limit=1&after=${data[2]?.id}`);
    expect(page).toEqual({
      object: "list",
      data: [data[1]],
      first_id: data[1]?.id,
      last_id: data[1]?.id,
      has_more: true,
    });
  });

  it("cannot be cancelled, and is streamed only once", async () => {
    const { id } = await exchange("uncancelled", "Who is there?", "A friend.");
    expect(await call("POST", `${id}/cancel`)).toMatchObject([
      400,
      { error: { code: "response_not_cancellable" } },
    ]);
    expect(await call("GET", `${id}?stream=true`)).toMatchObject([
      400,
      { error: { code: "unsupported_parameter", param: "stream" } },
    ]);
  });
});

describe("a request that continues a response", () => {
  it("has the conversation up to it, without its instructions, and shows the new question alone", async () => {
    const first = await exchange("chain", "One", "1", { instructions: "Count in digits." });
    const second = await exchange("chain", "Two", "2", {
      instructions: "Count in words.",
      previous_response_id: first.id,
    });
    const third = create("chain", "Three", { previous_response_id: second.id });
    await untilStatus("chain", "caller-waits");

    const stub = sessionStub("chain") as unknown as SessionApi;
    expect((await stub.describe())?.openTurns).toMatchObject([{ question: "Three" }]);
    await answer("chain", { type: "text", text: "3" });
    const last = await third;
    expect(last.previous_response_id).toBe(second.id);
    const [, items] = await call("GET", `${last.id}/input_items?order=asc`);
    const { data } = items as { data: readonly { content: readonly { text: string }[] }[] };
    expect(data.map(({ content }) => content[0]?.text)).toEqual(["One", "1", "Two", "2", "Three"]);
    // A message is stored once, also where it was stored as a reply; and the whole conversation is counted each time.
    expect((await newTexts("chain")).map((list) => (list as unknown[]).length)).toEqual([2, 2, 1]);
    expect(last.usage!.input_tokens).toBeGreaterThan(first.usage!.input_tokens);
  });

  it("stores what it repeats once", async () => {
    const fields = { instructions: "Repeat after me.", metadata: { thread: "7" } };
    const { id } = await exchange("once", "One", "1", fields);
    await exchange("once", "Two", "2", { ...fields, previous_response_id: id });
    const bodies = await runInDurableObject(sessionStub("once"), (_, { storage }) =>
      storage.sql.exec<{ body: string }>("SELECT body FROM contents").toArray(),
    );
    const repeating = bodies.filter(({ body }) => body.includes("Repeat after me."));
    // As the system message that it is, and as what the responses repeat.
    expect(repeating).toHaveLength(2);
  });

  it("is refused where it is longer with its conversation than a request may be", async () => {
    const path = "/caller/v1/responses";
    const first = sendSmall(path, { model: "long", input: "a".repeat(400) });
    await answer("long", { type: "text", text: "b".repeat(100) });
    const next = { model: "long", input: "c".repeat(200) };
    const second = sendSmall(path, { ...next, previous_response_id: (await first).id });
    await answer("long", { type: "text", text: "d" });
    // The conversation alone is short enough, and so is what comes with it.
    const third = await sendSmall(path, { ...next, previous_response_id: (await second).id });
    expect(third.error).toMatchObject({
      code: "context_length_exceeded",
      param: "previous_response_id",
    });
  });

  it("is refused in another session than the response's", async () => {
    const { id } = await exchange("here", "Who is there?", "A friend.");
    const elsewhere = await create("there", "And now?", { previous_response_id: id });
    expect(elsewhere.error).toMatchObject({ code: "previous_response_not_found" });
    expect(await sessionStub("there").describe()).toBeNull();
  });

  it("may branch off from an earlier response", async () => {
    const first = await exchange("branches", "One", "1");
    await exchange("branches", "Two", "2", { previous_response_id: first.id });
    const other = await exchange("branches", "Zwei", "zwei", { previous_response_id: first.id });
    const [, items] = await call("GET", `${other.id}/input_items?order=asc`);
    expect(JSON.stringify(items)).not.toContain("Two");
  });

  it("goes on from a call with its result", async () => {
    const tools = [{ type: "function", name: "look", parameters: {} }];
    const created = create("called", "Look!", { tools });
    await answer("called", {
      type: "tool-call",
      toolCallId: "call_7",
      toolName: "look",
      input: "{}",
    });
    const first = await created;
    expect(first.output).toMatchObject([{ type: "function_call", call_id: "call_7" }]);
    const result = { type: "function_call_output", call_id: "call_7", output: "A cat." };
    const next = create("called", [result], { tools, previous_response_id: first.id });
    await untilStatus("called", "caller-waits");
    const stub = sessionStub("called") as unknown as SessionApi;
    expect((await stub.describe())?.openTurns[0]?.question).toContain("A cat.");
    await answer("called", { type: "text", text: "A cat!" });
    expect(textOf(await next)).toBe("A cat!");
  });

  it("is counted with the conversation that it continues", async () => {
    const long = "many words ".repeat(200);
    const { id, usage } = await exchange("counted", long, "Yes.");
    const body = { model: "counted", input: "And?", previous_response_id: id };
    const counted = await fetchWorker("/v1/responses/input_tokens", post(body));
    const { object, input_tokens } = await counted.json<{ object: string; input_tokens: number }>();
    expect(object).toBe("response.input_tokens");
    expect(input_tokens).toBeGreaterThan(usage!.input_tokens);
  });
});

describe("a responder that leaves its history to the server", () => {
  it("[PAIR-8] is shown prompts as responses, and answers them by continuing", async () => {
    const listening = create("mirror", "Hello?", {}, { seat: "responder" });
    await untilStatus("mirror", "responder-waits");
    const asked = create("mirror", "One");
    const first = await listening;
    expect(textOf(first)).toBe("One");
    expect(await call("GET", first.id)).toEqual([200, first]);
    const next = create("mirror", "1", { previous_response_id: first.id }, { seat: "responder" });
    expect(textOf(await asked)).toBe("1");
    const askedAgain = create("mirror", "Two");
    const second = await next;
    expect(textOf(second)).toBe("Two");

    const helped = await create(
      "mirror",
      "/help",
      { previous_response_id: second.id },
      { seat: "responder" },
    );
    expect(textOf(helped)).toContain("/refuse");
    expect(await call("GET", helped.id)).toEqual([200, helped]);
    const last = create("mirror", "2", { previous_response_id: helped.id }, { seat: "responder" });
    expect(textOf(await askedAgain)).toBe("2");
    await sessionStub("mirror").deleteSession();
    await last;
  });
});

describe("an item that a request only names", () => {
  it("counts as often as it is named", async () => {
    const { output } = await exchange("repeated", "One", "1".repeat(400));
    const reference = { type: "item_reference", id: output[0]!.id };
    const ask = (count: number) => {
      const input = Array.from({ length: count }, () => reference);
      return sendSmall("/v1/responses/input_tokens", { model: "repeated", input });
    };
    expect((await ask(1)).error).toBeUndefined();
    expect((await ask(3)).error).toMatchObject({ code: "context_length_exceeded", param: "input" });
  });

  it("stands for the earlier reply's, as if it had been sent", async () => {
    const first = await exchange("named", "One", "1");
    const input = [
      { role: "user", content: "One" },
      { type: "item_reference", id: first.output[0]!.id },
      { role: "user", content: "Two" },
    ];
    const second = await exchange("named", input, "2");
    const [, items] = await call("GET", `${second.id}/input_items?order=asc`);
    const { data } = items as { data: readonly { content: readonly { text: string }[] }[] };
    expect(data.map(({ content }) => content[0]?.text)).toEqual(["One", "1", "Two"]);
    expect((await newTexts("named")).map((list) => (list as unknown[]).length)).toEqual([1, 1]);
  });

  it("is refused where there is none, as in another session", async () => {
    const { output } = await exchange("named here", "One", "1");
    for (const [session, id] of [
      ["named there", output[0]!.id],
      ["named here", `msg_${"0".repeat(32)}_0`],
      ["named here", output[0]!.id.replace(/\d$/, "9")],
      ["named here", "rs_1"],
    ] as const) {
      const { error } = await create(session, [{ type: "item_reference", id }]);
      expect(error).toMatchObject({ code: "item_not_found", param: "input[0].id" });
    }
  });
});
