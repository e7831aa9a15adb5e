import { execFile } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const project = fileURLToPath(new URL("../../..", import.meta.url));
const PACKAGE = "@sparticuz/chromium";
const UNPACK_SCRIPT = `const { default: chromium } = await import("${PACKAGE}");
await chromium.executablePath();`;

/** Programs on the PATH, in order of preference. */
const PROGRAMS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];

/** Where systems install it without putting it on the PATH. */
const USUAL_PLACES: readonly string[] = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].flatMap((variable) => {
    const folder = process.env[variable];
    return folder === undefined ? [] : [join(folder, "Google/Chrome/Application/chrome.exe")];
  }),
];

/** Where the packaged browser can run. */
const hasPackagedBrowser = process.platform === "linux" && process.arch === "x64";

export interface ChromiumProgram {
  readonly executablePath: string;
  readonly args: readonly string[];
  /** Variables that the browser needs besides those of this process. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A Chromium: the one that `CHROMIUM` names, else the system's, else the one that npm installed.
 *
 * @throws where there is none, as a browser test that is left out proves nothing.
 */
export async function findChromium(): Promise<ChromiumProgram> {
  const installed = namedProgram() ?? systemProgram();
  if (installed !== undefined) return { executablePath: installed, args: sandboxArgs(), env: {} };
  if (!hasPackagedBrowser) {
    throw new Error(
      "No Chrome or Chromium was found. Install one, or name it: CHROMIUM=/path/to/chrome npm test",
    );
  }
  return unpackProgram();
}

function namedProgram(): string | undefined {
  const named = process.env["CHROMIUM"];
  if (named === undefined || named === "") return undefined;
  if (!isProgram(named)) throw new Error(`CHROMIUM names ${named}, which is not a program.`);
  return named;
}

function systemProgram(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const onPath = PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...USUAL_PLACES].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Chromium's sandbox refuses to run for root, who runs the tests in most containers. */
function sandboxArgs(): string[] {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

/**
 * Unpacks the packaged browser, once for each version of it. The package would unpack into the temporary folder and take a file that
 * is half written there for the whole; so it does that in a folder of its own, which then gets its name in one step.
 */
async function unpackProgram(): Promise<ChromiumProgram> {
  const folder = join(project, `node_modules/.cache/motive-proxy/chromium-${packageVersion()}`);
  if (!existsSync(folder)) await unpackInto(folder);
  return {
    executablePath: join(folder, "chromium"),
    // It is built for containers, where no sandbox can be set up.
    args: ["--no-sandbox"],
    env: hasSystemFonts() ? {} : { FONTCONFIG_FILE: join(folder, "fonts.conf") },
  };
}

async function unpackInto(folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.`);
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", UNPACK_SCRIPT], {
    cwd: project,
    env: { ...process.env, TMPDIR: unfinished },
  });
  writeFileSync(
    join(unfinished, "fonts.conf"),
    `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`,
  );
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another process was quicker, with the same package.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function packageVersion(): string {
  const text = readFileSync(join(project, "node_modules", PACKAGE, "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** Without any font Chromium draws nothing, and the package has one family. */
function hasSystemFonts(): boolean {
  return existsSync("/etc/fonts/fonts.conf") && existsSync("/usr/share/fonts");
}
