import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { EditorAssistant, EditorChange } from "../compose/editor-assistant";
import { nextSlashQuery } from "../compose/slash-query";
import { rankTemplates, type Template } from "./template";

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">;

/**
 * A slash in an empty answer looks for a template: what is typed on narrows the list, and the choice takes its place. Until then nothing
 * of it goes, and given up it is a text like any other.
 */
export class SlashMenu implements EditorAssistant {
  /** Null where no template is looked for. */
  readonly query = signal<string | null>(null);
  readonly activeIndex = signal(0);
  readonly found: ReadonlySignal<readonly Template[]>;
  readonly #templates: ReadonlySignal<readonly Template[]>;
  readonly #insert: (template: Template) => void;
  #isPicking = false;

  /** `insert` puts a template in place of the slash and what follows it. */
  constructor(
    templates: ReadonlySignal<readonly Template[]>,
    insert: (template: Template) => void,
  ) {
    this.#templates = templates;
    this.#insert = insert;
    this.found = computed(() => rankTemplates(templates.value, this.query.value ?? ""));
  }

  get isHolding(): boolean {
    return this.query.peek() !== null;
  }

  follow(change: EditorChange): void {
    // A template may be such a text itself.
    const isOff = this.#isPicking || this.#templates.peek().length === 0;
    const query = isOff ? null : nextSlashQuery(this.query.peek(), change);
    if (query === this.query.peek()) return;
    batch(() => {
      this.query.value = query;
      this.activeIndex.value = 0;
    });
  }

  press({ key, ctrlKey, altKey, shiftKey, metaKey }: Key): boolean {
    if (!this.isHolding || ctrlKey || altKey || shiftKey || metaKey) return false;
    if (key === "Escape") {
      this.query.value = null;
      return true;
    }
    const found = this.found.peek();
    const active = found[this.activeIndex.peek()];
    if (active === undefined) return false;
    if (key === "Enter" || key === "Tab") this.pick(active);
    else if (key === "ArrowDown" || key === "ArrowUp") {
      const step = key === "ArrowDown" ? 1 : found.length - 1;
      this.activeIndex.value = (this.activeIndex.peek() + step) % found.length;
    } else return false;
    return true;
  }

  pick(template: Template): void {
    this.#isPicking = true;
    this.#insert(template);
    this.#isPicking = false;
    this.query.value = null;
  }
}
