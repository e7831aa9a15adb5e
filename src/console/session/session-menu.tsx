import { useSignal } from "@preact/signals";
import { messages } from "../i18n/use-messages";
import { Icon } from "../shell/icon";
import { lazy } from "../shell/lazy";
import { Menu } from "./menu";
import type { SessionViewModel } from "./session-view-model";

const Items = lazy(async () => (await import("./session-menu-items")).SessionMenuItems);
const DeleteDialog = lazy(async () => (await import("./session-menu-items")).DeleteDialog);

/** What is seldom done with a session: what its operators see, its transcript, its end. */
export function SessionMenu({
  model,
  isAdmin,
}: {
  readonly model: SessionViewModel;
  readonly isAdmin: boolean;
}) {
  const isDeleting = useSignal(false);
  return (
    <>
      <Menu
        label={<Icon name="more" />}
        name={messages.value.session.header.more}
        buttonClass="icon-button"
      >
        <Items
          model={model}
          isAdmin={isAdmin}
          onDelete={() => {
            isDeleting.value = true;
          }}
        />
      </Menu>
      {isDeleting.value ? (
        <DeleteDialog
          sessionName={model.sessionName}
          onClose={() => {
            isDeleting.value = false;
          }}
        />
      ) : null}
    </>
  );
}
