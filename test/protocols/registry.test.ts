import { expect, it } from "vitest";

import { CODECS } from "../../src/protocols/registry";

it("lists every dialect under its own id", () => {
  expect(Object.entries(CODECS).map(([id, codec]) => [id, codec.id])).toEqual([
    ["openai-chat", "openai-chat"],
  ]);
});
