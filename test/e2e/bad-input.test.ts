import OpenAI from "openai";
import { assert, beforeEach, describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import { chatBody, RawClient, rawRequest, type RawRequest } from "./support/raw-client.ts";
import { getJson, newSessionName, waitForHolds } from "./support/sessions.ts";
import { QUIET } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";

const server = useServer({ settings: QUIET });

const MIB = 1024 * 1024;
const HUGE_TEXT = "x".repeat(9 * MIB);

/** Whatever a client sends, the others are served, and the log has no fault of the server in it. */
beforeEach(({ onTestFinished }) => {
  const outputBefore = server().output.length;
  onTestFinished(async () => {
    const health = await fetch(`${server().url}/health`);
    const faults = server()
      .output.slice(outputBefore)
      .split("\n")
      .filter((line) => line.includes('"fault"'));
    assert.deepEqual({ health: health.status, faults }, { health: 200, faults: [] });
  });
});

describe("a body of nine mebibytes", () => {
  it("is refused by its announced length, before it is sent", async () => {
    const client = new RawClient(server().port);
    await client.write(rawRequest({ headers: { "Content-Length": String(9 * MIB) } }));

    expect(await errorOf(client)).toEqual([413, "request_too_large"]);
    client.close();
  });

  it("is refused where it is sent with its length", async () => {
    const client = new RawClient(server().port);
    void client.write(rawRequest({ body: chatBody(newSessionName(), HUGE_TEXT) }));

    expect(await errorOf(client)).toEqual([413, "request_too_large"]);
    client.close();
  });

  it("is refused where it comes in chunks that announce no length", async () => {
    const client = new RawClient(server().port);
    void client.write(
      rawRequest({
        headers: { "Transfer-Encoding": "chunked", "Content-Type": "application/json" },
      }),
    );
    void client.write(chunksOf(chatBody(newSessionName(), HUGE_TEXT)));

    expect(await errorOf(client)).toEqual([413, "request_too_large"]);
    client.close();
  });

  it("is an error of the openai package that it does not retry", async () => {
    let attempts = 0;
    const client = new ChatClient({
      url: server().url,
      session: newSessionName(),
      fetch: (input, init) => {
        attempts += 1;
        return fetch(input, init);
      },
    });

    await expect(client.send(HUGE_TEXT)).rejects.toMatchObject({
      status: 413,
      code: "request_too_large",
    });
    expect(attempts).toBe(1);
  });
});

describe("a body of seven mebibytes", () => {
  it.each([true, false])("arrives whole (in chunks: %s)", async (isChunked) => {
    const { port, url } = server();
    const session = newSessionName();
    const text = `${"0123456789abcde\n".repeat((7 * MIB) / 16)}end`;
    const body = chatBody(session, text);
    const client = new RawClient(port);
    if (isChunked) {
      void client.write(rawRequest({ headers: { "Transfer-Encoding": "chunked" } }));
      void client.write(chunksOf(body));
    } else void client.write(rawRequest({ body }));
    await waitForHolds(url, session, 1);

    const responder = new ChatClient({ url: `${url}/responder`, session });
    const prompt = await responder.send(HANDSHAKE);

    expect(prompt === text).toBe(true);
    client.close();
  });
});

describe("a request that is broken HTTP", () => {
  it.each([
    ["is no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"],
    ["has no version", "GET /\r\n\r\n"],
    ["has a header without a colon", "GET /health HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n"],
    ["has a length that is no number", rawRequest({ headers: { "Content-Length": "many" } })],
    [
      "has a chunk whose size is no number",
      `${rawRequest({ headers: { "Transfer-Encoding": "chunked" } })}many\r\n{}\r\n0\r\n\r\n`,
    ],
  ])("is refused where it %s", async (_, bytes) => {
    const client = new RawClient(server().port);
    await client.write(bytes);
    client.end();
    await client.waitForClose();
    // What the runtime says to it, if anything, is its own; nothing of it reaches the Worker.
    expect([null, 400, 500, 501]).toContain(client.status);
  });

  it.each([
    ["body", rawRequest({ headers: { "Content-Length": "500" } }) + chatBody("cut-body", "Half a")],
    [
      "chunk",
      `${rawRequest({ headers: { "Transfer-Encoding": "chunked" } })}1f4\r\n${chatBody("cut-chunk", "Half a").slice(0, -4)}`,
    ],
    ["head", "POST /v1/chat/completions HTTP/1.1\r\nHost: localh"],
  ])("makes no session where its client leaves in the middle of its %s", async (part, bytes) => {
    const { port, url } = server();
    const client = new RawClient(port);
    await client.write(bytes);
    client.close();

    // A whole request that comes later is served.
    const session = newSessionName("later");
    const later = new RawClient(port);
    await later.write(rawRequest({ body: chatBody(session, "Whole") }));
    await waitForHolds(url, session, 1);
    later.close();
    const { sessions } = await getJson<{ sessions: { name: string }[] }>(`${url}/sessions`);
    expect(sessions.map(({ name }) => name)).not.toContain(`cut-${part}`);
    expect((await fetch(`${url}/sessions/cut-${part}`)).status).toBe(404);
  });
});

describe("a request whose content is wrong", () => {
  it.each<[string, number, string, RawRequest]>([
    ["no body", 400, "empty_body", { body: "" }],
    ["half a JSON text", 400, "invalid_json", { body: '{"model":' }],
    ["an array", 400, "invalid_body", { body: "[]" }],
    [
      "no model",
      400,
      "missing_required_parameter",
      { body: '{"messages":[{"role":"user","content":"?"}]}' },
    ],
    ["an unknown path", 404, "not_found", { path: "/v1/chat/complete", body: "{}" }],
    ["an unknown seat", 400, "invalid_seat", { headers: { "X-Motive-Seat": "king" }, body: "{}" }],
    [
      "two seats",
      400,
      "contradicting_seats",
      {
        path: "/caller/v1/chat/completions",
        headers: { "X-Motive-Seat": "responder" },
        body: "{}",
      },
    ],
  ])("is answered with its error: %s", async (_, status, code, request) => {
    const client = new RawClient(server().port);
    await client.write(
      rawRequest({ ...request, headers: { ...request.headers, Connection: "close" } }),
    );
    expect(await errorOf(client)).toEqual([status, code]);
  });

  it("is answered with its error where it is not UTF-8", async () => {
    const client = new RawClient(server().port);
    const body = Buffer.concat([
      Buffer.from('{"model":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ]);
    await client.write(rawRequest({ headers: { "Content-Length": String(body.length) } }));
    await client.write(body);
    expect(await errorOf(client)).toEqual([400, "invalid_utf8"]);
    client.close();
  });

  it.each(["GET", "PUT", "DELETE", "PATCH"])(
    "is told which methods there are where it uses %s",
    async (method) => {
      const response = await fetch(`${server().url}/v1/chat/completions`, { method });
      expect([response.status, response.headers.get("allow")]).toEqual([
        405,
        expect.stringContaining("POST"),
      ]);
      expect(await response.json()).toMatchObject({ error: { code: "method_not_allowed" } });
    },
  );
});

describe("a base URL that a person mistyped", () => {
  it.each(["", "/", "/v1", "/v1/", "//v1", "/v1//", "/v1/v1", "//v1//v1//"])(
    "still leads to the session: %j",
    async (suffix) => {
      const { url } = server();
      const session = newSessionName("mistyped");
      const openai = new OpenAI({ baseURL: `${url}${suffix}`, apiKey: "any-key" });
      const completion = openai.chat.completions.create({
        model: session,
        messages: [{ role: "user", content: "Is this the right door?" }],
      });
      await waitForHolds(url, session, 1);
      const responder = new OpenAI({ baseURL: `${url}/responder${suffix}`, apiKey: "any-key" });
      const say = async (content: string) =>
        responder.chat.completions.create(
          { model: session, messages: [{ role: "user", content }] },
          { signal: departure.signal },
        );
      const departure = new AbortController();

      const shown = await say(HANDSHAKE);
      say("It is.").catch(() => {});

      expect(shown.choices[0]?.message.content).toBe("Is this the right door?");
      expect((await completion).choices[0]?.message.content).toBe("It is.");
      departure.abort();
      expect((await openai.models.retrieve(session)).id).toBe(session);
    },
  );
});

function chunksOf(body: string): string {
  const chunks: string[] = [];
  for (let start = 0; start < body.length; start += 64 * 1024) {
    const chunk = body.slice(start, start + 64 * 1024);
    chunks.push(`${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`);
  }
  return `${chunks.join("")}0\r\n\r\n`;
}

async function errorOf(client: RawClient): Promise<[number, string]> {
  const status = await client.waitForStatus();
  await client.waitForText('"code"');
  const code = /"code":\s*"(\w+)"/.exec(client.text)?.[1] ?? "";
  return [status, code];
}
