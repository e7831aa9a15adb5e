import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const directory = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What every view needs, besides the entry. */
const NEEDED_BY_ALL = [
  /\/node_modules\/@?preact\//,
  /\/src\/console\/(inbox|shell|socket|state)\/[\w-]+\.tsx?$/,
  /\/src\/console\/(app|i18n\/(format|locale|use-messages))\.tsx?$/,
];

function isNeededByAll(path: string): boolean {
  return NEEDED_BY_ALL.some((pattern) => pattern.test(path));
}

/** The console alone; the Worker is bundled by wrangler. */
export default defineConfig({
  root: directory("src/console"),
  publicDir: directory("src/console/public"),
  cacheDir: directory("node_modules/.cache/vite"),
  // Also where the build is part of a test run, which would put a path and a line into every element.
  oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
  build: {
    outDir: directory("dist/console"),
    emptyOutDir: true,
    target: "es2023",
    // A page under a policy that allows no inline script needs every file by its own address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One file is smaller than its parts, and is there before the first view is drawn.
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // Two files in place of thirty small ones, which are larger and a request each.
        codeSplitting: {
          groups: [
            { name: "console", test: isNeededByAll },
            // What only parts share that are loaded later stays beside them.
            {
              name: "shared",
              test: /\/src\/(?!console\/(templates\/template|answer\/(delivery|number)))/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
});
