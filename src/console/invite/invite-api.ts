import { config, z } from "zod/mini";
import { requestJson } from "../state/http";

// The page's policy forbids code made from text, which zod would try first.
config({ jitless: true });

export const INVITE_ROLES = ["responder", "operator", "caller"] as const;
export type InviteRole = (typeof INVITE_ROLES)[number];

const sees = z.object({ context: z.boolean(), history: z.boolean() });

const inviteEntry = z.object({
  invite: z.string(),
  role: z.enum(INVITE_ROLES),
  sessions: z.nullable(z.string()),
  label: z.nullable(z.string()),
  sees,
  created_at: z.string(),
  expires_at: z.string(),
  revoked_at: z.nullable(z.string()),
});
const inviteList = z.object({ invites: z.array(inviteEntry) });
const madeInvite = z.object({ link: z.string(), expires_at: z.string() });

/** An invitation of a session, as `GET /sessions/{name}/invites` lists it. */
export type InviteEntry = z.infer<typeof inviteEntry>;
/** What is told once, when it is made. */
export type MadeInvite = z.infer<typeof madeInvite>;

/** The body of `POST /sessions/{name}/invites`. */
export interface InviteRequest {
  readonly role: InviteRole;
  readonly label?: string;
  readonly sessions?: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly sees?: z.infer<typeof sees>;
}

function pathOf(sessionName: string): string {
  return `/sessions/${encodeURIComponent(sessionName)}/invites`;
}

/** The newest first. Rejects with an `HttpError`, or a `TypeError` where the server was not reached, as the others do. */
export async function listInvites(sessionName: string): Promise<readonly InviteEntry[]> {
  const { invites } = inviteList.parse(await requestJson(pathOf(sessionName)));
  return invites.toReversed();
}

export async function makeInvite(sessionName: string, request: InviteRequest): Promise<MadeInvite> {
  const body = await requestJson(pathOf(sessionName), { method: "POST", body: request });
  return madeInvite.parse(body);
}

export async function revokeInvite(sessionName: string, inviteId: string): Promise<void> {
  const path = `${pathOf(sessionName)}/${encodeURIComponent(inviteId)}`;
  await requestJson(path, { method: "DELETE" });
}
