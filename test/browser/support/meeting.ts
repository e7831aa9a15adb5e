import type OpenAI from "openai";
import type { Locator, Page } from "playwright-core";
import { newSessionName } from "../../e2e/support/sessions.ts";
import { editorOf, sessionUrl } from "./console-page.ts";
import { askStreaming, createClient, type StreamedAnswer } from "./streaming-caller.ts";
import type { Visit, Visitor } from "./use-visitors.ts";

export interface Meeting {
  readonly url: string;
  readonly session: string;
  readonly client: OpenAI;
  readonly answer: StreamedAnswer;
  readonly page: Page;
  readonly editor: Locator;
}

/** A program that waits for its stream in a session of its own, and a person at the console who can answer it. */
export async function meet(
  { url }: { readonly url: string },
  visit: Visit,
  { question = "Who goes there?", seat = "/caller", ...visitor }: MeetingOptions = {},
): Promise<Meeting> {
  const session = newSessionName("meeting");
  const client = createClient(`${url}${seat}`);
  const answer = askStreaming(client, session, question);
  const page = await visit(sessionUrl(url, session), visitor);
  const editor = editorOf(page);
  await editor.waitFor();
  return { url, session, client, answer, page, editor };
}

interface MeetingOptions extends Visitor {
  readonly question?: string;
  /** The empty path names no seat. */
  readonly seat?: string;
}
