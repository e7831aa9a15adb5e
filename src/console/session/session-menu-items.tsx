import { messages } from "../i18n/use-messages";
import { copyText } from "../shell/copy-text";
import { Dialog } from "../shell/dialog";
import { navigate, sessionPath } from "../shell/route";
import { toast } from "../shell/toast";
import { requestJson } from "../state/http";
import type { SessionViewModel } from "./session-view-model";

/** What the menu of a session offers. Loaded when it is opened. */
export function SessionMenuItems({
  model,
  isAdmin,
  onDelete,
}: {
  readonly model: SessionViewModel;
  readonly isAdmin: boolean;
  readonly onDelete: () => void;
}) {
  const { header } = messages.value.session;
  const path = pathOf(model.sessionName);
  const live = model.store.live.value;
  return (
    <>
      {isAdmin && live !== null ? (
        <Setting
          label={header.hideContext}
          note={header.hideContextNote}
          isOn={live.isContextHidden}
          path={`${path}/context-visibility`}
          field="hidden"
        />
      ) : null}
      {live === null ? null : (
        <Setting
          label={header.sideRequests}
          note={header.sideRequestsNote}
          isOn={live.answersSideRequests}
          path={`${path}/side-requests`}
          field="answered"
        />
      )}
      <TranscriptLinks path={path} sessionName={model.sessionName} />
      <button
        type="button"
        class="menu-button"
        onClick={() => void copyText(location.origin + sessionPath(model.sessionName))}
      >
        {header.copyLink}
      </button>
      {isAdmin ? (
        <button
          type="button"
          class="menu-button menu-danger"
          onClick={() => {
            onDelete();
          }}
        >
          {header.remove}
        </button>
      ) : null}
    </>
  );
}

function pathOf(sessionName: string): string {
  return `/sessions/${encodeURIComponent(sessionName)}`;
}

function TranscriptLinks({
  path,
  sessionName,
}: {
  readonly path: string;
  readonly sessionName: string;
}) {
  const { header } = messages.value.session;
  return (
    <>
      <a class="menu-button" href={`${path}/transcript`} download={`${sessionName}.json`}>
        {header.exportJson}
      </a>
      <a
        class="menu-button"
        href={`${path}/transcript?format=jsonl`}
        download={`${sessionName}.jsonl`}
      >
        {header.exportLines}
      </a>
    </>
  );
}

function Setting({
  label,
  note,
  isOn,
  path,
  field,
}: {
  readonly label: string;
  readonly note: string;
  readonly isOn: boolean;
  readonly path: string;
  readonly field: string;
}) {
  const change = async (input: HTMLInputElement): Promise<void> => {
    try {
      await requestJson(path, { method: "PUT", body: { [field]: input.checked } });
    } catch {
      // Whatever the reason, it is as it was.
      input.checked = isOn;
      toast(messages.peek().session.header.switchFailed, { tone: "error" });
    }
  };
  return (
    <label class="check menu-setting">
      <input
        type="checkbox"
        checked={isOn}
        onChange={({ currentTarget }) => void change(currentTarget)}
      />
      <span>
        {label}
        <span class="hint menu-note">{note}</span>
      </span>
    </label>
  );
}

/** Asks before a session is deleted. */
export function DeleteDialog({
  sessionName,
  onClose,
}: {
  readonly sessionName: string;
  readonly onClose: () => void;
}) {
  const { session, shell } = messages.value;
  const remove = async (): Promise<void> => {
    try {
      await requestJson(pathOf(sessionName), { method: "DELETE" });
      toast(session.header.removed(sessionName));
      navigate("/");
    } catch {
      // It may be gone already, and then the socket says so.
      toast(session.header.switchFailed, { tone: "error" });
      onClose();
    }
  };
  return (
    <Dialog
      title={session.header.removeTitle(sessionName)}
      size="small"
      onClose={onClose}
      footer={
        <>
          <button type="button" class="button" onClick={onClose}>
            {shell.cancel}
          </button>
          <button type="button" class="button button-danger" onClick={() => void remove()}>
            {session.header.remove}
          </button>
        </>
      }
    >
      <p>{session.header.removeText}</p>
    </Dialog>
  );
}
