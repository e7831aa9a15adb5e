import { expect, it } from "vitest";
import { RawResponse } from "./raw-response";

const BYTES_MAX = 256 * 1024;

it("a raw response has no heartbeats, and of events that mean nothing the first", () => {
  const raw = new RawResponse();
  raw.add("data: 1\n\n");
  raw.addHeartbeat(": keep-alive\n\n");
  raw.addHeartbeat(" ");
  raw.addNoOpEvent("data: 2\n\n");
  raw.addNoOpEvent("data: 3\n\n");
  raw.add("data: 4\n\n");
  expect(raw.text).toBe("data: 1\n\ndata: 2\n\ndata: 4\n\n");
});

it("a raw response has the beginnings of lines that were written as heartbeats", () => {
  const raw = new RawResponse();
  raw.add("data: ");
  raw.addNoOpEvent("1\n\n");
  raw.addHeartbeat("data: ");
  raw.addHeartbeat(" ");
  raw.addNoOpEvent("2\n\n");
  raw.addHeartbeat("data: ");
  raw.add("3\n\n");
  expect(raw.text).toBe("data: 1\n\ndata: 3\n\n");
});

it("a raw response ends at 256 KiB of UTF-8, within no character, and says how much is missing", () => {
  const raw = new RawResponse();
  raw.add("a");
  for (let count = 0; count < 200; count += 1) raw.add("👋".repeat(1_000));
  const bytes = Buffer.byteLength(raw.text);
  expect(bytes).toBeLessThanOrEqual(BYTES_MAX);
  expect(bytes).toBeGreaterThan(BYTES_MAX - 100);
  const [, waves = "", missing] = /^a((?:👋)+)\n\[(\d+) more characters\]$/u.exec(raw.text) ?? [];
  expect(waves.length + Number(missing)).toBe(400_000);
});
