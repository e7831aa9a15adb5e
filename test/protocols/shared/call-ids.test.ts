import { describe, expect, it } from "vitest";

import { CallIds } from "../../../src/protocols/shared/call-ids";

describe("the ids of calls and results", () => {
  it("are found at once, however many calls have no result", () => {
    const callIds = new CallIds("x");
    for (let count = 0; count < 200_000; count += 1) {
      callIds.startRound();
      callIds.ofCall("given-up", undefined);
    }
    // One walk through all calls for each result would outlast the test's time by far.
    const answeredIds = new Set<string>();
    const unknownIds = new Set<string>();
    for (let count = 0; count < 100_000; count += 1) {
      callIds.ofCall("answered", undefined);
      answeredIds.add(callIds.ofResult("answered", undefined).toolCallId);
      unknownIds.add(callIds.ofResult("unknown", undefined).toolCallId);
    }
    expect(answeredIds.size).toBe(100_000);
    expect([...unknownIds]).toEqual(["x_unknown_0"]);
    expect(callIds.ofResult("given-up", undefined).toolCallId).toBe("x_given-up_200000");
  });

  it("are missing where they are empty, as in JSON that is made of protocol buffers", () => {
    const callIds = new CallIds("x");
    expect(callIds.ofCall("f", "")).toBe("x_f_1");
    expect(callIds.ofResult("f", "")).toEqual({ toolCallId: "x_f_1", toolName: "f" });
  });
});
