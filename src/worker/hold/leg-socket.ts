import { LEG_INVITE_HEADER } from "../../core/leg";
import type { SessionStub } from "../environment";

/** What a hold needs of a WebSocket; tests give their own. */
export interface LegSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number }) => void): void;
  addEventListener(type: "error", listener: () => void): void;
}

/** The session has as many legs as it may have, and said so. */
export class SessionBusyError extends Error {}

/** Opens a leg. Rejects if the Session could not be reached or did not accept. */
export type OpenLeg = () => Promise<LegSocket>;

/** `getStub` makes a new stub for each leg: one that has thrown stays broken. Every leg names the client's invitation. */
export function createOpenLeg(getStub: () => SessionStub, inviteId: string | null): OpenLeg {
  const headers = {
    Upgrade: "websocket",
    ...(inviteId === null ? {} : { [LEG_INVITE_HEADER]: inviteId }),
  };
  return async function openLeg() {
    const response = await getStub().fetch("https://session/leg", { headers });
    const socket = response.webSocket;
    if (socket === null) {
      await response.body?.cancel();
      if (response.status === 503) throw new SessionBusyError("The session has no room for a leg.");
      throw new Error(`The session answered ${response.status} instead of opening a leg.`);
    }
    socket.accept();
    return socket;
  };
}
