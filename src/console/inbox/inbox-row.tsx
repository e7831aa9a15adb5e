import { Icon } from "../shell/icon";
import { memo } from "../shell/memo";
import { useComputed } from "@preact/signals";
import { formats, messages } from "../i18n/use-messages";
import { navigateOnClick, sessionPath } from "../shell/route";
import type { InboxOperator } from "../state/inbox-state";
import { waitingSinceMs, type InboxEntry } from "./inbox-entry";
import type { InboxModel } from "./inbox-model";
import { PresenceMarks } from "./presence-marks";
import { ROW_MENU_ID, rowOpener } from "./row-popovers";
import { UNDECIDED_TURN_ID } from "./session-to-entry";
import { PastMark, WaitMark } from "./time-marks";

/** One and the same, so that a row without operators is not drawn again when others come and go. */
const NOBODY: readonly InboxOperator[] = [];

export interface InboxRowProps {
  readonly entry: InboxEntry;
  readonly inbox: InboxModel;
  readonly isOpen: boolean;
  /** Whether Tab stops here. */
  readonly isCurrent: boolean;
}

/** A session in one glance: whether somebody waits and since when, what was asked, who is there. */
export const InboxRow = memo(function InboxRow(props: InboxRowProps) {
  const { entry, inbox, isOpen, isCurrent } = props;
  const { sessionName, isUnread, waitingTurns, responderKind, lastActiveAtMs } = entry;
  const texts = messages.value.inbox;
  const operators = useComputed(() => inbox.presence.value.get(sessionName) ?? NOBODY);
  const sinceMs = waitingSinceMs(entry);
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <li
      class="inbox-row"
      data-open={isOpen || undefined}
      data-unread={isUnread || undefined}
      data-waiting={sinceMs !== null || undefined}
    >
      <a
        class="inbox-link"
        href={sessionPath(sessionName)}
        data-name={sessionName}
        tabIndex={tabIndex}
        aria-current={isOpen ? "page" : undefined}
        onClick={(event) => navigateOnClick(event, sessionPath(sessionName))}
      >
        <span class="inbox-line">
          <span class="inbox-unread">
            {isUnread ? <span class="visually-hidden">{texts.unread}</span> : null}
          </span>
          <span class="inbox-name">{sessionName}</span>
          {sinceMs === null ? (
            <PastMark key={lastActiveAtMs} atMs={lastActiveAtMs} now={inbox.now} />
          ) : (
            <WaitMark key={sinceMs} sinceMs={sinceMs} now={inbox.now} />
          )}
        </span>
        <QuestionText entry={entry} />
      </a>
      <div class="inbox-foot">
        <span class="inbox-kind muted">{messages.value.shell.responderKinds[responderKind]}</span>
        {waitingTurns.length > 1 ? (
          <span class="badge" data-tone="waiting">
            {texts.waitingCount(formats.value.number(waitingTurns.length))}
          </span>
        ) : null}
        <PresenceMarks sessionName={sessionName} operators={operators.value} tabIndex={tabIndex} />
        <button
          type="button"
          class="icon-button inbox-more"
          aria-label={texts.actions(sessionName)}
          popovertarget={ROW_MENU_ID}
          tabIndex={tabIndex}
          onClick={({ currentTarget }) => {
            rowOpener.value = { sessionName, button: currentTarget };
          }}
        >
          <Icon name="more" />
        </button>
      </div>
    </li>
  );
});

function QuestionText({ entry }: { readonly entry: InboxEntry }) {
  const texts = messages.value.inbox;
  const [first] = entry.waitingTurns;
  const question = first?.questionText || entry.lastQuestionText;
  if (first?.turnId === UNDECIDED_TURN_ID && question === "")
    return <span class="inbox-question muted">{texts.undecided}</span>;
  return (
    <span class="inbox-question" data-empty={question === "" || undefined} dir="auto">
      {question === "" ? texts.noQuestion : question}
    </span>
  );
}
