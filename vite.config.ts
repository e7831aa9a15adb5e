import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const directory = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The console alone; the Worker is bundled by wrangler. */
export default defineConfig({
  root: directory("src/console"),
  publicDir: directory("src/console/public"),
  cacheDir: directory("node_modules/.cache/vite"),
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: directory("dist/console"),
    emptyOutDir: true,
    target: "es2023",
    // A page under a policy that allows no inline script needs every file by its own address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
