import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { SessionSummary } from "../../src/core/session-status";
import type { DirectoryApi } from "../../src/directory/directory-api";

const bindings = env as unknown as { readonly DIRECTORY: DurableObjectNamespace };

function directory(name: string): DirectoryApi {
  return bindings.DIRECTORY.getByName(name) as unknown as DirectoryApi;
}

function summary(
  name: string,
  lastActivityAtMs: number,
  change: Partial<SessionSummary> = {},
): SessionSummary {
  return {
    name,
    status: "idle",
    statusSinceMs: lastActivityAtMs,
    createdAtMs: 1,
    lastActivityAtMs,
    responderKind: "partner",
    turnCount: 3,
    openTurnCount: 1,
    ...change,
  };
}

async function names(
  of: DirectoryApi,
  query: { limit: number; beforeMs?: number },
): Promise<readonly string[]> {
  return (await of.list(query)).map(({ name }) => name);
}

describe("the directory", () => {
  it("lists sessions as they last reported themselves, most recent first, page by page", async () => {
    const listing = directory("lists");
    await listing.report(summary("old", 10));
    await listing.report(summary("new", 30));
    await listing.report(summary("middle", 20));
    await listing.report(summary("old", 40, { status: "caller-waits", openTurnCount: 2 }));
    expect(await names(listing, { limit: 2 })).toEqual(["old", "new"]);
    expect(await names(listing, { limit: 2, beforeMs: 30 })).toEqual(["middle"]);
    expect(await listing.find("old")).toEqual(
      summary("old", 40, { status: "caller-waits", openTurnCount: 2 }),
    );
  });

  it("lists the sessions of a pattern, most recent first", async () => {
    const listing = directory("patterns");
    const stored = [
      "isle-1",
      "isle-2",
      "isle-2/b",
      "island",
      "isle",
      "an-isle-1",
      "isle-\u{1f600}",
    ];
    for (const [index, name] of stored.entries()) await listing.report(summary(name, index));
    const matching = async (pattern: string, limit = 10): Promise<readonly string[]> =>
      (await listing.listMatching(pattern, limit)).map(({ name }) => name);
    expect(await matching("isle-*")).toEqual(["isle-\u{1f600}", "isle-2/b", "isle-2", "isle-1"]);
    expect(await matching("isle-*", 2)).toEqual(["isle-\u{1f600}", "isle-2/b"]);
    expect(await matching("*isle-1")).toEqual(["an-isle-1", "isle-1"]);
    expect(await matching("*")).toHaveLength(stored.length);
    expect(await matching("?sle-*")).toEqual([]);
  });

  it("forgets a session that is removed, and bears it twice", async () => {
    const listing = directory("forgets");
    await listing.report(summary("a", 1));
    await listing.remove("a");
    await listing.remove("a");
    expect([await listing.find("a"), await listing.list({ limit: 10 })]).toEqual([null, []]);
  });

  it("books new names up to a number of live sessions", async () => {
    const listing = directory("claims");
    expect([
      await listing.claim("a", 1, 2),
      await listing.claim("b", 2, 2),
      await listing.claim("c", 3, 2),
      await listing.claim("a", 4, 2),
      await listing.claim("c", 5, 0),
    ]).toEqual([true, true, false, true, true]);
    expect(await names(listing, { limit: 10 })).toEqual(["c", "b", "a"]);
  });

  it("counts no expired session against the number", async () => {
    const listing = directory("expired");
    await listing.report(summary("a", 1, { status: "expired" }));
    expect([await listing.claim("b", 2, 1), await listing.claim("a", 3, 1)]).toEqual([true, false]);
  });

  it("keeps its listing when it is evicted", async () => {
    const listing = directory("evicted");
    await listing.report(summary("a", 1));
    await evictDurableObject(bindings.DIRECTORY.getByName("evicted"));
    expect(await names(directory("evicted"), { limit: 10 })).toEqual(["a"]);
  });

  it("goes on with the listing of a version that kept no questions", async () => {
    const stub = bindings.DIRECTORY.getByName("earlier");
    await runInDurableObject(stub, (_instance, { storage: { sql } }) => {
      for (const table of ["sessions", "revisions", "removals", "ended_invites"])
        sql.exec(`DROP TABLE ${table}`);
      sql.exec(`CREATE TABLE sessions (
        name TEXT PRIMARY KEY, status TEXT NOT NULL, status_since_ms INTEGER NOT NULL, created_at_ms INTEGER NOT NULL,
        last_activity_at_ms INTEGER NOT NULL, responder_kind TEXT NOT NULL, turn_count INTEGER NOT NULL,
        open_turn_count INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`);
      sql.exec("INSERT INTO sessions VALUES ('a', 'idle', 10, 1, 10, 'partner', 3, 1)");
      sql.exec("UPDATE totals SET session_count = 1");
    });
    await evictDurableObject(stub);
    expect(await directory("earlier").find("a")).toEqual(summary("a", 10));
    await directory("earlier").report(summary("b", 20));
    await evictDurableObject(stub);
    expect(await names(directory("earlier"), { limit: 10 })).toEqual(["b", "a"]);
  });
});
