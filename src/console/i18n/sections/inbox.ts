import { createPlural } from "../format";

const plural = createPlural("en");

/** The list of all sessions. */
export interface InboxMessages {
  readonly title: string;
  readonly search: string;
  readonly clearSearch: string;
  readonly filters: {
    readonly label: string;
    readonly all: string;
    readonly waiting: string;
    readonly unread: string;
    readonly responder: string;
    readonly everyResponder: string;
  };
  readonly count: (shown: number, all: number) => string;
  /** The count is written as the language writes numbers. */
  readonly waitingCount: (count: string) => string;
  /** Said before a running clock. */
  readonly waitingSince: string;
  readonly undecided: string;
  readonly unread: string;
  readonly noQuestion: string;
  readonly here: (names: string) => string;
  readonly actions: (sessionName: string) => string;
  readonly openByName: {
    readonly action: string;
    readonly title: string;
    readonly label: string;
    readonly hint: string;
    readonly submit: string;
    readonly problems: Readonly<
      Record<"missing" | "empty" | "too-long" | "control-character" | "no-address", string>
    >;
  };
  readonly copyName: string;
  readonly copyLink: string;
  readonly markRead: string;
  readonly remove: {
    readonly action: string;
    readonly title: string;
    readonly text: (sessionName: string) => string;
    readonly waiting: (count: number) => string;
    readonly submit: string;
    readonly failed: string;
    readonly done: (sessionName: string) => string;
  };
  readonly empty: {
    readonly title: string;
    readonly text: string;
    readonly baseUrl: string;
    readonly example: string;
    readonly examples: { readonly curl: string; readonly python: string; readonly node: string };
  };
  readonly nothingFound: { readonly title: string; readonly reset: string };
  readonly noneWaiting: string;
  readonly failed: { readonly title: string; readonly text: string };
  readonly chooseSession: string;
  readonly chooseSessionHint: string;
  readonly shortcuts: { readonly next: string; readonly previous: string; readonly open: string };
}

export const enInbox: InboxMessages = {
  title: "Inbox",
  search: "Search",
  clearSearch: "Clear the search",
  filters: {
    label: "Show",
    all: "All",
    waiting: "Waiting",
    unread: "Unread",
    responder: "Answered by",
    everyResponder: "Anyone",
  },
  count: (shown, all) =>
    shown === all
      ? `${all} ${plural(all, { one: "session", other: "sessions" })}`
      : `${shown} of ${all} sessions`,
  waitingCount: (count) => `${count} waiting`,
  waitingSince: "Waiting for",
  undecided: "Waiting; nobody knows yet who asks",
  unread: "Unread",
  noQuestion: "No question yet",
  here: (names) => `Here: ${names}`,
  actions: (sessionName) => `More about ${sessionName}`,
  openByName: {
    action: "Open by name",
    title: "Open a session",
    label: "Name of the session",
    hint: "The name that programs send as the model. It need not exist yet.",
    submit: "Open",
    problems: {
      missing: "Enter a name.",
      empty: "Enter a name.",
      "too-long": "A name has at most 256 characters.",
      "control-character": "A name has no line breaks and no other control characters.",
      "no-address": "A name is not one or two dots alone.",
    },
  },
  copyName: "Copy the name",
  copyLink: "Copy the link",
  markRead: "Mark as read",
  remove: {
    action: "Delete…",
    title: "Delete this session?",
    text: (sessionName) =>
      `The whole transcript of “${sessionName}” is deleted. This cannot be undone.`,
    waiting: (count) =>
      `${count} ${plural(count, { one: "caller that waits gets", other: "callers that wait get" })} an error.`,
    submit: "Delete",
    failed: "The session was not deleted.",
    done: (sessionName) => `${sessionName} was deleted.`,
  },
  empty: {
    title: "No sessions yet",
    text: "A program's first call makes a session, named by its model. Point any client here:",
    baseUrl: "Base URL",
    example: "Example",
    examples: { curl: "curl", python: "Python", node: "Node.js" },
  },
  nothingFound: { title: "No session matches", reset: "Show all sessions" },
  noneWaiting: "Nobody is waiting.",
  failed: {
    title: "The sessions could not be loaded",
    text: "The server cannot be reached. The page keeps trying.",
  },
  chooseSession: "Choose a session",
  chooseSessionHint: "Who has waited longest is at the top.",
  shortcuts: {
    next: "Next session",
    previous: "Previous session",
    open: "Open the session",
  },
};
