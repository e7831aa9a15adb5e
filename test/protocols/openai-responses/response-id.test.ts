import fc from "fast-check";
import { expect, it } from "vitest";

import { parseSessionName } from "../../../src/core/session-name";
import {
  readItemPlace,
  readResponseId,
  responseIdOf,
} from "../../../src/protocols/openai-responses/response-id";
import { fuzz } from "../arbitraries";

const UNIQUE = "0123456789abcdef0123456789abcdef";

function idFor(model: string): string {
  const context = { model, isStream: false, inputTokens: 0, options: {} };
  return responseIdOf(context, { responseId: UNIQUE, createdAtMs: 0 });
}

it("a response's id leads back to its session, whatever that is named", () => {
  const anyName = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 256 })
    .filter((name) => parseSessionName(name).ok);
  fc.assert(
    fc.property(anyName, (model) => {
      const name = parseSessionName(model);
      const id = idFor(model);
      expect(id).toMatch(/^resp_[\w-]+$/);
      expect(readResponseId(id)).toEqual({
        responseId: UNIQUE,
        sessionName: name.ok ? name.value : "",
      });
    }),
    fuzz(),
  );
});

it("a response has the same id however its model is written", () => {
  expect(idFor(" town-guard-7:latest ")).toBe(idFor("town-guard-7"));
});

it.each([
  ["nothing", ""],
  ["another prefix", idFor("a").replace("resp", "chatcmpl")],
  ["a shorter unique part", idFor("abc").replace("0123", "")],
  ["a unique part with other letters", idFor("a").replace("0", "g")],
  ["no name", `resp_${UNIQUE}`],
  ["a name that is no base64", `resp_${UNIQUE}A`],
  ["bytes that are no UTF-8", `resp_${UNIQUE}_w`],
  ["a name with a control character", `resp_${UNIQUE}AA`],
  ["a name that is not written as it is parsed", `resp_${UNIQUE}${btoa(" a ").replace(/=+$/, "")}`],
  ["trailing bits that are not zero", `resp_${UNIQUE}YR`],
  ["something after it", `${idFor("a")}\n`],
])("no response has an id with %s", (_, id) => {
  expect(readResponseId(id)).toBeNull();
});

it("an item's id names its response, and its place in the output", () => {
  expect([`msg_${UNIQUE}_0`, `fc_${UNIQUE}_12`, `ctc_${UNIQUE}_1`].map(readItemPlace)).toEqual([
    { responseId: UNIQUE, outputIndex: 0 },
    { responseId: UNIQUE, outputIndex: 12 },
    { responseId: UNIQUE, outputIndex: 1 },
  ]);
  const others = [`rs_${UNIQUE}_0`, `msg_${UNIQUE}`, "msg_1_0", ""];
  expect(others.map(readItemPlace)).toEqual([null, null, null, null]);
});
