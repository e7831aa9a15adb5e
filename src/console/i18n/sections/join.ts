/** What an invited person sees. It knows no word of APIs or models, but for programs. */
export interface JoinMessages {
  readonly title: string;
  readonly opening: string;
  readonly problems: Readonly<
    Record<JoinProblemName, { readonly title: string; readonly text: string }>
  >;
  readonly retry: string;
  readonly connecting: string;
  readonly offline: string;
  readonly nobody: string;
  readonly waits: string;
  readonly waitsCount: (count: number) => string;
  readonly isNext: string;
  readonly someoneElse: (name: string) => string;
  readonly part: string;
  readonly conversation: string;
  readonly yourAnswer: string;
  readonly placeholder: string;
  readonly placeholderNobody: string;
  readonly send: string;
  readonly sending: string;
  readonly delivered: string;
  readonly onItsWay: string;
  readonly tooLate: string;
  readonly callerGone: string;
  readonly notText: string;
  readonly unsent: string;
  readonly copyUnsent: string;
  readonly otherAnswered: string;
  readonly isForAnother: string;
  readonly isForUnchosen: string;
  readonly answerThis: string;
  readonly arrived: string;
  readonly image: (number: number) => string;
  readonly keysDesktop: string;
  readonly keysTouch: string;
  readonly caller: {
    readonly title: string;
    readonly text: string;
    readonly baseUrl: string;
    readonly model: string;
    readonly modelHelp: (pattern: string) => string;
    readonly key: string;
    readonly keyGone: string;
    readonly show: string;
    readonly hide: string;
    readonly examples: string;
    readonly until: (when: string) => string;
    readonly question: string;
  };
}

type JoinProblemName =
  | "no-token"
  | "no-key"
  | "expired"
  | "revoked"
  | "wrong"
  | "ended"
  | "deleted"
  | "outdated"
  | "superseded"
  | "network"
  | "closed";

export const enJoin: JoinMessages = {
  title: "Invitation",
  opening: "Opening your invitation…",
  problems: {
    "no-token": {
      title: "No invitation here",
      text: "Open the link that you were sent, or scan its code again.",
    },
    "no-key": {
      title: "This server takes no invitations",
      text: "It runs without a key, so it cannot tell whether a link is good. Ask whoever invited you which server the link is for. If you run this one, start it with a key, and make a new link.",
    },
    expired: {
      title: "This invitation has ended",
      text: "Ask whoever invited you for a new link.",
    },
    revoked: {
      title: "This invitation was taken back",
      text: "Ask whoever invited you if you should still be here.",
    },
    wrong: {
      title: "This link is not complete",
      text: "A part of it may have been lost on its way. Open the whole link, or scan its code.",
    },
    ended: {
      title: "Your access has ended",
      text: "Thank you for playing. Ask whoever invited you if you want to come back.",
    },
    deleted: { title: "This conversation was closed", text: "There is nothing more to answer." },
    outdated: { title: "There is a newer version", text: "Load the page again to go on." },
    superseded: {
      title: "This chat is open in another window",
      text: "Go on there, or use it here again.",
    },
    network: {
      title: "The server cannot be reached",
      text: "Check your connection. Nothing that you typed is lost.",
    },
    closed: {
      title: "The server takes no invitations now",
      text: "Ask whoever invited you to start it again.",
    },
  },
  retry: "Try again",
  connecting: "Connecting…",
  offline: "No connection. Go on writing: it is sent when the connection is back.",
  nobody: "Nobody is asking right now. The next question appears here by itself.",
  waits: "Somebody waits",
  waitsCount: (count) => `${count} wait, the oldest first`,
  isNext: "You answer this one now",
  someoneElse: (name) => `${name} is answering this one.`,
  part: "Your part",
  conversation: "Conversation",
  yourAnswer: "Your answer",
  placeholder: "Write your answer…",
  placeholderNobody: "You can already write…",
  send: "Send",
  sending: "Sending…",
  delivered: "Delivered",
  onItsWay: "On its way",
  tooLate: "It was too late: nobody waits for this answer any more.",
  callerGone: "Whoever asked has left, and may come back for the answer.",
  notText:
    "This question wants an answer in a form that cannot be written here. Nothing was sent, and your text is still here. Whoever invited you can answer it.",
  unsent: "Your text, in case you want to keep it:",
  copyUnsent: "Copy your text",
  otherAnswered: "Someone else has answered. Your text is still here.",
  isForAnother: "The question that you wrote for is over. This one waits now:",
  isForUnchosen: "You wrote this for another question. You answer this one now:",
  answerThis: "Answer this one",
  arrived: "A new question has come.",
  image: (number) => `Image ${number} of the question`,
  keysDesktop: "Enter sends, Shift+Enter begins a new line.",
  keysTouch: "Answer as if you were the one who is asked.",
  caller: {
    title: "Connect your program",
    text: "Use these in any client of the OpenAI API. A person may answer, so give it time.",
    baseUrl: "Base URL",
    model: "Model",
    modelHelp: (pattern) => `Any name that fits ${pattern}.`,
    key: "API key",
    keyGone: "The key was in the link. Open the link again to see it.",
    show: "Show",
    hide: "Hide",
    examples: "Examples",
    until: (when) => `Valid until ${when}.`,
    question: "Hello, who is there?",
  },
};
