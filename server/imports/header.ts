import { LIMITS } from './csv.ts'
import type { Field, Layout } from './layouts/layout.ts'
import { LAYOUTS, type LayoutKind } from './layouts/registry.ts'
import { columnKey, isFields, isNamed, layoutTitles, recognizeLayout } from './recognize.ts'

/** A layout's field with the index of its cell in a record; none where the column was left out. */
export interface PlacedField {
  readonly key: string
  readonly field: Field<unknown>
  readonly index: number | undefined
}

/** What a file's header says about its records. */
export interface Header {
  readonly kind: LayoutKind
  readonly layout: Layout
  readonly width: number
  readonly names: readonly string[]
  readonly fields: readonly PlacedField[]
  /** The number of each column, from 1, by the name of the column and by the key of its field, as they are compared. */
  readonly columns: ReadonlyMap<string, number>
}

/** Says that something is wrong in a column of the header, counted from 1. */
export type ReportColumn = (column: number, what: string, found: string, expected: string) => void

/** Recognizes the layout and places its fields; reports every column that is missing, unknown or there twice. */
export function readHeader(cells: readonly string[], report: ReportColumn): Header | undefined {
  if (cells.length > LIMITS.columns) {
    report(1, 'there are too many columns', String(cells.length), `at most ${LIMITS.columns}`)
    return undefined
  }
  // A trailing comma on every line is a habit of some downloads.
  const names = cells.at(-1)?.trim() === '' ? cells.slice(0, -1) : cells
  const kind = recognizeLayout(names)
  if (!kind) {
    report(1, 'the header is of no known layout', names.join(','), `the columns of one of: ${layoutTitles()}`)
    return undefined
  }
  const layout = LAYOUTS[kind] as unknown as Layout
  checkColumns(names, layout, report)
  const fields = Object.entries(layout.fields).map(([key, field]) => {
    const index = field.said === undefined ? names.findIndex((name) => isFields(name, field)) : -1
    return { key, field, index: index < 0 ? undefined : index }
  })
  return { kind, layout, width: names.length, names, fields, columns: columnsOf(names, fields) }
}

function columnsOf(names: readonly string[], fields: readonly PlacedField[]): Map<string, number> {
  const columns = new Map(names.map((name, index) => [columnKey(name), index + 1]))
  for (const { key, field, index } of fields) {
    const number = index === undefined ? (field.said ? 1 : names.length + 1) : index + 1
    columns.set(columnKey(field.column), number).set(columnKey(key), number)
  }
  return columns
}

/** The number of a column, from 1, by its name or its field's key; one past the last where the file has no such column. */
export function columnOf(columns: ReadonlyMap<string, number>, column: string): number {
  return columns.get(columnKey(column)) ?? Math.max(0, ...columns.values()) + 1
}

function checkColumns(names: readonly string[], layout: Layout, report: ReportColumn): void {
  const fields = Object.values(layout.fields).filter((field) => field.said === undefined)
  const isKnown = (name: string) =>
    fields.some((field) => isFields(name, field)) || layout.ignored.some((column) => isNamed(name, column))
  const known = new Set([...fields.map(({ column }) => column), ...layout.ignored])
  const seen = new Set<string>()
  names.forEach((name, index) => {
    const key = columnKey(name)
    if (seen.has(key)) report(index + 1, 'the column stands there twice', name, 'each column once')
    else if (!isKnown(name)) {
      report(index + 1, `the column is unknown in a file of ${layout.title}`, name, [...known].join(', '))
    }
    seen.add(key)
  })
  for (const field of fields) {
    if (field.mayBeAbsent || names.some((name) => isFields(name, field))) continue
    const what = `the column "${field.column}" is missing`
    report(names.length + 1, what, names.join(','), `the columns of a file of ${layout.title}`)
  }
}
