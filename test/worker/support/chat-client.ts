import { exports } from "cloudflare:workers";
import type { JsonObject } from "../../../src/core/json";

/** What a client makes of a response, whether it came as JSON or as a stream. */
export interface ChatAnswer {
  readonly status: number;
  readonly text: string;
  readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[];
  readonly finishReason: string | null;
}

interface WireCall {
  readonly index?: number;
  readonly function: { readonly name?: string; readonly arguments: string };
}

interface WireChoice {
  readonly delta?: { readonly content?: string | null; readonly tool_calls?: readonly WireCall[] };
  readonly message?: {
    readonly content?: string | null;
    readonly tool_calls?: readonly WireCall[];
  };
  readonly finish_reason: string | null;
}

export interface SendOptions {
  readonly seat?: "caller" | "responder";
  readonly headers?: Record<string, string>;
}

/** Sends a body of Chat Completions through the whole Worker, and resolves with its end. */
export async function send(
  session: string,
  body: JsonObject,
  { seat, headers = {} }: SendOptions = {},
): Promise<ChatAnswer> {
  const worker = (exports as unknown as { readonly default: Fetcher }).default;
  const prefix = seat === undefined ? "" : `/${seat}`;
  const response = await worker.fetch(`http://localhost${prefix}/v1/chat/completions`, {
    method: "POST",
    headers,
    body: JSON.stringify({ model: session, ...body }),
  });
  const text = await response.text();
  const documents = body["stream"] === true ? eventsOf(text) : [text];
  let answer: ChatAnswer = { status: response.status, text: "", toolCalls: [], finishReason: null };
  for (const document of documents) {
    const { choices = [] } = JSON.parse(document) as { choices?: readonly WireChoice[] };
    for (const choice of choices) answer = add(answer, choice);
  }
  return answer;
}

function eventsOf(stream: string): readonly string[] {
  return stream
    .split("\n")
    .filter((line) => line.startsWith("data: ") && line !== "data: [DONE]")
    .map((line) => line.slice("data: ".length));
}

function add(answer: ChatAnswer, choice: WireChoice): ChatAnswer {
  const said = choice.delta ?? choice.message;
  const toolCalls = answer.toolCalls.map((call) => ({ ...call }));
  for (const [position, { index = position, function: part }] of (
    said?.tool_calls ?? []
  ).entries()) {
    const call = (toolCalls[index] ??= { name: "", arguments: "" });
    call.name += part.name ?? "";
    call.arguments += part.arguments;
  }
  return {
    status: answer.status,
    text: answer.text + (said?.content ?? ""),
    toolCalls,
    finishReason: choice.finish_reason ?? answer.finishReason,
  };
}
