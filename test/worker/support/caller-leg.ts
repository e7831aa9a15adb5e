import {
  LEG_CLOSE,
  type LegMessageFromSession,
  type LegMessageFromWorker,
} from "../../../src/core/leg";
import { CODECS } from "../../../src/protocols/registry";
import { createHoldOpening } from "../../../src/worker/hold-opening";
import { sessionStub, type ChatMessage } from "./conversation";
import { waitForMessage } from "./wait-for-message";

type MessageOf<T extends LegMessageFromSession["type"]> = Extract<
  LegMessageFromSession,
  { readonly type: T }
>;

export interface CallerOptions {
  readonly isStream?: boolean;
  readonly messages?: readonly ChatMessage[];
  /** Further fields of the chat request. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly seat?: "caller" | null;
}

/** A caller's leg, as its Worker opens it, and what the Session says on it. */
export class CallerLeg {
  readonly received: LegMessageFromSession[] = [];
  readonly holdId: string;
  readonly #session: string;
  #socket: WebSocket | null = null;

  private constructor(session: string, holdId: string) {
    this.#session = session;
    this.holdId = holdId;
  }

  /** Asks, and waits until the question is held. */
  static async ask(
    session: string,
    text: string,
    { isStream = true, messages, body = {}, seat = "caller" }: CallerOptions = {},
  ): Promise<CallerLeg> {
    const chat = {
      model: session,
      messages: messages ?? [{ role: "user", content: text }],
      stream: isStream,
      ...body,
    };
    const decoded = CODECS["openai-chat"].decodeRequest(chat as never, {});
    if (!decoded.ok) throw new Error(decoded.error.message);
    const bytes = new TextEncoder().encode(JSON.stringify(chat));
    const opening = createHoldOpening({
      headers: new Headers(),
      credentials: [],
      body: bytes,
      request: decoded.value.request,
      isStream,
      rawRequest: JSON.stringify(chat),
      dialect: "openai-chat",
      seat,
    });
    const leg = new CallerLeg(session, opening.holdId);
    await leg.#open();
    leg.says({ type: "open", opening });
    await leg.hears("held");
    return leg;
  }

  says(message: LegMessageFromWorker): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** Its client has left, and its Worker says so. */
  leaves(): void {
    this.#socket?.close(LEG_CLOSE.clientLeft, "the client has left");
  }

  /** Loses its leg, and opens another one, as its Worker does after an eviction. */
  async comesBack(): Promise<void> {
    this.received.length = 0;
    await this.#open();
    this.says({ type: "attach", holdId: this.holdId });
    await this.hears("held");
  }

  async hears<T extends LegMessageFromSession["type"]>(
    type: T,
    fits: (message: MessageOf<T>) => boolean = () => true,
  ): Promise<MessageOf<T>> {
    return waitForMessage(this.received, type, fits);
  }

  all<T extends LegMessageFromSession["type"]>(type: T): readonly MessageOf<T>[] {
    return this.received.filter((message): message is MessageOf<T> => message.type === type);
  }

  /** What the caller's stream has shown so far: pieces, each where it stands. */
  get draftText(): string {
    let text = "";
    for (const piece of this.all("draft")) text = text.slice(0, piece.startChars) + piece.text;
    return text;
  }

  /** The text of the whole reply. */
  async answer(): Promise<string> {
    const { events } = await this.hears("resolve");
    return events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
  }

  async #open(): Promise<void> {
    const { webSocket } = await sessionStub(this.#session).fetch("http://session/leg", {
      headers: { Upgrade: "websocket" },
    });
    if (webSocket === null) throw new Error("No leg.");
    webSocket.accept();
    webSocket.addEventListener("message", ({ data }) => {
      this.received.push(JSON.parse(String(data)) as LegMessageFromSession);
    });
    this.#socket = webSocket;
  }
}
