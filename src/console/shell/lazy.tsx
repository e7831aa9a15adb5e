import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { messages } from "../i18n/use-messages";

export type LazyComponent<Props> = FunctionComponent<Props> & { preload(): void };

/** A view whose code is loaded when it is first needed, or before by `preload`. */
export function lazy<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): LazyComponent<Props> {
  const loaded = signal<FunctionComponent<Props> | null>(null);
  const hasFailed = signal(false);
  let loading: Promise<void> | null = null;
  const start = async (): Promise<void> => {
    hasFailed.value = false;
    try {
      loaded.value = await load();
    } catch {
      // Without a connection, or gone from the server with an update.
      hasFailed.value = true;
      loading = null;
    }
  };
  const preload = (): void => {
    loading ??= start();
  };
  const Lazy: LazyComponent<Props> = (props) => {
    useEffect(preload, []);
    const View = loaded.value;
    if (View !== null) return <View {...props} />;
    return hasFailed.value ? <LoadFailure retry={preload} /> : <LoadingNote />;
  };
  Lazy.preload = preload;
  return Lazy;
}

function LoadingNote() {
  return (
    <p class="view-note muted" aria-busy="true">
      {messages.value.shell.loading}
    </p>
  );
}

/** A module that failed once is not asked for again by every browser, so the page is loaded anew; what was typed stays stored. */
function LoadFailure({ retry }: { readonly retry: () => void }) {
  const { shell } = messages.value;
  return (
    <div class="view-note">
      <p>{shell.viewFailed}</p>
      <div class="row">
        <button type="button" class="button" onClick={retry}>
          {shell.retry}
        </button>
        <button type="button" class="button" onClick={() => location.reload()}>
          {shell.endedActions.reload}
        </button>
      </div>
    </div>
  );
}
