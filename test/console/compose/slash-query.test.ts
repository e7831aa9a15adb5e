import { describe, expect, it } from "vitest";
import { nextSlashQuery } from "../../../src/console/compose/slash-query";

/** The query after each text of a row, which the keyboard wrote one after the other. */
function queriesOf(...texts: readonly string[]): readonly (string | null)[] {
  let before = "";
  let query: string | null = null;
  return texts.map((after) => {
    query = nextSlashQuery(query, { before, after, isHistory: false, hasGone: false });
    before = after;
    return query;
  });
}

describe("a template is looked for by a slash", () => {
  it("that begins an empty answer, and by what follows it", () => {
    expect(queriesOf("/", "/g", "/gr", "/g")).toEqual(["", "g", "gr", "g"]);
    expect(queriesOf("／", "／挨拶")).toEqual(["", "挨拶"]);
  });

  it("until a blank, a line break or another slash shows that it is a text", () => {
    expect(queriesOf("/", "/ ")).toEqual(["", null]);
    expect(queriesOf("/", "/a", "/a\n")).toEqual(["", "a", null]);
    expect(queriesOf("/", "//", "/")).toEqual(["", null, null]);
    expect(queriesOf("/", "/etc", "/etc/", "/etc")).toEqual(["", "etc", null, null]);
    expect(queriesOf("/", "/a", "/a　")).toEqual(["", "a", null]);
  });

  it("and not by one in a text, in a paste, or in front of what was there", () => {
    expect(queriesOf("a", "a/", "/")).toEqual([null, null, null]);
    expect(queriesOf("/tool")).toEqual([null]);
    expect(queriesOf("word", "/word")).toEqual([null, null]);
  });

  it("again after the slash was taken back", () => {
    expect(queriesOf("/", "", "/", "/x")).toEqual(["", null, "", "x"]);
  });

  it("that undo brings back, so that nothing of it goes then either", () => {
    const undo = { before: "Good evening.", after: "/gre", isHistory: true };
    expect(nextSlashQuery(null, { ...undo, hasGone: false })).toBe("gre");
    expect(nextSlashQuery(null, { ...undo, hasGone: true })).toBe(null);
  });
});
