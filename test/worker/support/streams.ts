/** Reads a body until a text has come, or to its end; what was read, decoded. Raises where the body is cut. */
export async function readUntil(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  text: string,
): Promise<string> {
  const decoder = new TextDecoder();
  let read = "";
  while (!read.includes(text)) {
    const { done, value } = await reader.read();
    if (done) break;
    read += decoder.decode(value, { stream: true });
  }
  return read;
}

interface Chunk {
  readonly choices?: readonly { readonly delta: { readonly content?: string } }[];
}

/** The texts of the deltas of a Chat Completions stream, without empty ones. Raises where an event is broken, as a client does. */
export function deltasOf(stream: string): readonly string[] {
  return dataOf(stream)
    .flatMap((data) => (JSON.parse(data) as Chunk).choices ?? [])
    .map(({ delta }) => delta.content ?? "")
    .filter((text) => text !== "");
}

/** The same of a stream whose last event is broken, which it has to be. */
export function deltasOfCut(stream: string): readonly string[] {
  if (!stream.endsWith("\n\n")) throw new Error("The last event is not even an event.");
  const broken = dataOf(stream).at(-1) ?? "";
  if (isJson(broken)) throw new Error(`The stream is not cut: ${stream}`);
  return deltasOf(stream.slice(0, stream.lastIndexOf(broken)));
}

function dataOf(stream: string): readonly string[] {
  const prefix = "data: {";
  const lines = stream.split("\n").filter((line) => line.startsWith(prefix));
  return lines.map((line) => line.slice("data: ".length));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
