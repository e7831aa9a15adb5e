import type { Role } from "../../../core/message";
import type { ResponderKind } from "../../../core/turn";
import type { TurnState } from "../../session/turn-state";
import { createPlural } from "../format";

/** A session: its turns, what was said in them, and who is here. */
export interface SessionMessages {
  readonly loading: string;
  readonly failed: string;
  readonly retry: string;
  readonly yes: string;
  readonly no: string;
  readonly turns: string;
  readonly turn: (number: number) => string;
  readonly undecided: string;
  readonly undecidedNote: string;
  readonly states: Readonly<Record<TurnState, string>>;
  readonly stateOf: (turn: string, state: string) => string;
  readonly arrived: (turn: string, question: string) => string;
  readonly empty: { readonly title: string; readonly text: string };
  readonly showEarlierTurns: (count: number, written: string) => string;
  readonly sideBySide: string;
  readonly markdown: string;
  readonly context: string;
  readonly raw: string;
  /** The same three on buttons, where there is little room. */
  readonly short: Readonly<Record<"markdown" | "context" | "raw", string>>;
  readonly deadline: (time: string) => string;
  readonly waitsSince: (time: string) => string;
  readonly openedAt: (time: string) => string;
  readonly conversationOf: (turn: string) => string;
  readonly roles: Readonly<Record<Role, string>>;
  readonly answerBy: (name: string) => string;
  readonly answerIsWritten: (name: string) => string;
  readonly answerHasGone: string;
  readonly isTyping: (names: string) => string;
  readonly errorAnswer: (status: number) => string;
  readonly emptyMessage: string;
  readonly newSince: string;
  readonly newBelow: string;
  readonly showEarlier: (count: number, written: string) => string;
  readonly showWholeText: (characters: string) => string;
  readonly entryCount: (count: number, written: string) => string;
  readonly copyOf: (what: string) => string;
  readonly refusal: string;
  readonly thinking: string;
  readonly hiddenThinking: string;
  readonly toolCall: string;
  readonly toolResult: string;
  readonly toolAnswered: string;
  readonly toolFailed: string;
  readonly noResult: string;
  readonly argumentsOf: (tool: string) => string;
  readonly resultOf: (tool: string) => string;
  readonly file: string;
  readonly media: Readonly<Record<"image" | "audio", string>>;
  readonly mediaElsewhere: Readonly<Record<"image" | "audio" | "file", string>>;
  readonly brokenMedia: (type: string) => string;
  readonly systemPrompt: string;
  readonly noSystemPrompt: string;
  readonly contextHidden: string;
  readonly demands: string;
  readonly dialect: string;
  readonly stream: string;
  readonly responseFormat: string;
  readonly formats: Readonly<Record<"text" | "json", string>>;
  readonly jsonBySchema: (name: string) => string;
  readonly schema: string;
  readonly toolChoice: string;
  readonly toolChoices: Readonly<Record<"auto" | "none" | "required", string>>;
  readonly noTools: string;
  readonly oneCallAtATime: string;
  readonly tools: (count: string) => string;
  readonly parameters: string;
  readonly unknownFields: string;
  readonly rawNote: string;
  readonly rawRequest: string;
  readonly rawResponse: string;
  readonly rawGone: string;
  readonly rawNoResponse: string;
  readonly rawFailed: string;
  readonly header: {
    readonly responder: string;
    readonly responders: Readonly<Record<ResponderKind, string>>;
    readonly switchTo: (kind: string) => string;
    readonly switchFailed: string;
    readonly here: string;
    readonly you: (name: string) => string;
    readonly writes: (name: string) => string;
    readonly invite: string;
    readonly more: string;
    readonly hideContext: string;
    readonly hideContextNote: string;
    readonly contextIsHidden: string;
    readonly sideRequests: string;
    readonly sideRequestsNote: string;
    readonly exportJson: string;
    readonly exportLines: string;
    readonly copyLink: string;
    readonly remove: string;
    readonly removeTitle: (name: string) => string;
    readonly removeText: string;
    readonly removed: (name: string) => string;
  };
  readonly shortcuts: {
    readonly nextTurn: string;
    readonly previousTurn: string;
    readonly context: string;
    readonly raw: string;
  };
}

const plural = createPlural("en");

