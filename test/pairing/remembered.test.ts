import { expect, it } from "vitest";
import { replay } from "../../src/pairing/evolve.ts";
import type { Fact } from "../../src/pairing/fact.ts";

const seen = (index: number): Fact => ({
  type: "party-seen",
  identity: `identity ${index}`,
  profiles: [`profile ${index}`],
  threadIds: [`thread ${index}`],
  seat: "caller",
  sendsHistory: false,
});

const remembered = (count: number) => {
  const facts = Array.from({ length: count }, (_, index) => ({ atMs: index, fact: seen(index) }));
  const { identities, profiles, threads } = replay(facts);
  return [identities, profiles, threads].map((record) => Object.keys(record));
};

it("[PAIR-19] a session remembers the newest parties and threads, up to a limit of each", () => {
  expect(remembered(64).map(({ length }) => length)).toEqual([64, 64, 64]);
  expect(remembered(65).map(({ length }) => length)).toEqual([64, 64, 65]);
  expect(remembered(256).map(({ length }) => length)).toEqual([64, 64, 256]);
  const [identities, , threads] = remembered(257);
  expect([threads?.length, threads?.[0], identities?.at(-1)]).toEqual([
    256,
    "thread 1",
    "identity 256",
  ]);
});
