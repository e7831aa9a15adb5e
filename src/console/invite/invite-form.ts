import type { InviteRequest, InviteRole } from "./invite-api";

const MINUTE_MS = 60_000;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;
/** The server's limit. */
const LIFETIME_SECONDS_MAX = 366 * DAY_SECONDS;
const LABEL_CHARS_MAX = 64;

/** What stands in the dialog. */
export interface InviteForm {
  readonly role: InviteRole;
  readonly label: string;
  /** Seconds; null for a time of its own. */
  readonly lifetimeSeconds: number | null;
  /** Of an input of type `datetime-local`, which is in the browser's own time. */
  readonly untilText: string;
  readonly isPattern: boolean;
  readonly pattern: string;
  readonly sees: { readonly context: boolean; readonly history: boolean };
}

export const LIFETIMES: readonly { readonly unit: "hours" | "days"; readonly count: number }[] = [
  { unit: "hours", count: 1 },
  { unit: "hours", count: 8 },
  { unit: "days", count: 1 },
  { unit: "days", count: 7 },
  { unit: "days", count: 30 },
];

export function lifetimeSeconds({ unit, count }: (typeof LIFETIMES)[number]): number {
  return count * (unit === "hours" ? HOUR_SECONDS : DAY_SECONDS);
}

export function newInviteForm(sessionName: string): InviteForm {
  return {
    role: "responder",
    label: "",
    lifetimeSeconds: DAY_SECONDS,
    untilText: "",
    isPattern: false,
    pattern: patternLike(sessionName),
    sees: seesOf("responder"),
  };
}

/** A player must not see through the role that they play to; an operator sees what the caller sees. */
export function seesOf(role: InviteRole): InviteForm["sees"] {
  const isAll = role === "operator";
  return { context: isAll, history: isAll };
}

/** The session's own name with its last part open, as `town-guard-*` for `town-guard-7`. */
export function patternLike(sessionName: string): string {
  const start = /^(.+[-_./:])[^-_./:]+$/u.exec(sessionName)?.[1];
  return start === undefined ? `${sessionName}*` : `${start}*`;
}

export type InviteFault = "until" | "pattern" | "label";

/** What goes to the server, or what is to be mended first. */
export function requestOf(
  form: InviteForm,
  nowMs: number,
):
  | { readonly ok: true; readonly request: InviteRequest }
  | { readonly ok: false; readonly faults: readonly InviteFault[] } {
  const label = form.label.trim();
  const pattern = form.pattern.trim();
  const seconds = form.lifetimeSeconds ?? secondsUntil(form.untilText, nowMs);
  const faults: InviteFault[] = [];
  if ([...label].length > LABEL_CHARS_MAX || /\p{Cc}/u.test(label)) faults.push("label");
  if (form.isPattern && !pattern.includes("*")) faults.push("pattern");
  if (seconds === null) faults.push("until");
  if (seconds === null || faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    request: {
      role: form.role,
      expires_in: seconds,
      ...(label === "" ? {} : { label }),
      ...(form.isPattern ? { sessions: pattern } : {}),
      // A program has no place at the console, so there is nothing to show to it.
      ...(form.role === "caller" ? {} : { sees: form.sees }),
    },
  };
}

function secondsUntil(untilText: string, nowMs: number): number | null {
  const untilMs = new Date(untilText).getTime();
  if (Number.isNaN(untilMs) || untilMs < nowMs + MINUTE_MS) return null;
  const seconds = Math.floor((untilMs - nowMs) / 1_000);
  return seconds > LIFETIME_SECONDS_MAX ? null : seconds;
}

/** Whether an address leads to the machine itself, so that nobody else can use it. */
export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    hostname.startsWith("127.")
  );
}