export const enSession: SessionMessages = {
  loading: "Loading…",
  failed: "This could not be loaded.",
  retry: "Try again",
  yes: "yes",
  no: "no",
  turns: "Turns",
  turn: (number) => `Turn ${number}`,
  undecided: "Undecided",
  undecidedNote:
    "Nobody knows yet whether this is a question or a partner. As soon as you write, it is a question to you.",
  states: {
    waiting: "Waiting",
    "caller-gone": "Caller gone",
    shown: "With the partner",
    answered: "Answered",
    delivered: "Delivered",
    expired: "Expired",
    abandoned: "Given up",
    skipped: "Skipped",
  },
  stateOf: (turn, state) => `${turn}: ${state}.`,
  arrived: (turn, question) => `${turn} waits: ${question}`,
  empty: {
    title: "Nothing was asked yet",
    text: "Point a program at this server with this session's name as its model. Its questions appear here.",
  },
  showEarlierTurns: (count, written) =>
    `${written} earlier ${plural(count, { one: "turn", other: "turns" })}`,
  sideBySide: "Side by side",
  markdown: "Markdown",
  context: "Prompt and parameters",
  raw: "Raw exchange",
  short: { markdown: "Markdown", context: "Prompt", raw: "Raw" },
  deadline: (time) => `Expires at ${time}`,
  waitsSince: (time) => `Waits for ${time}`,
  openedAt: (time) => `Asked at ${time}`,
  conversationOf: (turn) => `Conversation of ${turn}`,
  roles: {
    system: "System",
    developer: "Developer",
    user: "Caller",
    assistant: "Model",
    tool: "Tool",
  },
  answerBy: (name) => `Model (${name})`,
  answerIsWritten: (name) => `${name} writes; the caller has this so far`,
  answerHasGone: "The caller has this so far",
  isTyping: (names) => `${names} is typing…`,
  errorAnswer: (status) => `Error ${status}`,
  emptyMessage: "Empty",
  newSince: "New in this turn",
  newBelow: "New below",
  showEarlier: (count, written) =>
    `Show ${written} earlier ${plural(count, { one: "message", other: "messages" })}`,
  showWholeText: (characters) => `Show all ${characters} characters`,
  entryCount: (count, written) => `${written} ${plural(count, { one: "entry", other: "entries" })}`,
  copyOf: (what) => `Copy ${what}`,
  refusal: "Refusal",
  thinking: "Thinking",
  hiddenThinking: "Thinking, hidden by the vendor",
  toolCall: "Calls",
  toolResult: "Result of",
  toolAnswered: "Result below",
  toolFailed: "Failed",
  noResult: "No result",
  argumentsOf: (tool) => `arguments of ${tool}`,
  resultOf: (tool) => `result of ${tool}`,
  file: "File",
  media: { image: "Image", audio: "Audio" },
  mediaElsewhere: {
    image: "Image elsewhere, not loaded:",
    audio: "Audio elsewhere, not loaded:",
    file: "File elsewhere, not loaded:",
  },
  brokenMedia: (type) => `This cannot be read: ${type}`,
  systemPrompt: "System prompt",
  noSystemPrompt: "The caller sent none.",
  contextHidden: "Hidden in this session.",
  demands: "What the caller wants",
  dialect: "API",
  stream: "Streams",
  responseFormat: "Format",
  formats: { text: "text", json: "any JSON object" },
  jsonBySchema: (name) => `JSON by the schema "${name}"`,
  schema: "Schema",
  toolChoice: "Tools",
  toolChoices: {
    auto: "may be called",
    none: "must not be called",
    required: "one must be called",
  },
  noTools: "none offered",
  oneCallAtATime: "one at a time",
  tools: (count) => `Tools (${count})`,
  parameters: "Parameters",
  unknownFields: "Other fields",
  rawNote:
    "Indented to be read. Long texts and older messages are replaced by a note of their size, and heartbeats are left out.",
  rawRequest: "Request",
  rawResponse: "Response",
  rawGone: "It is not kept any more: only the newest ones are.",
  rawNoResponse: "Nothing was delivered yet.",
  rawFailed: "The raw exchange could not be loaded.",
  header: {
    responder: "Answered by",
    responders: {
      partner: "a partner",
      operator: "operators",
      copilot: "a copilot",
      script: "a script",
      replay: "a replay",
    },
    switchTo: (kind) => `From now on this session is answered by ${kind}.`,
    switchFailed: "That could not be changed.",
    here: "Here now",
    you: (name) => `${name} (you)`,
    writes: (name) => `${name} is typing`,
    invite: "Invite",
    more: "More",
    hideContext: "Hide prompts and parameters",
    hideContextNote: "From every operator and player. The transcript records it.",
    contextIsHidden: "Prompts are hidden",
    sideRequests: "Answer a chat UI's own requests",
    sideRequestsNote: "Titles, tags and suggestions are answered by rule.",
    exportJson: "Transcript as JSON",
    exportLines: "Transcript as JSON lines",
    copyLink: "Copy the link",
    remove: "Delete the session",
    removeTitle: (name) => `Delete ${name}?`,
    removeText:
      "Everything that was said is deleted, invitations end, and whoever waits gets an error. This cannot be undone.",
    removed: (name) => `${name} was deleted.`,
  },
  shortcuts: {
    nextTurn: "Next waiting turn, or session",
    previousTurn: "Previous waiting turn, or session",
    context: "Show or hide prompt and parameters",
    raw: "Show or hide the raw exchange",
  },
};
