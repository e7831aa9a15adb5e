import type { AnswerKind } from "../../answer/answer-panel-props";
import type { SendMode } from "../../compose/draft";
import type { WholeReason } from "../../session/desk-types";
import { createPlural } from "../format";

/** The editor of an answer, whose turn it is, and how it goes to the caller. */
export interface ComposerMessages {
  readonly answerTo: (turn: string) => string;
  readonly placeholder: string;
  readonly kinds: string;
  readonly kind: Readonly<Record<AnswerKind, string>>;
  readonly lockedEdit: string;
  /** How much has gone to the caller, and how much is still free. */
  readonly counter: (sent: number, free: number) => string;
  readonly counterWhole: (free: number) => string;
  /** Of what waits: how much does not go by itself, as it is behind the caret or looks for a template. */
  readonly held: (count: number) => string;
  readonly unconfirmed: string;
  readonly notKept: string;
  readonly send: string;
  readonly sending: string;
  readonly sendHint: string;
  readonly sendHintEnter: string;
  readonly emptyAnswer: string;
  readonly when: string;
  readonly modes: Readonly<Record<SendMode, string>>;
  readonly whole: Readonly<Record<WholeReason, string>>;
  readonly enterSends: string;
  readonly options: string;
  readonly paceOn: (tokensPerSecond: string) => string;
  readonly paceNote: string;
  readonly paceUsed: string;
  readonly firstTokenDelay: string;
  readonly tokensPerSecond: string;
  readonly tokensHint: string;
  readonly jitter: string;
  readonly free: string;
  readonly mine: string;
  readonly theirs: (name: string) => string;
  readonly claim: string;
  readonly claiming: string;
  readonly takeOver: string;
  readonly handOver: string;
  readonly handOverTo: (name: string) => string;
  readonly release: string;
  readonly nobodyElse: string;
  readonly sent: string;
  readonly ended: {
    readonly takenOver: (name: string) => string;
    readonly answeredBy: (name: string) => string;
    readonly answered: string;
    readonly expired: string;
    readonly abandoned: string;
    readonly skipped: string;
    readonly gone: string;
    readonly yourText: string;
    readonly copyText: string;
    readonly moveText: string;
    readonly discard: string;
    readonly dismiss: string;
  };
  readonly shortcuts: {
    readonly focus: string;
    readonly claim: string;
    readonly mode: string;
    readonly send: string;
  };
}

const plural = createPlural("en");

function characters(count: number): string {
  return `${count} ${plural(count, { one: "character", other: "characters" })}`;
}

export const enComposer: ComposerMessages = {
  answerTo: (turn) => `Answer to ${turn}`,
  placeholder: "Write the answer…",
  kinds: "How to answer",
  kind: { text: "Text", "tool-call": "Tool call", form: "Form", refuse: "Refuse", error: "Error" },
  lockedEdit: "That part has gone to the caller and stays as it is.",
  counter: (sent, free) => (sent === 0 ? characters(free) : `${sent} sent, ${free} waiting`),
  counterWhole: characters,
  held: (count) => `${count} held back`,
  unconfirmed: "sending…",
  notKept: "This browser keeps nothing: a reload would lose the text.",
  send: "Send",
  sending: "Sending…",
  sendHint: "Ctrl+Enter or ⌘+Enter",
  sendHintEnter: "Enter; Shift+Enter for a new line",
  emptyAnswer: "The answer is empty. Send again to send it as it is.",
  when: "Goes out",
  modes: { word: "word by word", sentence: "by sentence", send: "when sent" },
  whole: {
    "not-streaming": "This caller does not stream, so the answer goes as a whole.",
    checked:
      "The caller's demands are checked before anything goes, so the answer goes as a whole.",
    delivery: "A delay or a cut is set, so the answer goes as a whole.",
  },
  enterSends: "Enter sends",
  options: "Options",
  paceOn: (tokensPerSecond) => `${tokensPerSecond} tokens/s`,
  paceNote: "The caller reads at this pace, however fast you type.",
  paceUsed: "Read like a model",
  firstTokenDelay: "Before the first token (ms)",
  tokensPerSecond: "Tokens per second",
  tokensHint: "Empty: as fast as it comes.",
  jitter: "Jitter",
  free: "Write, and the turn is yours.",
  mine: "This turn is yours.",
  theirs: (name) => `${name} has this turn.`,
  claim: "Claim",
  claiming: "Claiming…",
  takeOver: "Take over",
  handOver: "Hand over",
  handOverTo: (name) => `To ${name}`,
  release: "To nobody",
  nobodyElse: "Nobody else is here.",
  sent: "Sent. The caller gets your answer.",
  ended: {
    takenOver: (name) => `${name} took this turn over. What you wrote is still here.`,
    answeredBy: (name) => `${name} answered this turn first. What you wrote was not sent.`,
    answered: "This turn has been answered. What you wrote was not sent.",
    expired: "This turn has expired. What you wrote was not sent.",
    abandoned:
      "The caller asked something else. Only a retry of this question would get an answer.",
    skipped: "This turn was skipped. What you wrote was not sent.",
    gone: "This turn is over. What you wrote was not sent.",
    yourText: "Your text",
    copyText: "Copy text",
    moveText: "Move to…",
    discard: "Discard",
    dismiss: "Dismiss",
  },
  shortcuts: {
    focus: "Write the answer",
    claim: "Claim or take over",
    mode: "Switch when text goes out",
    send: "Send the answer",
  },
};
