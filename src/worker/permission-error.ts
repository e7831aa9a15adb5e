import type { ApiError } from "../core/api-error";

export function permissionError(code: string, message: string): ApiError {
  return { kind: "permission", status: 403, code, message, param: null };
}
