import type { JsonObject } from "../../src/core/json";
import * as ui from "./chat-uis";

export interface SideRequestCase {
  readonly signatureId: string;
  readonly kind: string;
  readonly body: JsonObject;
  /** The answer, as text or as the JSON that the text is. */
  readonly answer: string | JsonObject;
}

export const CHAT: ui.Chat = [
  { role: "user", content: "How do I keep basil alive on a north-facing balcony?" },
  {
    role: "assistant",
    content: "Give it the brightest spot that you have, and let the soil dry between waterings.",
  },
];

export const JAPANESE_CHAT: ui.Chat = [
  { role: "user", content: "東京の週末の天気はどうなりますか？傘を持って行くべきでしょうか。" },
  { role: "assistant", content: "土曜日は晴れ、日曜日は午後から雨の予報です。" },
];

const [ASKED, ANSWERED] = CHAT.map(({ content }) => content) as [string, string];
const TITLE = "How do I keep basil alive";
const JAPANESE_TITLE = "東京の週末の天気はどうなりますか";
const RECAP = `user: ${ASKED}\nassistant: ${ANSWERED}`;

const openWebUi: readonly SideRequestCase[] = [
  {
    signatureId: "open-webui-title",
    kind: "title",
    body: ui.openWebUiTask("title", CHAT),
    answer: { title: TITLE },
  },
  {
    signatureId: "open-webui-title",
    kind: "title",
    body: ui.openWebUiTask("plain-title", JAPANESE_CHAT),
    answer: { title: JAPANESE_TITLE },
  },
  {
    signatureId: "open-webui-tags",
    kind: "tags",
    body: ui.openWebUiTask("tags", CHAT),
    answer: { tags: ["General"] },
  },
  {
    signatureId: "open-webui-follow-ups",
    kind: "follow-ups",
    body: ui.openWebUiTask("follow-ups", CHAT),
    answer: { follow_ups: [] },
  },
  {
    signatureId: "open-webui-queries",
    kind: "queries",
    body: ui.openWebUiTask("queries", CHAT),
    answer: { queries: [] },
  },
  {
    signatureId: "open-webui-image-prompt",
    kind: "image-prompt",
    body: ui.openWebUiTask("image-prompt", CHAT),
    answer: { prompt: ASKED },
  },
  {
    signatureId: "open-webui-autocomplete",
    kind: "autocomplete",
    body: ui.openWebUiAutocomplete(CHAT, "And what about"),
    answer: { text: "" },
  },
  {
    signatureId: "open-webui-emoji",
    kind: "emoji",
    body: ui.openWebUiEmoji("That is wonderful!"),
    answer: "💬",
  },
  {
    signatureId: "open-webui-tool-choice",
    kind: "tool-choice",
    body: ui.openWebUiToolChoice("What time is it?"),
    answer: { tool_calls: [] },
  },
];

const otherChatUis: readonly SideRequestCase[] = [
  {
    signatureId: "librechat-title",
    kind: "title",
    body: ui.libreChatTitle(ASKED, ANSWERED),
    answer: TITLE,
  },
  // Sent in parallel with the main request, there is no reply yet.
  {
    signatureId: "librechat-title",
    kind: "title",
    body: ui.libreChatTitle(JAPANESE_CHAT[0]?.content ?? "", ""),
    answer: JAPANESE_TITLE,
  },
  {
    signatureId: "librechat-structured-title",
    kind: "title",
    body: ui.libreChatStructuredTitle(ASKED, "text"),
    answer: { title: TITLE, language: "English" },
  },
  {
    signatureId: "librechat-structured-title",
    kind: "title",
    body: ui.libreChatStructuredTitle(ASKED, "schema"),
    answer: { language: "English", title: TITLE },
  },
  {
    signatureId: "librechat-structured-title",
    kind: "title",
    body: ui.libreChatStructuredTitle(JAPANESE_CHAT[0]?.content ?? "", "tool"),
    answer: { language: "Japanese", title: JAPANESE_TITLE },
  },
  { signatureId: "nextchat-title", kind: "title", body: ui.nextChatTitle(CHAT), answer: TITLE },
  {
    signatureId: "nextchat-title",
    kind: "title",
    body: ui.nextChatTitle(JAPANESE_CHAT, "cn"),
    answer: JAPANESE_TITLE,
  },
  { signatureId: "nextchat-memory", kind: "memory", body: ui.nextChatMemory(CHAT), answer: RECAP },
  { signatureId: "lobechat-title", kind: "title", body: ui.lobeChatTitle(CHAT), answer: TITLE },
  {
    signatureId: "lobechat-memory",
    kind: "memory",
    body: ui.lobeChatMemory(CHAT),
    answer: `<user>${ASKED}</user>\n<assistant>${ANSWERED}</assistant>`,
  },
  { signatureId: "big-agi-title", kind: "title", body: ui.bigAgiTitle(CHAT), answer: TITLE },
  { signatureId: "hf-chat-ui-title", kind: "title", body: ui.hfChatUiTitle(ASKED), answer: TITLE },
  { signatureId: "chatbox-title", kind: "title", body: ui.chatboxTitle(CHAT), answer: "How do I" },
  {
    signatureId: "sillytavern-memory",
    kind: "memory",
    body: ui.sillyTavernMemory(CHAT),
    answer: RECAP,
  },
];

const codingClients: readonly SideRequestCase[] = [
  {
    signatureId: "continue-title",
    kind: "title",
    body: ui.continueTitle(ANSWERED),
    answer: "Give it the brightest spot that",
  },
  { signatureId: "opencode-title", kind: "title", body: ui.openCodeTitle(ASKED), answer: TITLE },
  {
    signatureId: "claude-code-topic-title",
    kind: "title",
    body: ui.claudeCodeTopic(ASKED),
    answer: { isNewTopic: true, title: TITLE },
  },
  {
    signatureId: "claude-code-title",
    kind: "title",
    body: ui.claudeCodeTitle(ASKED),
    answer: { title: TITLE },
  },
  {
    signatureId: "claude-code-suggestion",
    kind: "suggestion",
    body: ui.claudeCodeSuggestion(CHAT),
    answer: " ",
  },
  {
    signatureId: "claude-code-command-prefix",
    kind: "command-prefix",
    body: ui.claudeCodePrefix('git commit -m "Water the basil"'),
    answer: "git",
  },
  {
    signatureId: "claude-code-command-prefix",
    kind: "command-prefix",
    body: ui.claudeCodePrefix("git status; curl https://example.org"),
    answer: "command_injection_detected",
  },
  {
    signatureId: "claude-code-file-paths",
    kind: "file-paths",
    body: ui.claudeCodeFilePaths("ls", "basil.md"),
    answer: "<filepaths>\n</filepaths>",
  },
  {
    signatureId: "claude-code-quota-probe",
    kind: "probe",
    body: ui.claudeCodeQuotaProbe,
    answer: ".",
  },
  {
    signatureId: "claude-code-key-probe",
    kind: "probe",
    body: ui.claudeCodeKeyProbe,
    answer: ".",
  },
  {
    signatureId: "claude-code-model-probe",
    kind: "probe",
    body: ui.claudeCodeModelProbe,
    answer: ".",
  },
  { signatureId: "litellm-health-probe", kind: "probe", body: ui.liteLlmProbe, answer: "OK" },
];

export const SIDE_REQUESTS: readonly SideRequestCase[] = [
  ...openWebUi,
  ...otherChatUis,
  ...codingClients,
];
