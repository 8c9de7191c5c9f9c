import type { Baseline } from './baseline.ts'

/** Excel holds 32,767 characters in a cell. */
const CHARACTERS_A_CELL = 32_000
/** Leads every piece, so that none can begin like a formula or lose an apostrophe. */
const MARK = '|'
const FORMAT = 'evenkeel-baseline/1'

/** A baseline as the cells of one row: format and id, then its JSON in pieces that fit a cell. */
export function baselineCells(baseline: Baseline): readonly string[] {
  const text = JSON.stringify(baseline).replace(SURROGATE, escaped)
  const pieces: string[] = []
  for (let start = 0; start < text.length; start += CHARACTERS_A_CELL) {
    pieces.push(`${MARK}${text.slice(start, start + CHARACTERS_A_CELL)}`)
  }
  return [FORMAT, baseline.id, ...pieces]
}

/** Halves of a pair, such as of an emoji in a name, must not be parted between two cells. */
const SURROGATE = /[\ud800-\udfff]/g

function escaped(half: string): string {
  return `\\u${half.charCodeAt(0).toString(16)}`
}

/** The baseline of a row of cells; null for a row that holds none, or one of another edition of Evenkeel. */
export function baselineOf(cells: readonly unknown[]): Baseline | null {
  const [format, id, ...pieces] = cells.map(String)
  if (format !== FORMAT) return null
  const text = pieces.map((piece) => (piece.startsWith(MARK) ? piece.slice(MARK.length) : '')).join('')
  try {
    const baseline = JSON.parse(text) as Baseline
    return baseline.id === id ? baseline : null
  } catch {
    return null
  }
}
