import { describe, expect, it } from "vitest";
import { fetchEdge, post } from "./support/edge";
import { FakeSession } from "./support/fake-session";

const QUIET = { OPEN_LOCAL: "1", LOG_LEVEL: "error" };
const BODY = { model: "smuggled", messages: [{ role: "user", content: "?" }] };

/** What the request is taken for: the seat that the session is told, or the status and code of the error. */
async function seatOf(path: string, headers: HeadersInit = {}): Promise<string> {
  const session = new FakeSession();
  const init = { ...post(BODY), headers };
  const answer = fetchEdge(path, init, { session: session.stub, variables: QUIET });
  const first = await Promise.race([answer, session.hasReceived("open").then(() => null)]);
  const seat = first === null ? (session.opening.seat ?? "none") : null;
  if (first === null) session.answers("ok");
  const { response, settled } = await answer;
  const body = await response.text();
  await settled();
  if (seat !== null) return seat;
  const { error } = JSON.parse(body) as { error: { code: string } };
  return `${response.status} ${error.code}`;
}

describe("[PAIR-1] the seat of a request", () => {
  it.each([
    ["/v1/chat/completions", "none"],
    ["/caller/v1/chat/completions", "caller"],
    ["//caller//v1//chat/completions", "caller"],
    ["/caller/v1/chat/completions?seat=responder&model=other", "caller"],
    // A URL without its dots is what every client and proxy sends on.
    ["/responder/../caller/v1/chat/completions", "caller"],
    ["/responder/%2e%2e/caller/v1/chat/completions", "caller"],
    ["/caller\\v1\\chat\\completions", "caller"],
    ["/caller/responder/v1/chat/completions", "404 not_found"],
    ["/caller/v1/responder/chat/completions", "404 not_found"],
    ["/v1/caller/chat/completions", "404 not_found"],
    ["/caller%2fresponder/v1/chat/completions", "404 not_found"],
    ["/caller%2Fv1/chat/completions", "404 not_found"],
    ["/%63aller/v1/chat/completions", "404 not_found"],
    ["/CALLER/v1/chat/completions", "404 not_found"],
    ["/caller;responder/v1/chat/completions", "404 not_found"],
    ["/caller%00/v1/chat/completions", "404 not_found"],
  ])("by the path %s is: %s", async (path, expected) => {
    expect(await seatOf(path)).toBe(expected);
  });

  it.each<[string, HeadersInit, string]>([
    ["once", { "x-motive-seat": "responder" }, "responder"],
    ["in capitals", { "X-MOTIVE-SEAT": " Responder " }, "responder"],
    [
      "twice, differently",
      [
        ["x-motive-seat", "caller"],
        ["X-Motive-Seat", "responder"],
      ],
      "400 invalid_seat",
    ],
    [
      "twice, alike",
      [
        ["x-motive-seat", "caller"],
        ["x-motive-seat", "caller"],
      ],
      "400 invalid_seat",
    ],
    ["empty", { "x-motive-seat": "" }, "400 invalid_seat"],
    ["with another seat behind it", { "x-motive-seat": "caller;responder" }, "400 invalid_seat"],
    ["in a very long header", { "x-motive-seat": "caller ".repeat(1_000) }, "400 invalid_seat"],
  ])("by the header, given %s", async (_, headers, expected) => {
    expect(await seatOf("/v1/chat/completions", headers)).toBe(expected);
  });

  it("by path and header that disagree is neither", async () => {
    const headers = { "x-motive-seat": "responder" };
    expect(await seatOf("/caller/v1/chat/completions", headers)).toBe("400 contradicting_seats");
  });
});

describe("a key in the query", () => {
  it.each([
    ["key=the-key&key=wrong", 200],
    ["key=wrong&key=the-key", 401],
    ["key=the-key%20", 401],
    ["KEY=the-key", 401],
    ["key[]=the-key", 401],
  ])("counts in its first place and as it is written: %s", async (query, status) => {
    const { response } = await fetchEdge(
      `/v1/models?${query}`,
      {},
      { variables: { API_KEY: "the-key", LOG_LEVEL: "error" } },
    );
    await response.text();
    expect(response.status).toBe(status);
  });
});
