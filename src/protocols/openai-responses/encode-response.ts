import type { ApiError } from "../../core/api-error";
import type { ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp } from "../codec";
import { callFormsOf, type CallForms } from "./call-forms";
import { mapFailure } from "./map-error";
import { mapFinishReason } from "./map-finish-reason";
import { OutputItems, type OutputItem } from "./output-items";
import { responseObject, type IncompleteReason, type ResponseStatus } from "./response-object";

export function encodeResponse(
  events: readonly ReplyEvent[],
  usage: Usage,
  context: ResponseContext,
  stamp: ResponseStamp,
): string {
  const callForms = callFormsOf(context.options);
  const { output, incompleteReason } = outputOf(events, stamp.responseId, callForms);
  return JSON.stringify(
    responseObject(context, stamp, { ...endingOf(incompleteReason), output, usage }),
  );
}

/** A response that has no reply yet, or will never have one. */
export function encodeUnanswered(
  status: Extract<ResponseStatus, "in_progress" | "cancelled">,
  context: ResponseContext,
  stamp: ResponseStamp,
): string {
  return JSON.stringify(responseObject(context, stamp, { status, output: [] }));
}

export function encodeFailedResponse(
  error: ApiError,
  context: ResponseContext,
  stamp: ResponseStamp,
): string {
  const state = { status: "failed", output: [], error: mapFailure(error) } as const;
  return JSON.stringify(responseObject(context, stamp, state));
}

/** A reply that broke off. The vendor's reasons for an incomplete response are others, so that it has failed, with what has gone of it. */
export function encodeCutResponse(
  events: readonly ReplyEvent[],
  context: ResponseContext,
  stamp: ResponseStamp,
): string {
  const items = new OutputItems(stamp.responseId, callFormsOf(context.options));
  for (const event of events) if (event.type !== "finish") items.push(event);
  const error = { code: "server_error", message: "The response broke off before its end." };
  const state = { status: "failed", output: items.items("incomplete"), error } as const;
  return JSON.stringify(responseObject(context, stamp, state));
}

/** The output of a whole reply, as a stream of its events would come to it. */
export function outputOf(
  events: readonly ReplyEvent[],
  responseId: string,
  callForms: CallForms,
): { readonly output: readonly OutputItem[]; readonly incompleteReason: IncompleteReason | null } {
  const items = new OutputItems(responseId, callForms);
  let incompleteReason: IncompleteReason | null = null;
  for (const event of events) {
    if (event.type === "finish") incompleteReason = mapFinishReason(event.finishReason);
    else items.push(event);
  }
  items.finish(incompleteReason === null);
  return { output: items.items("completed"), incompleteReason };
}

export function endingOf(incompleteReason: IncompleteReason | null) {
  return incompleteReason === null
    ? ({ status: "completed" } as const)
    : ({ status: "incomplete", incompleteReason } as const);
}
