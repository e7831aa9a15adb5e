import { messages } from "../i18n/use-messages";
import { Dialog } from "../shell/dialog";
import { lazy } from "../shell/lazy";

const InvitePanel = lazy(async () => (await import("./invite-panel")).InvitePanel);

/** Where an admin invites somebody to a session. */
export function InviteDialog({
  sessionName,
  onClose,
}: {
  readonly sessionName: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title={messages.value.invite.title(sessionName)} onClose={onClose} size="large">
      <InvitePanel sessionName={sessionName} />
    </Dialog>
  );
}
