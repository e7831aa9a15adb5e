import { describe, expect, it } from "vitest";
import { ChatClient, HANDSHAKE } from "./support/clients.ts";
import { getJson, newSessionName, readTranscript, waitForHolds } from "./support/sessions.ts";
import { useOwnServer } from "./support/use-server.ts";
import { waitFor } from "./support/wait-for.ts";

/** Long enough for three sessions to be begun before the first of them is idle for as long. */
const server = useOwnServer({
  settings: {
    MOTIVE_PROXY_LOG_LEVEL: "warn",
    MOTIVE_PROXY_MAX_SESSIONS: "3",
    MOTIVE_PROXY_SESSION_TIMEOUT: "5",
    // So that an error of a held request has its own status.
    MOTIVE_PROXY_COMMIT_DELAY: "25",
  },
});

const TURN = { prompt: "Who was here before?", reply: "Three that went to sleep." };

describe("[PAIR-17] [PAIR-19] a session that expires", () => {
  it("ends what it holds, gives its place to another, keeps its transcript, and needs a place to come back", async () => {
    const { url } = server();
    const held = newSessionName("held");
    const left = newSessionName("left");
    const setUp = newSessionName("set-up");
    const late = newSessionName("late");
    const listener = new ChatClient({ url: `${url}/responder`, session: held });
    const listening = listener.send(HANDSHAKE);
    await waitForHolds(url, held, 1);
    await playTurn(left);
    await fetch(`${url}/sessions/${setUp}/responder`, {
      method: "PUT",
      body: JSON.stringify({ kind: "operator" }),
    });
    await expect(askFor(late)).rejects.toMatchObject({ status: 429, code: "too_many_sessions" });

    // Its SDK does not repeat it, which would take a place again.
    await expect(listening).rejects.toMatchObject({ code: "session_timeout" });
    await waitFor("the others to expire", async () => {
      const statuses = await readStatuses();
      return [held, left, setUp].every((name) => statuses.get(name) === "expired");
    });

    // Three new ones take the three places, and are what the server has now.
    await playTurn(late);
    const others = [newSessionName("other"), newSessionName("other")].map((session) => {
      const client = new ChatClient({ url: `${url}/responder`, session });
      return { session, client, listening: client.send(HANDSHAKE) };
    });
    await Promise.all(others.map(({ session }) => waitForHolds(url, session, 1)));
    await expect(askFor(left)).rejects.toMatchObject({ status: 429, code: "too_many_sessions" });
    const types = (await readTranscript(url, left)).map(({ type }) => type);
    expect(types).toContain("turn-delivered");
    expect(types.at(-1)).toBe("session-expired");

    // When one of those has expired too, the old one finds a place, and begins again where it stopped.
    await Promise.allSettled(others.map(({ listening: wait }) => wait));
    await playTurn(left);
    const typesNow = (await readTranscript(url, left)).map(({ type }) => type);
    expect(typesNow.slice(0, types.length)).toEqual(types);
    expect(typesNow.slice(types.length)).toContain("session-started");
  });
});

/** A program that is told at once where there is no place; its SDK would come again after a minute. */
function askFor(session: string): Promise<string> {
  return new ChatClient({ url: `${server().url}/caller`, session, maxRetries: 0 }).send("A place?");
}

async function playTurn(session: string): Promise<void> {
  const { url } = server();
  const caller = new ChatClient({ url: `${url}/caller`, session });
  const reply = caller.send(TURN.prompt);
  await waitForHolds(url, session, 1);
  const responder = new ChatClient({ url: `${url}/responder`, session });
  expect(await responder.send(HANDSHAKE)).toBe(TURN.prompt);
  void responder.send(TURN.reply);
  expect(await reply).toBe(TURN.reply);
  responder.leave();
}

/** What the listing says, by name. */
async function readStatuses(): Promise<ReadonlyMap<string, string>> {
  const { sessions } = await getJson<{ sessions: { name: string; status: string }[] }>(
    `${server().url}/sessions`,
  );
  return new Map(sessions.map(({ name, status }) => [name, status]));
}
