import { FakeSession } from "./fake-session";
import { fetchEdge, post, type EdgeAnswer } from "./edge";

const CHAT = "/v1/chat/completions";

export interface HeldQuestion {
  readonly session: FakeSession;
  readonly answer: Promise<EdgeAnswer>;
}

/** A question that a Session played by the test holds. */
export async function askHeld(options: {
  readonly stream: boolean;
  readonly variables: Readonly<Record<string, string>>;
}): Promise<HeldQuestion> {
  const { stream, variables } = options;
  const session = new FakeSession();
  const body = { model: "demo", stream, messages: [{ role: "user", content: "Hello?" }] };
  const answer = fetchEdge(CHAT, post(body), { variables, session: session.stub });
  await session.hasReceived("open");
  session.says({ type: "held" });
  return { session, answer };
}
