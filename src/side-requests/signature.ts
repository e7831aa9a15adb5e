import type { JsonObject } from "../core/json";

/** The form of a signature; `signatures.ts` has the signatures. */

export type SideRequestKind =
  | "title"
  | "tags"
  | "follow-ups"
  | "queries"
  | "autocomplete"
  | "image-prompt"
  | "emoji"
  | "tool-choice"
  | "memory"
  | "suggestion"
  | "command-prefix"
  | "file-paths"
  | "probe";

/** The instruction is the last message; in a request without history, all user messages together. */
export type Place = "system" | "instruction";

export interface Wording {
  readonly place: Place;
  readonly pattern: RegExp;
}

export interface Structure {
  /**
   * `one-user`: a single message besides system messages. `users`: only user messages besides them. `after-history`: a user message
   * after a conversation. `system-after-history`: a system message after one.
   */
  readonly shape: "one-user" | "users" | "after-history" | "system-after-history";
  readonly hasSystem?: true;
  /** What `stream` has to be; absent where clients do either. */
  readonly isStream?: boolean;
  /** The reply must be capped at no more than this. */
  readonly tokensMax?: number;
  /** All of these are found: how the prompt frames what it is about, whatever language it is in. */
  readonly frame?: readonly Wording[];
  /** The reply's schema, or that of the one forced tool, asks for these properties and for no other. */
  readonly properties?: readonly string[];
}

/** Placeholders in an answer, filled from the request. */
export const PLACEHOLDERS = {
  /** The first words of the first user text. */
  title: "{{title}}",
  language: "{{language}}",
  lastText: "{{last-text}}",
  recap: "{{recap}}",
  commandPrefix: "{{command-prefix}}",
} as const;

export interface Signature {
  /** The client and the kind; recorded, so it never changes its meaning. */
  readonly id: string;
  readonly client: string;
  readonly kind: SideRequestKind;
  /** One of these is found. */
  readonly wordings: readonly Wording[];
  /** One of these is given. */
  readonly structures: readonly Structure[];
  /** The structure is this client's alone, so that it counts without the wording, as in a translated prompt. */
  readonly isStructureTelling?: true;
  readonly answer: { readonly json: JsonObject } | { readonly text: string };
  /** Where the conversation's first user text stands in the instruction; the group is the text. */
  readonly subject?: RegExp;
  /** Where the client asks for a shorter title than usual. */
  readonly titleCharsMax?: number;
}
