import { useSignal } from "@preact/signals";
import { messages } from "../../i18n/use-messages";
import { Dialog } from "../../shell/dialog";
import { navigate, route } from "../../shell/route";
import { toast } from "../../shell/toast";
import { HttpError, requestJson } from "../../state/http";
import type { InboxModel } from "../inbox-model";

export interface DeleteSessionProps {
  readonly sessionName: string;
  readonly inbox: InboxModel;
  readonly onClose: () => void;
}

/** Asks before a transcript is gone for good. */
export function DeleteSession({ sessionName, inbox, onClose }: DeleteSessionProps) {
  const { inbox: texts, shell } = messages.value;
  const isBusy = useSignal(false);
  const waiting = inbox.entries.value.find((entry) => entry.sessionName === sessionName)
    ?.waitingTurns.length;
  const remove = async (): Promise<void> => {
    if (isBusy.value) return;
    isBusy.value = true;
    const isGone = await deleteSession(sessionName);
    isBusy.value = false;
    if (!isGone) {
      toast(texts.remove.failed, { tone: "error" });
      return;
    }
    inbox.store.forget(sessionName);
    if (route.value.page === "session" && route.value.sessionName === sessionName) navigate("/");
    toast(texts.remove.done(sessionName));
    onClose();
  };
  return (
    <Dialog
      title={texts.remove.title}
      size="small"
      onClose={onClose}
      footer={
        <>
          <button type="button" class="button" autofocus onClick={onClose}>
            {shell.cancel}
          </button>
          <button
            type="button"
            class="button button-danger"
            aria-disabled={isBusy.value}
            onClick={() => void remove()}
          >
            {texts.remove.submit}
          </button>
        </>
      }
    >
      <p>{texts.remove.text(sessionName)}</p>
      {waiting === undefined || waiting === 0 ? null : <p>{texts.remove.waiting(waiting)}</p>}
    </Dialog>
  );
}

/** True also where somebody else was quicker. */
async function deleteSession(sessionName: string): Promise<boolean> {
  try {
    await requestJson(`/sessions/${encodeURIComponent(sessionName)}`, { method: "DELETE" });
    return true;
  } catch (error) {
    return error instanceof HttpError && error.status === 404;
  }
}
