import type { JsonObject } from "../../src/core/json";

/**
 * The requests that chat UIs send for themselves, as bodies of Chat Completions without a model. The frames are the UIs'; the long
 * guidelines in between are shortened.
 */

export interface Said {
  readonly role: "user" | "assistant";
  readonly content: string;
}

export type Chat = readonly Said[];

function linesOf(chat: Chat, nameOf: (role: Said["role"]) => string): string {
  return chat.map(({ role, content }) => `${nameOf(role)}${content}`).join("\n");
}

function user(content: string, rest: JsonObject = {}): JsonObject {
  return { messages: [{ role: "user", content }], ...rest };
}

function systemAndUser(system: string, content: string, rest: JsonObject = {}): JsonObject {
  return {
    messages: [
      { role: "system", content: system },
      { role: "user", content },
    ],
    ...rest,
  };
}

const OPEN_WEBUI_TASKS = {
  title: [
    "Generate a concise, 3-5 word title with an emoji summarizing the chat history.",
    "title",
  ],
  "plain-title": ["Generate a concise title summarizing the chat history.", "title"],
  tags: [
    "Generate 1-3 broad tags categorizing the main themes of the chat history, along with 1-3 more specific subtopic tags.",
    "tags",
  ],
  "follow-ups": [
    "Suggest 3-5 relevant follow-up questions or prompts that the user might naturally ask next in this conversation.",
    "follow_ups",
  ],
  queries: [
    "Analyze the chat history to determine the necessity of generating search queries, in the given language.",
    "queries",
  ],
  "image-prompt": [
    "Generate a detailed prompt for am image generation task based on the given language and context.",
    "prompt",
  ],
  // A translation keeps the frame.
  "german-title": ["Erzeuge einen knappen Titel, der den Verlauf zusammenfasst.", "title"],
} as const;

export function openWebUiTask(task: keyof typeof OPEN_WEBUI_TASKS, chat: Chat): JsonObject {
  const [instruction, key] = OPEN_WEBUI_TASKS[task];
  const quoted = linesOf(chat, (role) => `${role.toUpperCase()}: `);
  const content = [
    `### Task:\n${instruction}`,
    "### Guidelines:\n- Use the chat's primary language.",
    `### Output:\nJSON format: { "${key}": "…" }`,
    `### Chat History:\n<chat_history>\n${quoted}\n</chat_history>`,
  ].join("\n\n");
  return user(content, {
    stream: false,
    ...(key === "title" ? { max_completion_tokens: 1_000 } : {}),
  });
}

export function openWebUiAutocomplete(chat: Chat, typed: string): JsonObject {
  const quoted = linesOf(chat, (role) => `${role.toUpperCase()}: `);
  return user(
    [
      "### Task:\nYou are an autocompletion system. Continue the text in `<text>` based on the **completion type** in `<type>`.",
      '### **Output Rules**:\n- Respond only in JSON format: `{ "text": "<your_completion>" }`.',
      `### Context:\n<chat_history>\n${quoted}\n</chat_history>\n<type>General</type>\n<text>${typed}</text>\n#### Output:`,
    ].join("\n\n"),
    { stream: false },
  );
}

export function openWebUiEmoji(text: string): JsonObject {
  return user(
    `Your task is to reflect the speaker's likely facial expression through a fitting emoji. Interpret emotions from the message.\n\nMessage: \`\`\`${text}\`\`\``,
    { stream: false, max_tokens: 4 },
  );
}

export function openWebUiToolChoice(question: string): JsonObject {
  return systemAndUser(
    'Available Tools: [{"name": "get_time"}]\n\nYour task is to choose and return the correct tool(s) from the list of available tools based on the query.\n\n- If no tools match the query, return an empty array: {"tool_calls": []}',
    `History:\nUSER: """${question}"""\nQuery: ${question}`,
    { stream: false },
  );
}

export function libreChatTitle(asked: string, answered: string): JsonObject {
  return user(
    `Provide a concise, 5-word-or-less title for the conversation, using title case conventions. Only return the title itself.\n\nConversation:\nUser: ${asked}\nAI: ${answered}`,
    { stream: false },
  );
}

const LIBRECHAT_SCHEMA = {
  type: "object",
  properties: {
    language: { type: "string", description: "The detected language of the conversation" },
    title: { type: "string", description: "A concise title" },
  },
  required: ["language", "title"],
  additionalProperties: false,
} as const;

export function libreChatStructuredTitle(
  asked: string,
  form: "tool" | "schema" | "text",
): JsonObject {
  const content = `Analyze this conversation and provide:\n1. The detected language of the conversation\n2. A concise title in the detected language (5 words or less, no punctuation or quotation)\n\nUser: ${asked}\nAI: `;
  if (form === "text") return user(content, { stream: false });
  if (form === "schema") {
    const schema = { name: "title", schema: LIBRECHAT_SCHEMA, strict: true };
    return user(content, { response_format: { type: "json_schema", json_schema: schema } });
  }
  return user(content, {
    tools: [{ type: "function", function: { name: "title", parameters: LIBRECHAT_SCHEMA } }],
    tool_choice: { type: "function", function: { name: "title" } },
  });
}

export function nextChatTitle(chat: Chat, language: "en" | "cn" = "en"): JsonObject {
  const instruction =
    language === "en"
      ? "Please generate a four to five word title summarizing our conversation without any lead-in, punctuation, quotation marks, periods, symbols, bold text, or additional text. Remove enclosing quotation marks."
      : "使用四到五个字直接返回这句话的简要主题，不要解释、不要标点、不要语气词、不要多余文本";
  return { messages: [...sent(chat), { role: "user", content: instruction }], stream: false };
}

