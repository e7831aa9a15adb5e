import { describe, expect, it } from "vitest";
import {
  isLoopbackHost,
  LIFETIMES,
  lifetimeSeconds,
  newInviteForm,
  patternLike,
  requestOf,
  seesOf,
} from "../../../src/console/invite/invite-form";
import { pathOfModules } from "../../../src/console/invite/qr-path";

const NOW_MS = Date.UTC(2026, 10, 20, 12);
const FORM = newInviteForm("town-guard-7");

/** As an input of type `datetime-local` has it. */
function local(atMs: number): string {
  const offsetMs = new Date(atMs).getTimezoneOffset() * 60_000;
  return new Date(atMs - offsetMs).toISOString().slice(0, 16);
}

describe("an invitation's form", () => {
  it("invites a player to this session for a day, who sees the questions alone", () => {
    expect(requestOf(FORM, NOW_MS)).toEqual({
      ok: true,
      request: {
        role: "responder",
        expires_in: 86_400,
        sees: { context: false, history: false },
      },
    });
  });

  it("shows an operator what the caller sees, and says nothing of it for a program", () => {
    const operator = requestOf({ ...FORM, role: "operator", sees: seesOf("operator") }, NOW_MS);
    expect(operator).toMatchObject({ request: { sees: { context: true, history: true } } });
    const caller = requestOf({ ...FORM, role: "caller" }, NOW_MS);
    expect(caller.ok && "sees" in caller.request).toBe(false);
  });

  it("has a label and a pattern where they were given", () => {
    const form = { ...FORM, label: "  Anna ", isPattern: true, pattern: " town-* " };
    expect(requestOf(form, NOW_MS)).toMatchObject({
      request: { label: "Anna", sessions: "town-*" },
    });
  });

  it.each([
    ["a label of several lines", { label: "a\nb" }, ["label"]],
    ["a label that is too long", { label: "x".repeat(65) }, ["label"]],
    ["a pattern without an asterisk", { isPattern: true, pattern: "town" }, ["pattern"]],
    ["no time", { lifetimeSeconds: null, untilText: "" }, ["until"]],
  ])("says what to mend: %s", (_, changes, faults) => {
    expect(requestOf({ ...FORM, ...changes }, NOW_MS)).toEqual({ ok: false, faults });
  });

  it("takes 64 characters of any script as a label", () => {
    expect(requestOf({ ...FORM, label: "𠮷".repeat(64) }, NOW_MS).ok).toBe(true);
  });

  it("ends at a time of its own, from now to a year ahead", () => {
    const until = (atMs: number) =>
      requestOf({ ...FORM, lifetimeSeconds: null, untilText: local(atMs) }, NOW_MS);
    expect(until(NOW_MS + 7_200_000)).toMatchObject({ request: { expires_in: 7_200 } });
    expect(until(NOW_MS).ok).toBe(false);
    expect(until(NOW_MS + 367 * 86_400_000).ok).toBe(false);
  });

  it("offers times of growing length", () => {
    const seconds = LIFETIMES.map(lifetimeSeconds);
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    expect(seconds).toContain(FORM.lifetimeSeconds);
  });

  it.each([
    ["town-guard-7", "town-guard-*"],
    ["a/b.c", "a/b.*"],
    ["gate", "gate*"],
    ["門番-1", "門番-*"],
  ])("begins a pattern that the session fits: %s", (name, pattern) => {
    expect(patternLike(name)).toBe(pattern);
  });

  it("knows addresses that lead nowhere else", () => {
    const hosts = ["localhost", "a.localhost", "127.0.0.1", "[::1]", "192.168.1.5", "example.com"];
    expect(hosts.filter(isLoopbackHost)).toEqual(hosts.slice(0, 4));
  });
});

describe("a code's outline", () => {
  it("draws each run of dark modules once", () => {
    const rows = [
      [true, true, false],
      [false, false, false],
      [false, true, true],
    ];
    expect(pathOfModules(rows)).toBe("M0 0h2v1h-2zM1 2h2v1h-2z");
  });
});
