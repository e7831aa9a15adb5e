import type { TurnView } from "../../console-protocol/turn-view";
import type { SessionStore } from "../state/session-store";
import { ContextPanel } from "./context-panel";
import { RawView } from "./raw-view";

/** What stands beside a conversation for who asks for it: what sets its scene, and what went over the wire. */
export function TurnDetails({
  view,
  raw,
  isMarkdown,
}: {
  /** Null where it is not asked for, or not loaded yet. */
  readonly view: TurnView | null;
  /** Null where it is not asked for. */
  readonly raw: {
    readonly store: Pick<SessionStore, "live" | "rawExchange" | "welcome">;
    readonly turnId: number;
    readonly version: string;
  } | null;
  readonly isMarkdown: boolean;
}) {
  return (
    <>
      {view === null ? null : <ContextPanel view={view} isMarkdown={isMarkdown} />}
      {raw === null ? null : <RawView {...raw} />}
    </>
  );
}
