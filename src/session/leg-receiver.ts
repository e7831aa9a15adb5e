import { LEG_CLOSE, type LegMessageFromWorker } from "../core/leg";
import type { EffectRunner } from "./effect-runner";
import { closeQuietly, type Legs } from "./legs";
import type { SessionInvites } from "./session-invites";
import type { SessionPlaces } from "./session-places";
import type { StoredSession } from "./stored-session";

export interface LegReceiverOptions {
  readonly session: StoredSession;
  readonly legs: Legs;
  readonly invites: Pick<SessionInvites, "turnsAway">;
  readonly places: SessionPlaces;
  readonly effects: EffectRunner;
}

/** What comes in over the legs, as inputs of the engine. */
export class LegReceiver {
  readonly #options: LegReceiverOptions;

  constructor(options: LegReceiverOptions) {
    this.#options = options;
  }

  async receive(socket: WebSocket, message: LegMessageFromWorker): Promise<void> {
    const { session, legs, invites, places, effects } = this.#options;
    const nowMs = Date.now();
    switch (message.type) {
      case "open": {
        const { opening } = message;
        const { holdId } = opening;
        legs.bind(socket, holdId);
        if (invites.turnsAway(socket, holdId)) return;
        const error = await places.refusalOfRequest(nowMs);
        // The client left meanwhile, or its Worker opens another leg: a hold of nobody must not be stored.
        if (!legs.has(holdId)) return;
        if (error !== null) legs.send(holdId, { type: "error", error });
        else await effects.run(session.open().engine.open(opening, nowMs), nowMs);
        return;
      }
      case "attach":
        legs.bind(socket, message.holdId);
        if (invites.turnsAway(socket, message.holdId)) return;
        if (session.isStored)
          await effects.run(session.open().engine.attach(message.holdId, nowMs), nowMs);
        else legs.send(message.holdId, { type: "unknown-hold" });
        return;
      case "delivered": {
        const holdId = legs.holdOf(socket);
        if (holdId === null || !session.isStored) return;
        const { rawResponse = null } = message;
        await effects.run(session.open().engine.deliver(holdId, nowMs, rawResponse), nowMs);
        return;
      }
      case "probed": {
        const holdId = legs.holdOf(socket);
        if (holdId === null || !session.isStored) return;
        const input = { type: message.type, atMs: nowMs, holdId };
        await effects.run(session.open().engine.apply(input), nowMs);
        return;
      }
      default:
        // A newer Worker may say more than this version knows.
        message satisfies never;
    }
  }

  async lose(socket: WebSocket, code: number): Promise<void> {
    const holdId = this.#options.legs.release(socket);
    closeQuietly(socket, code === LEG_CLOSE.done ? LEG_CLOSE.done : LEG_CLOSE.superseded, "");
    if (holdId !== null) await this.detach(holdId, code !== LEG_CLOSE.clientLeft);
  }

  async detach(holdId: string, isLegLost = false): Promise<void> {
    const { session, effects } = this.#options;
    if (!session.isStored) return;
    const nowMs = Date.now();
    const input = { type: "detach", atMs: nowMs, holdId, isLegLost } as const;
    await effects.run(session.open().engine.apply(input), nowMs);
  }

  /** PAIR-18: after an eviction the legs are gone, and their Workers open new ones. Until then the holds are detached. */
  detachLostHolds(): void {
    const { session, legs, effects } = this.#options;
    const nowMs = Date.now();
    const { engine } = session.open();
    for (const { arrival, isAttached } of Object.values(engine.state.holds)) {
      const { holdId } = arrival;
      if (isAttached && !legs.has(holdId))
        effects.send(engine.apply({ type: "detach", atMs: nowMs, holdId, isLegLost: true }));
    }
  }
}
