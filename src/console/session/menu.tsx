import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Popover } from "../shell/popover";

export interface MenuProps {
  /** What stands on its button. */
  readonly label: ComponentChildren;
  /** The button's name, where what stands on it is a picture or a value. */
  readonly name?: string;
  readonly buttonClass?: string;
  readonly children: ComponentChildren;
}

/** A button with a small panel of choices, which a choice out of it closes. */
export function Menu({ label, name, buttonClass = "button", children }: MenuProps) {
  const id = useId();
  return (
    <>
      <button type="button" class={buttonClass} popovertarget={id} aria-label={name} title={name}>
        {label}
      </button>
      <Popover id={id}>
        {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- it hears the clicks of the buttons in it, which keys make, too */}
        <div
          class="menu"
          onClick={(event) => {
            if (event.target instanceof Element && event.target.closest(".menu-button"))
              document.getElementById(id)?.hidePopover();
          }}
        >
          {children}
        </div>
      </Popover>
    </>
  );
}
