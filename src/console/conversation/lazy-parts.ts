import { lazy } from "../shell/lazy";

/** Loaded with the first of them that is shown: most conversations are text alone, and what is beside them is asked for. */
const load = () => import("./seldom-shown");

export const ToolCall = lazy(async () => (await load()).ToolCall);
export const ToolResult = lazy(async () => (await load()).ToolResult);
export const TurnDetails = lazy(async () => (await load()).TurnDetails);
