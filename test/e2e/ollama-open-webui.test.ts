import { expect, it } from "vitest";
import { openWebUiTask } from "../side-requests/chat-uis.ts";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import {
  getJson,
  newSessionName,
  readTurns,
  waitForHolds,
  waitForTurns,
} from "./support/sessions.ts";
import { QUIET } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";
import { waitFor } from "./support/wait-for.ts";

const server = useServer({ settings: QUIET });

const HEADERS = { authorization: "Bearer any-key", "content-type": "application/json" };

function post(url: string, body: object): Promise<Response> {
  return fetch(url, { method: "POST", headers: HEADERS, body: JSON.stringify(body) });
}

it("serves Open WebUI as an Ollama server does, from its connection test to its title", async () => {
  const { url } = server();
  const session = newSessionName("open-webui");
  const model = `${session}:latest`;
  const person = new ChatClient({ url, session });
  const prompt = person.send(HANDSHAKE);
  await waitForHolds(url, session, 1);

  // It takes the version apart to compare it, and marks the models that are in use.
  const { version } = await getJson<{ version: string }>(`${url}/api/version`, HEADERS);
  expect(version.split(".").map(Number).every(Number.isInteger)).toBe(true);
  for (const path of ["tags", "ps"]) {
    await waitFor(`the session at /api/${path}`, async () => {
      const { models } = await getJson<{ models: { model: string }[] }>(
        `${url}/api/${path}`,
        HEADERS,
      );
      return models.some((listed) => listed.model === model);
    });
  }

  const chat = [{ role: "user" as const, content: "What is a good name for a cat?" }];
  const response = await post(`${url}/api/chat`, {
    model,
    messages: chat,
    stream: true,
    options: { num_ctx: 8192, temperature: 0.8 },
    keep_alive: "5m",
  });
  expect(response.headers.get("content-type")).toBe("application/x-ndjson");
  expect(await prompt).toBe(chat[0]?.content);
  const listening = person.send("Mochi.");
  const lines = (await response.text()).split("\n");
  expect(lines.pop()).toBe("");
  const parts = lines.map(
    (line) => JSON.parse(line) as { message: { content: string }; done: boolean },
  );
  expect(parts.map(({ message }) => message.content).join("")).toBe("Mochi.");
  expect(parts.map(({ done }) => done).lastIndexOf(false)).toBe(parts.length - 2);
  await waitForTurns(url, session, 1);

  const { max_completion_tokens: num_predict = 0, ...task } = openWebUiTask("title", [
    ...chat,
    { role: "assistant", content: "Mochi." },
  ]);
  const titled = await post(`${url}/api/chat`, { ...task, model, options: { num_predict } });
  const { message } = (await titled.json()) as { message: { content: string } };
  expect(JSON.parse(message.content)).toHaveProperty("title");
  // It was no turn, and the person heard nothing of it.
  expect(await readTurns(url, session)).toHaveLength(1);
  person.leave();
  await listening.catch(() => {});
});
