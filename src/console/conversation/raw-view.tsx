import { useEffect, useState } from "preact/hooks";
import type { RawExchange } from "../../console-protocol/turn-view";
import { messages } from "../i18n/use-messages";
import type { SessionStore } from "../state/session-store";
import { CopyButton } from "./copy-button";
import { prettyJson } from "./json-outline";
import { SCROLLABLE } from "./scrollable";

type Loaded =
  | { readonly state: "loading" }
  | { readonly state: "failed" }
  | { readonly state: "there"; readonly exchange: RawExchange };

/** What went over the wire, in the caller's own dialect. */
export function RawView({
  store,
  turnId,
  version,
}: {
  readonly store: Pick<SessionStore, "live" | "rawExchange" | "welcome">;
  readonly turnId: number;
  /** Changes when there may be more of it, as when the answer was delivered. */
  readonly version: string;
}) {
  const [loaded, setLoaded] = useState<Loaded>({ state: "loading" });
  const isHidden =
    store.live.value?.isContextHidden === true || store.welcome.value?.sees.context === false;
  useEffect(() => {
    let isWanted = true;
    store.rawExchange(turnId).then(
      (exchange) => isWanted && setLoaded({ state: "there", exchange }),
      () => isWanted && setLoaded({ state: "failed" }),
    );
    return () => {
      isWanted = false;
    };
  }, [store, turnId, version, isHidden]);
  const { session } = messages.value;
  if (isHidden) return <p class="hint">{session.contextHidden}</p>;
  if (loaded.state === "loading") return <p class="hint">{session.loading}</p>;
  if (loaded.state === "failed") return <p class="fault">{session.rawFailed}</p>;
  const { request, response } = loaded.exchange;
  return (
    <div class="raw">
      <p class="hint">{session.rawNote}</p>
      <RawText title={session.rawRequest} text={request} missing={session.rawGone} />
      <RawText title={session.rawResponse} text={response} missing={session.rawNoResponse} />
    </div>
  );
}

function RawText({
  title,
  text,
  missing,
}: {
  readonly title: string;
  readonly text: string | null;
  readonly missing: string;
}) {
  const pretty = text === null ? null : prettyWire(text);
  return (
    <section>
      <div class="raw-head">
        <h3>{title}</h3>
        {pretty === null ? null : (
          <CopyButton text={() => pretty} label={messages.value.session.copyOf(title)} />
        )}
      </div>
      {pretty === null ? (
        <p class="hint">{missing}</p>
      ) : (
        <pre class="raw-text" {...SCROLLABLE}>
          {pretty}
        </pre>
      )}
    </section>
  );
}

/** A body of JSON is indented; a stream stays as it was framed. */
function prettyWire(text: string): string {
  return prettyJson(text.trim());
}
