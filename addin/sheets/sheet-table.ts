/** What one cell is given. Text stays text; a number is one that Excel holds exactly. */
export type Cell = string | number

/** What a column holds; it decides format, alignment and width. */
export type ColumnKind = 'text' | 'money' | 'weight' | 'points' | 'distance' | 'shares' | 'price' | 'count'

/** Excel number formats. `@` keeps account numbers and references as they were written. */
export const FORMATS = {
  text: '@',
  money: '#,##0.00',
  weight: '0.00%',
  points: '+0.00;-0.00;0.00',
  distance: '0.00',
  shares: '#,##0.00######',
  price: '#,##0.00####',
  count: '#,##0',
} satisfies Record<ColumnKind, string>

export interface Column {
  readonly header: string
  readonly kind: ColumnKind
}

/** One line of the block above the table that says what the figures are true of. */
export interface StampEntry {
  readonly label: string
  readonly value: Cell
  readonly format: string
}

/** Columns coloured by the band word that stands in one of them: places counted from 0. */
export interface BandColumns {
  readonly status: number
  readonly firstColoured: number
}

/** A table ready to be written to a sheet: plain data, nothing of Excel. */
export interface SheetTable {
  readonly sheetName: string
  /** Name of the Excel table; the same kind of pull always has the same. */
  readonly tableName: string
  readonly title: string
  readonly stamp: readonly StampEntry[]
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** Null: no column says whether something is in its band. */
  readonly bands: BandColumns | null
  /** Columns that together name a row, so that a refresh finds it again; none: the table is only ever pulled anew. */
  readonly keys?: readonly number[]
  /** Rows to set in bold: those whose cell in this column says one of the words. */
  readonly emphasis: { readonly column: number; readonly words: readonly string[] } | null
}

/** Rows of a sheet: what a field of a row is called, of which kind, and how it is read. */
export interface Field<Row> extends Column {
  readonly cell: (row: Row) => Cell
}

/** Writes each row by the same list of fields, so that headers, formats and cells cannot fall apart. */
export function byFields<Row>(
  fields: readonly Field<Row>[],
  rows: readonly Row[],
): Pick<SheetTable, 'columns' | 'rows'> {
  return {
    columns: fields.map(({ header, kind }) => ({ header, kind })),
    rows: rows.map((row) => fields.map((field) => field.cell(row))),
  }
}

/** Place of the field with this header; a header that is not there is a fault of ours. */
export function placeOf(fields: readonly Column[], header: string): number {
  const place = fields.findIndex((field) => field.header === header)
  if (place < 0) throw new Error(`No column ${header}`)
  return place
}
