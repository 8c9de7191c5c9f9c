/** A selected cell: as it is shown, which keeps the zeros of a number, and as it is held. */
export interface SelectedCell {
  readonly text: string
  readonly value: string | number | boolean
}

/** A row of what is selected, with its number as Excel shows it. */
export interface SelectedRow {
  readonly number: number
  readonly cells: readonly SelectedCell[]
}

/** Texts of the cells, each once, in order; empty ones are left out. */
export function referencesOf(rows: readonly SelectedRow[]): readonly string[] {
  const texts = rows.flatMap(({ cells }) => cells.map(({ text }) => text.trim()))
  return [...new Set(texts.filter((text) => text !== ''))]
}
