import { describe, expect, it, vi } from "vitest";
import { LIMITS } from "../../src/core/limits";
import type { SessionSummary } from "../../src/core/session-status";
import { WAIT } from "./support/conversation";
import { InboxClient } from "./support/inbox-client";
import {
  INBOX_ADMIN as ADMIN,
  INBOX_GUEST as GUEST,
  directoryStub as directory,
  openInbox as open,
} from "./support/inbox-visitors";

function summary(name: string): SessionSummary {
  return {
    name,
    status: "idle",
    statusSinceMs: 1,
    createdAtMs: 1,
    lastActivityAtMs: 1,
    responderKind: "partner",
    turnCount: 1,
    openTurnCount: 0,
  };
}

describe("places at the inbox", () => {
  it("are not all taken by one invitation", async () => {
    const name = "inbox-places";
    // A socket that nothing refers to is closed when the runtime collects it.
    const taken: Response[] = [];
    while (taken.length < LIMITS.operatorSocketsMax) taken.push(await open(name, GUEST));
    expect(taken.map(({ status }) => status)).toEqual(taken.map(() => 101));
    expect((await open(name, GUEST)).status).toBe(503);
    expect((await open(name, { ...GUEST, inviteId: "ben" })).status).toBe(101);
    expect((await open(name, ADMIN)).status).toBe(101);
    for (const { webSocket } of taken) webSocket?.accept();
  });

  it("hear of a change all alike, and each guest's of what is theirs", async () => {
    const name = "inbox-alike";
    const pages: InboxClient[] = [];
    for (const visitor of [GUEST, ADMIN, GUEST, ADMIN])
      pages.push(await InboxClient.join(open(name, visitor)));
    await directory(name).report(summary("secret"));
    await directory(name).report(summary("town-1"));
    await vi.waitFor(
      () =>
        expect(pages.map(({ names }) => names.join())).toEqual([
          "town-1",
          "secret,town-1",
          "town-1",
          "secret,town-1",
        ]),
      WAIT,
    );
  });
});
