import { describe, expect, it } from "vitest";
import { parseRoute, sessionPath } from "../../../src/console/shell/parse-route";

describe("a path of the console", () => {
  it.each(["town-guard-7", "billing/eu west", "宿屋の主人", "a%2Fb", "?#&=+", "x".repeat(256)])(
    "leads to the session %s and back",
    (sessionName) => {
      const path = new URL(sessionPath(sessionName), "http://localhost").pathname;
      expect(parseRoute(path)).toEqual({ page: "session", sessionName });
    },
  );

  it("leads to the inbox and to the page for invited people", () => {
    expect(parseRoute("/")).toEqual({ page: "inbox" });
    expect(parseRoute("/join")).toEqual({ page: "join" });
  });

  it.each([
    "/s/",
    "/s",
    "/s/a/b",
    "/s/%E3%81",
    "/s/%00",
    "/s/..",
    "/other",
    `/s/${"x".repeat(257)}`,
  ])("that is none leads nowhere: %s", (path) => {
    expect(parseRoute(path)).toEqual({ page: "unknown", path });
  });

  it("names a session as its callers do", () => {
    expect(parseRoute("/s/oracle%3Alatest")).toEqual({ page: "session", sessionName: "oracle" });
  });
});
