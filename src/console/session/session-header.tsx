import { useSignal } from "@preact/signals";
import type { LiveSession } from "../../console-protocol/session-message";
import { messages } from "../i18n/use-messages";
import { InviteDialog } from "../invite/invite-dialog";
import { Icon } from "../shell/icon";
import { PresenceList } from "./presence-list";
import { ResponderSwitch } from "./responder-switch";
import { SessionMenu } from "./session-menu";
import type { SessionViewModel } from "./session-view-model";

/** The session's name, who answers in it, who is here, and what can be done with it. */
export function SessionHeader({ model }: { readonly model: SessionViewModel }) {
  const { session } = messages.value;
  const isInviting = useSignal(false);
  const live: LiveSession | null = model.store.live.value;
  const role = model.store.welcome.value?.role ?? null;
  return (
    <header class="session-header">
      <h1 tabIndex={-1}>{model.sessionName}</h1>
      {live === null ? null : (
        <ResponderSwitch sessionName={model.sessionName} kind={live.responderKind} />
      )}
      {live?.isContextHidden ? <span class="badge">{session.header.contextIsHidden}</span> : null}
      <PresenceList store={model.store} />
      <span class="session-actions">
        {role === "admin" ? (
          <button
            type="button"
            class="button"
            aria-label={session.header.invite}
            onClick={() => {
              isInviting.value = true;
            }}
          >
            <Icon name="user" />
            <span>{session.header.invite}</span>
          </button>
        ) : null}
        <SessionMenu model={model} isAdmin={role === "admin"} />
      </span>
      {isInviting.value ? (
        <InviteDialog
          sessionName={model.sessionName}
          onClose={() => {
            isInviting.value = false;
          }}
        />
      ) : null}
    </header>
  );
}
