import { formats, messages } from "../i18n/use-messages";
import { Menu } from "../session/menu";
import { lazy } from "../shell/lazy";
import { pace } from "../state/preferences";

const Panel = lazy(async () => (await import("./writing-options-panel")).WritingOptionsPanel);

/** Opens what changes how an answer goes out, and says the pace where there is one. */
export function WritingOptions() {
  const { composer } = messages.value;
  const speed = pace.value?.tokensPerSecond ?? null;
  const speedText = speed === null ? null : composer.paceOn(formats.value.number(speed));
  return (
    <Menu
      label={speedText ?? composer.options}
      name={speedText === null ? composer.options : `${composer.options}: ${speedText}`}
      buttonClass="button button-quiet"
    >
      <Panel />
    </Menu>
  );
}
