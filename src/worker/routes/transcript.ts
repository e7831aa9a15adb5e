import { z } from "zod";
import type { ConsoleReader } from "../../core/console-visitor";
import type { SessionApi, TranscriptEvent } from "../../session/session-api";
import type { AppContext } from "../app-types";
import { readerOf } from "../console-socket";
import { errorResponse } from "../error-response";
import { parseWith } from "../read-json";
import { sessionNotFound, sessionOfPath } from "../session-of-path";

/** Events of one call to the Session; it gives fewer where they are large. */
const PAGE_EVENTS = 500;

const JSON_LINES_TYPES = ["application/jsonl", "application/x-ndjson"] as const;

const transcriptQuery = z.object({
  format: z.enum(["json", "jsonl"]).optional(),
  /** The sequence of the last event that is already known. */
  after: z.coerce.number().int().min(0).default(0),
});

/** The transcript as far as its reader may see it, page by page from the Session to the client, so that none is too long. */
export async function getTranscript(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const query = parseWith(transcriptQuery, context.req.query());
  if (!query.ok) return errorResponse(context, query.error);
  const { name, stub } = session.value;
  if ((await stub.describe()) === null) return errorResponse(context, sessionNotFound(name));
  const pages = readPages(stub, query.value.after, readerOf(context.get("principal")));
  const accept = context.req.header("accept") ?? "";
  const wantsLines =
    query.value.format === "jsonl" || JSON_LINES_TYPES.some((type) => accept.includes(type));
  if (query.value.format !== "json" && wantsLines) {
    return streamResponse(linesOf(pages), "application/jsonl; charset=utf-8");
  }
  return streamResponse(documentOf(name, pages), "application/json");
}

async function* readPages(
  stub: Pick<SessionApi, "readTranscript">,
  after: number,
  reader: ConsoleReader,
): AsyncGenerator<readonly TranscriptEvent[]> {
  let afterSequence: number | null = after;
  while (afterSequence !== null) {
    const page = await stub.readTranscript({ afterSequence, limit: PAGE_EVENTS, reader });
    yield page.events;
    afterSequence = page.nextSequence;
  }
}

async function* linesOf(pages: AsyncIterable<readonly TranscriptEvent[]>): AsyncGenerator<string> {
  for await (const events of pages) {
    if (events.length > 0) yield events.map((event) => `${JSON.stringify(event)}\n`).join("");
  }
}

async function* documentOf(
  name: string,
  pages: AsyncIterable<readonly TranscriptEvent[]>,
): AsyncGenerator<string> {
  yield `{"session":${JSON.stringify(name)},"events":[`;
  let separator = "";
  for await (const events of pages) {
    let text = "";
    for (const event of events) {
      text += separator + JSON.stringify(event);
      separator = ",";
    }
    if (text !== "") yield text;
  }
  yield "]}";
}

/** A page is read when the client has taken the one before; no text may be empty. A failure cuts the body, so that it cannot pass for a whole one. */
function streamResponse(texts: AsyncGenerator<string>, contentType: string): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
  return new Response(body, { headers: { "content-type": contentType } });
}
