import { useEffect } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { MessagePage } from "../shell/message-page";
import type { JoinProblem } from "./open-invitation";

/** Another try can help with these. */
const PASSING: ReadonlySet<JoinProblem> = new Set([
  "network",
  "closed",
  "superseded",
  "outdated",
] as const);

export function JoinProblemPage({
  problem,
  again,
}: {
  readonly problem: JoinProblem;
  readonly again: () => void;
}) {
  const { problems, retry } = messages.value.join;
  useEffect(() => {
    if (problem !== "network") return undefined;
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [problem, again]);
  const { title, text } = problems[problem];
  return (
    <MessagePage title={title} text={text}>
      {PASSING.has(problem) && (
        <button
          type="button"
          class="button button-primary"
          onClick={() => {
            if (problem === "outdated") location.reload();
            else again();
          }}
        >
          {retry}
        </button>
      )}
    </MessagePage>
  );
}
