import { describe, expect, it } from "vitest";

import { encodeObjectArguments } from "../../../src/protocols/shared/object-arguments";

describe("arguments as an object", () => {
  it.each([
    ["as they were written", '{"b": 2,  "a":1.0}', '{"b": 2,  "a":1.0}'],
    ["with numbers that no program could hold", '{"id":12345678901234567890}', undefined],
    ["in one line", '\n{\r\n\n"a":1\n}\n', '{ "a":1 }'],
    ["without any", " \n", "{}"],
    ["from a list", "[1]", '{"input":"[1]"}'],
    ["from what is no JSON", "{a", '{"input":"{a"}'],
    [
      "with half a character, which the wire would lose",
      '{"a":"\ud83d"}',
      String.raw`{"a":"\ud83d"}`,
    ],
  ])("are encoded %s", (_, input, output = input) => {
    expect(encodeObjectArguments(input)).toBe(output);
  });
});
