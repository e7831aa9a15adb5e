import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";

/** Where the tools that the vendor runs have the credentials of other servers: an MCP server's, and those of a container's domains. */
const SECRET_FIELDS: ReadonlySet<string> = new Set(["authorization", "headers", "domain_secrets"]);

/**
 * A tool that nobody calls here without the credentials in it. They are for the vendor's servers: neither whoever answers nor a
 * response that is kept has them, as at the vendor. Some MCP servers have theirs in the path of their URL, so only its origin stays.
 *
 * @see https://platform.openai.com/docs/guides/tools-connectors-mcp (2026-11)
 */
export function withoutSecrets(tool: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(tool).flatMap(([name, value]) => {
      if (SECRET_FIELDS.has(name)) return [];
      return [[name, name === "server_url" ? originOf(value) : cleaned(value)]];
    }),
  );
}

function cleaned(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item) => cleaned(item as JsonValue));
  return isJsonObject(value) ? withoutSecrets(value) : value;
}

function originOf(url: JsonValue): JsonValue {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : null;
}
