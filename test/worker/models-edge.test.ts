import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { directoryOf, type Environment } from "../../src/worker/environment";
import { fetchEdge } from "./support/edge";

const DIRECTORY = directoryOf(env as unknown as Environment);

interface ModelList {
  readonly data: readonly { readonly id: string }[];
  readonly has_more: boolean;
}

beforeEach(async () => {
  for (const { name } of await DIRECTORY.list({ limit: 100 })) await DIRECTORY.remove(name);
  for (const index of [1, 2, 3]) {
    await DIRECTORY.report({
      name: `s${index}`,
      status: "idle",
      statusSinceMs: 0,
      createdAtMs: 0,
      lastActivityAtMs: index * 1_000,
      responderKind: "partner",
      turnCount: 0,
      openTurnCount: 0,
    });
  }
});

describe("Anthropic's list of models", () => {
  it("comes in the pages that are asked for, in both directions", async () => {
    expect(await idsOf("")).toEqual([["s3", "s2", "s1"], false]);
    expect(await idsOf("?limit=2")).toEqual([["s3", "s2"], true]);
    expect(await idsOf("?limit=2&after_id=s2")).toEqual([["s1"], false]);
    expect(await idsOf("?limit=1&before_id=s1")).toEqual([["s2"], true]);
    expect(await idsOf("?before_id=s3")).toEqual([[], false]);
  });

  it.each([
    ["limit", "limit=0"],
    ["limit", "limit=1001"],
    ["after_id", "after_id=nobody-named-it"],
    ["before_id", "before_id=nobody-named-it"],
  ])("refuses a wrong %s: %s", async (param, query) => {
    const { response } = await fetchEdge(`/v1/models?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param } });
  });
});

async function idsOf(query: string): Promise<unknown> {
  const { response } = await fetchEdge(`/v1/models${query}`);
  const { data, has_more: hasMore } = await response.json<ModelList>();
  return [data.map(({ id }) => id), hasMore];
}