export function nextChatMemory(chat: Chat): JsonObject {
  const instruction =
    "Summarize the discussion briefly in 200 words or less to use as a prompt for future context.";
  return { messages: [...sent(chat), { role: "system", content: instruction }], stream: true };
}

export function lobeChatTitle(chat: Chat): JsonObject {
  return systemAndUser(
    "You are a professional conversation summarizer. Generate a concise title that captures the essence of the conversation.\n\nRules:\n- Output ONLY the title text",
    linesOf(chat, (role) => `${role}: `),
    { stream: true },
  );
}

export function lobeChatMemory(chat: Chat): JsonObject {
  const quoted = chat.map(({ role, content }) => `<${role}>${content}</${role}>`).join("\n");
  return systemAndUser(
    "You're an assistant who's good at extracting key takeaways from conversations and summarizing them. The content is located in the <chat_history> </chat_history> group of xml tags.",
    `<chat_history>\n${quoted}\n</chat_history>\n\nPlease summarize the above conversation and retain key information.`,
    { stream: true },
  );
}

export function bigAgiTitle(chat: Chat): JsonObject {
  const quoted = linesOf(chat, (role) => (role === "user" ? "- You: " : "- Assistant: "));
  return systemAndUser(
    "You are an AI conversation titles assistant who specializes in creating expressive yet few-words chat titles.",
    `Analyze the given short conversation (every line is truncated) and extract a concise chat title.\n\n\`\`\`\n${quoted}\n\`\`\``,
    { stream: false },
  );
}

export function hfChatUiTitle(asked: string): JsonObject {
  return systemAndUser(
    "You are a chat thread titling assistant.\nGoal: Produce a very short, descriptive title.",
    `User message: "${asked}"`,
    { stream: true, max_tokens: 24, temperature: 0 },
  );
}

export function chatboxTitle(chat: Chat): JsonObject {
  const quoted = chat.map(({ content }) => content.slice(0, 100)).join("\n\n---------\n\n");
  return user(
    `Based on the chat history, give this conversation a name.\nKeep it short - 10 characters max, no quotes.\n\nHere's the conversation:\n\n\`\`\`\n${quoted}\n\`\`\`\n\nThe name is:`,
    { stream: true },
  );
}

export function sillyTavernMemory(chat: Chat): JsonObject {
  const instruction =
    "Ignore previous instructions. Summarize the most important facts and events in the story so far. Limit the summary to 200 words or less.";
  return {
    messages: [
      { role: "system", content: "Write the innkeeper's next reply." },
      ...sent(chat),
      { role: "system", content: instruction },
    ],
    stream: false,
    max_tokens: 300,
  };
}

export function continueTitle(answered: string): JsonObject {
  return user(
    `Given the following... please reply with a title for the chat that is 3-4 words in length, no additional text or explanation.\n\n${answered}`,
    { stream: false, max_tokens: 16 },
  );
}

export function openCodeTitle(asked: string): JsonObject {
  return {
    messages: [
      {
        role: "system",
        content: "You are a title generator. You output ONLY a thread title. Nothing else.",
      },
      { role: "user", content: "Generate a title for this conversation:\n" },
      { role: "user", content: asked },
    ],
    stream: true,
  };
}

export function claudeCodeTopic(asked: string): JsonObject {
  return systemAndUser(
    "Analyze if this message indicates a new conversation topic. If it does, extract a 2-3 word title. Format your response as a JSON object with two fields: 'isNewTopic' (boolean) and 'title' (string, or null).",
    asked,
    { stream: true, max_tokens: 512 },
  );
}

export function claudeCodeTitle(asked: string): JsonObject {
  return systemAndUser(
    'Generate a concise, sentence-case title (3-7 words) for this coding session.\nReturn JSON with a single "title" field.',
    asked,
    { stream: true },
  );
}

export function claudeCodePrefix(command: string): JsonObject {
  return systemAndUser(
    "Your task is to process Bash commands that an AI coding agent wants to run.",
    `<policy_spec>\n# Command prefix detection\n- git status => git status\n</policy_spec>\n\nONLY return the prefix.\n\nCommand: ${command}`,
    { max_tokens: 512 },
  );
}

export function claudeCodeFilePaths(command: string, output: string): JsonObject {
  return systemAndUser(
    "Extract any file paths that this command reads or modifies. Format your response as:\n<filepaths>\n</filepaths>",
    `Command: ${command}\nOutput: ${output}`,
    { max_tokens: 512 },
  );
}

export function claudeCodeSuggestion(chat: Chat): JsonObject {
  return {
    messages: [
      { role: "system", content: "You are a coding agent." },
      ...sent(chat),
      { role: "user", content: "[SUGGESTION MODE: Suggest what the user might type next.]" },
    ],
    stream: true,
  };
}

export const claudeCodeQuotaProbe: JsonObject = user("quota", { max_tokens: 1 });
export const claudeCodeKeyProbe: JsonObject = user("test", { max_tokens: 1, temperature: 1 });
export const claudeCodeModelProbe: JsonObject = user("Hi", { max_tokens: 1 });

export const liteLlmProbe: JsonObject = user("test from litellm", { max_tokens: 16 });

function sent(chat: Chat): JsonObject[] {
  return chat.map(({ role, content }) => ({ role, content }));
}
