/** The modules of a code as one outline of an SVG, a run of dark ones at a time. */
export function pathOfModules(rows: readonly (readonly boolean[])[]): string {
  let path = "";
  for (const [y, row] of rows.entries()) {
    let start: number | null = null;
    for (const [x, isDark] of [...row, false].entries()) {
      if (isDark) start ??= x;
      else if (start !== null) {
        path += `M${start} ${y}h${x - start}v1h${start - x}z`;
        start = null;
      }
    }
  }
  return path;
}
