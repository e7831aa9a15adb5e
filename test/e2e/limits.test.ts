import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import { chatBody, RawClient, rawRequest } from "./support/raw-client.ts";
import { describeSession, getJson, newSessionName, waitForHolds } from "./support/sessions.ts";
import { useOwnServer } from "./support/use-server.ts";
import { waitFor } from "./support/wait-for.ts";

const SESSIONS_MAX = 6;
const MIB = 1024 * 1024;
const SESSION_BYTES_MAX = 2 * MIB;

const server = useOwnServer({
  settings: {
    MOTIVE_PROXY_LOG_LEVEL: "error",
    MOTIVE_PROXY_MAX_SESSIONS: String(SESSIONS_MAX),
    MOTIVE_PROXY_MAX_SESSION_BYTES: String(SESSION_BYTES_MAX),
  },
});

const call = async (method: string, path: string, body?: object): Promise<Response> => {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  return fetch(server().url + path, init);
};

let outputBefore = 0;
beforeEach(() => {
  outputBefore = server().output.length;
});

/** Nothing that a test did may be a fault of the server, or take a place from the next test. */
afterEach(async () => {
  const written = server().output.slice(outputBefore);
  if (/"fault"|"leg-failed"/.test(written)) throw new Error(`The server has a fault:\n${written}`);
  const { sessions } = await getJson<{ sessions: { name: string }[] }>(`${server().url}/sessions`);
  for (const { name } of sessions) await call("DELETE", `/sessions/${encodeURIComponent(name)}`);
});

/** A turn of another session, begun before something hostile is done and ended after it. */
async function whileAnotherTurnGoesOn(hostile: () => Promise<void>): Promise<void> {
  const { url } = server();
  const session = newSessionName("undisturbed");
  const caller = new ChatClient({ url: `${url}/caller`, session });
  const answer = caller.send("Are you disturbed?");
  await waitForHolds(url, session, 1);
  await hostile();
  const responder = new ChatClient({ url: `${url}/responder`, session });
  expect(await responder.send(HANDSHAKE)).toBe("Are you disturbed?");
  void responder.send("Not at all.");
  expect(await answer).toBe("Not at all.");
  responder.leave();
}

async function errorOf(client: RawClient): Promise<string> {
  const status = await client.waitForStatus();
  await client.waitForText('"code"');
  return `${status} ${/"code":\s*"(\w+)"/.exec(client.text)?.[1] ?? ""}`;
}

describe("[PAIR-19] the sessions of a server", () => {
  it("are as many as the setting says, and a deleted one makes room", async () => {
    const names = Array.from({ length: SESSIONS_MAX }, () => newSessionName("place"));
    const setUp = (name: string) =>
      call("PUT", `/sessions/${name}/responder`, { kind: "operator" });
    for (const name of names) expect((await setUp(name)).status).toBe(200);

    const refused = await setUp("one-more");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    const asked = await fetch(`${server().url}/v1/chat/completions`, {
      method: "POST",
      body: chatBody("one-more", "Is there room?"),
    });
    expect(asked.status).toBe(429);
    expect(await asked.json()).toMatchObject({ error: { code: "too_many_sessions" } });
    expect((await call("GET", "/sessions/one-more")).status).toBe(404);
    // Those that are there go on.
    expect((await setUp(names[0] ?? "")).status).toBe(200);

    expect((await call("DELETE", `/sessions/${names[0]}`)).status).toBe(204);
    expect((await setUp("one-more")).status).toBe(200);
  });
});

describe("[PAIR-19] a session", () => {
  it("stores as much as the setting says, then refuses, and is empty again when it is deleted", async () => {
    const { url } = server();
    const session = newSessionName("full");
    await call("PUT", `/sessions/${session}/responder`, { kind: "operator" });
    const text = "0123456789abcdef".repeat(MIB / 32);
    let status = 200;
    for (let index = 0; status === 200 && index < 16; index += 1) {
      const before = await describeSession(url, session);
      const question = fetch(`${url}/caller/v1/chat/completions`, {
        method: "POST",
        body: chatBody(session, `${index} ${text}`),
        // A session that is not full in time holds the question.
        signal: AbortSignal.timeout(15_000),
      });
      const stored = (before as unknown as { stored_bytes: number }).stored_bytes;
      if (stored < SESSION_BYTES_MAX) {
        await waitForHolds(url, session, 1);
        await call("POST", `/sessions/${session}/replies`, { text: "Kept." });
      }
      const response = await question;
      const body = (await response.json()) as { error?: { code: string } };
      status = response.status;
      // At the limit, not before and not after.
      expect([status, body.error?.code]).toEqual(
        stored < SESSION_BYTES_MAX ? [200, undefined] : [413, "session_full"],
      );
      await waitFor("the delivery", async () => {
        const { holds } = await describeSession(url, session);
        return holds.length === 0;
      });
    }
    expect(status).toBe(413);
    await call("DELETE", `/sessions/${session}`);
    expect((await call("GET", `/sessions/${session}`)).status).toBe(404);
  });
});

