import { describe, expect, it } from "vitest";
import { playTurns } from "./support/clients.ts";
import { hostileTurns } from "./support/hostile-texts.ts";
import { DIALECT_SDKS, OTHER_SDKS, SdkEnd, type SdkName } from "./support/sdk-ends.ts";
import { join, newSessionName, recordedOnce, waitForTurns } from "./support/sessions.ts";
import { CROWDED } from "./support/settings.ts";
import { useServer } from "./support/use-server.ts";

/** Any API on either end: each vendor's SDK, on its default settings, paired with each other one. */

// The headers go out before some replies, and with others.
const server = useServer({ settings: CROWDED });

const TURN_COUNT = 10;
const DIALECTS = Object.keys(DIALECT_SDKS) as (keyof typeof DIALECT_SDKS)[];
const OTHERS = Object.keys(OTHER_SDKS) as (keyof typeof OTHER_SDKS)[];

interface Pair {
  readonly caller: SdkName;
  readonly responder: SdkName;
  readonly streams: { readonly caller: boolean; readonly responder: boolean };
}

/** Each pair streams at the one end, at the other, at both or at none; each SDK does all of these with some partner. */
function pairOf(caller: SdkName, responder: SdkName, index: number): Pair {
  return { caller, responder, streams: { caller: index % 2 === 0, responder: index % 4 < 2 } };
}

const MATRIX = DIALECTS.flatMap((caller, row) =>
  DIALECTS.map((responder, column) => pairOf(caller, responder, row + column)),
);

const FURTHER = OTHERS.flatMap((name) =>
  [0, 1].flatMap((index) => [
    pairOf(name, "openai chat", index),
    pairOf("openai chat", name, index * 2),
  ]),
);

/** The texts differ from pair to pair, so that over the matrix every dialect carries all of them. */
async function expectExactTurns({ caller, responder, streams }: Pair, offset: number) {
  const { url } = server();
  const session = newSessionName("matrix");
  const all = hostileTurns();
  const turns = Array.from(
    { length: TURN_COUNT },
    (_, index) => all[(offset * 3 + index) % all.length] ?? { prompt: "?", reply: "!" },
  );
  const callerEnd = new SdkEnd(caller, { url, session }, { streams: streams.caller });
  const responderEnd = new SdkEnd(
    responder,
    { url: `${url}/responder`, session },
    { streams: streams.responder },
  );

  const { handshake } = await join(url, session, responderEnd);
  const got = await playTurns(callerEnd, responderEnd, turns, handshake);

  expect(got.prompts).toEqual(turns.map(({ prompt }) => prompt));
  expect(got.replies).toEqual(turns.map(({ reply }) => reply));
  expect(await waitForTurns(url, session, turns.length)).toEqual(recordedOnce(turns));
}

const way = (streams: boolean): string => (streams ? "streamed" : "whole");
const titled = (pair: Pair, index: number) =>
  [
    `${pair.caller} (${way(pair.streams.caller)}) with ${pair.responder} (${way(pair.streams.responder)})`,
    pair,
    index,
  ] as const;

describe.concurrent("every dialect with every other, ten turns each", () => {
  it.for(MATRIX.map(titled))("%s", ([, pair, index]) => expectExactTurns(pair, index));
});

describe.concurrent("further clients, at either end, ten turns each", () => {
  it.for(FURTHER.map(titled))("%s", ([, pair, index]) => expectExactTurns(pair, index));
});
