// The floor of the benchmark: the least that a Worker and a Durable Object must do to swap two
// requests over a socket. It has the shape of the product and none of its substance: no storage, no
// checks, no errors, no heartbeats.
import { DurableObject } from "cloudflare:workers";

interface Environment {
  readonly SWAP: DurableObjectNamespace<Swap>;
}

interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly content: string }[];
}

export default {
  async fetch(request: Request, environment: Environment): Promise<Response> {
    if (request.method !== "POST") return new Response("ok");
    const { model, messages } = await request.json<ChatRequest>();
    const stub = environment.SWAP.getByName(model);
    const opened = await stub.fetch("https://swap/", { headers: { Upgrade: "websocket" } });
    const socket = opened.webSocket;
    if (socket === null) return new Response(null, { status: 500 });
    const answer = Promise.withResolvers<string>();
    socket.addEventListener("message", ({ data }) => answer.resolve(data as string));
    socket.accept();
    socket.send(messages.at(-1)?.content ?? "");
    const content = await answer.promise;
    socket.close(1000);
    return Response.json({
      id: `chatcmpl-${crypto.randomUUID()}`,
      object: "chat.completion",
      created: Math.floor(Date.now() / 1000),
      model,
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    });
  },
};

/** Each message goes to whoever waits, and its sender waits in turn. */
export class Swap extends DurableObject<Environment> {
  #waiting: WebSocket | null = null;

  override fetch(): Response {
    const [client, server] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket];
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket, text: string): void {
    // After hibernation the one that waits is known only by its being there.
    const waiting = this.#waiting ?? this.ctx.getWebSockets().find((other) => other !== socket);
    this.#waiting = socket;
    waiting?.send(text);
  }
}
