import type { Context, Handler } from "hono";
import type { Principal } from "../auth/principal";
import type { Result } from "../core/result";
import type { SettingProblem, Settings } from "../core/settings";
import type { Seat } from "../core/turn";
import type { ProtocolCodec } from "../protocols/codec";
import type { Environment } from "./environment";
import type { Log, LogFields } from "./log";

export interface AppTypes {
  Bindings: Environment;
  Variables: {
    requestId: string;
    settings: Result<Settings, readonly SettingProblem[]>;
    /** Set once the request is let in. */
    principal: Principal;
    /** Whether it was let in by a cookie. */
    isCookieUsed: boolean;
    /** Whether it was turned away with a cookie that this server's key did not sign. */
    isSignInWrong: boolean;
    /** PAIR-1: the seat that the path names. */
    pathSeat: Seat | null;
    /** The dialect that was called, for the shape of errors. */
    codec: ProtocolCodec;
    log: Log;
    /** What the line at the request's end will say besides status and duration. */
    logFields: LogFields;
    /** Set by a handler whose request ends after its response was returned: the line is written then. */
    finished: Promise<LogFields> | null;
  };
}

export type AppContext = Context<AppTypes>;
export type AppHandler = Handler<AppTypes>;

/** The settings of a request that was let in. */
export function settingsOf(context: AppContext): Settings {
  const settings = context.get("settings");
  if (!settings.ok) throw new Error("A request was let in although the settings are wrong.");
  return settings.value;
}

export function addLogFields(context: AppContext, fields: LogFields): void {
  context.set("logFields", { ...context.get("logFields"), ...fields });
}
