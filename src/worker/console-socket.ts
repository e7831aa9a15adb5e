import type { InboxVisitor } from "../directory/directory-api";
import type { ApiError } from "../core/api-error";
import {
  CONSOLE_VISITOR_HEADER,
  encodeConsoleVisitor,
  type ConsoleReader,
  type ConsoleVisitor,
} from "../core/console-visitor";
import type { Principal } from "../auth/principal";
import type { AppContext } from "./app-types";
import type { SocketTarget } from "./environment";
import { errorResponse } from "./error-response";
import { isOwnOrigin } from "./own-page";
import { permissionError } from "./permission-error";

/** Hands the upgrade on with who it is, once everything is checked: afterwards a page could not be told why it is refused. */
export async function forwardSocket(
  context: AppContext,
  target: SocketTarget,
  visitor: ConsoleVisitor,
): Promise<Response> {
  const refusal = checkUpgrade(context);
  if (refusal !== null) return errorResponse(context, refusal.error, refusal.headers);
  const response = await target.fetch("https://object/console", {
    headers: { Upgrade: "websocket", [CONSOLE_VISITOR_HEADER]: encodeConsoleVisitor(visitor) },
  });
  const { webSocket } = response;
  // A response of its own, as the headers of one that was fetched cannot be added to.
  if (webSocket !== null) return new Response(null, { status: 101, webSocket });
  await response.body?.cancel();
  return errorResponse(context, BUSY);
}

/** A page of another site could open a socket with this one's cookies, and browsers let it read what comes. */
function checkUpgrade(
  context: AppContext,
): { readonly error: ApiError; readonly headers?: Record<string, string> } | null {
  const origin = context.req.header("origin");
  if (origin !== undefined && !isOwnOrigin(context, origin)) return { error: FOREIGN_ORIGIN };
  if (origin === undefined && context.get("isCookieUsed")) return { error: FOREIGN_ORIGIN };
  if (context.req.header("upgrade")?.toLowerCase() !== "websocket")
    return { error: NO_UPGRADE, headers: { upgrade: "websocket" } };
  return null;
}

/** Only after the roles were checked: a caller has no place at a console. */
export function visitorOf(principal: Principal): ConsoleVisitor {
  const { role, label, invite, expiresAtMs } = principal;
  if (role === "caller") throw new Error("A caller was let in at the console.");
  return {
    role,
    label,
    inviteId: invite?.inviteId ?? null,
    expiresAtMs,
    ...readerFactsOf(principal),
  };
}

export function inboxVisitorOf(principal: Principal): InboxVisitor {
  return { ...visitorOf(principal), scope: principal.scope };
}

export function readerOf(principal: Principal): ConsoleReader {
  const { role, invitedAtMs, sees } = visitorOf(principal);
  return { role, invitedAtMs, sees };
}

function readerFactsOf({ invite }: Principal): Pick<ConsoleVisitor, "invitedAtMs" | "sees"> {
  return {
    invitedAtMs: invite?.createdAtMs ?? null,
    sees: invite?.sees ?? { context: true, history: true },
  };
}

const FOREIGN_ORIGIN = permissionError(
  "foreign_origin",
  "A socket of the console can be opened by this server's own pages only, and by programs that send no Origin and have a credential in a header.",
);

const NO_UPGRADE: ApiError = {
  kind: "invalid-request",
  status: 426,
  code: "upgrade_required",
  message: "This is a WebSocket. Send Upgrade: websocket.",
  param: null,
};

const BUSY: ApiError = {
  kind: "unavailable",
  status: 503,
  code: "session_busy",
  message: "There are as many connections as there may be. Try again later.",
  param: null,
  retryAfterSeconds: 5,
};
