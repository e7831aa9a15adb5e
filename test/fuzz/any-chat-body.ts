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
    // Of Anthropic's dialect.
    { type: "image", source: { type: "base64", media_type: "image/png", data: "AA==" } },
    { type: "document", source: { type: "text", data: "Hello." }, title: "t" },
    { type: "tool_use", id: "call_1", name: "f", input: {} },
    { type: "tool_result", tool_use_id: "call_1", content: "Hello.", is_error: true },
    { type: "thinking", thinking: "Hm." },
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

const goodContents = fc.array(
  fc.record({
    role: fc.constantFrom("user", "model"),
    parts: fc.array(fc.record({ text: anyText }), { minLength: 1, maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 3 },
);

const anyTool = fc.constantFrom(
  { type: "function", function: { name: "f", parameters: { type: "object" } } },
  { type: "function", function: { name: "f", parameters: { type: "nonsense", $ref: "#/x" } } },
  { type: "function", function: {} },
  { type: "custom", custom: { name: "c" } },
  { name: "f", input_schema: { type: "object" } },
  { type: "web_search_20250305", name: "web_search" },
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
    { type: "any", disable_parallel_tool_use: true },
    { type: "tool", name: "f" },
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
  // Of the dialects that have prompts, and Ollama's.
  prompt: fc.constantFrom("Hello?", "", ["Hello?"], ["a", "b"], [1, 2], {}),
  images: fc.constantFrom(["iVBORw0KGgo="], ["https://localhost"], [1], "x"),
  options: fc.constantFrom({ temperature: 1, stop: "a" }, { stop: [1] }, { num_ctx: "x" }, []),
  format: fc.constantFrom("json", "", { type: "object" }, "xml", 1),
  keep_alive: fc.constantFrom(0, "5m", true),
  system: fc.constantFrom("Be kind.", "", [{ type: "text", text: "Be kind." }], {}),
  stop_sequences: fc.constantFrom(["a", ""], "a", [1]),
  output_config: fc.constantFrom({ format: { type: "json_schema", schema: {} } }, { format: {} }),
  thinking: fc.constantFrom({ type: "adaptive" }, 1),
  // Of OpenAI Responses.
  input: fc.constantFrom(
    "Hello?",
    [{ role: "user", content: "Hello?" }],
    [{ type: "function_call_output", call_id: "call_1", output: "1" }],
    [{ id: `msg_${"0".repeat(32)}_0` }],
    [],
    5,
  ),
  previous_response_id: fc.constantFrom(`resp_${"0".repeat(32)}YQ`, "resp_1", "", 5),
  instructions: fc.constantFrom("Be kind.", "", []),
  text: fc.constantFrom({ format: { type: "json_object" } }, { format: {} }, "x"),
  include: fc.constantFrom([], ["reasoning.encrypted_content"], ["x"], "x"),
  // Of Gemini.
  generationConfig: fc.constantFrom(
    { responseMimeType: "application/json", responseSchema: { type: "OBJECT" } },
    { candidateCount: 2, stopSequences: ["a"] },
    { responseModalities: ["IMAGE"] },
    5,
  ),
  systemInstruction: fc.constantFrom({ parts: [{ text: "Be kind." }] }, { parts: 1 }, "x"),
  toolConfig: fc.constantFrom({ functionCallingConfig: { mode: "ANY" } }, {}, 1),
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
  // Anthropic's dialect demands a limit, and Gemini has contents for messages.
  const plain = fc.record(
    {
      model: anyName,
      messages: goodMessages,
      contents: goodContents,
      max_tokens: fc.constant(64),
    },
    { requiredKeys: ["model", "messages"] },
  );
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
