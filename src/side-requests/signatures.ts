import type { JsonObject } from "../core/json";
import { PLACEHOLDERS, type SideRequestKind, type Signature, type Wording } from "./signature";

/**
 * How chat UIs word and build the requests that they send for themselves. Data only: a UI that changes a prompt, or a new UI, needs
 * a change here and nowhere else. The wordings are the UIs' own, and no longer than it takes to know them.
 */

const TITLE_JSON = { title: PLACEHOLDERS.title };
const TITLE_TEXT = { text: PLACEHOLDERS.title };
const RECAP_TEXT = { text: PLACEHOLDERS.recap };

const says = (pattern: RegExp): Wording => ({ place: "instruction", pattern });
const systemSays = (pattern: RegExp): Wording => ({ place: "system", pattern });

/** Open WebUI's tasks begin with a heading, name the key of the JSON that they want, and quote the chat in a block. */
function openWebUiTask(
  kind: SideRequestKind,
  wording: RegExp,
  jsonKey: RegExp,
  json: JsonObject,
): Signature {
  return {
    id: `open-webui-${kind}`,
    client: "Open WebUI",
    kind,
    wordings: [says(wording)],
    structures: [
      {
        shape: "one-user",
        isStream: false,
        frame: [
          says(/^#{1,4} /),
          says(jsonKey),
          says(/^<chat_history>/m),
          says(/<\/chat_history>/),
        ],
      },
    ],
    isStructureTelling: true,
    answer: { json },
    subject: /^<chat_history>\s*(?:[A-Z]+: *)?([^\n]+)/m,
  };
}

const OPEN_WEBUI: readonly Signature[] = [
  openWebUiTask(
    "title",
    /^#{1,4} Task:\s*Generate a concise(?:, 3-5 word)? title/i,
    /\{\s*"title"\s*:/,
    TITLE_JSON,
  ),
  openWebUiTask(
    "tags",
    /^#{1,4} Task:\s*Generate 1-3 broad tags categorizing/i,
    /\{\s*"tags"\s*:/,
    { tags: ["General"] },
  ),
  openWebUiTask(
    "follow-ups",
    /^#{1,4} Task:\s*Suggest 3-5 relevant follow-up/i,
    /\{\s*"follow_ups"\s*:/,
    { follow_ups: [] },
  ),
  openWebUiTask(
    "queries",
    /^#{1,4} Task:\s*Analyze the chat history to determine the necessity of generating search queries/i,
    /"queries"\s*:/,
    { queries: [] },
  ),
  openWebUiTask(
    "autocomplete",
    /^#{1,4} Task:\s*You are an autocompletion system/i,
    /\{\s*"text"\s*:/,
    { text: "" },
  ),
  openWebUiTask(
    "image-prompt",
    /^#{1,4} Task:\s*Generate a detailed prompt for a[mn]? image generation task/i,
    /\{\s*"prompt"\s*:/,
    { prompt: PLACEHOLDERS.lastText },
  ),
  {
    id: "open-webui-emoji",
    client: "Open WebUI",
    kind: "emoji",
    wordings: [
      says(
        /^Your task is to reflect the speaker's likely facial expression through a fitting emoji/i,
      ),
    ],
    structures: [
      { shape: "one-user", isStream: false, tokensMax: 16, frame: [says(/^Message: /m)] },
    ],
    answer: { text: "💬" },
  },
  {
    id: "open-webui-tool-choice",
    client: "Open WebUI",
    kind: "tool-choice",
    wordings: [
      systemSays(
        /^Available Tools: [\s\S]*Your task is to choose and return the correct tool\(s\)/i,
      ),
    ],
    structures: [
      {
        shape: "one-user",
        hasSystem: true,
        isStream: false,
        frame: [systemSays(/"tool_calls"/), says(/^(?:History|Query):/), says(/^Query: /m)],
      },
    ],
    answer: { json: { tool_calls: [] } },
  },
];

const OTHER_CHAT_UIS: readonly Signature[] = [
  {
    id: "librechat-title",
    client: "LibreChat",
    kind: "title",
    wordings: [says(/^Provide a concise, 5-word-or-less title for the conversation/i)],
    structures: [
      { shape: "one-user", frame: [says(/\n\nConversation:\s*\nUser: /), says(/\nAI:/)] },
    ],
    answer: TITLE_TEXT,
    subject: /\nConversation:\s*\nUser: *([^\n]+)/,
  },
  {
    id: "librechat-structured-title",
    client: "LibreChat",
    kind: "title",
    wordings: [
      says(
        /^Analyze this conversation and provide:\s*1\. The detected language of the conversation/i,
      ),
    ],
    structures: [
      { shape: "one-user", properties: ["title", "language"] },
      { shape: "one-user", frame: [says(/\nUser: /), says(/\nAI:/)] },
    ],
    answer: { json: { title: PLACEHOLDERS.title, language: PLACEHOLDERS.language } },
    subject: /\nUser: *([^\n]+)/,
  },
  {
    id: "nextchat-title",
    client: "NextChat",
    kind: "title",
    wordings: [
      says(
        /^Please generate a four to five word title summarizing our conversation without any lead-in/i,
      ),
      says(/^使用四到五个字直接返回这句话的简要主题/),
    ],
    structures: [{ shape: "after-history", isStream: false }],
    answer: TITLE_TEXT,
  },
  {
    id: "nextchat-memory",
    client: "NextChat",
    kind: "memory",
    wordings: [
      says(
        /^Summarize the discussion briefly in 200 words or less to use as a prompt for future context/i,
      ),
      says(/^简要总结一下对话内容，用作后续的上下文提示/),
    ],
    structures: [{ shape: "system-after-history" }],
    answer: RECAP_TEXT,
  },
  {
    id: "lobechat-title",
    client: "LobeChat",
    kind: "title",
    wordings: [
      systemSays(
        /^You are a professional conversation summarizer\. Generate a concise title that captures/i,
      ),
    ],
    structures: [
      {
        shape: "one-user",
        hasSystem: true,
        frame: [says(/^(?:(?:system|user|assistant): |<(?:system|user|assistant|conversation)>)/)],
      },
    ],
    answer: TITLE_TEXT,
    subject: /(?:^user: |<user>)\s*([^\n]+)/m,
  },
  {
    id: "lobechat-memory",
    client: "LobeChat",
    kind: "memory",
    wordings: [
      systemSays(/^You're an assistant who's good at extracting key takeaways from conversations/i),
    ],
    structures: [
      {
        shape: "one-user",
        hasSystem: true,
        frame: [systemSays(/<chat_history>/), says(/^<chat_history>/), says(/<\/chat_history>/)],
      },
    ],
    answer: RECAP_TEXT,
  },
  {
    id: "big-agi-title",
    client: "big-AGI",
    kind: "title",
    wordings: [systemSays(/^You are an AI conversation titles assistant/i)],
    structures: [
      {
        shape: "one-user",
        hasSystem: true,
        frame: [says(/^Analyze the given short conversation/i), says(/^- (?:You|Assistant): /m)],
      },
    ],
    answer: TITLE_TEXT,
    subject: /^- You: ([^\n]+)/m,
  },
  {
    id: "hf-chat-ui-title",
    client: "Hugging Face chat-ui",
    kind: "title",
    wordings: [systemSays(/^You are a chat thread titling assistant\.\s*Goal:/i)],
    structures: [
      {
        shape: "one-user",
        hasSystem: true,
        tokensMax: 256,
        frame: [says(/^User message: "/)],
      },
    ],
    answer: TITLE_TEXT,
    subject: /^User message: "\s*([^\n]+)/,
  },
  {
    id: "chatbox-title",
    client: "Chatbox",
    kind: "title",
    wordings: [says(/^Based on the chat history, give this conversation a (?:name|title)\./i)],
    structures: [
      {
        shape: "one-user",
        frame: [says(/\nKeep it short - /), says(/\n```\n/), says(/\n```(?:\n|$)/)],
      },
    ],
    answer: TITLE_TEXT,
    subject: /\n```\n\s*([^\n]+)/,
    titleCharsMax: 10,
  },
  {
    id: "sillytavern-memory",
    client: "SillyTavern",
    kind: "memory",
    wordings: [
      says(
        /^Ignore previous instructions\. Summarize the most important facts and events in the story so far/i,
      ),
    ],
    structures: [{ shape: "system-after-history" }],
    answer: RECAP_TEXT,
  },
];

const CODING_CLIENTS: readonly Signature[] = [
  {
    id: "continue-title",
    client: "Continue",
    kind: "title",
    wordings: [
      says(/^Given the following\.\.\. please reply with a title for the chat that is 3-4 words/i),
    ],
    structures: [{ shape: "one-user", tokensMax: 16 }],
    answer: TITLE_TEXT,
    subject: /\n\n\s*([^\n]+)/,
  },
  {
    id: "opencode-title",
    client: "OpenCode",
    kind: "title",
    wordings: [systemSays(/^You are a title generator\. You output ONLY a thread title/im)],
    structures: [
      {
        shape: "users",
        hasSystem: true,
        frame: [says(/^Generate a title for this conversation:/i)],
      },
    ],
    answer: TITLE_TEXT,
    subject: /^Generate a title for this conversation:\s*([^\n]+)/i,
  },
  {
    id: "claude-code-topic-title",
    client: "Claude Code",
    kind: "title",
    wordings: [systemSays(/indicates a new conversation topic/i)],
    structures: [
      {
        shape: "one-user",
        hasSystem: true,
        frame: [systemSays(/\bisNewTopic\b/), systemSays(/\bJSON\b/)],
      },
    ],
    answer: { json: { isNewTopic: true, title: PLACEHOLDERS.title } },
  },
  {
    id: "claude-code-title",
    client: "Claude Code",
    kind: "title",
    wordings: [systemSays(/^Generate a concise, sentence-case title \(3-7 words\)/im)],
    structures: [
      {
        shape: "one-user",
        hasSystem: true,
        frame: [systemSays(/\bJSON with a single "title" field/i)],
      },
    ],
    answer: { json: TITLE_JSON },
  },
  {
    id: "claude-code-suggestion",
    client: "Claude Code",
    kind: "suggestion",
    wordings: [says(/^\[SUGGESTION MODE:/)],
    structures: [{ shape: "after-history", hasSystem: true }],
    // Clients raise on an empty completion.
    answer: { text: " " },
  },
  {
    id: "claude-code-command-prefix",
    client: "Claude Code",
    kind: "command-prefix",
    wordings: [says(/^<policy_spec>/)],
    structures: [{ shape: "one-user", frame: [says(/<\/policy_spec>/), says(/^Command: \S/m)] }],
    answer: { text: PLACEHOLDERS.commandPrefix },
  },
  {
    id: "claude-code-file-paths",
    client: "Claude Code",
    kind: "file-paths",
    wordings: [systemSays(/^Extract any file paths that this command/im), says(/<filepaths>/)],
    structures: [
      { shape: "one-user", hasSystem: true, frame: [says(/^Command: /), says(/^Output:/m)] },
    ],
    answer: { text: "<filepaths>\n</filepaths>" },
  },
  {
    id: "claude-code-quota-probe",
    client: "Claude Code",
    kind: "probe",
    wordings: [says(/^quota$/)],
    structures: [{ shape: "one-user", tokensMax: 1 }],
    answer: { text: "." },
  },
  {
    id: "claude-code-key-probe",
    client: "Claude Code",
    kind: "probe",
    wordings: [says(/^test$/)],
    structures: [{ shape: "one-user", isStream: false, tokensMax: 1 }],
    answer: { text: "." },
  },
  {
    id: "claude-code-model-probe",
    client: "Claude Code",
    kind: "probe",
    wordings: [says(/^Hi$/)],
    structures: [{ shape: "one-user", isStream: false, tokensMax: 1 }],
    answer: { text: "." },
  },
  {
    id: "litellm-health-probe",
    client: "LiteLLM",
    kind: "probe",
    wordings: [says(/^test from litellm$/)],
    structures: [{ shape: "one-user", tokensMax: 16 }],
    answer: { text: "OK" },
  },
];

export const SIGNATURES: readonly Signature[] = [
  ...OPEN_WEBUI,
  ...OTHER_CHAT_UIS,
  ...CODING_CLIENTS,
];
