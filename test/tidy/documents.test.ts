import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/core/limits.ts";
import { parseSettings } from "../../src/core/settings.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), "utf8");
const readme = read("README.md");

/** The code's own list: an unknown setting is refused with the names of all. */
function settingNames(): readonly string[] {
  const parsed = parseSettings({ MOTIVE_PROXY_: "" });
  const message = parsed.ok ? "" : (parsed.error[0]?.message ?? "");
  return message.match(/MOTIVE_PROXY_[A-Z_]+/g) ?? [];
}

interface DocumentedSetting {
  readonly name: string;
  /** Null where the table says that there is none. */
  readonly defaultText: string | null;
}

function documentedSettings(): readonly DocumentedSetting[] {
  const rows = readme.matchAll(/^\| `(MOTIVE_PROXY_[A-Z_]+)` +\| (?:none|`([^`]*)`) +\|/gm);
  return [...rows].map(([, name = "", defaultText]) => ({
    name,
    defaultText: defaultText ?? null,
  }));
}

describe("the README's settings", () => {
  const documented = documentedSettings();

  it("are the code's, in its order", () => {
    expect(settingNames().length).toBeGreaterThan(0);
    expect(documented.map(({ name }) => name)).toEqual(settingNames());
  });

  it.each(documented)("have the code's default: $name", ({ name, defaultText }) => {
    const variables = defaultText === null ? {} : { [name]: defaultText };
    expect(parseSettings(variables)).toEqual(parseSettings({}));
    expect(defaultText === null).toBe(name === "MOTIVE_PROXY_API_KEY");
  });

  it("are those that wrangler.toml offers, with the same defaults, but for those that are no [vars]", () => {
    const offered = [...read("wrangler.toml").matchAll(/^# (MOTIVE_PROXY_\w+) = "([^"]*)"/gm)];
    const expected = documented.filter(({ name }) => !/_(API_KEY|OPEN_LOCAL)$/.test(name));
    expect(offered.map(([, name, defaultText]) => ({ name, defaultText }))).toEqual(expected);
  });
});

function sessionBytesMax(): number {
  const parsed = parseSettings({});
  return parsed.ok ? parsed.value.sessionBytesMax : Number.NaN;
}

describe("the README's limits", () => {
  it.each([
    `at most ${LIMITS.sessionNameCharsMax} characters`,
    `at most ${sessionBytesMax() / 1024 ** 2} MiB`,
    `at most ${LIMITS.holdsMax} requests`,
    `at most ${LIMITS.messagesPerRequestMax.toLocaleString("en")} messages`,
    `and ${LIMITS.toolsPerRequestMax} tools`,
  ])("are the code's: %s", (text) => {
    expect(readme).toContain(text);
  });
});

describe("the README's commands", () => {
  const scripts = Object.keys(
    (JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts,
  );

  it("name npm scripts that exist", () => {
    const named = [...readme.matchAll(/npm (?:run ([a-z:]+)|(start|test))\b/g)].map(
      ([, script, shorthand]) => script ?? shorthand ?? "",
    );
    expect(named).toContain("start");
    expect(named.filter((script) => !scripts.includes(script))).toEqual([]);
  });

  it("that check a checkout are those of .ci/run", () => {
    const [, block = ""] = /^## Check a checkout\n+```bash\n([^`]*)```/m.exec(readme) ?? [];
    const run = read(".ci/run")
      .split("\n")
      .filter((line) => /^np[mx] /.test(line));
    expect(run.length).toBeGreaterThan(0);
    expect(block.trim().split("\n")).toEqual(run);
  });
});

function documents(): readonly string[] {
  const folder = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
  const pages = folder.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`);
  return ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...pages];
}

describe("the documents' links", () => {
  it.each(documents())("lead somewhere: %s", (name) => {
    const text = read(name).replaceAll(/^```[\s\S]*?^```$/gm, "");
    const targets = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(
      ([, target = ""]) => target,
    );
    expect(targets.filter((target) => !leadsSomewhere(name, target))).toEqual([]);
  });
});

function leadsSomewhere(document: string, target: string): boolean {
  const [path = "", fragment] = target.split("#");
  const file = path === "" ? document : join(dirname(document), path);
  if (!existsSync(join(root, file))) return false;
  return fragment === undefined || anchorsOf(read(file)).includes(fragment);
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
