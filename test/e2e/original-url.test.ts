import { expect, it } from "vitest";
import { RawClient, rawRequest } from "./support/raw-client.ts";
import { useTinyWorker } from "./support/tiny-worker.ts";

const worker = useTinyWorker(`
export default {
  fetch(request) {
    return Response.json({ url: request.url, headers: [...request.headers] });
  },
};
`);

/**
 * Why open local mode cannot tell a page after DNS rebinding from a local client (docs/decisions/2026-11-20-local-server.md). If this
 * fails, wrangler has changed, and the check of the host name may hold by now.
 */
it("wrangler takes the URL from any client's header, and nothing else that it passes on names the host", async () => {
  const client = new RawClient(worker().port);
  const claimed = "http://localhost/sessions";
  const headers = { Host: "rebound.example", "MF-Original-URL": claimed };
  await client.write(rawRequest({ method: "GET", path: "/sessions", headers }));
  expect(await client.waitForStatus()).toBe(200);
  await client.waitForText("headers");
  expect(client.rawBody).toContain(JSON.stringify(claimed));
  expect(client.rawBody).not.toContain("rebound");
  client.close();
});
