import { Fragment } from "preact";
import { formats, messages } from "../i18n/use-messages";
import type { InboxOperator } from "../state/inbox-state";
import { initialsOf } from "./initials";
import { ROW_PRESENCE_ID, rowOpener } from "./row-popovers";

/** More than these are a number. */
const SHOWN_MAX = 3;

export interface PresenceMarksProps {
  readonly sessionName: string;
  readonly operators: readonly InboxOperator[];
  readonly tabIndex: number;
}

/** Who else has this session open. A pointer shows the names by hovering; keys and fingers open them. */
export function PresenceMarks({ sessionName, operators, tabIndex }: PresenceMarksProps) {
  if (operators.length === 0) return null;
  const names = formats.value.list(operators.map(({ name }) => name));
  const label = messages.value.inbox.here(names);
  const hidden = operators.length - SHOWN_MAX;
  const marks = operators.slice(0, SHOWN_MAX).map(({ name }) => initialsOf(name));
  if (hidden > 0) marks.push(`+${hidden}`);
  return (
    <button
      type="button"
      class="presence"
      // What is seen is a part of the name, for those who say it.
      aria-label={`${marks.join(" ")} ${label}`}
      title={label}
      popovertarget={ROW_PRESENCE_ID}
      tabIndex={tabIndex}
      onClick={({ currentTarget }) => {
        rowOpener.value = { sessionName, button: currentTarget };
      }}
    >
      {marks.map((mark, index) => (
        <Fragment key={index}>
          <span class={index < SHOWN_MAX ? "initials" : undefined} aria-hidden="true">
            {mark}
          </span>{" "}
        </Fragment>
      ))}
    </button>
  );
}
