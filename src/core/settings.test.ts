import { describe, expect, it } from "vitest";
import { parseSettings } from "./settings";

function problemNames(variables: Record<string, unknown>): readonly string[] {
  const result = parseSettings(variables);
  return result.ok ? [] : result.error.map((problem) => problem.name);
}

describe("settings", () => {
  it("have the documented defaults", () => {
    expect(parseSettings({})).toEqual({
      ok: true,
      value: {
        apiKey: null,
        isOpenLocal: false,
        turnTimeoutMs: 3_600_000,
        sessionTimeoutMs: 3_600_000,
        sessionsMax: 0,
        openTurnsMax: 64,
        bodyBytesMax: 8_388_608,
        sessionBytesMax: 536_870_912,
        corsOrigins: "*",
        logLevel: "info",
        heartbeat: "comment",
        heartbeatIntervalMs: 10_000,
        commitDelayMs: 1_000,
        retentionMs: 2_592_000_000,
        defaultResponder: "partner",
      },
    });
  });

  it("are read from texts and numbers, and ignore what is not the server's", () => {
    const result = parseSettings({
      MOTIVE_PROXY_TURN_TIMEOUT: 5,
      MOTIVE_PROXY_HEARTBEAT_INTERVAL: "0.05",
      MOTIVE_PROXY_CORS_ORIGINS: "https://a.example, http://localhost:3000",
      SESSION: { getByName: null },
      PATH: "/usr/bin",
    });
    expect(result).toMatchObject({
      ok: true,
      value: {
        turnTimeoutMs: 5_000,
        heartbeatIntervalMs: 50,
        corsOrigins: ["https://a.example", "http://localhost:3000"],
      },
    });
  });

  it.each([
    ["TURN_TIMEOUT", "soon"],
    ["TURN_TIMEOUT", "0"],
    ["TURN_TIMEOUT", "-1"],
    ["TURN_TIMEOUT", "1e3"],
    ["TURN_TIMEOUT", ""],
    ["TURN_TIMEOUT", "3600000"],
    ["SESSION_TIMEOUT", " "],
    ["MAX_SESSIONS", "1.5"],
    ["MAX_OPEN_TURNS", "0"],
    ["MAX_BODY_BYTES", "8MB"],
    ["MAX_SESSION_BYTES", "1024"],
    ["CORS_ORIGINS", ""],
    ["CORS_ORIGINS", "https://a.example/path"],
    ["CORS_ORIGINS", "*, https://a.example"],
    ["LOG_LEVEL", "loud"],
    ["HEARTBEAT", "yes"],
    ["HEARTBEAT_INTERVAL", "0.01"],
    ["COMMIT_DELAY", "60"],
    ["RETENTION_DAYS", "0"],
    ["RESPONDER", "copilot"],
    ["API_KEY", ""],
    ["API_KEY", "two words"],
    ["API_KEY", "ключ"],
    ["OPEN_LOCAL", "true"],
    ["TURN_TIMEOUTS", "5"],
    ["UPSTREAM_MODEL", "m"],
    ["API_KEY", { nested: true }],
  ])("name the variable at fault: %s = %j", (name, value) => {
    expect(problemNames({ [`MOTIVE_PROXY_${name}`]: value })).toEqual([`MOTIVE_PROXY_${name}`]);
  });

  it("name every variable at fault, and never tell a value", () => {
    const result = parseSettings({
      MOTIVE_PROXY_API_KEY: "se cret",
      MOTIVE_PROXY_LOG_LEVEL: "se cret",
      MOTIVE_PROXY_APIKEY: "se cret",
    });
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain("se cret");
    expect(problemNames({ MOTIVE_PROXY_LOG_LEVEL: "x", MOTIVE_PROXY_APIKEY: "y" }).length).toBe(2);
  });
});
