import { useComputed, type ReadonlySignal } from "@preact/signals";
import { formats, messages } from "../i18n/use-messages";
import { waitTime } from "./wait-clock";

export interface WaitMarkProps {
  /** Fixed for as long as the mark lives; give it as the key. */
  readonly sinceMs: number;
  readonly now: ReadonlySignal<number>;
}

/** How long somebody has waited, running. Only its text changes; no component is drawn again for it. */
export function WaitMark({ sinceMs, now }: WaitMarkProps) {
  const text = useComputed(() => {
    const time = waitTime(sinceMs, now.value);
    return time.unit === "clock" ? time.text : messages.value.wait.days(time.days, time.hours);
  });
  return (
    <span class="badge wait" data-tone="waiting">
      <span class="visually-hidden">{messages.value.inbox.waitingSince}</span>
      {text}
    </span>
  );
}

const MINUTE_MS = 60_000;

export interface PastMarkProps {
  /** Fixed for as long as the mark lives; give it as the key. */
  readonly atMs: number;
  readonly now: ReadonlySignal<number>;
}

/** How long ago something was, in minutes at the least: nobody waits for it, so it must not run. */
export function PastMark({ atMs, now }: PastMarkProps) {
  const text = useComputed(() => {
    const minutes = Math.floor(Math.max(0, now.value - atMs) / MINUTE_MS);
    return formats.value.relative(-minutes * MINUTE_MS, 0);
  });
  return <span class="inbox-time muted">{text}</span>;
}
