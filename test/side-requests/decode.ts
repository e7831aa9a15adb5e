import { assert } from "../../src/core/assert";
import type { JsonObject } from "../../src/core/json";
import type { TurnRequest } from "../../src/core/turn";
import { openAiChat } from "../../src/protocols/openai-chat";

export interface Decoded {
  readonly request: TurnRequest;
  readonly hints: { readonly isStream: boolean };
}

/** A body as the edge sees it. */
export function decode(body: JsonObject): Decoded {
  const decoded = openAiChat.decodeRequest({ model: "demo", ...body }, {});
  assert(decoded.ok, "the bodies of these tests are valid");
  const { request, context } = decoded.value;
  return { request, hints: { isStream: context.isStream } };
}
