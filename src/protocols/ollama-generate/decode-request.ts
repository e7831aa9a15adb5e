import type { ApiError } from "../../core/api-error";
import type { JsonObject } from "../../core/json";
import type { ImagePart, Message } from "../../core/message";
import { fail, type Result } from "../../core/result";
import type { DecodedRequest, DecodeHints } from "../codec";
import { decodeOllamaImages } from "../shared/ollama-image";
import { decodeOllamaRequest } from "../shared/ollama-request";
import { withHints } from "../shared/request-fields";
import { apiErrorOfZodError } from "../shared/zod-issue";
import { findRefusedParameter } from "./refused-parameters";
import { KNOWN_FIELDS, SHOWN_PARAMETERS, wireRequest, type WireRequest } from "./wire";

export function decodeRequest(
  body: JsonObject,
  hints: DecodeHints,
): Result<DecodedRequest, ApiError> {
  const input = withHints(body, hints);
  const parsed = wireRequest.safeParse(input);
  if (!parsed.success) return fail(apiErrorOfZodError(parsed.error, input));
  const wire = parsed.data;
  const refused = findRefusedParameter(wire);
  if (refused !== null) return fail(refused);
  const images = decodeOllamaImages(body["images"], "images");
  if (!images.ok) return images;
  return decodeOllamaRequest({
    body,
    wire,
    conversation: { messages: messagesOf(wire, images.value), tools: [] },
    // Whatever else there is: without a prompt, Ollama only loads the model.
    isEmpty: isEmpty(wire.prompt),
    shownParameters: SHOWN_PARAMETERS,
    knownFields: KNOWN_FIELDS,
  });
}

/** One question, and no history. */
function messagesOf(
  { system, prompt }: WireRequest,
  images: readonly ImagePart[],
): readonly Message[] {
  const question: Message = {
    role: "user",
    parts: [{ type: "text", text: prompt ?? "" }, ...images],
  };
  if (isEmpty(system)) return [question];
  return [{ role: "system", parts: [{ type: "text", text: system }] }, question];
}

function isEmpty(text: string | null | undefined): text is "" | null | undefined {
  return text === undefined || text === null || text === "";
}
