import fc from "fast-check";

const anyText = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "Hello?",
      "Fine.",
      "",
      " ",
      "/help",
      "/context",
      "/tool f {}",
      "/tool",
      "/skip",
      "//help",
      "/refuse no",
      "/error 400 no",
      "/error x",
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.nat(3_000).map((length) => "long ".repeat(length)) },
);

const anyPart = fc.oneof(
  anyText.map((text) => ({ type: "text", text })),
  fc.constantFrom(
    { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } },
    { type: "image_url", image_url: { url: "javascript:1" } },
    { type: "input_audio", input_audio: { data: "", format: "wav" } },
    { type: "file", file: { file_id: "f" } },
    { type: "refusal", refusal: "no" },
    { type: "nothing" },
    {},
  ),
);

const anyCall = fc.record({
  id: fc.constantFrom("call_1", "call_2", ""),
  type: fc.constantFrom("function", "custom"),
  function: fc.record({
    name: fc.constantFrom("f", "g", ""),
    arguments: fc.constantFrom("{}", "{", ""),
  }),
});

const anyMessage = fc.record(
  {
    role: fc.constantFrom("user", "assistant", "system", "developer", "tool", "function", "king"),
    content: fc.oneof(anyText, fc.array(anyPart, { maxLength: 3 }), fc.constant(null)),
    name: fc.constantFrom("ann", ""),
    tool_calls: fc.array(anyCall, { maxLength: 2 }),
    tool_call_id: fc.constantFrom("call_1", "call_9", ""),
    refusal: fc.constantFrom(null, "no"),
  },
  { requiredKeys: ["role", "content"] },
);

const goodMessages = fc.array(
  fc.record({ role: fc.constantFrom("user", "assistant"), content: anyText }),
  { minLength: 1, maxLength: 4 },
);

const anyTool = fc.constantFrom(
  { type: "function", function: { name: "f", parameters: { type: "object" } } },
  { type: "function", function: { name: "f", parameters: { type: "nonsense", $ref: "#/x" } } },
  { type: "function", function: {} },
  { type: "custom", custom: { name: "c" } },
);

const optionalFields = {
  stream: fc.constantFrom(true, false, null, "yes"),
  stream_options: fc.constantFrom({ include_usage: true }, {}, 1),
  n: fc.constantFrom(1, 2, 128, 129, 0, -1, 1.5, "2"),
  tools: fc.array(anyTool, { maxLength: 3 }),
  tool_choice: fc.constantFrom(
    "auto",
    "required",
    "none",
    { type: "function", function: { name: "f" } },
    5,
  ),
  functions: fc.constantFrom([], [{ name: "f" }], [{}]),
  response_format: fc.constantFrom(
    { type: "json_object" },
    { type: "json_schema", json_schema: { name: "s", schema: { type: "object" } } },
    { type: "x" },
  ),
  stop: fc.constantFrom("a", ["a", "b"], [""], 5, Array.from({ length: 65 }, String)),
  temperature: fc.constantFrom(0, 1, 99, "hot", null),
  logprobs: fc.constantFrom(true, false),
  max_tokens: fc.constantFrom(1, 0, -1, 2 ** 53),
  metadata: fc.constantFrom({ a: "b" }, [], "x"),
  unknown_field: fc.jsonValue({ maxDepth: 2 }),
};

function pick(values: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

/** One field becomes anything at all, or goes. */
function spoil(body: object, field: string, value: unknown): object {
  return value === undefined
    ? Object.fromEntries(Object.entries(body).filter(([name]) => name !== field))
    : Object.fromEntries([...Object.entries(body), [field, value]]);
}

/** The text of a chat request: mostly right, often with one fault, sometimes broken as a text. */
export function anyChatText(anyName: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const plain = fc.record({ model: anyName, messages: goodMessages });
  const extras = fc.record(optionalFields, { requiredKeys: [] });
  const good = fc
    .tuple(plain, extras, fc.subarray(Object.keys(optionalFields), { maxLength: 2 }))
    .map(([body, values, names]) => ({ ...body, ...pick(values, names) }));
  const odd = fc.record({
    model: anyName,
    messages: fc.array(anyMessage, { maxLength: 5 }),
  });
  const spoilt = fc
    .tuple(
      good,
      fc.constantFrom("model", "messages", "__proto__", "toString", ...Object.keys(optionalFields)),
      fc.option(fc.jsonValue({ maxDepth: 3 }), { nil: undefined }),
    )
    .map(([body, field, value]) => spoil(body, field, value));
  const text = fc
    .oneof<fc.WeightedArbitrary<object>[]>(
      { weight: 4, arbitrary: plain },
      { weight: 3, arbitrary: good },
      { weight: 2, arbitrary: odd },
      { weight: 2, arbitrary: spoilt },
    )
    .map((body) => JSON.stringify(body));
  const broken = fc
    .tuple(text, fc.nat(1_000), fc.constantFrom("", "\u0000", "}", '"', ",", "\\ud800", "//"))
    .map(([whole, at, piece]) => {
      const place = at % (whole.length + 1);
      return whole.slice(0, place) + piece + whole.slice(place + 1);
    });
  return fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: broken });
}
