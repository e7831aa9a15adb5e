import { useId } from "preact/hooks";
import type { ResponderKind } from "../../core/turn";
import { messages } from "../i18n/use-messages";
import { toast } from "../shell/toast";
import { requestJson } from "../state/http";

/** What can be chosen here; the others are set up elsewhere, and shown. */
const CHOICES = ["partner", "operator"] as const;

/** Who answers the callers of this session. */
export function ResponderSwitch({
  sessionName,
  kind,
}: {
  readonly sessionName: string;
  readonly kind: ResponderKind;
}) {
  const id = useId();
  const { header } = messages.value.session;
  const kinds: readonly ResponderKind[] = CHOICES.some((choice) => choice === kind)
    ? CHOICES
    : [...CHOICES, kind];
  const change = async (select: HTMLSelectElement): Promise<void> => {
    const chosen = CHOICES.find((choice) => choice === select.value);
    if (chosen === undefined || chosen === kind) return;
    try {
      await requestJson(`/sessions/${encodeURIComponent(sessionName)}/responder`, {
        method: "PUT",
        body: { kind: chosen },
      });
      toast(messages.peek().session.header.switchTo(header.responders[chosen]));
    } catch {
      // Whatever the reason, the session is as it was, and its live state says so.
      select.value = kind;
      toast(messages.peek().session.header.switchFailed, { tone: "error" });
    }
  };
  return (
    <span class="responder-switch">
      <label for={id} class="hint">
        {header.responder}
      </label>
      {/* A phone has no room for the label. */}
      <select
        id={id}
        aria-label={header.responder}
        value={kind}
        onChange={({ currentTarget }) => void change(currentTarget)}
      >
        {kinds.map((one) => (
          <option key={one} value={one} disabled={!CHOICES.some((choice) => choice === one)}>
            {header.responders[one]}
          </option>
        ))}
      </select>
    </span>
  );
}
