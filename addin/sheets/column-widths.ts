import type { Cell, Column, ColumnKind, SheetTable } from './sheet-table.ts'

/** Room for the filter button of a table's header. */
const FILTER_BUTTON = 3
const WIDEST = 40
const NARROWEST = 8

/** Places after the point, and whether thousands are parted, as FORMATS shows them. */
const SHOWN = {
  text: null,
  money: { places: 2, parted: true },
  weight: { places: 2, parted: false },
  points: { places: 2, parted: false },
  distance: { places: 2, parted: false },
  shares: { places: 8, parted: true },
  price: { places: 6, parted: true },
  count: { places: 0, parted: true },
} satisfies Record<ColumnKind, { places: number; parted: boolean } | null>

/**
 * Width of each column in characters, wide enough for every number (a narrow number shows as ###), the header
 * with its filter button, and the stamp above; long text is cut at 40.
 */
export function columnWidths({ columns, rows, stamp }: SheetTable): readonly number[] {
  return columns.map((column, place) => {
    const stamped = stamp[place]
    // The last entry may run over the empty cells beside it.
    const isLastEntry = place === stamp.length - 1
    const stampWidth =
      stamped && !isLastEntry ? Math.max(stampLength(stamped.value), stamped.label.length) : 0
    const longest = rows.reduce(
      (width, row) => Math.max(width, shownLength(row[place] ?? '', column)),
      Math.max(column.header.length + FILTER_BUTTON, stampWidth, NARROWEST),
    )
    return column.kind === 'text' ? Math.min(longest, WIDEST) : longest
  })
}

/** Dates of the stamp are shown as yyyy-mm-dd. */
function stampLength(value: Cell): number {
  return typeof value === 'number' ? 'yyyy-mm-dd'.length : value.length
}

function shownLength(cell: Cell, { kind }: Column): number {
  const shown = SHOWN[kind]
  if (typeof cell === 'string' || shown === null) return String(cell).length
  const size = Math.abs(kind === 'weight' ? cell * 100 : cell)
  const whole = size < 1 ? 1 : Math.floor(Math.log10(size)) + 1
  const signAndUnit = 2
  return (
    whole +
    (shown.parted ? Math.floor((whole - 1) / 3) : 0) +
    (shown.places ? shown.places + 1 : 0) +
    signAndUnit
  )
}
