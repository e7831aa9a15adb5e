import { ACCESS_REVOKED } from "../core/turn-error";
import type { AlarmClock } from "./alarm-clock";
import { InviteStore } from "./invite-store";
import type { Legs } from "./legs";
import type { InviteRecord, InviteUse, InviteUsesToReview, RevokedInvite } from "./session-api";

/** Told at once of a revocation; more are asked for. */
const INVITE_USES_LISTED = 100;
/** Each is a call, before the request that finds no room; and makes room for one more. */
const INVITE_USES_REVIEWED = 10;

export interface SessionInvitesOptions {
  readonly storage: DurableObjectStorage;
  readonly legs: Legs;
  readonly alarmClock: AlarmClock;
  /** Whether the session is used: it has alarms of its own then. */
  readonly isStored: () => boolean;
  /** A held request was told of its end, and its client does not wait any more. */
  readonly detach: (holdId: string) => Promise<void>;
  /** Closes the pages whose holders came in by it. */
  readonly endVisits: (inviteId: string) => void;
  readonly hasVisits: (inviteId: string) => boolean;
  /** Whether a held request waits for its leg to be opened again, as a leg alone says whose it is. */
  readonly hasLostLegs: () => boolean;
}

/** What a session does about invitations: those of its own name, and those by a pattern that another session lists. */
export class SessionInvites {
  readonly #options: SessionInvitesOptions;
  readonly #store: InviteStore;

  constructor(options: SessionInvitesOptions) {
    this.#options = options;
    this.#store = new InviteStore(options.storage);
  }

  async add(invite: Omit<InviteRecord, "revokedAtMs">): Promise<boolean> {
    const isAdded = this.#store.add(invite);
    await this.#remind();
    return isAdded;
  }

  list(): readonly InviteRecord[] {
    return this.#store.list();
  }

  /** Its guest chooses the names, so that the notes have a limit; what is over makes room. */
  use(inviteId: string, sessionName: string, nowMs: number): InviteUse {
    if (this.#store.isRevoked(inviteId)) return { kind: "revoked" };
    if (this.#store.noteUse(inviteId, sessionName, nowMs)) return { kind: "noted" };
    const review = this.#store.usesToReview(inviteId, nowMs, INVITE_USES_REVIEWED);
    return { kind: "full", review };
  }

  isInUse(inviteId: string): boolean {
    const { legs, hasVisits, hasLostLegs } = this.#options;
    return legs.areThereOf(inviteId) || hasVisits(inviteId) || hasLostLegs();
  }

  async revoke(inviteId: string): Promise<RevokedInvite | null> {
    const expiresAtMs = this.#store.expiryOf(inviteId);
    if (expiresAtMs === null) return null;
    await this.refuse(inviteId, expiresAtMs);
    return { expiresAtMs, heldBySessions: this.#store.usesOf(inviteId, INVITE_USES_LISTED) };
  }

  async refuse(inviteId: string, expiresAtMs: number): Promise<void> {
    this.#store.revoke(inviteId, Date.now(), expiresAtMs);
    await this.#remind();
    const { legs, detach, endVisits } = this.#options;
    endVisits(inviteId);
    for (const holdId of legs.holdsOf(inviteId)) {
      legs.send(holdId, { type: "error", error: ACCESS_REVOKED });
      await detach(holdId);
    }
  }

  isRevoked(inviteId: string): boolean {
    return this.#store.isRevoked(inviteId);
  }

  forgetUses(inviteId: string, uses: InviteUsesToReview): void {
    this.#store.forgetUses(inviteId, uses);
  }

  /** A leg may be opened, or opened again, after its invitation was revoked. */
  turnsAway(socket: WebSocket, holdId: string): boolean {
    const { legs } = this.#options;
    const inviteId = legs.inviteOf(socket);
    if (inviteId === null || !this.#store.isRevoked(inviteId)) return false;
    legs.send(holdId, { type: "error", error: ACCESS_REVOKED });
    return true;
  }

  /** Deletes what the object stores, but for the invitations. */
  async surviveDeletion(): Promise<void> {
    const { storage, alarmClock } = this.#options;
    const rows = this.#store.takeOut();
    await storage.deleteAll();
    alarmClock.rang();
    this.#store.putBack(rows);
    await this.#remind();
  }

  /** For the alarm of an object that stores nothing else. */
  async forgetOld(nowMs: number): Promise<void> {
    this.#store.forgetOld(nowMs);
    await (this.#store.nextForgettingAtMs === null
      ? this.#options.storage.deleteAll()
      : this.#remind());
  }

  /** A session that is used forgets old invitations with the next new one. */
  async #remind(): Promise<void> {
    const { alarmClock, isStored } = this.#options;
    const atMs = isStored() ? null : this.#store.nextForgettingAtMs;
    if (atMs !== null) await alarmClock.ringBy(atMs);
  }
}
