import { describe, expect, it } from "vitest";
import { resolveSeat } from "./request-seat";

describe("the seat that a request names", () => {
  it("[PAIR-1] is the one that any of credential, path and header gives", () => {
    expect([
      resolveSeat({ credential: null, path: null, header: null }),
      resolveSeat({ credential: "caller", path: null, header: null }),
      resolveSeat({ credential: null, path: "responder", header: null }),
      resolveSeat({ credential: null, path: null, header: " Responder " }),
      resolveSeat({ credential: "caller", path: "caller", header: "caller" }),
    ]).toEqual(
      [null, "caller", "responder", "responder", "caller"].map((value) => ({ ok: true, value })),
    );
  });

  it.each([
    { credential: "caller", path: "responder", header: null },
    { credential: null, path: "responder", header: "caller" },
    { credential: "responder", path: null, header: "caller" },
  ] as const)("[PAIR-1] is an error where two contradict each other: %j", (claims) => {
    const result = resolveSeat(claims);
    expect(result).toMatchObject({
      ok: false,
      error: { status: 400, code: "contradicting_seats" },
    });
  });

  it.each(["operator", "", "caller, caller"])("is an error where the header is %j", (header) => {
    const result = resolveSeat({ credential: null, path: null, header });
    expect(result).toMatchObject({ ok: false, error: { status: 400, code: "invalid_seat" } });
  });
});
