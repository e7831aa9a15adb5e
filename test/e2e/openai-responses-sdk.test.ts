import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createImpatientFetch } from "./support/impatient-fetch.ts";
import { answerAsOperator } from "./support/operator.ts";
import { newSessionName, waitForHolds, waitForTurns } from "./support/sessions.ts";
import { HURRIED } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";
import { pause, waitFor } from "./support/wait-for.ts";

/** OpenAI's SDK on its default settings, at either end of a session. */

const server = useServer({ settings: HURRIED });

type Options = ConstructorParameters<typeof OpenAI>[0];
type Params = Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, "stream">;

function startSession(options: Options = {}, seat = "caller") {
  const { url } = server();
  const model = newSessionName("responses");
  const client = new OpenAI({ baseURL: `${url}/${seat}/v1`, apiKey: "any-key", ...options });
  return {
    model,
    url,
    responses: client.responses,
    answer: (content: Readonly<Record<string, unknown>>) => answerAsOperator(url, model, content),
  };
}

/** Streamed or not, the same response is what comes of it. */
function respond(
  { responses }: { readonly responses: OpenAI["responses"] },
  params: Params,
  streams: boolean,
): Promise<OpenAI.Responses.Response> {
  return streams ? responses.stream(params).finalResponse() : responses.create(params);
}

/** Caught at once, as it may come while the test does something else. */
function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}

const WAYS = [true, false] as const;

const LOOK = {
  type: "function",
  name: "look",
  strict: true,
  parameters: {
    type: "object",
    properties: { at: { type: "string" } },
    required: ["at"],
    additionalProperties: false,
  },
} as const;

