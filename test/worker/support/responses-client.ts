import type { JsonObject } from "../../../src/core/json";
import { PLAIN_DELIVERY, type ReplyDelivery } from "../../../src/core/reply-delivery";
import type { ReplyPart } from "../../../src/core/turn";
import type { OperatorAnswer } from "../../../src/session/session-api";
import { fetchWorker, post } from "./edge";
import { sessionStub } from "./conversation";

/** A response, or an error, as a client of OpenAI Responses reads it; of its fields those that tests read. */
export interface WireResponse {
  readonly id: string;
  readonly status: string;
  readonly previous_response_id: string | null;
  readonly instructions: string | null;
  readonly usage: { readonly input_tokens: number } | null;
  readonly output: readonly {
    readonly id: string;
    readonly type: string;
    readonly call_id?: string;
    readonly content?: readonly { readonly text?: string }[];
  }[];
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly param?: string;
  } | null;
}

export interface RequestOptions {
  readonly seat?: "caller" | "responder";
  readonly headers?: Record<string, string>;
}

/** Sends a request through the whole Worker, and resolves with what came of it, however long that takes. */
export async function create(
  session: string,
  input: string | readonly JsonObject[],
  fields: JsonObject = {},
  { seat = "caller", headers = {} }: RequestOptions = {},
): Promise<WireResponse> {
  const body = { model: session, input, ...fields };
  const response = await fetchWorker(`/${seat}/v1/responses`, post(body, headers));
  return response.json();
}

export async function call(
  method: "GET" | "DELETE" | "POST",
  path: string,
): Promise<readonly [status: number, body: unknown]> {
  const response = await fetchWorker(`/v1/responses/${path}`, { method });
  return [response.status, await response.json()];
}

export function textOf({ output }: WireResponse): string {
  return output.flatMap(({ content = [] }) => content.map(({ text = "" }) => text)).join("");
}

let replyCount = 0;

/** Answers the question that waits longest, as soon as there is one. */
export async function answer(session: string, ...parts: readonly ReplyPart[]): Promise<void> {
  await answerWith(session, { reply: { parts, finishReason: "stop" } });
}

/** The same, with a reply that is to be late, slow or cut off, or with an error. */
export async function answerWith(
  session: string,
  content: OperatorAnswer["content"],
  delivery: Partial<ReplyDelivery> = {},
): Promise<void> {
  replyCount += 1;
  const replyId = `reply-${replyCount}`;
  for (;;) {
    const answered = await sessionStub(session).answerAsOperator({
      replyId,
      target: "oldest",
      content,
      delivery: { ...PLAIN_DELIVERY, ...delivery },
    });
    if (answered.ok) return;
    await scheduler.wait(10);
  }
}

/** One turn between a client of OpenAI Responses and an operator. */
export async function exchange(
  session: string,
  input: string | readonly JsonObject[],
  reply: string,
  fields: JsonObject = {},
): Promise<WireResponse> {
  const created = create(session, input, fields);
  await answer(session, { type: "text", text: reply });
  return created;
}
