import { expect, it } from "vitest";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import { newSessionName } from "./support/sessions.ts";
import { KEY, WITH_KEY } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";
import { waitFor } from "./support/wait-for.ts";

const server = useServer({ settings: WITH_KEY });

it("the output of a server at its default level has no message and no credential", async () => {
  const { url } = server();
  const mark = server().output.length;
  const output = (): string => server().output.slice(mark);
  const session = newSessionName("logged");
  const headers = { authorization: `Bearer ${KEY}` };
  const invited = await fetch(`${url}/sessions/${session}/invites`, {
    method: "POST",
    headers,
    body: JSON.stringify({ role: "responder" }),
  });
  const { token } = (await invited.json()) as { token: string };
  const caller = new ChatClient({ url: `${url}/caller`, session, apiKey: KEY });
  const responder = new ChatClient({ url, session, apiKey: token, streams: true });

  const answer = caller.send("what-was-asked");
  expect(await responder.send(HANDSHAKE)).toBe("what-was-asked");
  void responder.send("what-was-answered");
  expect(await answer).toBe("what-was-answered");
  responder.leave();
  const guesses = [`?key=${KEY}`, "?key=wrong-guess", `?key=${token}`];
  for (const query of guesses) await fetch(`${url}/v1/models${query}`);
  await fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body: "{what-was-asked" });

  await waitFor("the lines of these requests", () => output().includes('"invalid_json"'));
  expect(output()).toContain(`"session":"${session}"`);
  const secrets = [KEY, token, "wrong-guess", "what-was-asked", "what-was-answered", HANDSHAKE];
  expect(secrets.filter((secret) => output().includes(secret))).toEqual([]);
});
