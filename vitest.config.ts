import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: [
            "src/**/*.test.ts",
            "test/{protocols,pairing,storage,side-requests,tidy,docs}/**/*.test.ts",
          ],
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              // A test that waits for a deadline should wait for seconds, not for an hour.
              bindings: {
                MOTIVE_PROXY_OPEN_LOCAL: "1",
                MOTIVE_PROXY_TURN_TIMEOUT: "3",
                MOTIVE_PROXY_LOG_LEVEL: "error",
              },
            },
          }),
        ],
        test: { name: "worker", include: ["test/worker/**/*.test.ts"], testTimeout: 20_000 },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Each file starts a server of its own and mostly waits, for time-outs, retries and restarts; three of them fill a small
          // machine, so they come after the other tests.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
