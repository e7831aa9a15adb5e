import { countMark } from "../inbox/title-mark";

const SIZE = 64;
const GROUND = "#3b4a9e";
const BADGE = "#c8102e";

let plainHref: string | null = null;

/** Draws how many wait into the tab's icon. */
export function markIcon(count: number): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (link === null) return;
  plainHref ??= link.href;
  const mark = countMark(count);
  const href = mark === "" ? plainHref : drawIcon(mark);
  if (href === null || link.href === href) return;
  // Browsers look at a new element, and not at a new address of an old one.
  const next = link.cloneNode() as HTMLLinkElement;
  next.type = mark === "" ? "image/svg+xml" : "image/png";
  next.href = href;
  link.replaceWith(next);
}

function drawIcon(mark: string): string | null {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.fillStyle = GROUND;
  fillRound(context, 0, 0, SIZE, SIZE, 16);
  context.fillStyle = "#fff";
  fillRound(context, 10, 12, 36, 26, 6);
  context.fillStyle = BADGE;
  fillRound(context, mark.length > 2 ? 10 : 20, 26, mark.length > 2 ? 54 : 44, 38, 14);
  context.fillStyle = "#fff";
  context.font = `700 ${mark.length > 2 ? 28 : 34}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(mark, mark.length > 2 ? 37 : 42, 46, mark.length > 2 ? 46 : 34);
  return canvas.toDataURL("image/png");
}

function fillRound(
  context: CanvasRenderingContext2D,
  ...box: [x: number, y: number, width: number, height: number, radius: number]
): void {
  context.beginPath();
  context.roundRect(...box);
  context.fill();
}
