import type { Messages } from "../i18n/messages";
import { waitTime } from "../inbox/wait-clock";

/** How long something has waited, as a language writes it. */
export function waitText({ wait }: Messages, sinceMs: number, nowMs: number): string {
  const time = waitTime(sinceMs, nowMs);
  return time.unit === "clock" ? time.text : wait.days(time.days, time.hours);
}
