/** Rows of cells as lines whose columns begin below each other; a Chinese character takes two places, as terminals draw it. */
export function columns(rows: readonly (readonly string[])[], indent = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, n) => (widths[n] = Math.max(widths[n] ?? 0, widthOf(cell))));
  }
  const lead = ' '.repeat(indent);
  return rows.map((row) =>
    (lead + row.map((cell, n) => cell + ' '.repeat((widths[n] ?? 0) - widthOf(cell))).join('  ')).trimEnd(),
  );
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
      character,
    )
      ? 2
      : 1;
  return width;
}
