import { signal, type Signal } from "@preact/signals";
import { formats, messages } from "../i18n/use-messages";
import { Popover } from "../shell/popover";
import type { InboxModel } from "./inbox-model";
import { RowMenu } from "./lazy-dialogs";

/** Which row's button was pressed last, as hundreds of rows share one panel of each kind. */
export interface RowOpener {
  readonly sessionName: string;
  readonly button: Element;
}

export const rowOpener: Signal<RowOpener | null> = signal(null);

export const ROW_MENU_ID = "inbox-menu";
export const ROW_PRESENCE_ID = "inbox-presence";

export interface RowPopoversProps {
  readonly inbox: InboxModel;
  /** Null for whoever may not. */
  readonly onDelete: ((sessionName: string) => void) | null;
}

/** The panels of the row whose button was pressed. */
export function RowPopovers({ inbox, onDelete }: RowPopoversProps) {
  const findButton = (): Element | null => rowOpener.peek()?.button ?? null;
  const sessionName = rowOpener.value?.sessionName ?? "";
  return (
    <>
      <Popover id={ROW_MENU_ID} opener={findButton}>
        <RowMenu sessionName={sessionName} inbox={inbox} onDelete={onDelete} />
      </Popover>
      <Popover id={ROW_PRESENCE_ID} opener={findButton}>
        <PresenceNames sessionName={sessionName} inbox={inbox} />
      </Popover>
    </>
  );
}

export interface RowProps {
  readonly sessionName: string;
  readonly inbox: InboxModel;
}

function PresenceNames({ sessionName, inbox }: RowProps) {
  const operators = inbox.presence.value.get(sessionName) ?? [];
  const names = formats.value.list(operators.map(({ name }) => name));
  return <p class="popover-text">{messages.value.inbox.here(names)}</p>;
}
