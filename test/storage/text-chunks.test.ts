import { describe, expect, it } from "vitest";
import { splitText } from "../../src/storage/text-chunks.ts";

describe("the chunks of a text", () => {
  it("are the text itself where it fits", () => {
    expect(splitText("", 8)).toEqual([""]);
    expect(splitText("abcdefgh", 8)).toEqual(["abcdefgh"]);
  });

  it("are as large as they may be, in bytes", () => {
    expect(splitText("abcdefghi", 4)).toEqual(["abcd", "efgh", "i"]);
    expect(splitText("ééé", 4)).toEqual(["éé", "é"]);
    expect(splitText("漢字", 4)).toEqual(["漢", "字"]);
  });

  it("do not split a character", () => {
    expect(splitText("a\u{1F600}\u{1F600}b", 6)).toEqual(["a\u{1F600}", "\u{1F600}b"]);
  });
});
