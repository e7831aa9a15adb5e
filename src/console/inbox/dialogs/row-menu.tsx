import { messages } from "../../i18n/use-messages";
import { copyText } from "../../shell/copy-text";
import { Icon, type IconName } from "../../shell/icon";
import { sessionPath } from "../../shell/route";
import { setSeen } from "../../state/seen-sessions";
import type { InboxModel } from "../inbox-model";

export interface RowMenuProps {
  readonly sessionName: string;
  readonly inbox: InboxModel;
  /** Null for whoever may not. */
  readonly onDelete: ((sessionName: string) => void) | null;
}

/** What one does with a session without opening it. */
export function RowMenu({ sessionName, inbox, onDelete }: RowMenuProps) {
  const texts = messages.value.inbox;
  const sessions = inbox.store.sessions.value;
  const session = sessions.get(sessionName);
  const isUnread = inbox.entries.value.some(
    (entry) => entry.sessionName === sessionName && entry.isUnread,
  );
  return (
    <>
      <MenuButton icon="copy" onClick={() => void copyText(sessionName)}>
        {texts.copyName}
      </MenuButton>
      <MenuButton
        icon="link"
        onClick={() => void copyText(location.origin + sessionPath(sessionName))}
      >
        {texts.copyLink}
      </MenuButton>
      {isUnread && session !== undefined ? (
        <MenuButton icon="check" onClick={() => setSeen(session, (name) => sessions.has(name))}>
          {texts.markRead}
        </MenuButton>
      ) : null}
      {onDelete === null ? null : (
        <MenuButton icon="trash" onClick={() => onDelete(sessionName)}>
          {texts.remove.action}
        </MenuButton>
      )}
    </>
  );
}

interface MenuButtonProps {
  readonly icon: IconName;
  readonly onClick: () => void;
  readonly children: string;
}

function MenuButton({ icon, onClick, children }: MenuButtonProps) {
  return (
    <button
      type="button"
      class="menu-button"
      onClick={(event) => {
        event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
        onClick();
      }}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}
