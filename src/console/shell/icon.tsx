/** Outlines on a grid of 20, drawn with the colour of the text. Each stands beside a word or in a named button, so it says nothing. */
const PATHS = {
  back: "M12 4 6 10l6 6",
  check: "M4 10.5 8 14.5 16 5.5",
  chevron: "M5 7.5 10 12.5 15 7.5",
  close: "M5 5l10 10M15 5 5 15",
  copy: "M7 7V4h9v9h-3M4 7h9v9H4z",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.8-1.1 1.8M10 14.5v.1M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1",
  more: "M5 10v.01M10 10v.01M15 10v.01",
  plus: "M10 4v12M4 10h12",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4",
  settings: "M4 6h6M14 6h2M4 14h2M10 14h6M12 4v4M8 12v4",
  "sound-off": "M9 5 5.5 8H3v4h2.5L9 15zM13 8l4 4M17 8l-4 4",
  "sound-on": "M9 5 5.5 8H3v4h2.5L9 15zM12.5 7.5a4 4 0 0 1 0 5M14.5 5.5a7 7 0 0 1 0 9",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4M11.5 9v4",
  user: "M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 16.5c.8-3 3-4.5 6-4.5s5.2 1.5 6 4.5",
  warning: "M10 3.5 2.5 16.5h15zM10 8.5v4M10 14.5v.01",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
