import type { Signal } from "@preact/signals";
import { storedSignal } from "../state/stored-signal";
import { SHARED_NAME, sessionTemplatesName } from "./stored-templates";
import { readTemplates, type Template } from "./template";

/** Templates for every session. */
export const sharedTemplates = storedSignal<readonly Template[]>(SHARED_NAME, [], readTemplates);

const bySession = new Map<string, Signal<readonly Template[]>>();

/** Templates for one session, such as a character's set phrases. */
export function sessionTemplates(sessionName: string): Signal<readonly Template[]> {
  const known = bySession.get(sessionName);
  if (known !== undefined) return known;
  const made = storedSignal<readonly Template[]>(
    sessionTemplatesName(sessionName),
    [],
    readTemplates,
  );
  bySession.set(sessionName, made);
  return made;
}
