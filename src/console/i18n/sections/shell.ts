import type { ResponderKind } from "../../../core/turn";
import type { EndReason } from "../../state/connection";
import type { Theme } from "../../state/theme";
import { createPlural } from "../format";

const plural = createPlural("en");

/** The frame around every view, and the page that asks for the key. */
export interface ShellMessages {
  readonly product: string;
  readonly skipToContent: string;
  readonly close: string;
  readonly cancel: string;
  readonly dismiss: string;
  readonly retry: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly back: string;
  readonly help: string;
  readonly settings: string;
  readonly toInbox: string;
  readonly loading: string;
  readonly viewFailed: string;
  readonly connection: {
    readonly connecting: string;
    readonly online: string;
    readonly offline: string;
    /** What still works without a server. */
    readonly offlineNote: string;
    readonly backOnline: string;
  };
  readonly ended: Readonly<Record<EndReason, { readonly title: string; readonly text: string }>>;
  readonly endedActions: {
    readonly reload: string;
    readonly signIn: string;
    readonly goOnHere: string;
  };
  readonly name: {
    readonly label: string;
    readonly hint: string;
  };
  readonly language: string;
  readonly languageAuto: (language: string) => string;
  readonly theme: string;
  readonly themes: Readonly<Record<Theme, string>>;
  readonly sound: string;
  readonly soundHint: string;
  readonly singleKeys: string;
  readonly singleKeysHint: string;
  readonly notifications: string;
  readonly notificationsHint: string;
  readonly notificationsDenied: string;
  readonly notificationsUnavailable: string;
  readonly account: {
    readonly admin: string;
    readonly operator: (label: string) => string;
    readonly openLocal: string;
    readonly signOut: string;
    readonly signOutFailed: string;
    readonly expires: (time: string) => string;
  };
  readonly signIn: {
    readonly title: string;
    readonly intro: string;
    readonly key: string;
    readonly keyHint: string;
    readonly showKey: string;
    readonly submit: string;
    readonly submitting: string;
    readonly empty: string;
    readonly wrong: string;
    readonly tooMany: string;
    readonly unreachable: string;
    readonly noConsole: string;
    readonly invited: string;
    readonly failed: (detail: string) => string;
  };
  readonly unreachable: { readonly title: string; readonly text: string };
  readonly closed: { readonly title: string; readonly text: string };
  readonly unknownPage: { readonly title: string; readonly text: (path: string) => string };
  readonly crash: {
    readonly title: string;
    readonly text: string;
    readonly details: string;
    readonly again: string;
    readonly reload: string;
  };
  readonly responderKinds: Readonly<Record<ResponderKind, string>>;
  readonly news: {
    readonly one: (sessionName: string) => string;
    readonly several: (count: number) => string;
  };
  readonly shortcuts: {
    readonly help: string;
    readonly search: string;
    readonly inbox: string;
    readonly openByName: string;
  };
}

export const enShell: ShellMessages = {
  product: "MotiveProxy",
  skipToContent: "Skip to the content",
  close: "Close",
  cancel: "Cancel",
  dismiss: "Dismiss",
  retry: "Try again",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "The browser did not allow copying. Select the text and copy it.",
  back: "Back",
  help: "Help and keys",
  settings: "Settings",
  toInbox: "Go to the inbox",
  loading: "Loading…",
  viewFailed: "This view could not be loaded. The connection is gone, or the server was updated.",
  connection: {
    connecting: "Connecting…",
    online: "Connected",
    offline: "Reconnecting…",
    offlineNote:
      "No connection to the server. You can read what is here and go on writing; everything you type is kept and goes on from here when the connection is back.",
    backOnline: "Connected again.",
  },
  ended: {
    "access-ended": {
      title: "You are signed out",
      text: "The sign-in has ended or the invitation was withdrawn. What you typed is kept in this browser.",
    },
    "session-deleted": {
      title: "This session was deleted",
      text: "Somebody deleted it while it was open here. What you typed is kept in this browser.",
    },
    outdated: {
      title: "There is a newer console",
      text: "The server was updated. Reload the page to go on; what you typed is kept.",
    },
    "bad-message": {
      title: "The server did not understand this page",
      text: "Reload the page to go on; what you typed is kept.",
    },
    superseded: {
      title: "This console is open in another tab",
      text: "The other tab goes on in your place. You can go on here as another operator.",
    },
  },
  endedActions: { reload: "Reload", signIn: "Sign in", goOnHere: "Go on here" },
  name: { label: "Your name", hint: "Other operators see it. Callers never do." },
  language: "Language",
  languageAuto: (language) => `As in the browser (${language})`,
  theme: "Theme",
  themes: { auto: "As in the system", light: "Light", dark: "Dark" },
  sound: "Sound",
  soundHint: "A short tone when somebody begins to wait.",
  singleKeys: "Keys without Ctrl or Alt",
  singleKeysHint:
    "Such as J and K in the inbox. Switch them off where keys are pressed by accident or by voice.",
  notifications: "Notifications",
  notificationsHint: "Shows arrivals outside the browser while this page is not in front.",
  notificationsDenied:
    "The browser blocks notifications for this page. Allow them in its site settings.",
  notificationsUnavailable: "This browser shows no notifications here; they need https.",
  account: {
    admin: "Signed in with the key",
    operator: (label) => `Invited: ${label}`,
    openLocal: "Open on this machine, without a key",
    signOut: "Sign out",
    signOutFailed: "Signing out failed. Try again when the server can be reached.",
    expires: (time) => `until ${time}`,
  },
  signIn: {
    title: "Sign in",
    intro: "Enter the server's key to answer its sessions.",
    key: "Key",
    keyHint: "The value of MOTIVE_PROXY_API_KEY, or the token of an invitation.",
    showKey: "Show the key",
    submit: "Sign in",
    submitting: "Signing in…",
    empty: "Enter the key.",
    wrong: "This key is not right. Check for missing characters and try again.",
    tooMany: "Too many wrong keys. Wait a minute, then try again.",
    unreachable: "The server cannot be reached. Check the connection and try again.",
    noConsole: "This invitation is for programs. It does not open the console.",
    invited: "This invitation is for a player. Open its link to answer.",
    failed: (detail) => `Signing in failed: ${detail}`,
  },
  unreachable: {
    title: "The server cannot be reached",
    text: "The page tries again by itself as soon as there is a connection.",
  },
  closed: {
    title: "This server is closed",
    text: "It has no key yet, so it lets nobody in from outside. Set MOTIVE_PROXY_API_KEY on the server.",
  },
  unknownPage: {
    title: "There is no such page",
    text: (path) => `Nothing is at ${path}. The link may have been cut.`,
  },
  crash: {
    title: "Something went wrong on this page",
    text: "This is a fault of the console. Nothing was sent, and what you typed is kept in this browser.",
    details: "Details for a report",
    again: "Try again",
    reload: "Reload the page",
  },
  responderKinds: {
    partner: "Partner",
    operator: "Operators",
    copilot: "Copilot",
    script: "Script",
    replay: "Replay",
  },
  news: {
    one: (sessionName) => `${sessionName} is waiting.`,
    several: (count) =>
      `${count} ${plural(count, { one: "question is", other: "questions are" })} waiting.`,
  },
  shortcuts: {
    help: "Show this help",
    search: "Search the sessions",
    inbox: "Go to the inbox",
    openByName: "Open a session by its name",
  },
};
