import { describeSession } from "./sessions.ts";
import { waitFor } from "./wait-for.ts";

/** Answers the one question that waits in a session, as an operator does at the console, and gives the text of that question. */
export async function answerAsOperator(
  url: string,
  session: string,
  content: Readonly<Record<string, unknown>>,
): Promise<string> {
  // The request before it may still be held, while its end is on the way to its client.
  const question = await waitFor(`a question in ${session}`, () => readQuestion(url, session));
  const response = await fetch(`${url}/sessions/${encodeURIComponent(session)}/replies`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(content),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return question;
}

interface Asked {
  readonly question?: string | null;
  readonly status?: string;
}

/** Of a turn; or of a request whose seat nobody knows yet. */
async function readQuestion(url: string, session: string): Promise<string> {
  const described: object = await describeSession(url, session);
  const { waiting, holds } = described as {
    readonly waiting: readonly Asked[];
    readonly holds: readonly Asked[];
  };
  const [question] = [...waiting, ...holds].flatMap((asked) => asked.question ?? []);
  if (question === undefined) throw new Error(`Nobody asks anything: ${JSON.stringify(described)}`);
  return question;
}
