import { describe, expect, it } from "vitest";
import { LEG_CLOSE, type HoldOpening } from "../../src/core/leg";
import { parseSettings, type Settings } from "../../src/core/settings";
import type { ProtocolCodec, StreamEncoder } from "../../src/protocols/codec";
import { openAiChat } from "../../src/protocols/openai-chat";
import { createHeldResponse } from "../../src/worker/hold/held-response";
import { HoldClient } from "../../src/worker/hold/hold-client";
import { createOpenLeg } from "../../src/worker/hold/leg-socket";
import { FakeSession } from "./support/fake-session";

const PACE = { firstTokenDelayMs: 1, tokensPerSecond: 1_000, jitter: 0 };

/** A codec that cannot write words. */
function faultyCodec(): ProtocolCodec {
  return {
    ...openAiChat,
    createStreamEncoder: (context, stamp): StreamEncoder => {
      const encoder = openAiChat.createStreamEncoder(context, stamp);
      return {
        start: () => encoder.start(),
        heartbeat: () => encoder.heartbeat(),
        noOpEvent: () => encoder.noOpEvent(),
        error: (error) => encoder.error(error),
        push: () => {
          throw new Error("a fault of the codec");
        },
      };
    },
  };
}

function defaultSettings(): Settings {
  const settings = parseSettings({});
  if (!settings.ok) throw new Error("The defaults are no settings.");
  return settings.value;
}

describe("a fault of a codec", () => {
  it.each([null, PACE])("ends the hold, where words are written with the pace %j", async (pace) => {
    const session = new FakeSession();
    const hold = new HoldClient({
      opening: { holdId: "hold-1" } as HoldOpening,
      openLeg: createOpenLeg(() => session.stub, null),
      random: Math.random,
      onLegLost: () => undefined,
    });
    const held = createHeldResponse({
      hold,
      codec: faultyCodec(),
      context: { model: "demo", isStream: true, inputTokens: 1, options: {} },
      stamp: { responseId: "1", createdAtMs: 0 },
      requestId: "request-1",
      settings: defaultSettings(),
      signal: new AbortController().signal,
    });
    await session.hasReceived("open");
    session.drafts(0, "Good morning", pace);
    const { response, finished } = await held;
    const isCut = response.text().then(
      () => false,
      () => true,
    );
    await expect(finished).rejects.toThrow("a fault of the codec");
    expect(await session.isClosed()).toBe(LEG_CLOSE.clientLeft);
    expect(await isCut).toBe(true);
  });
});
