import { useEffect } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { MessagePage } from "../shell/message-page";
import { navigateOnClick } from "../shell/route";
import type { JoinProblem } from "./open-invitation";
import { UnsentText } from "./unsent-text";

/** Another try can help with these. */
const PASSING: ReadonlySet<JoinProblem> = new Set([
  "network",
  "closed",
  "superseded",
  "outdated",
] as const);

export function JoinProblemPage({
  problem,
  unsent = "",
  again,
}: {
  readonly problem: JoinProblem;
  /** What the person wrote, and could not send. */
  readonly unsent?: string;
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
      <UnsentText text={unsent} />
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
      {problem === "no-key" && (
        <a class="button" href="/" onClick={(event) => navigateOnClick(event, "/")}>
          {messages.value.shell.toInbox}
        </a>
      )}
    </MessagePage>
  );
}
