import type { Message } from "../core/message";
import type { Reply, TurnRequest } from "../core/turn";

/** What a request asks besides its messages and tools. It repeats from turn to turn, and is stored once per distinct value. */
export type RequestSettings = Omit<TurnRequest, "messages" | "tools">;

export function settingsOf(request: TurnRequest): RequestSettings {
  const { toolChoice, allowsParallelToolCalls, responseFormat, parameters, unknownFields } =
    request;
  return { toolChoice, allowsParallelToolCalls, responseFormat, parameters, unknownFields };
}

/** A reply as the caller sends it back with its next request, so that both share one stored body. */
export function messageOfReply(reply: Reply): Message {
  return { role: "assistant", parts: reply.parts };
}

/** A prompt as the responder's client sends it back. */
export function messageOfPrompt(text: string): Message {
  return { role: "assistant", parts: [{ type: "text", text }] };
}
