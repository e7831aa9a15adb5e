import type { InviteRole } from "../../invite/invite-api";

/** The dialog that invites somebody. */
export interface InviteMessages {
  readonly title: (session: string) => string;
  readonly who: string;
  readonly roles: Readonly<Record<InviteRole, { readonly name: string; readonly help: string }>>;
  readonly label: string;
  readonly labelHelp: string;
  readonly expiry: string;
  readonly hours: (count: number) => string;
  readonly days: (count: number) => string;
  readonly until: string;
  readonly untilTime: string;
  readonly badTime: string;
  readonly where: string;
  readonly onlyHere: string;
  readonly byPattern: string;
  readonly pattern: string;
  readonly patternHelp: string;
  readonly sees: string;
  readonly seesContext: string;
  readonly seesPart: string;
  readonly seesHistory: string;
  readonly create: string;
  readonly creating: string;
  readonly ready: string;
  readonly onlyOnce: string;
  readonly link: string;
  readonly qr: string;
  readonly copyLink: string;
  readonly share: string;
  readonly another: string;
  readonly loopback: string;
  readonly existing: string;
  readonly noneYet: string;
  readonly unnamed: string;
  readonly expires: (when: string) => string;
  readonly expired: string;
  readonly revoked: string;
  readonly revoke: string;
  readonly revokeOf: (label: string) => string;
  readonly revokeAsk: string;
  readonly revokeDone: string;
  readonly noKey: string;
  readonly shortKey: string;
  readonly notAllowed: string;
  readonly problems: {
    readonly pattern: string;
    readonly tooMany: string;
    readonly label: string;
  };
}

export const enInvite: InviteMessages = {
  title: (session) => `Invite to ${session}`,
  who: "Who is invited",
  roles: {
    responder: { name: "Player", help: "Gets a plain chat page and answers as the model." },
    operator: { name: "Operator", help: "Gets this console, without inviting and deleting." },
    caller: { name: "Program", help: "Gets an API key and asks questions." },
  },
  label: "Name",
  labelHelp: "Shown here and in the log, such as “Anna”.",
  expiry: "Valid for",
  hours: (count) => (count === 1 ? "1 hour" : `${count} hours`),
  days: (count) => (count === 1 ? "1 day" : `${count} days`),
  until: "Until…",
  untilTime: "End",
  badTime: "Choose a time from now to one year ahead.",
  where: "For",
  onlyHere: "This session",
  byPattern: "Sessions by pattern",
  pattern: "Pattern",
  patternHelp: "An asterisk stands for anything, as in town-*. It must match this session.",
  sees: "May see",
  seesContext: "System prompt and parameters",
  seesPart: "Their part (the system prompt)",
  seesHistory: "The conversation before now",
  create: "Make a link",
  creating: "Making a link…",
  ready: "The link is ready.",
  onlyOnce: "Whoever has it can come in, and it is shown only this once.",
  link: "Link",
  qr: "The link as a QR code",
  copyLink: "Copy the link",
  share: "Share…",
  another: "Make another one",
  loopback:
    "This console is open at an address of this machine alone, so the link works nowhere else. Start the server for your network, and open the console at this machine's address there:",
  existing: "Invitations",
  noneYet: "Nobody has been invited yet.",
  unnamed: "no name",
  expires: (when) => `ends ${when}`,
  expired: "has ended",
  revoked: "revoked",
  revoke: "Revoke",
  revokeOf: (label) => `Revoke the invitation of ${label}`,
  revokeAsk: "Really revoke",
  revokeDone: "The invitation is revoked. Pages that are open by it were closed.",
  noKey:
    "This server has no key, and invitations are signed with it. Started like this, it makes a key, and can be reached from your network:",
  shortKey:
    "This server's key is too short to sign invitations: it needs 20 characters. Without a key of your own it makes one:",
  notAllowed: "Only who has the server's key can invite.",
  problems: {
    pattern: "This pattern is none, or does not match this session.",
    tooMany: "This session has as many invitations as it can list.",
    label: "Use at most 64 characters in one line.",
  },
};
