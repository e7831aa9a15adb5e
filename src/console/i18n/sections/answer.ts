import type { UnavailableReason } from "../../answer/answer-availability";
import { createPlural } from "../format";

/** The ways to answer besides plain typing: tool calls, forms, refusals, errors, and how a text goes out. */
export interface AnswerMessages {
  readonly notKept: string;
  readonly unavailable: Readonly<Record<UnavailableReason, string>>;
  readonly check: string;
  readonly send: string;
  readonly sending: string;
  readonly sendAnyway: string;
  readonly confirmUnchecked: string;
  readonly cancel: string;
  readonly faultCount: (count: number) => string;
  readonly fits: string;
  readonly cannotSend: string;
  readonly field: {
    readonly required: string;
    readonly choose: string;
    readonly yes: string;
    readonly no: string;
    readonly add: (name: string) => string;
    readonly leaveOut: (name: string) => string;
    readonly item: (number: number) => string;
    readonly addItem: string;
    readonly removeItem: (number: number) => string;
    readonly moveUp: (number: number) => string;
    readonly moveDown: (number: number) => string;
    readonly rowName: string;
    readonly removeRow: (name: string) => string;
    readonly shapeOf: (name: string) => string;
    readonly giveValue: (name: string) => string;
    readonly given: string;
  };
  readonly form: {
    readonly asJson: string;
    readonly asFields: string;
    readonly json: string;
    readonly anyJson: string;
    readonly schema: string;
    readonly root: string;
  };
  readonly calls: {
    readonly leadText: string;
    readonly pick: string;
    readonly search: string;
    readonly noMatch: string;
    readonly call: (number: number, name: string) => string;
    readonly remove: (name: string) => string;
    readonly moveUp: (name: string) => string;
    readonly moveDown: (name: string) => string;
    readonly demandsAny: string;
    readonly demandsTool: (name: string) => string;
    readonly onlyOne: string;
    readonly none: string;
    readonly sendCount: (count: number) => string;
  };
  readonly refuse: {
    readonly label: string;
    readonly help: string;
    readonly placeholder: string;
  };
  readonly error: {
    readonly status: string;
    readonly otherStatus: string;
    readonly message: string;
    readonly retryAfter: string;
    readonly midStream: string;
    readonly badStatus: string;
    readonly badRetryAfter: string;
    readonly emptyMessage: string;
    readonly retried: string;
    readonly lateStatus: string;
    readonly names: Readonly<Record<ErrorStatusName, string>>;
  };
  readonly options: {
    readonly title: string;
    readonly finishReason: string;
    readonly finishReasons: Readonly<Record<"stop" | "length" | "content-filter", string>>;
    readonly delay: string;
    readonly cut: string;
    readonly cutAfter: string;
    readonly cutHelp: (count: number) => string;
    readonly cutBehindSent: string;
    readonly reset: string;
    readonly changed: string;
  };
}

type ErrorStatusName = "400" | "401" | "403" | "404" | "408" | "429" | "500" | "503" | "529";

const plural = createPlural("en");

export const enAnswer: AnswerMessages = {
  notKept: "This browser keeps nothing: a reload would lose what you fill in.",
  unavailable: {
    "no-tools": "The caller offers no tools.",
    "tools-forbidden": "The caller forbids tool calls for this question.",
    "no-format": "The caller did not ask for JSON.",
    "call-demanded": "The caller demands a tool call.",
    "text-has-gone":
      "Text has gone to the caller already, so only text, a call or an error can follow.",
    "not-loaded": "What the caller sent is not loaded.",
  },
  check: "Check",
  send: "Send",
  sending: "Sending…",
  sendAnyway: "Send although it does not fit",
  confirmUnchecked: "The caller's program may break on this. Send it all the same?",
  cancel: "Cancel",
  faultCount: (count) =>
    `${count} ${plural(count, { one: "thing", other: "things" })} to mend before this can be sent`,
  fits: "This fits what the caller asks for.",
  cannotSend: "Nothing can be sent at the moment.",
  field: {
    required: "required",
    choose: "Choose…",
    yes: "Yes",
    no: "No",
    add: (name) => `Add ${name}`,
    leaveOut: (name) => `Leave out ${name}`,
    item: (number) => `Item ${number}`,
    addItem: "Add an item",
    removeItem: (number) => `Remove item ${number}`,
    moveUp: (number) => `Move item ${number} up`,
    moveDown: (number) => `Move item ${number} down`,
    rowName: "Name",
    removeRow: (name) => `Remove ${name}`,
    shapeOf: (name) => `Shape of ${name}`,
    giveValue: (name) => `Give a value for ${name}`,
    given: "Value",
  },
  form: {
    asJson: "Edit as JSON",
    asFields: "Edit as fields",
    json: "JSON",
    anyJson: "The caller wants a JSON object and gives no schema for it.",
    schema: "Show the schema",
    root: "answer",
  },
  calls: {
    leadText: "Text before the calls",
    pick: "Add a call",
    search: "Search tools",
    noMatch: "No tool has such a name or description.",
    call: (number, name) => `Call ${number}: ${name}`,
    remove: (name) => `Remove the call of ${name}`,
    moveUp: (name) => `Move the call of ${name} up`,
    moveDown: (name) => `Move the call of ${name} down`,
    demandsAny: "The caller demands at least one call.",
    demandsTool: (name) => `The caller demands a call of ${name}.`,
    onlyOne: "The caller takes one call at a time.",
    none: "No call yet. Pick a tool.",
    sendCount: (count) => `Send ${count} ${plural(count, { one: "call", other: "calls" })}`,
  },
  refuse: {
    label: "Refusal",
    help: "Sent as a refusal where the caller's API has one, else as plain text.",
    placeholder: "I can't help with that.",
  },
  error: {
    status: "Status",
    otherStatus: "Other…",
    message: "Message",
    retryAfter: "Retry after (seconds)",
    midStream: "Text has gone already, so this ends the stream in its middle.",
    badStatus: "Use a status from 400 to 599.",
    badRetryAfter: "Use whole seconds from 0 to 86400.",
    emptyMessage: "Write a message.",
    retried: "Most clients send the question again after this.",
    lateStatus:
      "When the response has begun, by default after one second, the error comes inside a stream, and other responses break off.",
    names: {
      "400": "Bad request",
      "401": "Not signed in",
      "403": "Forbidden",
      "404": "No such model",
      "408": "Time-out",
      "429": "Rate limit",
      "500": "Server error",
      "503": "Unavailable",
      "529": "Overloaded",
    },
  },
  options: {
    title: "How it goes out",
    finishReason: "Ends with",
    finishReasons: {
      stop: "stop: complete",
      length: "length: token limit",
      "content-filter": "content filter",
    },
    delay: "Delay (seconds)",
    cut: "Cut the stream off",
    cutAfter: "after characters",
    cutHelp: (count) => `Half of the text is ${count}.`,
    cutBehindSent: "More has gone already.",
    reset: "Reset",
    changed: "Not the usual way",
  },
};
