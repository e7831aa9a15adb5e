import { describe, expect, it } from "vitest";
import { useRelay } from "../e2e/support/relay.ts";
import { newSessionName } from "../e2e/support/sessions.ts";
import { PATIENT } from "../e2e/support/settings.ts";
import { useOwnServer } from "../e2e/support/use-server.ts";
import { waitFor } from "../e2e/support/wait-for.ts";
import { editorOf, sendButtonOf, sessionUrl } from "./support/console-page.ts";
import { meet } from "./support/meeting.ts";
import { askStreaming, createClient } from "./support/streaming-caller.ts";
import { useVisitors } from "./support/use-visitors.ts";

const server = useOwnServer({ settings: PATIENT });
const visit = useVisitors();
const openRelay = useRelay();

/** What a browser says of a server that is away. */
const AWAY = [
  /ERR_CONNECTION|WebSocket connection|Failed to load resource|ERR_INTERNET_DISCONNECTED/,
];

describe("a connection that is lost in the middle of typing", () => {
  it("is made again after a restart of the server, and the client that asks again gets every character", async () => {
    const { url, session, client, answer, page, editor } = await meet(server(), visit, {
      expectedProblems: AWAY,
    });
    await editor.pressSequentially("Before the fall and th");
    await answer.until("Before the fall and ");

    await server().kill();
    await expect(answer.whole).rejects.toBeInstanceOf(Error);
    await page.getByText("Reconnecting…").first().waitFor();
    await editor.pressSequentially("en after, typed in the da");
    await server().start();
    // The same question again, as a program does that retries.
    const retry = askStreaming(client, session, "Who goes there?");
    await retry.until("Before the fall and then after, typed in the ");
    await editor.pressSequentially("rk");
    await sendButtonOf(page).click();

    expect(await retry.whole).toBe("Before the fall and then after, typed in the dark");
    const transcript = await fetch(`${url}/sessions/${session}/transcript`);
    const { events } = (await transcript.json()) as { events: { type: string }[] };
    expect(events.filter(({ type }) => type === "turn-answered")).toHaveLength(1);
  });

  it("is made again when the network comes back, while the caller waits on", async () => {
    const session = newSessionName("network");
    const answer = askStreaming(createClient(`${server().url}/caller`), session, "Are you there?");
    const relay = await openRelay(server().port);
    const page = await visit(sessionUrl(relay.url, session), { expectedProblems: AWAY });
    const editor = editorOf(page);
    await editor.pressSequentially("Yes, I a");
    await answer.until("Yes, I ");

    await page.context().setOffline(true);
    relay.cut();
    await page.getByText("Reconnecting…").first().waitFor();
    await editor.pressSequentially("m here again no");
    expect(answer.text).toBe("Yes, I ");
    await page.context().setOffline(false);
    await answer.until("Yes, I am here again ");
    await editor.pressSequentially("w");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("Yes, I am here again now");
  });

  it("loses no typed character by a reload", async () => {
    const { answer, page, editor } = await meet(server(), visit);
    await editor.pressSequentially("Some of it has gone, and som");
    await answer.until("Some of it has gone, and ");
    await page.reload();
    await waitFor("the editor to have it", async () => {
      return (await editor.inputValue()) === "Some of it has gone, and som";
    });
    await editor.press("Control+End");
    await editor.pressSequentially("e has not");
    await sendButtonOf(page).click();
    expect(await answer.whole).toBe("Some of it has gone, and some has not");
  });

  it("keeps a send that was pressed while it was away, and does it once", async () => {
    const session = newSessionName("pressed");
    const answer = askStreaming(createClient(`${server().url}/caller`), session, "Are you there?");
    const relay = await openRelay(server().port);
    const page = await visit(sessionUrl(relay.url, session), { expectedProblems: AWAY });
    const editor = editorOf(page);
    await editor.waitFor();
    await page.context().setOffline(true);
    relay.cut();
    await page.getByText("Reconnecting…").first().waitFor();
    await editor.fill("Sent into the dark.");
    await sendButtonOf(page).click();
    await page.context().setOffline(false);
    expect(await answer.whole).toBe("Sent into the dark.");
  });
});
