import type { Shortcut } from "../../shell/shortcuts";

/** The sheet of all keys. */
export interface HelpMessages {
  readonly title: string;
  readonly groups: Readonly<Record<Shortcut["group"], string>>;
  readonly none: string;
  readonly or: string;
  readonly liveTitle: string;
  readonly live: readonly [string, string, string, string];
}

export const enHelp: HelpMessages = {
  title: "Keys and help",
  groups: {
    everywhere: "Everywhere",
    inbox: "Inbox",
    session: "Session",
    composer: "While writing",
  },
  none: "No keys work here at the moment.",
  or: "or",
  liveTitle: "Live typing",
  live: [
    "While you write, each finished word goes to the caller at once, as from a model.",
    "What has gone is locked and marked: a stream cannot take anything back. The rest can be changed freely.",
    "What stands behind the caret waits, as the end of a template whose middle you fill in.",
    "You can let whole sentences go instead, or nothing before you send.",
  ],
};
