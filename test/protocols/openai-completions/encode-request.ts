import { textOf } from "../../../src/core/message";
import type { TurnRequest } from "../../../src/core/turn";
import type { WireBody } from "../codec.conformance";

/** Writes a neutral request as a client of the older API would; a history, of which there is none here, becomes one long prompt. */
export function encodeRequest(
  { messages, parameters, unknownFields }: TurnRequest,
  { model, isStream }: { model: string; isStream: boolean },
): WireBody {
  return {
    body: {
      ...unknownFields,
      ...parameters,
      model,
      prompt: messages.map(textOf).join("\n"),
      ...(isStream ? { stream: true } : {}),
    },
  };
}
