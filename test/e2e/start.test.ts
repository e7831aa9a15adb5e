import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { ChatClient } from "./support/clients.ts";
import { runningInGroup } from "./support/processes.ts";
import { RawClient, rawRequest, chatBody } from "./support/raw-client.ts";
import {
  createStateDirectory,
  findFreePort,
  spawnStart,
  startServer,
  type Exit,
} from "./support/server.ts";
import { newSessionName, waitForHolds } from "./support/sessions.ts";
import { useOwnServer } from "./support/use-server.ts";
import { waitFor } from "./support/wait-for.ts";

/** Each `describe` finds it running; the last one ends it for good. */
const server = useOwnServer();
const lockFile = (): string => join(server().stateDirectory, "lock.json");

describe("npm start on this machine alone", () => {
  it("says in a few lines what to do next, and nothing else", () => {
    const { url, stateDirectory, output } = server();
    const lines = output.split("\n").filter((line) => !/^\{.*"path":"\/health".*\}$/.test(line));
    expect(lines).toEqual([
      `MotiveProxy is ready at ${url}`,
      "  key      none needed: only this machine can connect, any key is fine",
      `  console  ${url}/`,
      `  clients  base URL ${url}/v1; the model name is the session`,
      `  state    ${stateDirectory}`,
      "  stop     Ctrl-C",
      "",
    ]);
  });

  it("keeps its state where it is told to, readable for its owner alone where it is secret", () => {
    const { stateDirectory } = server();
    expect(readdirSync(stateDirectory)).toEqual(expect.arrayContaining(["settings.env", "v3"]));
    expect(statSync(join(stateDirectory, "settings.env")).mode & 0o777).toBe(0o600);
  });

  it.each(["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "LOCALHOST"])(
    "answers at the Host %s",
    async (host) => {
      expect(await statusAt(server().port, { Host: `${host}:${server().port}` })).toBe(200);
    },
  );

  it.each([
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "192.168.1.2",
    "[::2]",
  ])("refuses the foreign Host %s, to which a web page could point its own name", async (host) => {
    expect(await statusAt(server().port, { Host: `${host}:${server().port}` })).toBe(403);
  });

  it("believes no header that claims a loopback name for a foreign Host", async () => {
    const headers = {
      Host: "evil.example",
      "X-Forwarded-Host": "localhost",
      Forwarded: "host=localhost;for=127.0.0.1",
      "X-Real-IP": "127.0.0.1",
      "CF-Connecting-IP": "127.0.0.1",
      "MF-Original-Hostname": "localhost",
    };
    expect(await statusAt(server().port, headers)).toBe(403);
  });

  it("refuses web pages of other sites", async () => {
    expect(await statusAt(server().port, { Origin: "https://evil.example" })).toBe(403);
  });
});

describe("npm start for other machines", () => {
  const open = useOwnServer({ options: ["--ip=0.0.0.0"] });
  const keyFile = (): string => join(open().stateDirectory, "api-key");
  const key = (): string => readFileSync(keyFile(), "utf8").trim();

  it("makes a key, prints it, and keeps it for its owner alone", () => {
    expect(key()).toMatch(/^mp-[\w-]{43}$/);
    expect(open().output).toContain(`  key      ${key()} (kept in ${keyFile()})`);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  });

  it.each([
    {},
    { Authorization: "Bearer any-key" },
    { Authorization: "Bearer " },
    { "x-api-key": "mp-" },
  ])("refuses a request with the credentials %j", async (headers) => {
    expect(await statusAt(open().port, headers)).toBe(401);
  });

  it.each([
    ["Authorization", (value: string) => `Bearer ${value}`],
    ["authorization", (value: string) => `bearer ${value}`],
    ["x-api-key", String],
    ["api-key", String],
    ["x-goog-api-key", String],
  ])("takes the key from the header %s", async (name, valueOf) => {
    expect(await statusAt(open().port, { [name]: valueOf(key()) })).toBe(200);
  });

  it("takes the key from the query, and from the openai package", async () => {
    const { port, url } = open();
    expect(await statusAt(port, {}, `/v1/models?key=${key()}`)).toBe(200);
    const session = newSessionName();
    const [caller, responder] = ["caller", "responder"].map(
      (seat) => new ChatClient({ url: `${url}/${seat}`, session, apiKey: key() }),
    );
    const prompt = responder?.send("Hello!");
    void caller?.send("Who is there?");
    expect(await prompt).toBe("Who is there?");
    caller?.leave();
  });

  it("keeps its key for the next start", async () => {
    const before = key();
    await open().stop();
    await open().start();
    expect(key()).toBe(before);
    expect(await statusAt(open().port, { "x-api-key": before })).toBe(200);
  });

  it("leaves no process behind where it is killed alone", async () => {
    const { groupId } = open();
    expect(runningInGroup(groupId).length).toBeGreaterThan(1);
    process.kill(groupId, "SIGKILL");
    await waitFor("the group to end", () => runningInGroup(groupId).length === 0);
  });
});

describe("npm start with options that it cannot use", () => {
  it.each([
    [["--prot", "1"], "Unknown option '--prot'. See npm start -- --help.\n"],
    [["extra"], /^Unexpected argument 'extra'.*See npm start -- --help\.\n$/],
    [["--port", "0"], '--port needs a number from 1 to 65535, not "0". See npm start -- --help.\n'],
    [["--port", "http"], /^--port needs a number/],
    [["--ip", "example.com"], /^--ip needs an address/],
    [["--port"], /^Option '--port <value>' argument missing.*See npm start -- --help\.\n$/],
  ])("ends with exit code 2 and one line for %j", async (argv, message) => {
    const { exit, output } = await runStart(argv);
    expect(exit).toEqual({ code: 2, signal: null });
    expect(output).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
    expect(output.trimEnd()).not.toContain("\n");
  });

  it("ends with exit code 1 where the port is in use, and names the way out", async () => {
    const other = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => {
      other.listen(port, "127.0.0.1", resolve);
    });
    const { exit, output } = await runStart(["--port", String(port)]);
    other.close();
    expect(exit).toEqual({ code: 1, signal: null });
    expect(output).toBe(`Port ${port} on 127.0.0.1 is in use; choose another with --port.\n`);
  });

  it("explains its options", async () => {
    const { exit, output } = await runStart(["--help"]);
    expect(exit).toEqual({ code: 0, signal: null });
    for (const option of ["--port", "--ip", "--persist-to", "--key"])
      expect(output).toContain(option);
  });
});

