import { isIP } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export const projectDirectory = fileURLToPath(new URL("../..", import.meta.url));

export const helpText = `Usage: npm start -- [options]

  --port PORT        port to listen on (default 8787)
  --ip ADDRESS       address to listen on (default 127.0.0.1)
  --persist-to DIR   where the sessions are kept (default .motive-proxy in the project)
  --key KEY          the API key that clients must send (MOTIVE_PROXY_API_KEY in the
                     environment does the same, and is not shown by ps)
  --help             this text

Every other MOTIVE_PROXY_* variable of the environment is passed to the server as a setting.`;

/** What the person typed cannot be used; the message says why. */
export class UsageError extends Error {}

/**
 * @typedef {object} StartOptions
 * @property {boolean} help
 * @property {number} port
 * @property {string} ip
 * @property {string} persistTo
 * @property {string | undefined} key
 */

/**
 * @param {string[]} argv
 * @returns {StartOptions}
 */
export function readOptions(argv) {
  const values = parse(argv);
  return {
    help: values.help === true,
    port: readPort(values.port ?? "8787"),
    ip: readAddress(values.ip ?? "127.0.0.1"),
    persistTo: values["persist-to"]
      ? resolve(process.env["INIT_CWD"] ?? process.cwd(), values["persist-to"])
      : resolve(projectDirectory, ".motive-proxy"),
    key: values.key,
  };
}

/** @param {string[]} argv */
function parse(argv) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: false,
      options: {
        help: { type: "boolean", short: "h" },
        port: { type: "string" },
        ip: { type: "string" },
        "persist-to": { type: "string" },
        key: { type: "string" },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.split(/\.\s|\n/)[0] ?? message);
  }
}

/** @param {string} text */
function readPort(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`--port needs a number from 1 to 65535, not "${text}"`);
}

/** @param {string} text */
function readAddress(text) {
  if (text === "localhost") return "127.0.0.1";
  if (isIP(text) !== 0) return text;
  throw new UsageError(`--ip needs an address such as 127.0.0.1 or 0.0.0.0, not "${text}"`);
}

/** @param {string} ip */
export function isLoopback(ip) {
  return ip === "::1" || (isIP(ip) === 4 && ip.startsWith("127."));
}

/**
 * The address that this machine itself uses to reach the server.
 *
 * @param {StartOptions} options
 */
export function localUrl({ ip, port }) {
  if (ip === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (ip === "::") return `http://[::1]:${port}`;
  return isIP(ip) === 6 ? `http://[${ip}]:${port}` : `http://${ip}:${port}`;
}
