import { isJsonObject, type JsonObject, type JsonValue } from "../core/json";
import { bytesOfJson } from "../core/json-bytes";

/** Of a long conversation only its end is shown: what came before is in the transcript. */
const NEWEST_ELEMENTS = 8;
const RAW_REQUEST_BYTES_MAX = 256 * 1024;
/** Tried one after the other, until the body is short enough. */
const STRING_CHARS_MAX = [4_000, 400, 80] as const;
/** More than anyone reads; a body may have millions of small ones. */
const VALUES_MAX = 20_000;

/** Where clients put what a vendor's servers need for others' servers. It is for neither whoever answers nor any store. */
const PLACES_OF_SECRETS: ReadonlySet<string> = new Set(["tools", "mcp_servers", "mcpServers"]);
const SECRET_NAME = /^headers$|auth|secret|token$|password|credential|api_?key/i;
/** Some servers have their credentials in the path of their URL. */
const ADDRESS_NAME = /url$/i;
/** What only describes a tool: its parameters may be named like secrets. */
const DESCRIPTIONS: ReadonlySet<string> = new Set([
  "function",
  "functionDeclarations",
  "function_declarations",
  "parameters",
  "input_schema",
  "input_examples",
]);

type Place = "body" | "anywhere" | "with-secrets" | "description";

/**
 * A request's body as its client sent it, for an operator to look at: JSON text, shortened, and without credentials. It is made of every
 * request, so it costs no more for a long conversation than for a short one. The body stays as it is.
 */
export function rawRequestOf(body: JsonObject, conversationField: string): string {
  const conversation = body[conversationField];
  const recent =
    conversation === undefined ? body : { ...body, [conversationField]: newestOf(conversation) };
  let shortest: JsonObject = {};
  for (const stringCharsMax of STRING_CHARS_MAX) {
    shortest = new Shortener(stringCharsMax).object(recent, "body");
    const text = JSON.stringify(shortest);
    if (isShortEnough(text)) return text;
  }
  return JSON.stringify(withoutLargest(shortest));
}

const encoder = new TextEncoder();

function isShortEnough(text: string): boolean {
  // A unit has at most three bytes, so that most texts need not be encoded to be measured.
  if (text.length * 3 <= RAW_REQUEST_BYTES_MAX) return true;
  return encoder.encode(text).byteLength <= RAW_REQUEST_BYTES_MAX;
}

function newestOf(conversation: JsonValue): JsonValue {
  if (!Array.isArray(conversation) || conversation.length <= NEWEST_ELEMENTS) return conversation;
  const note = `[${conversation.length - NEWEST_ELEMENTS} earlier]`;
  return [note, ...(conversation.slice(-NEWEST_ELEMENTS) as JsonValue[])];
}

class Shortener {
  readonly #stringCharsMax: number;
  #valuesLeft = VALUES_MAX;

  constructor(stringCharsMax: number) {
    this.#stringCharsMax = stringCharsMax;
  }

  object(object: JsonObject, place: Place): JsonObject {
    const fields: [string, JsonValue][] = [];
    for (const [name, value] of Object.entries(object)) {
      if (this.#valuesLeft <= 0) {
        fields.push(["…", "[more]"]);
        break;
      }
      fields.push([name, this.#field(name, value, place)]);
    }
    return Object.fromEntries(fields);
  }

  #field(name: string, value: JsonValue, place: Place): JsonValue {
    const hasSecrets = place === "body" || place === "with-secrets";
    if (hasSecrets && SECRET_NAME.test(name)) return "[left out]";
    if (place === "with-secrets" && ADDRESS_NAME.test(name)) return originOf(value);
    return this.#value(value, placeIn(place, name));
  }

  #value(value: JsonValue, place: Place): JsonValue {
    this.#valuesLeft -= 1;
    if (typeof value === "string") return shortened(value, this.#stringCharsMax);
    if (Array.isArray(value)) return this.#array(value as readonly JsonValue[], place);
    return isJsonObject(value) ? this.object(value, place) : value;
  }

  #array(items: readonly JsonValue[], place: Place): JsonValue {
    const copy: JsonValue[] = [];
    for (const item of items) {
      if (this.#valuesLeft <= 0) return [...copy, `[${items.length - copy.length} more]`];
      copy.push(this.#value(item, place));
    }
    return copy;
  }
}

function placeIn(place: Place, name: string): Place {
  if (place === "description") return place;
  if (place === "with-secrets") return DESCRIPTIONS.has(name) ? "description" : place;
  return PLACES_OF_SECRETS.has(name) ? "with-secrets" : "anywhere";
}

function originOf(url: JsonValue): JsonValue {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : "[left out]";
}

/** Its middle is the least that anyone looks for: of a picture's base64, of a document. */
function shortened(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const half = Math.floor(charsMax / 2);
  // No half of a character: it would be none in UTF-8.
  const beginning = text.slice(0, half).replace(/[\uD800-\uDBFF]$/, "");
  const end = text.slice(-half).replace(/^[\uDC00-\uDFFF]/, "");
  return `${beginning}[… of ${text.length} characters …]${end}`;
}

/** The names of all fields, and the values of those that are small enough together. */
function withoutLargest(body: JsonObject): JsonObject {
  const fields = Object.entries(body).map(([name, value]) => {
    return { name, value, bytes: bytesOfJson([value]) };
  });
  let bytes = bytesOfJson(body);
  const notes = new Map<string, string>();
  for (const { name, bytes: largest } of fields.toSorted((one, other) => other.bytes - one.bytes)) {
    if (bytes <= RAW_REQUEST_BYTES_MAX) break;
    const note = `[${largest} bytes]`;
    notes.set(name, note);
    bytes -= largest - note.length;
  }
  if (bytes > RAW_REQUEST_BYTES_MAX) return { "…": `[${fields.length} fields]` };
  return Object.fromEntries(fields.map(({ name, value }) => [name, notes.get(name) ?? value]));
}
