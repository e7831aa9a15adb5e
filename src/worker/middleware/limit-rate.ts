import { createMiddleware } from "hono/factory";
import type { ApiError } from "../../core/api-error";
import { hashText } from "../../core/hash-text";
import type { Principal } from "../../auth/principal";
import { readCredentials } from "../../auth/read-credentials";
import { addressKeyOf } from "../address-key";
import { settingsOf, type AppContext, type AppTypes } from "../app-types";
import { takesCookies } from "../console-cookies";
import { errorResponse } from "../error-response";

/** The periods of the two bindings in `wrangler.toml`, which the runtime does not tell; a test compares them. */
export const RATE_LIMIT_PERIOD_SECONDS = 10;
export const FAILURE_LIMIT_PERIOD_SECONDS = 60;

/** The oldest is let in again first: forgetting one early is harmless. */
const REFUSED_ADDRESSES_MAX = 10_000;

/** Until when an address is refused. A limiter cannot be asked without counting, and a right guess must not get through either. */
const refusedUntilMs = new Map<string, number>();

const environmentsWithoutLimits = new WeakSet<object>();

/** Slows down who tries credentials: an address that failed too often is not even listened to. Stands before the admission. */
export const limitFailures = createMiddleware<AppTypes>(async (context, next) => {
  const limiter = context.env.FAILURE_LIMIT;
  const address = addressKeyOf(context.req.header("cf-connecting-ip") ?? null);
  if (limiter === undefined || address === null || !isLimited(context)) {
    await next();
    return undefined;
  }
  const nowMs = Date.now();
  if ((refusedUntilMs.get(address) ?? 0) > nowMs) return errorResponse(context, TOO_MANY_FAILURES);
  await next();
  // A responder may choose the status 401 too; such a request was let in.
  const isFailure =
    context.res.status === 401 && principalOf(context) === undefined && !onlyAsks(context);
  if (!isFailure) return undefined;
  const { success } = await limiter.limit({ key: `failure:${address}` });
  if (success) return undefined;
  refuse(address, nowMs + FAILURE_LIMIT_PERIOD_SECONDS * 1_000);
  replaceResponse(context, errorResponse(context, TOO_MANY_FAILURES));
  return undefined;
});

/** PAIR-19: how many requests one credential may send. Stands after the admission, so that nobody spends another's share. */
export const limitRate = createMiddleware<AppTypes>(async (context, next) => {
  const limiter = context.env.RATE_LIMIT;
  if (isLimited(context)) {
    if (limiter === undefined) sayOnce(context);
    else if (!(await limiter.limit({ key: shareOf(context) })).success)
      return errorResponse(context, TOO_MANY_REQUESTS);
  }
  await next();
  return undefined;
});

/**
 * A page of the console finds out so that nobody is signed in, and has guessed at nothing. With a cookie it may have: whoever guesses the
 * key can sign one with it.
 */
function onlyAsks(context: AppContext): boolean {
  const { headers, url } = context.req.raw;
  const hasCredential = readCredentials(headers, new URL(url)).length > 0;
  const asksAtConsole = context.req.method === "GET" && takesCookies(context);
  return asksAtConsole && !hasCredential && !context.get("isSignInWrong");
}

/** In open local mode everyone is the same person's program, and a benchmark is welcome. */
function isLimited(context: AppContext): boolean {
  const settings = context.get("settings");
  return settings.ok && settings.value.apiKey !== null;
}

/** A digest of the key, or the id of the invitation: never the credential itself. */
function shareOf(context: AppContext): string {
  const { invite } = context.get("principal");
  return invite === null
    ? `key:${hashText(settingsOf(context).apiKey ?? "")}`
    : `invite:${invite.inviteId}`;
}

function principalOf(context: AppContext): Principal | undefined {
  return context.get("principal");
}

function refuse(address: string, untilMs: number): void {
  // Set anew, it is the youngest again.
  refusedUntilMs.delete(address);
  refusedUntilMs.set(address, untilMs);
  const [oldest] = refusedUntilMs.keys();
  if (refusedUntilMs.size > REFUSED_ADDRESSES_MAX && oldest !== undefined)
    refusedUntilMs.delete(oldest);
}

/** Hono would keep the headers of the response that is replaced. */
function replaceResponse(context: AppContext, response: Response): void {
  context.res = undefined;
  context.res = response;
}

function sayOnce(context: AppContext): void {
  if (environmentsWithoutLimits.has(context.env)) return;
  environmentsWithoutLimits.add(context.env);
  context.get("log")("warn", "no-rate-limit", {
    detail: "The binding RATE_LIMIT is missing, so requests are not limited.",
  });
}

const TOO_MANY_REQUESTS: ApiError = {
  kind: "rate-limit",
  status: 429,
  code: "rate_limit_exceeded",
  message: `Too many requests were sent with this credential. Send the next one in ${RATE_LIMIT_PERIOD_SECONDS} seconds.`,
  param: null,
  retryAfterSeconds: RATE_LIMIT_PERIOD_SECONDS,
};

const TOO_MANY_FAILURES: ApiError = {
  kind: "rate-limit",
  status: 429,
  code: "too_many_failures",
  message: `Too many requests with a wrong credential came from this address. Try again in ${FAILURE_LIMIT_PERIOD_SECONDS} seconds.`,
  param: null,
  retryAfterSeconds: FAILURE_LIMIT_PERIOD_SECONDS,
};
