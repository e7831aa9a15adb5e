import { Agent, request, type ClientRequest, type IncomingMessage } from "node:http";
import type { Server } from "./server.ts";

/** One client of a server: a connection of its own, a name of its own, and a history that it resends. */
export class ChatClient {
  readonly #agent: Agent;
  readonly #port: number;
  readonly #path: string;
  readonly #session: string;
  readonly #name: string;
  /** The messages so far as JSON, joined by commas: encoding a long history anew would measure this program. */
  #history = "";

  constructor(options: {
    readonly server: Server;
    readonly session: string;
    readonly name: string;
    /** Names the seat by the path; otherwise the server finds it out. */
    readonly seat?: "caller" | "responder";
  }) {
    const { server, session, name, seat } = options;
    // The floor knows no seats, and takes any path.
    const prefix = seat === undefined ? "" : `/${seat}`;
    this.#agent = new Agent({ keepAlive: true, maxSockets: Infinity });
    this.#port = server.port;
    this.#path = `${prefix}/v1/chat/completions`;
    this.#session = session;
    this.#name = name;
  }

  addSystemMessage(text: string): void {
    this.#append("system", text);
  }

  /** Sends the history and a user's message, and returns the assistant's, which joins the history with it. */
  async say(text: string): Promise<string> {
    const reply = await this.open(text).reply;
    this.#append("assistant", reply);
    return reply;
  }

  /** As `say`, for a request that may be given up: the reply does not join the history by itself. */
  open(text: string): { readonly reply: Promise<string>; readonly abandon: () => void } {
    this.#append("user", text);
    const body = Buffer.from(
      `{"model":${JSON.stringify(this.#session)},"messages":[${this.#history}]}`,
    );
    const sent = request({
      agent: this.#agent,
      host: "127.0.0.1",
      port: this.#port,
      path: this.#path,
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": body.byteLength,
        authorization: "Bearer benchmark",
        "user-agent": this.#name,
      },
    });
    const reply = readReply(sent);
    sent.end(body);
    return { reply, abandon: () => sent.destroy() };
  }

  close(): void {
    this.#agent.destroy();
  }

  #append(role: string, content: string): void {
    const separator = this.#history === "" ? "" : ",";
    this.#history += `${separator}{"role":"${role}","content":${JSON.stringify(content)}}`;
  }
}

function readReply(sent: ClientRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    sent.once("error", reject);
    sent.once("response", (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const body = Buffer.concat(chunks).toString();
        const content = contentOf(response.statusCode, body);
        if (content !== undefined) resolve(content);
        else
          reject(new Error(`Status ${response.statusCode}: ${JSON.stringify(body.slice(0, 300))}`));
      });
    });
  });
}

/** Undefined for anything but an answer. */
function contentOf(status: number | undefined, body: string): string | undefined {
  if (status !== 200) return undefined;
  try {
    const { choices } = JSON.parse(body) as ChatCompletion;
    return choices[0]?.message.content ?? undefined;
  } catch {
    // A body that was cut, which the caller of this reports.
    return undefined;
  }
}

interface ChatCompletion {
  readonly choices: readonly { readonly message: { readonly content: string | null } }[];
}
