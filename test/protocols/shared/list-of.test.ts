import { describe, expect, it } from "vitest";
import { z } from "zod";

import { listOf, mapOf } from "../../../src/protocols/shared/list-of";

const MANY = 100_000;
const number = z.number();

describe("a list and a map with nothing but faults", () => {
  it.each([
    ["list", listOf(number), Array.from({ length: MANY }, () => ""), 0],
    [
      "map",
      mapOf(number),
      Object.fromEntries(Array.from({ length: MANY }, (_, index) => [`k${index}`, ""])),
      "k0",
    ],
  ])("are read up to the first one: %s", (_, schema, value, key) => {
    const issues = schema.safeParse(value).error?.issues ?? [];
    expect(issues.map(({ code, path }) => [code, path])).toEqual([["invalid_type", [key]]]);
  });
});

describe("a list and a map", () => {
  it("are what their items are read as", () => {
    const item = z.object({ a: listOf(number).nullish() });
    const schema = listOf(item);
    expect(schema.safeParse([{ a: [1, 2], b: 3 }, {}]).data).toEqual([{ a: [1, 2] }, {}]);
    expect(mapOf(item).safeParse({ x: { a: null, b: 3 } }).data).toEqual({ x: { a: null } });
  });

  it("name the place of a fault within an item", () => {
    const schema = listOf(z.object({ a: listOf(number) }));
    const issues = schema.safeParse([{ a: [] }, { a: [1, "2"] }, 3]).error?.issues ?? [];
    expect(issues.map(({ path }) => path)).toEqual([[1, "a", 1]]);
  });

  it.each([
    [listOf(number), {}],
    [listOf(number), "1"],
    [mapOf(number), []],
    [mapOf(number), 1],
  ])("are nothing else", (schema, value) => {
    expect(schema.safeParse(value).error?.issues[0]?.path).toEqual([]);
  });
});
