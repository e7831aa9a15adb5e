import { reset } from "cloudflare:test";
import { beforeAll } from "vitest";

// The files share a runtime, whose start takes longer than most of them. Each begins with empty storage all the same.
beforeAll(() => reset());