describe("the lock on the state", () => {
  it("ends another start with exit code 1, and the server goes on as it was", async () => {
    const { stateDirectory, port } = server();
    const settings = (): string => readFileSync(join(stateDirectory, "settings.env"), "utf8");
    const before = settings();
    const { exit, output } = await runStart(
      [`--port=${await findFreePort()}`, "--key=another"],
      stateDirectory,
    );
    expect(exit).toEqual({ code: 1, signal: null });
    expect(output).toContain(`${stateDirectory} is in use by the server at port ${port} (process`);
    expect(output.trimEnd()).not.toContain("\n");
    expect(settings()).toBe(before);
    expect(await statusAt(port, {})).toBe(200);
  });
});

describe("the end of npm start", () => {
  it("comes at SIGTERM with all of its processes and its lock while requests are held", async () => {
    expect(existsSync(lockFile())).toBe(true);
    expect(await endWhileHeld("SIGTERM")).toEqual({ code: 0, signal: null });
    expect(existsSync(lockFile())).toBe(false);
  });

  it("leaves a lock behind where it is killed, which binds nobody, though its process id is another program's by now", async () => {
    const left = { pid: process.pid, ip: "127.0.0.1", port: await findFreePort(), sinceMs: 0 };
    writeFileSync(lockFile(), JSON.stringify(left));
    await server().start();
    expect(await statusAt(server().port, {})).toBe(200);
  });

  it("comes at SIGINT with all of its processes while requests are held", async () => {
    expect(await endWhileHeld("SIGINT")).toEqual({ code: 0, signal: null });
  });
});

describe("a setting that is wrong", () => {
  it("is named at the start, in /health and in the answer to a request", async () => {
    const closed = await startServer({ settings: { MOTIVE_PROXY_TURN_TIMEOUT: "soon" } });
    const name = "MOTIVE_PROXY_TURN_TIMEOUT";
    const answers = await Promise.all(
      ["/health", "/v1/models"].map(async (path) => {
        const response = await fetch(`${closed.url}${path}`);
        return { status: response.status, text: await response.text() };
      }),
    );
    await closed.dispose();

    expect(closed.output).toContain("is not healthy");
    expect(closed.output).toContain("refuses every request");
    expect(closed.output).not.toContain("is ready");
    expect(closed.output).toContain(name);
    const named = { status: 500, text: expect.stringContaining(name) };
    expect(answers).toEqual([named, named]);
  });
});

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
});

/** Ends the server by a signal while it holds requests, and waits until nothing of it is left. */
async function endWhileHeld(signal: NodeJS.Signals): Promise<Exit> {
  const session = newSessionName("held");
  const clients = [false, true].map((stream) => {
    const client = new RawClient(server().port);
    const body = chatBody(session, "Wait.", { stream });
    void client.write(rawRequest({ path: "/caller/v1/chat/completions", body }));
    return client;
  });
  await waitForHolds(server().url, session, clients.length);
  const { groupId } = server();
  expect(runningInGroup(groupId).length).toBeGreaterThan(1);

  process.kill(groupId, signal);

  await waitFor("the group to end", () => runningInGroup(groupId).length === 0);
  await Promise.all(clients.map((client) => client.waitForClose()));
  return server().stop();
}

/** Runs `npm start` where it is expected to end by itself. */
async function runStart(
  argv: readonly string[],
  stateDirectory?: string,
): Promise<{ exit: Exit; output: string }> {
  const directory = stateDirectory ?? createStateDirectory();
  if (stateDirectory === undefined) directories.push(directory);
  let output = "";
  const options = [...argv, `--persist-to=${directory}`];
  // An option without its value would take the one that follows.
  const { exit } = spawnStart(
    argv.at(-1) === "--port" ? argv : options,
    {},
    (text) => (output += text),
  );
  return { exit: await exit, output };
}

/** A request whose headers are exactly these, but for a Host where there is none. */
async function statusAt(
  port: number,
  headers: Record<string, string>,
  path = "/v1/models",
): Promise<number> {
  const client = new RawClient(port);
  const lines = Object.entries({ Host: `127.0.0.1:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  await client.write(`GET ${path} HTTP/1.1\r\n${lines.join("")}Connection: close\r\n\r\n`);
  const status = await client.waitForStatus();
  client.close();
  return status;
}