describe.concurrent("the openai package with responses", () => {
  it.for(WAYS)("lets the server keep both ends' histories (streams: %s)", async (streams) => {
    const caller = startSession();
    const { url, model } = caller;
    const person = new OpenAI({ baseURL: `${url}/responder/v1`, apiKey: "any-key" });
    let prompt = respond(person, { model, input: "Hello?" }, streams);
    await waitForHolds(url, model, 1);
    let previousId: string | null = null;
    for (const turn of [1, 2, 3]) {
      const input = `Question ${turn}\n\t"日本語" 👋 `;
      const reply = respond(
        caller,
        { model, input, instructions: `Turn ${turn}.`, previous_response_id: previousId },
        streams,
      );
      const shown = await prompt;
      expect(shown.output_text).toBe(input);
      const answer = `Answer ${turn}  `;
      prompt = respond(person, { model, input: answer, previous_response_id: shown.id }, streams);
      const got = await reply;
      expect(got.output_text).toBe(answer);
      previousId = got.id;
    }
    prompt.catch(() => {});
    expect(await waitForTurns(url, model, 3)).toHaveLength(3);
    const { data } = await caller.responses.inputItems.list(previousId ?? "", { order: "asc" });
    expect(data).toHaveLength(5);
    await fetch(`${url}/sessions/${model}`, { method: "DELETE" });
  });

  it.for(WAYS)(
    "calls two tools at once, and gets on with their results (streams: %s)",
    async (streams) => {
      const session = startSession();
      const { model, answer } = session;
      const called = respond(session, { model, input: "Look around.", tools: [LOOK] }, streams);
      const calls = [
        { name: "look", arguments: '{ "at": "the cat" }' },
        { name: "look", arguments: { at: "the dog" } },
      ];
      expect(await answer({ tool_calls: calls })).toBe("Look around.");
      const { id, output } = await called;
      const items = output.flatMap((item) => (item.type === "function_call" ? [item] : []));
      expect(items.map((item) => item.arguments)).toEqual([
        '{ "at": "the cat" }',
        '{"at":"the dog"}',
      ]);

      const results = items.map(({ call_id }, index) => ({
        type: "function_call_output" as const,
        call_id,
        output: ["It sleeps.", "It barks."][index] ?? "",
      }));
      for (const params of [
        { previous_response_id: id, input: results },
        { input: [{ role: "user" as const, content: "Look around." }, ...items, ...results] },
      ]) {
        const done = respond(session, { model, tools: [LOOK], ...params }, streams);
        const question = await answer({ text: "Peace." });
        expect(question).toContain("It sleeps.");
        expect(question).toContain("It barks.");
        expect(question).not.toContain("[user]");
        expect((await done).output_text).toBe("Peace.");
      }
    },
  );

  it("calls custom tools, and those of a group, in their own form", async () => {
    const session = startSession();
    const { model, responses, answer } = session;
    const tools: OpenAI.Responses.Tool[] = [
      { type: "custom", name: "apply_patch" },
      { type: "namespace", name: "docs", description: "Documents", tools: [LOOK] },
      { type: "web_search" },
    ];
    const called = respond(session, { model, input: "Go on.", tools }, true);
    await answer({
      tool_calls: [
        { name: "apply_patch", arguments: { input: "*** Begin Patch" } },
        { name: "docs__look", arguments: { at: "it" } },
      ],
    });
    const { id, output } = await called;
    expect(output).toMatchObject([
      { type: "custom_tool_call", name: "apply_patch", input: "*** Begin Patch" },
      { type: "function_call", name: "look", namespace: "docs", arguments: '{"at":"it"}' },
    ]);
    const [patch, look] = output as { call_id: string }[];
    const done = responses.create({
      model,
      tools,
      previous_response_id: id,
      input: [
        { type: "custom_tool_call_output", call_id: patch?.call_id ?? "", output: "Patched." },
        { type: "function_call_output", call_id: look?.call_id ?? "", output: "Nothing." },
      ],
    });
    expect(await answer({ text: "Done." })).toMatch(/apply_patch[^]*Patched\.[^]*docs__look/);
    expect((await done).output_text).toBe("Done.");
  });

  it("parses a structured reply", async () => {
    const { model, responses, answer } = startSession();
    const text = { format: zodTextFormat(z.object({ city: z.string() }), "place") };
    const parsed = responses.parse({ model, input: "Where?", text });
    await answer({ text: '{"city": "東京"}' });
    expect((await parsed).output_parsed).toEqual({ city: "東京" });
  });

  it("gets a refusal", async () => {
    const { model, responses, answer } = startSession();
    const created = responses.create({ model, input: "Do evil!" });
    await answer({ refusal: "I will not." });
    expect((await created).output).toMatchObject([
      { content: [{ type: "refusal", refusal: "I will not." }] },
    ]);
  });

  it("shows an image to the person", async () => {
    const { model, responses, answer } = startSession();
    const created = responses.create({
      model,
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "What is this?" },
            {
              type: "input_image",
              image_url: "data:image/png;base64,iVBORw0KGgo=",
              detail: "auto",
            },
          ],
        },
      ],
    });
    expect(await answer({ text: "A pixel." })).toBe("What is this?\n[image: image/png, 8 bytes]");
    expect((await created).output_text).toBe("A pixel.");
  });

  it("raises an error that comes in mid-stream, by create() and by stream()", async () => {
    const { model, url, responses, answer } = startSession();
    const raised = { message: "Not today.", code: "responder_error" };
    const stream = await responses.create({ model, input: "Please?", stream: true });
    const read = (async () => {
      for await (const _ of stream);
    })();
    const failure = failureOf(read);
    await waitForHolds(url, model, 1);
    await answer({ error: { status: 400, message: "Not today." } });
    expect(await failure).toMatchObject(raised);

    const helper = responses.stream({ model, input: "Pretty please?" });
    const failureToo = failureOf(helper.finalResponse());
    await new Promise((resolve) => {
      helper.once("response.in_progress", resolve);
    });
    await answer({ error: { status: 400, message: "Not today." } });
    expect(await failureToo).toMatchObject(raised);
  });

  it.for(WAYS)("waits for twice its time-outs (streams: %s)", async (streams) => {
    const impatientFetch = await createImpatientFetch(500);
    const session = startSession({ timeout: 1_000, maxRetries: 0, fetch: impatientFetch });
    const { model, answer } = session;
    const created = respond(session, { model, input: "Take your time." }, streams);
    created.catch(() => {});
    await pause(2_000);
    await answer({ text: "I did." });
    expect((await created).output_text).toBe("I did.");
  });

  it("retrieves a response as it got it, and deletes it", async () => {
    const session = startSession();
    const { model, responses, answer } = session;
    const created = respond(session, { model, input: "Hello?", metadata: { a: "b" } }, true);
    await answer({ text: "Hello!" });
    const response = await created;
    const { id, output, status, metadata, usage } = response;
    expect(await responses.retrieve(id)).toMatchObject({ id, status, metadata, usage });
    expect((await responses.retrieve(id)).output_text).toBe("Hello!");
    expect(output).toHaveLength(1);
    await responses.delete(id);
    await expect(responses.retrieve(id)).rejects.toMatchObject({
      status: 404,
      code: "response_not_found",
    });
    await expect(
      responses.create({ model, input: "And?", previous_response_id: id }),
    ).rejects.toMatchObject({
      status: 400,
      code: "previous_response_not_found",
      param: "previous_response_id",
    });
    await expect(responses.cancel(id)).rejects.toMatchObject({ status: 404 });
  });

  it("polls a reply that is late: nothing of it is there before its time, and then all", async () => {
    const session = startSession();
    const { model, url, responses, answer } = session;
    const waiting = responses.stream({ model, input: "Hello?" });
    waiting.done().catch(() => {});
    const { response } = await waiting.emitted("response.created");
    await waitForHolds(url, model, 1);
    // Longer than any test.
    await answer({ text: "Hello!", delivery: { delay_ms: 600_000 } });
    const early = await responses.retrieve(response.id);
    expect(early).toMatchObject({ status: "in_progress", output_text: "", output: [] });
    waiting.abort();

    const ended = respond(session, { model, input: "Are you still there?" }, true);
    await answer({ text: "Yes!", delivery: { delay_ms: 100 } });
    const { id } = await ended;
    const polled = await waitFor("the reply", async () => {
      const found = await responses.retrieve(id);
      return found.status === "in_progress" ? null : found;
    });
    expect(polled).toMatchObject({ status: "completed", output_text: "Yes!" });
  });

  it("retrieves a reply that was cut off as failed, with what its stream has shown", async () => {
    const { model, url, responses, answer } = startSession();
    const stream = await responses.create({ model, input: "Hello?", stream: true });
    let id = "";
    let shown = "";
    const read = failureOf(
      (async () => {
        for await (const event of stream) {
          if (event.type === "response.created") ({ id } = event.response);
          if (event.type === "response.output_text.delta") shown += event.delta;
        }
      })(),
    );
    await waitForHolds(url, model, 1);
    await answer({ text: "Hello, whoever you are!", delivery: { cut_after_chars: 5 } });
    expect(await read).toBeInstanceOf(SyntaxError);
    expect(shown).toBe("Hello");
    const response = await waitFor("the end", async () => {
      const found = await responses.retrieve(id);
      return found.status === "in_progress" ? null : found;
    });
    expect(response).toMatchObject({
      status: "failed",
      output_text: shown,
      output: [{ status: "incomplete" }],
      error: { code: "server_error" },
    });
  });

  it("counts the tokens of a request", async () => {
    const { model, responses } = startSession();
    const counted = await responses.inputTokens.count({ model, input: "How long is this?" });
    expect(counted.object).toBe("response.input_tokens");
    expect(counted.input_tokens).toBeGreaterThan(3);
  });
});
