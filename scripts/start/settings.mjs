import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isLoopback, UsageError } from "./options.mjs";

/** @import { StartOptions } from "./options.mjs" */

/**
 * @typedef {object} Access
 * @property {string | undefined} key
 * @property {string | undefined} keyFile set when the key was made here
 */

/**
 * @param {StartOptions} options
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Access}
 */
export function decideAccess(options, environment) {
  const key = options.key ?? environment["MOTIVE_PROXY_API_KEY"];
  if (key) return { key, keyFile: undefined };
  if (isLoopback(options.ip)) return { key: undefined, keyFile: undefined };
  const keyFile = join(options.persistTo, "api-key");
  return { key: readKey(keyFile) ?? makeKey(keyFile), keyFile };
}

/** @param {string} keyFile */
function readKey(keyFile) {
  try {
    return readFileSync(keyFile, "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} keyFile */
function makeKey(keyFile) {
  const key = `mp-${randomBytes(32).toString("base64url")}`;
  writePrivate(keyFile, `${key}\n`);
  return key;
}

/**
 * Settings go through a file, because `ps` shows a command line to every user of the machine.
 *
 * @param {StartOptions} options
 * @param {Access} access
 * @param {NodeJS.ProcessEnv} environment
 */
export function writeSettings(options, access, environment) {
  /** @type {Record<string, string>} */
  const settings = {};
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith("MOTIVE_PROXY_") && value !== undefined) settings[name] = value;
  }
  delete settings["MOTIVE_PROXY_OPEN_LOCAL"];
  delete settings["MOTIVE_PROXY_API_KEY"];
  if (access.key) settings["MOTIVE_PROXY_API_KEY"] = access.key;
  else settings["MOTIVE_PROXY_OPEN_LOCAL"] = "1";

  const file = join(options.persistTo, "settings.env");
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quote(name, value)}\n`);
  writePrivate(file, lines.join(""));
  return file;
}

/**
 * The file is read by dotenv, which takes quoted text as it is but for `$NAME`, which it expands.
 *
 * @param {string} name
 * @param {string} value
 */
function quote(name, value) {
  const mark = ["'", "`"].find((candidate) => !value.includes(candidate));
  if (mark === undefined || value.includes("\\$")) {
    throw new UsageError(`${name} holds characters that cannot be passed to the server`);
  }
  return mark + value.replaceAll("$", "\\$") + mark;
}

/**
 * @param {string} file
 * @param {string} text
 */
function writePrivate(file, text) {
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
  // The mode above only counts for a file that did not exist.
  chmodSync(file, 0o600);
}
