import { isJsonObject, parseJson, type JsonValue } from "../../core/json";

/** `{"device_id": "…", "account_uuid": "…", "session_id": "…"}` is all that a user id is known to hold. */
const USER_ID_DEPTH_MAX = 4;

/**
 * Claude Code names its conversation within `metadata.user_id`: as `user_…_session_<uuid>` in older versions, as JSON with a
 * `session_id` in newer ones. Other programs put an id of their user there, which names no conversation.
 */
export function threadIdOf(userId: JsonValue | undefined): string | undefined {
  if (typeof userId !== "string") return undefined;
  if (userId.startsWith("{")) {
    const parsed = parseJson(userId, USER_ID_DEPTH_MAX);
    const sessionId =
      parsed.ok && isJsonObject(parsed.value) ? parsed.value["session_id"] : undefined;
    return typeof sessionId === "string" && sessionId !== "" ? sessionId : undefined;
  }
  return /_session_([\da-f-]{36})$/i.exec(userId)?.[1];
}
