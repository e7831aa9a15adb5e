import type {
  HoldOpening,
  LegMessageFromSession,
  LegMessageFromWorker,
} from "../../../src/core/leg";
import { PLAIN_DELIVERY, type Pace, type ReplyDelivery } from "../../../src/core/reply-delivery";
import type { SessionStub } from "../../../src/worker/environment";

/** A Session that does only what the test says: the other end of every leg of one hold. */
export class FakeSession {
  readonly received: LegMessageFromWorker[] = [];
  readonly closeCodes: number[] = [];
  legCount = 0;
  #leg: WebSocket | null = null;
  readonly #waiting: { readonly isDue: () => boolean; readonly resolve: () => void }[] = [];

  get stub(): SessionStub {
    return { fetch: () => Promise.resolve(this.#accept()) } as unknown as SessionStub;
  }

  get opening(): HoldOpening {
    const message = this.received.find((candidate) => candidate.type === "open");
    if (message?.type !== "open") throw new Error("No request has arrived.");
    return message.opening;
  }

  says(message: LegMessageFromSession): void {
    this.#leg?.send(JSON.stringify(message));
  }

  answers(text: string, delivery: Partial<ReplyDelivery> = {}): void {
    this.says({
      type: "resolve",
      events: [
        { type: "text-delta", text },
        { type: "finish", finishReason: "stop" },
      ],
      delivery: { ...PLAIN_DELIVERY, ...delivery },
    });
  }

  /** A piece of an answer that is still being written. */
  drafts(startChars: number, text: string, pace: Pace | null = null): void {
    this.says({ type: "draft", startChars, text, pace });
  }

  fails(): void {
    this.says({ type: "error", error: { reason: "turn_timeout", message: "Nobody answered." } });
  }

  losesLeg(): void {
    this.#leg?.close(1011, "lost");
  }

  /** Resolves when the Worker has sent so many messages of a type. */
  hasReceived(type: LegMessageFromWorker["type"], count = 1): Promise<void> {
    return this.#until(
      () => this.received.filter((message) => message.type === type).length >= count,
    );
  }

  /** Resolves when the Worker has closed a leg, with the code of the first one that it closed. */
  async isClosed(): Promise<number | undefined> {
    await this.#until(() => this.closeCodes.length > 0);
    return this.closeCodes[0];
  }

  receivedTypes(): readonly string[] {
    return this.received.map(({ type }) => type);
  }

  #accept(): Response {
    const { 0: forWorker, 1: forSession } = new WebSocketPair();
    forSession.accept();
    this.#leg = forSession;
    this.legCount += 1;
    forSession.addEventListener("message", ({ data }) => {
      if (data === "ping") forSession.send("pong");
      else this.received.push(JSON.parse(String(data)) as LegMessageFromWorker);
      this.#wake();
    });
    forSession.addEventListener("close", ({ code }) => {
      if (code !== 1011) this.closeCodes.push(code);
      forSession.close(code);
      this.#wake();
    });
    return new Response(null, { status: 101, webSocket: forWorker });
  }

  #until(isDue: () => boolean): Promise<void> {
    if (isDue()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ isDue, resolve });
    });
  }

  #wake(): void {
    for (const waiter of this.#waiting) if (waiter.isDue()) waiter.resolve();
  }
}
