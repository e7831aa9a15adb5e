import type { NAMED_KEYS } from "../compose/key-binding";
import type { SendRefusal } from "../compose/draft";
import type { ShowFormProblem } from "../schema-form/form-model";
import type { JsonType, ObjectField, RawReason } from "../schema-form/form-node";
import type { WritingProblem } from "../schema-form/form-text";
import type { LimitKind } from "../schema-form/map-issue";
import type { AnswerMessages } from "./sections/answer";
import type { ComposerMessages } from "./sections/composer";
import type { FaultsMessages } from "./sections/faults";
import type { HelpMessages } from "./sections/help";
import type { InboxMessages } from "./sections/inbox";
import type { InviteMessages } from "./sections/invite";
import type { JoinMessages } from "./sections/join";
import type { SessionMessages } from "./sections/session";
import type { ShellMessages } from "./sections/shell";
import type { TemplatesMessages } from "./sections/templates";

/** Every sentence of the console. Texts that are put in are ready to be shown; counts come as numbers, since they change words. */
export interface Messages {
  readonly wait: {
    readonly days: (days: number, hours: number) => string;
  };
  readonly form: {
    readonly types: Readonly<Record<JsonType, string>>;
    /** The name of a shape that has none. */
    readonly shape: (number: number) => string;
    readonly nothing: string;
    readonly rawReasons: Readonly<Record<RawReason, string>>;
    readonly rowPolicies: Readonly<Record<ObjectField["rowPolicy"], string>>;
    readonly showFormProblems: Readonly<Record<ShowFormProblem["reason"], string>>;
    readonly unchecked: string;
    readonly faults: {
      readonly writing: Readonly<Record<WritingProblem["reason"], string>>;
      readonly limits: Readonly<Record<LimitKind, (limit: number) => string>>;
      readonly required: string;
      readonly type: (types: string) => string;
      readonly enum: (options: string) => string;
      readonly const: (value: string) => string;
      readonly pattern: (pattern: string) => string;
      readonly format: (format: string) => string;
      readonly uniqueItems: string;
      readonly noVariant: string;
      readonly severalVariants: string;
      readonly notAllowed: string;
      readonly other: (keyword: string) => string;
      readonly unknown: string;
    };
  };
  readonly compose: {
    readonly refusals: Readonly<Record<SendRefusal, string>>;
    readonly unknownPlaceholders: (count: number, names: string) => string;
  };
  readonly keys: {
    readonly names: Readonly<Record<(typeof NAMED_KEYS)[number], string>>;
    readonly problems: {
      readonly noKey: string;
      readonly needsModifier: string;
      readonly unknownKey: (key: string) => string;
    };
    readonly reserved: (binding: string) => string;
    readonly taken: (template: string) => string;
  };
  // The parts of the page, each in a file of its own.
  readonly answer: AnswerMessages;
  readonly composer: ComposerMessages;
  readonly faults: FaultsMessages;
  readonly help: HelpMessages;
  readonly inbox: InboxMessages;
  readonly invite: InviteMessages;
  readonly join: JoinMessages;
  readonly session: SessionMessages;
  readonly shell: ShellMessages;
  readonly templates: TemplatesMessages;
}
