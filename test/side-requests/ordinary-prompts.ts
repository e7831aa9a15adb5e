import type { JsonObject, JsonValue } from "../../src/core/json";
import { TYPED_PROMPTS } from "./typed-prompts";

/** Requests that are somebody's own: all of them have to reach the other end. */

const HISTORY: readonly JsonValue[] = [
  { role: "user", content: "Where were we?" },
  { role: "assistant", content: "You wanted to talk about your novel." },
];

function tool(name: string, properties: JsonObject): JsonObject {
  return { type: "function", function: { name, parameters: { type: "object", properties } } };
}

function asking(content: string, rest: JsonObject = {}): JsonObject {
  return { messages: [{ role: "user", content }], ...rest };
}

function instructed(system: string, content: string, rest: JsonObject = {}): JsonObject {
  const messages = [
    { role: "system", content: system },
    { role: "user", content },
  ];
  return { messages, ...rest };
}

function afterHistory(content: string, rest: JsonObject = {}): JsonObject {
  return { messages: [...HISTORY, { role: "user", content }], ...rest };
}

/** How chats and scripts send what is typed. */
const SENDERS: readonly ((text: string) => JsonObject)[] = [
  (text) => asking(text, { stream: true }),
  (text) => asking(text),
  (text) => afterHistory(text, { stream: true }),
  (text) => instructed("You are a helpful assistant.", text, { stream: true, temperature: 0.7 }),
  (text) => afterHistory(text),
  (text) => asking(text, { stream: false, max_tokens: 1_000 }),
];

const typed = TYPED_PROMPTS.flatMap((text) => SENDERS.map((send) => send(text)));

const TITLE_SCHEMA = { type: "object", properties: { title: { type: "string" } } };

function structured(name: string, schema: JsonObject): JsonObject {
  return { response_format: { type: "json_schema", json_schema: { name, schema } } };
}

/** Programs whose job is near to what UIs ask for: titling, tagging, summing up. */
const programs: readonly JsonObject[] = [
  instructed("You write headlines.", "Generate a title for this article: Bees return.", {
    max_tokens: 24,
  }),
  instructed(
    "You are a title generator for an AI chat application.",
    "Generate a title for this conversation:\n\nHi\n\nTitle:",
    { max_tokens: 50 },
  ),
  instructed(
    "You are a title generator. Given a conversation, produce a short title.",
    "Generate a title for this conversation:\n\nHello",
    { max_tokens: 50 },
  ),
  instructed(
    "You are a professional conversation summarizer for business communications.",
    "user: We need it by Friday.",
  ),
  instructed("You are an AI titles assistant.", "Analyze the given short poem.", { stream: false }),
  instructed(
    "You tag support tickets.",
    "Printer on fire.",
    structured("tags", { type: "object", properties: { tags: { type: "array" } } }),
  ),
  instructed("Classify the topic. Answer JSON.", "Is this a new conversation topic?"),
  instructed("Extract any file paths from the text.", "See /etc/hosts."),
  instructed(
    "Summarize conversations and extract metadata. Return valid JSON.",
    "Analyze this conversation and provide:\n1. A concise summary\n2. Main topics",
  ),
  asking(
    "Analyze this conversation and provide:\n1. Hidden intent\n2. Strategic response\n\nUser: hi\nAI: hello",
  ),
  asking("Title this page: Basil on balconies.", structured("title", TITLE_SCHEMA)),
  asking(
    "Detect the language: Guten Tag.",
    structured("language", { type: "object", properties: { language: { type: "string" } } }),
  ),
  asking("Generate a concise title summarizing the text: It rained.", {
    ...structured("title", TITLE_SCHEMA),
    stream: false,
    max_completion_tokens: 1_000,
  }),
  asking("Return JSON with title, tags and summary of: A cat sat.", {
    response_format: { type: "json_object" },
  }),
  asking("Name this chapter.", {
    tools: [tool("set_title", { title: { type: "string" } })],
    tool_choice: "required",
  }),
  asking("Name this chapter.", { tools: [tool("set_title", { title: { type: "string" } })] }),
  asking("Tag it.", {
    tools: [tool("tag", { tags: { type: "array" } })],
    tool_choice: { type: "function", function: { name: "tag" } },
  }),
  asking("Message: hello", { max_tokens: 4, stream: false }),
  asking("Say ok.", { max_tokens: 1 }),
  asking("hi", { max_tokens: 1 }),
  asking("ping", { max_completion_tokens: 16 }),
  asking("Given the following question, answer in 3-4 words: what is tea?", { max_tokens: 16 }),
  asking(
    "Read the above conversation. Then select the next role from [Writer, Critic] to play. Only return the role.",
  ),
  asking(
    "Given a chat history and the latest user question, formulate a standalone question.\n<chat_history>\nHuman: hi\n</chat_history>\nQuestion: and then?",
  ),
  asking('Rewrite the query as JSON {"queries": []}.\n<chat_history>\nHuman: hi\n</chat_history>'),
  asking("*Briefly* summarize this partial conversation about programming.\n\n# USER\nAdd a test."),
  asking("### Instruction:\nWrite a title.\n\n### Response:"),
  asking(
    "### Task:\nRespond to the user query using the provided context.\n\n<context>\nBasil needs light.\n</context>\n\nWhat does basil need?",
    { stream: true },
  ),
];

const AGENT_TOOLS = [
  tool("read_file", { path: { type: "string" } }),
  tool("run", { command: { type: "string" } }),
];

/** Agents offer tools, and send back the ids of their calls. */
const agents: readonly JsonObject[] = [
  "Generate a title for this conversation:",
  "### Task:\nGenerate a concise title summarizing the chat history.\n<chat_history>\nUSER: a\n</chat_history>",
  "[SUGGESTION MODE: Suggest what the user might type next.]",
  "Summarize the discussion briefly in 200 words or less to use as a prompt for future context.",
  "Please generate a four to five word title summarizing our conversation without any lead-in",
  "Fix the failing test.",
  "Name the branch.",
].flatMap((text) => [
  instructed("You are a coding agent.", text, { tools: AGENT_TOOLS, stream: true }),
  afterHistory(text, { tools: AGENT_TOOLS, stream: false }),
  {
    messages: [
      { role: "user", content: "List the files." },
      {
        role: "assistant",
        content: null,
        tool_calls: [
          {
            id: "call_1",
            type: "function",
            function: { name: "run", arguments: '{"command":"ls"}' },
          },
        ],
      },
      { role: "tool", tool_call_id: "call_1", content: "a.txt" },
      { role: "user", content: text },
    ],
    stream: false,
  },
]);

/** Ordinary in form, though not a question in words. */
const oddities: readonly JsonObject[] = [
  {
    messages: [
      { role: "system", content: "You are a title generator. You output ONLY a thread title." },
    ],
  },
  { messages: [{ role: "assistant", content: "Generate a title for this conversation:" }] },
  { messages: [{ role: "user", content: "" }] },
  { messages: [...HISTORY, { role: "assistant", content: "Title:" }] },
  { messages: [...HISTORY, { role: "system", content: "[Continue the following message]" }] },
  { messages: [...HISTORY, { role: "system", content: "Write the next reply as the innkeeper." }] },
  {
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "Give this picture a title." },
          { type: "image_url", image_url: { url: "https://example.org/a.png" } },
        ],
      },
    ],
  },
];

export const ORDINARY_PROMPTS: readonly JsonObject[] = [
  ...typed,
  ...programs,
  ...agents,
  ...oddities,
];
