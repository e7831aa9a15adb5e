import { describe, expect, it } from "vitest";
import { normalisePath } from "./normalise-path";

describe("a request's path", () => {
  it.each([
    ["/v1/chat/completions", "/v1/chat/completions", null],
    ["/chat/completions", "/v1/chat/completions", null],
    ["/v1/v1/chat/completions", "/v1/chat/completions", null],
    ["/v1//chat/completions", "/v1/chat/completions", null],
    ["//v1/chat//completions//", "/v1/chat/completions", null],
    ["/v1/models/", "/v1/models", null],
    ["/models", "/v1/models", null],
    ["/v1/models/v1", "/v1/models/v1", null],
    ["/v1/models/team/a", "/v1/models/team/a", null],
    ["/v1/models/a%2F%2Fb%20c", "/v1/models/a%2F%2Fb%20c", null],
    ["/caller/v1/chat/completions", "/v1/chat/completions", "caller"],
    ["/caller/chat/completions", "/v1/chat/completions", "caller"],
    ["//responder//v1//v1//models", "/v1/models", "responder"],
    ["/responder/v1/models/caller", "/v1/models/caller", "responder"],
    ["/health/", "/health", null],
    ["/sessions/caller", "/sessions/caller", null],
    ["/sessions//x", "/sessions/x", null],
    ["/caller/sessions", "/caller/sessions", "caller"],
    ["/v1/messages/count_tokens", "/v1/messages/count_tokens", null],
    ["/v1beta/models/a:generateContent", "/v1beta/models/a:generateContent", null],
    ["/v1/v1beta/models", "/v1beta/models", null],
    ["/models/a:generateContent", "/v1/models/a:generateContent", null],
    ["/api/chat", "/api/chat", null],
    ["/v1/api/tags", "/api/tags", null],
    ["/responder/api/v1/models", "/v1/models", "responder"],
    ["/caller/api/version", "/api/version", "caller"],
    ["/api/api/generate", "/api/generate", null],
    ["/completions", "/v1/completions", null],
    ["/caller/v1/v1/files/file_1/content", "/v1/files/file_1/content", "caller"],
    ["/conversations/conv_1/items", "/v1/conversations/conv_1/items", null],
    ["/caller", "/", "caller"],
    ["/responder/", "/", "responder"],
    ["/v1/unknown", "/v1/unknown", null],
    ["/v1", "/v1", null],
    ["/", "/", null],
    ["", "/", null],
  ])("%s leads to %s", (pathname, path, seat) => {
    expect(normalisePath(pathname)).toEqual({ path, seat });
  });
});
