import { createMiddleware } from "hono/factory";
import { authenticate, type AuthProblem } from "../../auth/authenticate";
import { readCredentials } from "../../auth/read-credentials";
import type { ApiError } from "../../core/api-error";
import type { SettingProblem } from "../../core/settings";
import { acceptsHtml } from "../accepts-html";
import { addLogFields, type AppContext, type AppTypes } from "../app-types";
import { deleteWrongCookies, readSignInCookies } from "../console-cookies";
import { errorResponse } from "../error-response";
import { noticePage } from "../notice-page";
import { permissionError } from "../permission-error";

/** Lets a request in if the settings are sound and its credential is right. */
export const admitRequest = createMiddleware<AppTypes>(async (context, next) => {
  const settings = context.get("settings");
  if (!settings.ok) return refuseSettings(context, settings.error);
  const url = new URL(context.req.url);
  const credentials = readCredentials(context.req.raw.headers, url);
  const principal = await authenticate({
    settings: settings.value,
    credentials,
    cookies: readSignInCookies(context),
    hostname: url.hostname,
    origin: context.req.header("origin") ?? null,
    nowMs: Date.now(),
  });
  if (!principal.ok) {
    context.res = refuseAdmission(context, principal.error);
    context.set("isSignInWrong", principal.error.reason === "wrong-sign-in");
    if (context.get("isSignInWrong")) deleteWrongCookies(context);
    return undefined;
  }
  context.set("principal", principal.value);
  context.set("isCookieUsed", credentials.length === 0 && settings.value.apiKey !== null);
  const { label, invite } = principal.value;
  addLogFields(context, {
    principal: label,
    ...(invite === null ? {} : { invite: invite.inviteId }),
  });
  await next();
  return undefined;
});

/** Settings are the owner's to mend, so a browser is told in words what is wrong. */
export function refuseSettings(context: AppContext, problems: readonly SettingProblem[]): Response {
  return refuse(context, settingsError(problems), "MotiveProxy has wrong settings");
}

function settingsError(problems: readonly SettingProblem[]): ApiError {
  const list = problems.map(({ name, message }) => `${name} ${message}`).join(" ");
  return {
    kind: "internal",
    status: 500,
    code: "invalid_settings",
    message: `The server's settings are wrong: ${list}`,
    param: null,
  };
}

/** Where no credential would help, the console is not there either, and a browser is told so by a page. */
export function refuseAdmission(context: AppContext, problem: AuthProblem): Response {
  const error = errorOfProblem(problem);
  if (problem.reason === "closed") return refuse(context, error, "MotiveProxy is closed");
  if (problem.reason === "not-loopback")
    return refuse(context, error, "MotiveProxy is not open under this name");
  return errorResponse(context, error);
}

function refuse(context: AppContext, error: ApiError, title: string): Response {
  const { status, message } = error;
  return acceptsHtml(context)
    ? noticePage({ status, title, message })
    : errorResponse(context, error);
}

function errorOfProblem({ reason }: AuthProblem): ApiError {
  switch (reason) {
    case "closed":
      return {
        kind: "unavailable",
        status: 503,
        code: "no_api_key_configured",
        message:
          "This server is closed until it has an API key. Set one with: npx wrangler secret put MOTIVE_PROXY_API_KEY",
        param: null,
      };
    case "not-loopback":
      return permissionError(
        "not_loopback",
        "Without an API key this server answers only at localhost, 127.0.0.1 and [::1]. To open it to other names, start it with a key: npm start -- --key KEY",
      );
    case "foreign-origin":
      return permissionError(
        "foreign_origin",
        "Without an API key this server answers no web pages of other sites. Add the page's origin to MOTIVE_PROXY_CORS_ORIGINS, or set MOTIVE_PROXY_API_KEY.",
      );
    case "missing-key":
    case "wrong-sign-in":
      return authenticationError(
        "missing_api_key",
        "No API key was sent. Send it as `Authorization: Bearer KEY`, or wherever your SDK puts it.",
      );
    case "wrong-key":
      return authenticationError("invalid_api_key", "The API key is wrong.");
    case "expired":
      return authenticationError("access_expired", "This invitation has expired.");
  }
}

function authenticationError(code: string, message: string): ApiError {
  return { kind: "authentication", status: 401, code, message, param: null };
}
