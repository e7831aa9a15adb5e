import type { JsonObject } from "../../../src/core/json";
import { openAiResponses } from "../../../src/protocols/openai-responses";
import { respondWith, type Answer } from "../answers";

export { USAGE, type Answer } from "../answers";

/** With an id as long as those of holds, from which this dialect makes its own. */
export const STAMP = {
  responseId: "0123456789abcdef0123456789abcdef",
  createdAtMs: 1_790_000_000_000,
};

/** Stands for a server that answers every request with the same reply. */
export function answeringFetch(answer: Answer, onRequest: (body: JsonObject) => void = () => {}) {
  return (_url: unknown, init?: { readonly body?: unknown }): Promise<Response> => {
    const body = JSON.parse(init?.body as string) as JsonObject;
    onRequest(body);
    return Promise.resolve(respondWith(openAiResponses, body, answer, STAMP));
  };
}