describe("[PAIR-19] another session's turn is not disturbed", () => {
  it("by a body of 100 MB that announces no length", async () => {
    await whileAnotherTurnGoesOn(async () => {
      const client = new RawClient(server().port);
      await client.write(rawRequest({ headers: { "Transfer-Encoding": "chunked" } }));
      const mebibyte = Buffer.alloc(MIB, 0x20);
      const chunk = Buffer.concat([
        Buffer.from(`${MIB.toString(16)}\r\n`),
        mebibyte,
        Buffer.from("\r\n"),
      ]);
      for (let index = 0; index < 100 && !client.isClosed && client.status === null; index += 1)
        await Promise.race([client.write(chunk), client.waitForStatus()]);
      // Who goes on sending after the answer may lose it to the reset of the connection, as with any HTTP server.
      await waitFor("an end", () => client.text.includes('"code"') || client.isClosed);
      expect(client.text.includes("request_too_large") || client.isClosed).toBe(true);
      expect([null, 413]).toContain(client.status);
      client.close();
    });
  });

  it.each<[string, string, string | Buffer]>([
    ["deeply nested JSON", "400 json_too_deep", `{"model":"x","messages":${"[".repeat(MIB)}`],
    ["bytes that are no UTF-8", "400 invalid_utf8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22])],
    ["a million characters without a structure", "400 invalid_json", "x".repeat(1_000_000)],
    [
      "a model of a million characters",
      "400 invalid_model",
      chatBody("m".repeat(1_000_000), "Hello?"),
    ],
  ])("by %s", async (_, expected, body) => {
    await whileAnotherTurnGoesOn(async () => {
      const client = new RawClient(server().port);
      await client.write(
        rawRequest({ headers: { "Content-Length": String(Buffer.byteLength(body)) } }),
      );
      await client.write(body);
      expect(await errorOf(client)).toBe(expected);
      client.close();
    });
  });

  it("by requests whose bodies nobody reads, nor does one of them another", async () => {
    await whileAnotherTurnGoesOn(async () => {
      const body = chatBody("unread", "x".repeat(5_000));
      const statuses = new Set<number>();
      // One after the other on each connection, as what is left of a body meets the next request.
      const sendMany = async (): Promise<void> => {
        for (let index = 0; index < 10; index += 1) {
          const response = await fetch(`${server().url}/nothing`, { method: "POST", body });
          await response.text();
          statuses.add(response.status);
        }
      };
      await Promise.all(Array.from({ length: 32 }, sendMany));
      expect(statuses).toEqual(new Set([404]));
    });
  });

  it("by a hundred session names that are looked up and not found", async () => {
    await whileAnotherTurnGoesOn(async () => {
      for (let index = 0; index < 100; index += 1)
        expect((await call("GET", `/sessions/no-such-${index}`)).status).toBe(404);
    });
  });

  it("by a line of a million characters, which itself arrives whole", async () => {
    await whileAnotherTurnGoesOn(async () => {
      const { url } = server();
      const session = newSessionName("line");
      const line = "x".repeat(1_000_000);
      const caller = new ChatClient({ url: `${url}/caller`, session });
      const answer = caller.send(line);
      await waitForHolds(url, session, 1);
      const responder = new ChatClient({ url: `${url}/responder`, session });
      expect((await responder.send(HANDSHAKE)) === line).toBe(true);
      void responder.send("Long.");
      expect(await answer).toBe("Long.");
      responder.leave();
    });
  });

  it("by a client that reads nothing of what it is sent", async () => {
    await whileAnotherTurnGoesOn(async () => {
      const { url, port } = server();
      const session = newSessionName("deaf");
      const deaf = new RawClient(port);
      deaf.pauseReading();
      await deaf.write(
        rawRequest({
          path: "/caller/v1/chat/completions",
          body: chatBody(session, "?", { stream: true }),
        }),
      );
      await waitForHolds(url, session, 1);
      const answered = await call("POST", `/sessions/${session}/replies`, {
        text: "x".repeat(4 * MIB),
      });
      expect(answered.status).toBe(200);
      deaf.close();
    });
  });
});

describe("[PAIR-19] headers", () => {
  it.each([
    ["a seat of 60,000 characters", { "X-Motive-Seat": "s".repeat(60_000) }],
    [
      "ten thousand small ones",
      Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`X-${index}`, "v"])),
    ],
  ])("that are too long are refused, and the server goes on: %s", async (_, headers) => {
    const client = new RawClient(server().port);
    await client.write(rawRequest({ headers, body: "{}" }));
    // Above its own limit the runtime answers itself, or closes the connection.
    const status = await client.waitForStatus().catch(() => null);
    expect([400, 431, null]).toContain(status);
    client.close();
    expect((await call("GET", "/health")).status).toBe(200);
  });
});
