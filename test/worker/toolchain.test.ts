import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

const bindings = env as unknown as { SESSION: DurableObjectNamespace };

describe("the Worker's test runtime", () => {
  it("answers a health check", async () => {
    const worker = (exports as { default: Fetcher }).default;
    const response = await worker.fetch("http://localhost/health");
    expect(response.status).toBe(200);
    await response.text();
  });

  it("keeps what a Durable Object stored when it is evicted", async () => {
    const stub = bindings.SESSION.getByName("toolchain");
    await runInDurableObject(stub, (_instance, state) => state.storage.put("kept", 1));
    const before = await runInDurableObject(stub, (instance) => instance);
    await evictDurableObject(stub);
    const after = await runInDurableObject(stub, async (instance, state) => ({
      instance,
      kept: await state.storage.get("kept"),
    }));
    expect(after.kept).toBe(1);
    expect(after.instance).not.toBe(before);
  });
});
