import type { ApiError } from "../core/api-error";
import { fail, succeed, type Result } from "../core/result";
import { parseSessionName } from "../core/session-name";
import type { AppContext } from "./app-types";
import type { SessionStub } from "./environment";
import { notFound } from "./error-response";

export interface SessionOfPath {
  readonly name: string;
  readonly stub: SessionStub;
}

/** The session that the `:id` of a path names. A name that no session can have is one that does not exist. */
export function sessionOfPath(context: AppContext): Result<SessionOfPath, ApiError> {
  const id = context.req.param("id");
  const name = parseSessionName(id);
  if (!name.ok) return fail(sessionNotFound(id ?? ""));
  return succeed({ name: name.value, stub: context.env.SESSION.getByName(name.value) });
}

export function sessionNotFound(name: string): ApiError {
  return notFound(
    "session_not_found",
    `There is no session named ${JSON.stringify(name.slice(0, 256))}.`,
  );
}
