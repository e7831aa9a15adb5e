import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import type { SharedServer } from "./support/shared-server.ts";
import { KEY, WITH_KEY } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";
import { waitFor } from "./support/wait-for.ts";

const headers = { authorization: `Bearer ${KEY}` };

interface Invite {
  readonly invite: string;
  readonly token: string;
}

async function invite(server: SharedServer, session: string, role: string): Promise<Invite> {
  const response = await fetch(`${server.url}/sessions/${session}/invites`, {
    method: "POST",
    headers,
    body: JSON.stringify({ role }),
  });
  return (await response.json()) as Invite;
}

async function untilStatus(server: SharedServer, session: string, status: string): Promise<void> {
  await waitFor(`the session to be ${status}`, async () => {
    const response = await fetch(`${server.url}/sessions/${session}`, { headers });
    return ((await response.json()) as { status?: string }).status === status;
  });
}

describe("invitations as API keys of the OpenAI SDK", () => {
  const server = useServer({ settings: WITH_KEY });

  it("let two guests talk from their ends of one session", async () => {
    const { url } = server();
    const guests = { session: "guests", url, streams: true };
    const caller = new ChatClient({
      ...guests,
      apiKey: (await invite(server(), "guests", "caller")).token,
    });
    const responder = new ChatClient({
      ...guests,
      apiKey: (await invite(server(), "guests", "responder")).token,
    });
    // The caller is first, who without a seat would be taken for the responder.
    const asked = caller.send("What is two plus two?");
    await untilStatus(server(), "guests", "caller-waits");
    expect(await responder.send(HANDSHAKE)).toBe("What is two plus two?");
    const next = responder.send("Four.");
    expect(await asked).toBe("Four.");
    const thanked = caller.send("And three plus three?");
    expect(await next).toBe("And three plus three?");
    responder.send("Six.").catch(() => {});
    expect(await thanked).toBe("Six.");
    responder.leave();
  });

  it("are refused elsewhere, and after their revocation, with errors that the SDK knows", async () => {
    const { url } = server();
    const guest = await invite(server(), "mine", "caller");
    const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: guest.token });
    const ask = (model: string) =>
      openai.chat.completions.create({ model, messages: [{ role: "user", content: "Hello?" }] });
    await expect(ask("theirs")).rejects.toBeInstanceOf(OpenAI.PermissionDeniedError);
    const models = await openai.models.list();
    expect(models.data.map(({ id }) => id)).toEqual(["mine"]);
    const path = `${url}/sessions/mine/invites/${guest.invite}`;
    expect((await fetch(path, { method: "DELETE", headers })).status).toBe(204);
    await expect(ask("mine")).rejects.toMatchObject({ status: 401, code: "access_revoked" });
    await expect(openai.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });

  it("end a stream that waits when they are revoked", async () => {
    const { url } = server();
    const guest = await invite(server(), "cut", "responder");
    const responder = new ChatClient({
      url,
      session: "cut",
      streams: true,
      maxRetries: 0,
      apiKey: guest.token,
    });
    const listening = responder.send(HANDSHAKE);
    await untilStatus(server(), "cut", "responder-waits");
    const path = `${url}/sessions/cut/invites/${guest.invite}`;
    expect((await fetch(path, { method: "DELETE", headers })).status).toBe(204);
    await expect(listening).rejects.toMatchObject({ code: "access_revoked" });
  });
});
