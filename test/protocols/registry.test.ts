import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

import type { ProtocolCodec } from "../../src/protocols/codec";
import { CODECS } from "../../src/protocols/registry";

const folders = readdirSync(fileURLToPath(new URL("../../src/protocols", import.meta.url)), {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory() && !["framing", "shared"].includes(entry.name))
  .map((entry) => entry.name);

it("lists every dialect under its own id, which is its folder's name", () => {
  const ids = Object.entries<ProtocolCodec>(CODECS).map(([id, codec]) => [id, codec.id]);
  expect(Object.fromEntries(ids)).toEqual(Object.fromEntries(folders.map((name) => [name, name])));
});

it.each(folders)("runs the shared conformance suite on %s", (name) => {
  const suite = new URL(`${name}/codec.test.ts`, import.meta.url);
  expect(readFileSync(suite, "utf8")).toContain("describeCodec(");
});

it("leads each endpoint to one dialect alone", () => {
  const paths = Object.values<ProtocolCodec>(CODECS).flatMap(({ endpoints }) =>
    endpoints.map(({ path }) => path),
  );
  expect(new Set(paths).size).toBe(paths.length);
});
