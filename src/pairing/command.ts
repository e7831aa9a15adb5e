/** PAIR-10: what a responder can send instead of a reply. */
export type Command =
  | { readonly name: "context" }
  | { readonly name: "help" }
  | { readonly name: "skip" }
  | { readonly name: "tool"; readonly calls: readonly CommandedCall[] }
  | { readonly name: "refuse"; readonly text: string }
  | { readonly name: "error"; readonly status: number; readonly text: string }
  | { readonly name: "faulty"; readonly text: string };

export interface CommandedCall {
  readonly toolName: string;
  /** As written, and not checked yet. */
  readonly inputJson: string;
}

export type ParsedMessage =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "command"; readonly command: Command };

/** Only these names, followed by a blank or the end, are commands; `/roll d20` is a reply. */
const COMMAND_PATTERN = /^\/(context|help|skip|tool|refuse|error)(?=\s|$)\s*([\s\S]*)$/;
const ESCAPED_PATTERN = /^\/\/(?=(?:context|help|skip|tool|refuse|error)(?:\s|$))/;

/** Reads a responder's message. The text of a reply is returned byte for byte, but for the escape of `//tool`. */
export function parseResponderMessage(message: string): ParsedMessage {
  const match = COMMAND_PATTERN.exec(message);
  if (match === null) {
    return { kind: "text", text: ESCAPED_PATTERN.test(message) ? message.slice(1) : message };
  }
  return { kind: "command", command: parseCommand(match[1] ?? "", (match[2] ?? "").trim()) };
}

function parseCommand(name: string, rest: string): Command {
  switch (name) {
    case "tool":
      return parseToolCommand(rest);
    case "refuse":
      return rest === ""
        ? {
            name: "faulty",
            text: "`/refuse` needs the text of the refusal: `/refuse I would rather not.`",
          }
        : { name: "refuse", text: rest };
    case "error":
      return parseErrorCommand(rest);
    case "context":
      return { name: "context" };
    case "skip":
      return { name: "skip" };
    default:
      return { name: "help" };
  }
}

/**
 * Several calls, each of which begins a line. A cut here never falls into a call's JSON: between its tokens no slash may stand, and in
 * its strings no raw line end.
 */
const NEXT_CALL_PATTERN = /(?:^|[\r\n])\/tool(?=\s|$)/;

function parseToolCommand(rest: string): Command {
  const calls: CommandedCall[] = [];
  const texts = rest.split(NEXT_CALL_PATTERN);
  for (const [index, text] of texts.entries()) {
    const match = /^(\S+)(?:\s+([\s\S]+))?$/.exec(text.trim());
    if (match === null) {
      const which = texts.length === 1 ? "`/tool`" : `Call ${index + 1} of ${texts.length}`;
      return {
        name: "faulty",
        text: `${which} needs a name and its arguments: \`/tool get_weather {"city": "Oslo"}\``,
      };
    }
    calls.push({ toolName: match[1] ?? "", inputJson: match[2] ?? "{}" });
  }
  return { name: "tool", calls };
}

function parseErrorCommand(rest: string): Command {
  const match = /^(\d{3})(?:\s+([\s\S]+))?$/.exec(rest);
  const status = Number(match?.[1]);
  if (match === null || status < 400 || status > 599) {
    return {
      name: "faulty",
      text: "`/error` needs a status from 400 to 599 and a text: `/error 429 Try again later.`",
    };
  }
  return { name: "error", status, text: match[2] ?? "The responder answered with an error." };
}
