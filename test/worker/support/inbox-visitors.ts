import { env } from "cloudflare:workers";
import { CONSOLE_VISITOR_HEADER, encodeConsoleVisitor } from "../../../src/core/console-visitor";
import type { InboxVisitor } from "../../../src/directory/directory-api";
import type { DirectoryStub } from "../../../src/worker/environment";
import { ADMIN } from "./operator-client";

const bindings = env as unknown as { readonly DIRECTORY: DurableObjectNamespace };

export const INBOX_ADMIN: InboxVisitor = { ...ADMIN, scope: null };

export const INBOX_GUEST: InboxVisitor = {
  ...INBOX_ADMIN,
  role: "operator",
  label: "Anna",
  inviteId: "anna",
  invitedAtMs: 1_000,
  scope: { kind: "pattern", pattern: "town-*" },
};

/** As the runtime's own test functions need it. */
export function directoryObject(name: string): DurableObjectStub {
  return bindings.DIRECTORY.getByName(name);
}

export function directoryStub(name: string): DirectoryStub {
  return directoryObject(name) as unknown as DirectoryStub;
}

export function openInbox(name: string, visitor: InboxVisitor = INBOX_ADMIN): Promise<Response> {
  return directoryStub(name).fetch("https://object/console", {
    headers: { Upgrade: "websocket", [CONSOLE_VISITOR_HEADER]: encodeConsoleVisitor(visitor) },
  });
}
