import fc from "fast-check";
import { anyChatText } from "./any-chat-body.ts";
import { ROUTES, type Route } from "./routes.ts";

/** A request as any client might send it: near what a route expects, or far from it. */
export interface FuzzRequest {
  readonly route: Route["name"];
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] as const;

/** A few names, so that requests meet in sessions; and what no session may be named. */
const anyName = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom("alpha", "beta", "gamma", "päir/two", "🦊") },
  { weight: 1, arbitrary: fc.constantFrom("", " ", ".", "..", "%", "a\u0000b", "__proto__", "*") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.nat(300).map((length) => "n".repeat(length)) },
);

const anySegment = fc.oneof(
  { weight: 9, arbitrary: anyName.map(encodeLeniently) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "%",
      "%2",
      "%zz",
      "%ff",
      "%00",
      "%2F",
      "%2e%2e",
      "..",
      ";",
      "\\",
      ":",
    ),
  },
);

const anyPrefix = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom("", "", "/caller", "/responder") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("//", "/v1", "/caller/responder", "/%63aller", "/..", "/caller/.."),
  },
);

/** Before anything but the API a seat makes an unknown path. */
const rarePrefix = fc.oneof(
  { weight: 9, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: anyPrefix },
);

const anyQuery = fc.oneof(
  { weight: 9, arbitrary: fc.constant("") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "?key=a&key=b",
      "?limit=5",
      "?limit=-1",
      "?limit=1e9&before=x",
      "?before=9007199254740993",
      "?after=0&format=jsonl",
      "?after=-5",
      "?format=xml",
      "?%ff=%ff",
      "?__proto__=1",
    ),
  },
  { weight: 1, arbitrary: fc.webQueryParameters().map((text) => `?${text}`) },
);

const oddHeaders = fc.dictionary(
  fc.constantFrom(
    "x-motive-seat",
    "authorization",
    "x-api-key",
    "idempotency-key",
    "x-stainless-retry-count",
    "user-agent",
    "origin",
    "accept",
    "content-type",
    "x-openwebui-chat-id",
    "access-control-request-method",
    "cf-connecting-ip",
    "x-motive-invite",
    "x-motive-console-visitor",
    "x-motive-as",
    "cookie",
    "sec-fetch-site",
    "upgrade",
  ),
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        "caller",
        "responder",
        "caller, responder",
        "1",
        "null",
        "text/html",
        "websocket",
        "POST",
        "http://localhost:1",
        "https://evil.example",
        "Bearer a.b.c",
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .string({ unit: fc.constantFrom(..."aZ09 ,;:=/\"'~"), maxLength: 60 })
        .map((text) => text.trim()),
    },
    { weight: 1, arbitrary: fc.nat(5_000).map((length) => "h".repeat(length)) },
  ),
  { maxKeys: 3 },
);

const anyHeaders = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: oddHeaders },
);

const anyJsonText = fc.oneof(
  { weight: 3, arbitrary: fc.json({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", "{", "[]", "null", "{}", '"', "\ufeff{}", "{}{}", "NaN"),
  },
  { weight: 1, arbitrary: fc.nat(400).map((depth) => "[".repeat(depth) + "]".repeat(depth)) },
);

const anyBytes = fc
  .uint8Array({ maxLength: 60 })
  // A copy of its own, as the generator's may be a view.
  .map((bytes) => Uint8Array.from(bytes));

const replyText = fc
  .record(
    {
      text: fc.oneof(fc.string(), fc.constant("An answer.")),
      turn: fc.oneof(fc.nat(3), fc.constant("1"), fc.constant(-1)),
      hold: fc.string(),
      refusal: fc.string(),
      tool_calls: fc.constantFrom(
        [],
        [{ name: "f", arguments: {} }],
        [{ name: "f", arguments: "{" }],
        7,
      ),
      error: fc.constantFrom(
        { message: "No." },
        { status: 400, message: "No." },
        { status: 99 },
        {},
      ),
      reply_id: fc.constantFrom("r1", "", "r".repeat(300)),
      [`\u0063onstructor`]: fc.constant(1),
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value));

const settingText = fc.oneof(
  fc.constantFrom(
    '{"kind":"operator"}',
    '{"kind":"partner"}',
    '{"kind":"copilot"}',
    '{"answered":true}',
    '{"answered":"yes"}',
    '{"hidden":true}',
    '{"key":"any"}',
    '{"kind":"partner","__proto__":{}}',
  ),
  anyJsonText,
);

const inviteText = fc.oneof(
  fc.constantFrom(
    '{"role":"caller"}',
    '{"role":"admin"}',
    '{"role":"operator","sessions":"*"}',
    '{"role":"caller","expires_in":-1}',
    '{"role":"caller","label":"\\u0000"}',
  ),
  anyJsonText,
);

const BODIES: Readonly<Record<Route["body"], fc.Arbitrary<string>>> = {
  none: anyJsonText,
  chat: anyChatText(anyName),
  reply: replyText,
  setting: settingText,
  invite: inviteText,
};

function anyRequestTo(route: Route): fc.Arbitrary<FuzzRequest> {
  const method = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...route.methods) },
    { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
  );
  const body = fc.oneof(
    { weight: 8, arbitrary: BODIES[route.body] },
    { weight: 1, arbitrary: anyJsonText },
    { weight: 1, arbitrary: anyBytes },
  );
  const path = fc
    .tuple(route.body === "chat" ? anyPrefix : rarePrefix, anySegment, anySegment, anyQuery)
    .map(([prefix, first, second, query]) => prefix + route.path(first, second) + query);
  return fc.record({ method, path, headers: anyHeaders, body }).map((request) => ({
    ...request,
    route: route.name,
    body: request.method === "GET" || request.method === "HEAD" ? null : request.body,
  }));
}

export const anyRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(
  ...ROUTES.map((route) => ({ weight: route.weight, arbitrary: anyRequestTo(route) })),
);

export function sampleRequests(seed: number, count: number): FuzzRequest[] {
  return fc.sample(anyRequest, { seed, numRuns: count });
}

/** As a client does it, but for what cannot be encoded, which goes as it is. */
function encodeLeniently(name: string): string {
  return name.isWellFormed() ? encodeURIComponent(name) : "%ed%a0%80";
}
