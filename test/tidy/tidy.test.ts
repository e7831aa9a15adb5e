import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const LINES_MAX = 400;
const TEXT_FILE = /\.(ts|tsx|mjs|js|json|toml|md|css|html|yml|yaml)$|^\.[^/]*$|\/run$/;

function trackedFiles(): string[] {
  const options = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const names = execFileSync("git", options, { cwd: root, encoding: "utf8" }).split("\0");
  return names.filter((name) => name !== "" && existsSync(join(root, name)));
}

const files = trackedFiles();
const read = (name: string): string => readFileSync(join(root, name), "utf8");
const source = files.filter((name) => /^src\/.*\.tsx?$/.test(name));
const tests = files.filter((name) => /\.test\.tsx?$|^test\/.*\.tsx?$/.test(name));
// This file names what it forbids.
const code = [...new Set([...source, ...tests])].filter(
  (name) => name !== "test/tidy/tidy.test.ts",
);

function linesMatching(names: readonly string[], pattern: RegExp): string[] {
  return names.flatMap((name) =>
    read(name)
      .split("\n")
      .flatMap((line, index) =>
        pattern.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [],
      ),
  );
}

describe("the source tree", () => {
  it("has no source file that is too long to read in one go", () => {
    const lengths = source.map((name) => ({ name, lines: read(name).split("\n").length - 1 }));
    expect(lengths.filter(({ lines }) => lines > LINES_MAX)).toEqual([]);
  });

  it("has no `any`", () => {
    expect(linesMatching(code, /(: |\bas |<)any\b(?! )/)).toEqual([]);
  });

  it("has no test that is focused, and none that is skipped without a condition", () => {
    expect(linesMatching(code, /\b(it|test|describe)\.(only|skip|todo)\(/)).toEqual([]);
  });

  it("has nothing left to do later", () => {
    expect(linesMatching(code, /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  it("names no place of the machine that it was written on", () => {
    const text = files.filter((name) => TEXT_FILE.test(name) && name !== "test/tidy/tidy.test.ts");
    expect(linesMatching(text, /(?<![\w.:/-])\/(work|home\/\w+|Users|root)\//)).toEqual([]);
  });

  it("has a lock file that names no registry, and one Workers runtime", () => {
    const { packages } = JSON.parse(read("package-lock.json")) as {
      packages: Record<string, { resolved?: string }>;
    };
    const names = Object.keys(packages);
    expect(names.filter((name) => packages[name]?.resolved !== undefined)).toEqual([]);
    expect(names.filter((name) => name.endsWith("node_modules/workerd"))).toHaveLength(1);
  });
});

// A dialect may have helpers of its own besides; these are where a reader looks first.
const DIALECT_FILES = [
  "decode-request.ts",
  "encode-response.ts",
  "encode-stream.ts",
  "index.ts",
  "map-error.ts",
  "map-finish-reason.ts",
  "map-usage.ts",
  "wire.ts",
];
const SHARED_PROTOCOL_FOLDERS = new Set(["framing", "shared"]);

describe("the dialects", () => {
  const folders = source.flatMap((name) => /^src\/protocols\/([^/]+)\//.exec(name)?.[1] ?? []);
  const dialects = [...new Set(folders)].filter((name) => !SHARED_PROTOCOL_FOLDERS.has(name));

  it("have the same set of files", () => {
    const missing = dialects
      .flatMap((dialect) => DIALECT_FILES.map((file) => `src/protocols/${dialect}/${file}`))
      .filter((name) => !source.includes(name));
    expect(missing).toEqual([]);
  });
});

describe("the rules of pairing", () => {
  const specification = join(root, "docs/pairing.md");

  it.skipIf(!existsSync(specification))("are each named by a test", () => {
    const rules = new Set(readFileSync(specification, "utf8").match(/\bPAIR-\d+\b/g));
    const titles = tests
      .flatMap(
        (name) => read(name).match(/\b(?:it|test|describe)\b[^\n]*\n?[^\n]*PAIR-\d+[^\n]*/g) ?? [],
      )
      .join("\n");
    expect(rules.size).toBeGreaterThan(0);
    expect([...rules].filter((rule) => !new RegExp(`\\b${rule}\\b`).test(titles))).toEqual([]);
  });
});
