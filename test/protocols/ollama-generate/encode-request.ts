import { textOf, type ImagePart, type Message } from "../../../src/core/message";
import type { TurnRequest } from "../../../src/core/turn";
import type { WireBody } from "../codec.conformance";
import { encodeOllamaImage } from "../ollama-images";
import { encodeSharedFields } from "../ollama-requests";

function isSystem({ role }: Message): boolean {
  return role === "system";
}

/** Writes a neutral request as a client of Ollama would; a history, of which there is none here, becomes one long prompt. */
export function encodeRequest(
  request: TurnRequest,
  target: { model: string; isStream: boolean },
): WireBody {
  const system = request.messages.filter(isSystem).map(textOf);
  const others = request.messages.filter((message) => !isSystem(message));
  const images = others
    .flatMap(({ parts }) => parts)
    .filter((part): part is ImagePart => part.type === "image");
  return {
    body: {
      ...encodeSharedFields(request, target),
      prompt: others.map(textOf).join("\n"),
      ...(system.length === 0 ? {} : { system: system.join("\n") }),
      ...(images.length === 0 ? {} : { images: images.map(encodeOllamaImage) }),
    },
  };
}
