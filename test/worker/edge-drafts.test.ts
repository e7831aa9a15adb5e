import { describe, expect, it } from "vitest";
import { LEG_CLOSE } from "../../src/core/leg";
import { askHeld, type HeldQuestion } from "./support/held-question";
import { deltasOf, deltasOfCut, readUntil } from "./support/streams";

/** The headers would come only with the end, and no heartbeat before it. */
const PATIENT = {
  OPEN_LOCAL: "1",
  LOG_LEVEL: "off",
  COMMIT_DELAY: "25",
  HEARTBEAT_INTERVAL: "300",
};
/** Beats in quick succession, so that a test waits for none. */
const QUICK = { ...PATIENT, COMMIT_DELAY: "0.02", HEARTBEAT_INTERVAL: "0.05" };

const ask = ({ stream = true, variables = PATIENT } = {}): Promise<HeldQuestion> =>
  askHeld({ stream, variables });

async function startReading(asked: HeldQuestion) {
  const { response, settled } = await asked.answer;
  const reader = response.body!.getReader();
  return { response, settled, reader, readTo: (text: string) => readUntil(reader, text) };
}

describe("a caller that streams, while an operator writes", () => {
  it("[PAIR-20] sees at once that somebody writes, in the first second, too", async () => {
    const asked = await ask();
    asked.session.says({ type: "typing" });
    const { response, readTo } = await startReading(asked);
    expect(response.status).toBe(200);
    expect(await readTo('"content":""}')).toContain('"role":"assistant"');
    asked.session.answers("Yes.");
    expect(deltasOf(await readTo("[DONE]"))).toEqual(["Yes."]);
  });

  it("[PAIR-20] gets each piece when it is written, and what is left with the end", async () => {
    const asked = await ask();
    const { session } = asked;
    session.drafts(0, "Good ");
    const { readTo, settled } = await startReading(asked);
    let stream = await readTo("Good ");
    session.drafts(5, "morning");
    stream += await readTo("morning");
    session.answers("Good morning, all.");
    stream += await readTo("never");
    expect(deltasOf(stream)).toEqual(["Good ", "morning", ", all."]);
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
    const delivered = session.received[1];
    expect(delivered).toEqual({
      type: "delivered",
      rawResponse: stream.replaceAll(": keep-alive\n\n", ""),
    });
  });

  it("[PAIR-20] gets the calls behind a text that it has already", async () => {
    const asked = await ask();
    asked.session.drafts(0, "Let me look.");
    asked.session.says({
      type: "resolve",
      events: [
        { type: "text-delta", text: "Let me look." },
        { type: "tool-call", toolCallId: "call_1", toolName: "look", input: "{}" },
        { type: "finish", finishReason: "tool-calls" },
      ],
    });
    const { readTo } = await startReading(asked);
    const stream = await readTo("never");
    expect(deltasOf(stream)).toEqual(["Let me look."]);
    expect(stream).toMatch(/"call_1".*"finish_reason":"tool_calls"/s);
  });

  it("[PAIR-18] gets nothing twice when the leg is lost meanwhile", async () => {
    const asked = await ask();
    const { session } = asked;
    session.drafts(0, "One ");
    const { readTo } = await startReading(asked);
    let stream = await readTo("One ");
    session.losesLeg();
    await session.hasReceived("attach");
    session.drafts(0, "One two ");
    session.drafts(8, "three");
    stream += await readTo("three");
    session.answers("One two three.");
    stream += await readTo("never");
    expect(deltasOf(stream).join("")).toBe("One two three.");
    expect(deltasOf(stream)[0]).toBe("One ");
  });

  it("gets a character whole whose halves were written apart", async () => {
    const asked = await ask();
    const { session } = asked;
    const wave = "👋";
    session.drafts(0, `Hi ${wave[0]}`);
    const { readTo } = await startReading(asked);
    let stream = await readTo("Hi ");
    session.drafts(4, `${wave[1]} は`);
    stream += await readTo("は");
    session.answers(`Hi ${wave} は`);
    stream += await readTo("never");
    expect(deltasOf(stream)).toEqual(["Hi ", `${wave} は`]);
    expect(stream).not.toContain("\uFFFD");
  });

  it("gets heartbeats between the pieces", async () => {
    const asked = await ask({ variables: QUICK });
    const { session } = asked;
    session.drafts(0, "One");
    const { readTo } = await startReading(asked);
    await readTo("One");
    await readTo(": keep-alive");
    session.drafts(3, " two");
    expect(deltasOf(await readTo(" two"))).toEqual([" two"]);
    session.answers("One two");
    expect(await readTo("never")).toContain("[DONE]");
  });

  it("[PAIR-17] gets an error where the text ends, and its stream raises", async () => {
    const asked = await ask();
    asked.session.drafts(0, "I thought");
    asked.session.fails();
    const { response, readTo, settled } = await startReading(asked);
    expect(response.status).toBe(200);
    expect(await readTo("never")).toMatch(/"I thought".*"code":"turn_timeout"/s);
    await settled();
    expect(asked.session.receivedTypes()).toEqual(["open", "delivered"]);
  });

  it("[PAIR-20] is cut off, never corrected, by a reply that contradicts what it has", async () => {
    const asked = await ask();
    asked.session.drafts(0, "Good morning");
    const { readTo, settled } = await startReading(asked);
    asked.session.answers("Good evening");
    expect(deltasOfCut(await readTo("never"))).toEqual(["Good morning"]);
    expect(await asked.session.isClosed()).toBe(LEG_CLOSE.clientLeft);
    await settled();
    expect(asked.session.receivedTypes()).toEqual(["open"]);
  });

  it("[PAIR-12] that leaves is noticed by the next piece", async () => {
    const asked = await ask();
    asked.session.drafts(0, "One");
    const { reader, readTo, settled } = await startReading(asked);
    await readTo("One");
    await reader.cancel();
    asked.session.drafts(3, " two");
    expect(await asked.session.isClosed()).toBe(LEG_CLOSE.clientLeft);
    await settled();
    expect(asked.session.receivedTypes()).toEqual(["open"]);
  });

  it("gets everything in its order though it reads slowly, and holds up nobody meanwhile", async () => {
    const asked = await ask();
    const { session } = asked;
    const pieces = Array.from({ length: 40 }, (_, index) => `${index};`.repeat(30_000));
    let chars = 0;
    for (const piece of pieces) {
      session.drafts(chars, piece);
      chars += piece.length;
    }
    session.says({ type: "probe" });
    const { readTo } = await startReading(asked);
    await session.hasReceived("probed");
    session.answers(`${pieces.join("")}end`);
    expect(deltasOf(await readTo("never")).join("") === `${pieces.join("")}end`).toBe(true);
  });
});

describe("a caller that does not stream, while an operator writes", () => {
  it("[PAIR-20] gets the whole, and its headers no earlier", async () => {
    const { session, answer } = await ask({ stream: false });
    session.says({ type: "typing" });
    session.drafts(0, "Half of ");
    session.answers("Half of it.");
    const { response, settled } = await answer;
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: "Half of it." } }],
    });
    await settled();
    expect(session.receivedTypes()).toEqual(["open", "delivered"]);
  });
});
