import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import {
  readmeCode,
  readmeSection,
  readmeSteps,
  withPort,
  type ReadmeStep,
} from "./support/readme.ts";
import type { TestServer } from "./support/server.ts";
import { Terminal } from "./support/terminal.ts";
import { useOwnServer } from "./support/use-server.ts";
import { pause, waitFor } from "./support/wait-for.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const terminals = new Map<string, Terminal>();

afterEach(() => {
  for (const terminal of terminals.values()) terminal.close();
  terminals.clear();
});

function terminalOf(name: string): Terminal {
  const terminal = terminals.get(name) ?? new Terminal();
  terminals.set(name, terminal);
  return terminal;
}

/** Whether somebody waits in a session. */
async function isAwaiting(server: TestServer, session: string, key = "any-key"): Promise<boolean> {
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${server.url}/sessions/${session}`, { headers });
  const { status } = (await response.json()) as { status?: string };
  return status !== undefined && /-waits$|^undecided$/.test(status);
}

/** The first two turns at a person's pace show what the others would. */
const THOUGHTFUL_RUNS = 5;

/** Does what a reader does: types a command, reads what the text promises, and goes on when it has come true. */
async function follow(
  server: TestServer,
  steps: readonly ReadmeStep[],
  { thinksMs = 0, key }: { readonly thinksMs?: number; readonly key?: string } = {},
): Promise<void> {
  let session = "";
  let runCount = 0;
  for (const step of steps) {
    const terminal = terminalOf(step.terminal);
    if (step.kind === "run") {
      runCount += 1;
      if (runCount <= THOUGHTFUL_RUNS) await pause(thinksMs);
      session = /"model":"(\w+)"/.exec(step.commands)?.[1] ?? session;
      terminal.type(withPort(step.commands, server.port));
      continue;
    }
    const what = JSON.stringify(step);
    await (
      step.kind === "shows"
        ? waitFor(what, () => terminal.hasShown(step.text))
        : waitFor(what, async () => terminal.isBusy && (await isAwaiting(server, session, key)))
    ).catch((error: unknown) => {
      throw new Error(`Terminal ${step.terminal} had shown:\n${terminal.output}`, { cause: error });
    });
  }
}

function countOf(steps: readonly ReadmeStep[], kind: ReadmeStep["kind"]): number {
  return steps.filter((step) => step.kind === kind).length;
}

describe("the README's commands", () => {
  const server = useOwnServer();

  it("start a server that says what the README says", () => {
    const shown = withPort(readmeCode(readmeSection("## Start"), "text"), server().port);
    expect(server().output).toContain(shown);
  });

  // After the first second a response has its headers and its first heartbeat. The session is deleted at the end, so it can begin again.
  it.each([
    { pace: "a script", thinksMs: 0 },
    { pace: "a person", thinksMs: 1_200 },
  ])(
    "play the walk-through at the pace of $pace: five turns, a transcript, a status and an end",
    async ({ thinksMs }) => {
      const steps = readmeSteps(readmeSection("## Walk-through"));
      expect([countOf(steps, "run"), countOf(steps, "shows")]).toEqual([14, 12]);
      await follow(server(), steps, { thinksMs });
      const [transcript] = terminalOf("B").output.match(/\{"session":"demo","events":.*/) ?? [];
      expect(transcript?.match(/"type":"turn-delivered"/g)).toHaveLength(5);
      await waitFor("the session to be gone", async () => {
        const response = await fetch(`${server().url}/sessions/demo`);
        return response.status === 404;
      });
    },
  );

  it("let the program be first", async () => {
    const steps = readmeSteps(readmeSection("## Name the seat"));
    expect([countOf(steps, "run"), countOf(steps, "shows")]).toEqual([3, 2]);
    await follow(server(), steps);
  });

  it("call from JavaScript with the OpenAI SDK", async () => {
    const section = readmeSection("## Use it from a program");
    const program = runJavaScript(withPort(readmeCode(section, "js"), server().port));
    const replies = `${server().url}/sessions/sdk/replies`;
    await waitFor("the program to ask", () => isAwaiting(server(), "sdk"));
    const body = JSON.stringify({ text: "Four, as ever." });
    expect((await fetch(replies, { method: "POST", body })).status).toBe(200);
    expect(await program).toBe("Four, as ever.\n");
  });

  it("give Python the same base URL, key, model and message as JavaScript", () => {
    const section = readmeSection("## Use it from a program");
    const javaScript = readmeCode(section, "js");
    const python = readmeCode(section, "python");
    const withoutKeys = textsOf(python).filter((text) => !/^"(role|content)"$/.test(text));
    expect(withoutKeys).toEqual(textsOf(javaScript).filter((text) => text !== '"openai"'));
    expect(python).toMatch(/base_url="http:\/\/127\.0\.0\.1:8787\/v1", api_key="any-key"/);
  });
});

describe("the README's operator", () => {
  const section = readmeSection("## Answer without a client");
  const [, name = "", value = ""] = /^(MOTIVE_PROXY_\w+)=(\w+) npm start$/m.exec(section) ?? [];
  const server = useOwnServer({ settings: { [name]: value } });

  it("answers with plain HTTP", async () => {
    const steps = readmeSteps(section);
    expect([countOf(steps, "run"), countOf(steps, "shows")]).toEqual([3, 2]);
    await follow(server(), steps);
    expect(terminalOf("B").output).toContain("Is anybody there?");
  });
});

describe("the README's invitation", () => {
  const section = readmeSection("## Invite somebody");
  const [, key = ""] = /^npm start -- --key (\S+)$/m.exec(section) ?? [];
  const server = useOwnServer({ options: ["--key", key] });

  it("opens one session from one end, and nothing else", async () => {
    const steps = readmeSteps(section);
    expect([countOf(steps, "run"), countOf(steps, "shows")]).toEqual([4, 3]);
    await follow(server(), steps, { key });
    const [, invite] = /"invite":"(\w+)"/.exec(terminalOf("A").output) ?? [];
    const [, command = ""] = /```bash\n(curl -sS -X DELETE .*)\n/.exec(section) ?? [];
    const terminal = terminalOf("C");
    terminal.type(withPort(command.replace("INVITE", invite ?? ""), server().port));
    await waitFor("the invitation to be revoked", async () => {
      const response = await fetch(`${server().url}/sessions/party/invites`, {
        headers: { authorization: `Bearer ${key}` },
      });
      return /"revoked_at":"/.test(await response.text());
    });
  });
});

function textsOf(code: string): readonly string[] {
  return code.match(/"[^"]+"/g) ?? [];
}

/** Gives what a module prints. It is run where the project's packages are found. */
function runJavaScript(source: string): Promise<string> {
  const child = spawn(process.execPath, ["--input-type=module"], {
    cwd: PROJECT,
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stdin.end(source);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`The program ended with ${String(code)}.`));
    });
  });
}
