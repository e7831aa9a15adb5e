import { describe, expect, it } from "vitest";
import { createBeatSchedule } from "./beat-schedule";

describe("the beats of a held response", () => {
  it("are comments with an event every 45 s in a stream", () => {
    const schedule = createBeatSchedule("comment", true, 1_000);
    const beats = [10, 20, 30, 40, 50, 60, 90, 95].map((seconds) =>
      schedule.next(1_000 + seconds * 1_000),
    );
    expect(beats).toEqual([
      "heartbeat",
      "heartbeat",
      "heartbeat",
      "heartbeat",
      "no-op-event",
      "heartbeat",
      "heartbeat",
      "no-op-event",
    ]);
  });

  it("are all events when the operator wants events", () => {
    const schedule = createBeatSchedule("event", true, 0);
    expect([schedule.next(50), schedule.next(100)]).toEqual(["no-op-event", "no-op-event"]);
  });

  it.each(["comment", "event"] as const)(
    "are white space before a JSON body, with %s too",
    (kind) => {
      const schedule = createBeatSchedule(kind, false, 0);
      expect([schedule.next(10_000), schedule.next(60_000)]).toEqual(["heartbeat", "heartbeat"]);
    },
  );
});
