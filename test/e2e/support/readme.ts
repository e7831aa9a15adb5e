import { readFileSync } from "node:fs";

const README = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const DEFAULT_PORT = ":8787";

/** What a section of the README has its reader do and see, in order. */
export type ReadmeStep =
  | { readonly kind: "run"; readonly terminal: string; readonly commands: string }
  | { readonly kind: "shows"; readonly terminal: string; readonly text: string }
  | { readonly kind: "waits"; readonly terminal: string };

/** The text below a heading of the README, up to the next heading that is not below it. */
export function readmeSection(heading: string): string {
  const lines = README.split("\n");
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`The README has no heading "${heading}".`);
  const depth = heading.indexOf(" ");
  let isCode = false;
  const length = lines.slice(start + 1).findIndex((line) => {
    if (line.startsWith("```")) isCode = !isCode;
    return !isCode && /^#+ /.test(line) && line.indexOf(" ") <= depth;
  });
  return lines.slice(start, length < 0 ? undefined : start + 1 + length).join("\n");
}

/**
 * The commands of a section, and what the sentences between them promise: "Terminal A shows `…`" and "Terminal A waits". A
 * command belongs to the terminal that the bold line before it names.
 */
export function readmeSteps(section: string): readonly ReadmeStep[] {
  const pattern =
    /^\*\*Terminal (?<runs>\w)\*\*\n\n```bash\n(?<commands>[\s\S]*?)```$|\bTerminal (?<shows>\w) shows `(?<text>[^`]+)`|\bTerminal (?<waits>\w) waits/gm;
  return [...section.matchAll(pattern)].map(({ groups = {} }) => {
    const { runs, commands, shows, text, waits } = groups;
    if (runs !== undefined && commands !== undefined)
      return { kind: "run", terminal: runs, commands };
    if (shows !== undefined && text !== undefined) return { kind: "shows", terminal: shows, text };
    return { kind: "waits", terminal: waits ?? "" };
  });
}

/** The first block of code of a language in a section. */
export function readmeCode(section: string, language: string): string {
  const code = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(section)?.[1];
  if (code === undefined) throw new Error(`The section has no ${language} code.`);
  return code;
}

/** The README's text for a server on another port than the default one: nothing else is changed. */
export function withPort(text: string, port: number): string {
  return text.replaceAll(DEFAULT_PORT, `:${port}`);
}
