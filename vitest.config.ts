import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The servers of the projects that need any.
    globalSetup: "test/e2e/support/share-servers.ts",
    // Half of the tests wait for servers, time-outs and restarts, so three at a time fill two cores.
    maxWorkers: 4,
    // Conversations wait for each other most of the time.
    maxConcurrency: 16,
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          // Nothing in them is kept from test to test, and loading zod a hundred times takes longer than the tests.
          isolate: false,
          // Some fill a session to its limits, and a busy machine takes its time.
          testTimeout: 60_000,
          include: [
            "src/**/*.test.ts",
            "test/{protocols,pairing,storage,session,side-requests,console,tidy,docs}/**/*.test.ts",
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
                MOTIVE_PROXY_TURN_TIMEOUT: "8",
                MOTIVE_PROXY_LOG_LEVEL: "error",
              },
            },
          }),
        ],
        test: {
          name: "worker",
          // A runtime of its own for each file would take twice the time of all their tests.
          isolate: false,
          setupFiles: ["test/worker/support/reset-storage.ts"],
          include: ["test/worker/**/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          // The vendors' SDKs are large, and no test changes them.
          isolate: false,
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          environment: "node",
          // The files of a process share one browser and a server.
          isolate: false,
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
