import { readCell, type CellFaultCode } from './baseline-cell.ts'
import { keyHeader, type Baseline, type BaselineRow, type SheetRow, type TableCells } from './baseline.ts'

/** One edited cell; `from` and `to` are exact texts as the baseline keeps them. */
export interface CellChange {
  readonly key: string
  /** Row of the sheet, from 1. */
  readonly row: number
  readonly header: string
  readonly from: string
  readonly to: string
}

/** A row that stands in the sheet now, read without fault or with '' where a cell is at fault. */
export interface CurrentRow {
  /** Null for an added row. */
  readonly key: string | null
  readonly row: number
  /** By header of the editable columns. */
  readonly values: Readonly<Record<string, string>>
}

export type RowFaultCode =
  | CellFaultCode
  | 'missingColumn'
  | 'columnTwice'
  | 'missingKeyColumn'
  | 'copiedRow'
  | 'foreignKey'
  | 'outsideTable'

/** What is wrong, with the row to show it in; null is a fault of the table as a whole. */
export interface RowFault {
  readonly code: RowFaultCode
  readonly key: string | null
  readonly row: number | null
  readonly header: string | null
  readonly sentence: string
}

/** What a person did to a table since it was pulled. Where a row is at fault its changes are not among the edits. */
export interface SheetEdits {
  readonly changed: readonly CellChange[]
  readonly struck: readonly BaselineRow[]
  readonly added: readonly CurrentRow[]
  readonly faults: readonly RowFault[]
  /** Every row that stands in the table now, in the order of the sheet; empty rows are left out. */
  readonly rows: readonly CurrentRow[]
}

/** Compares a table with what was pulled, row by row by key: order, filters, place and names do not matter. */
export function findEdits(baseline: Baseline, table: TableCells): SheetEdits {
  const columns = locateColumns(baseline, table)
  if (columns.faults.length > 0) return { ...NO_EDITS, faults: columns.faults }
  const reading = table.rows
    .map((row) => readRow(row, baseline, columns))
    .filter(({ isEmpty, current }) => !isEmpty || current.key !== null)
  const known = new Map(baseline.rows.map((row) => [row.key, row]))
  const keyed = settleKeys(reading, known, baseline)
  const faults = keyed.flatMap(({ faults: own }) => own)
  const whole = keyed.filter(({ faults: own }) => own.length === 0).map(({ current }) => current)
  const present = new Set(keyed.map(({ current }) => current.key))
  return {
    changed: whole.flatMap((row) => changesOf(row, known, baseline)),
    struck: baseline.rows.filter(({ key }) => !present.has(key)),
    added: whole.filter(({ key }) => key === null),
    faults,
    rows: keyed.map(({ current }) => current),
  }
}

const NO_EDITS: SheetEdits = { changed: [], struck: [], added: [], faults: [], rows: [] }

interface Columns {
  readonly key: number
  readonly editable: readonly number[]
  readonly faults: readonly RowFault[]
}

function locateColumns({ id, columns }: Baseline, { headers, tableColumns }: TableCells): Columns {
  const wanted = [keyHeader(id), ...columns.map(({ header }) => header)]
  const [first, behind] = tableColumns ?? [0, headers.length]
  const own = headers.map((header, place) => (place >= first && place < behind ? header : null))
  const faults = wanted.flatMap((header, index): RowFault[] => {
    const count = own.filter((each) => isSameHeader(each, header)).length
    if (count === 1) return []
    const name = index === 0 ? 'hidden column of row keys' : `column “${header}”`
    if (count > 1 && index > 0)
      return [
        tableFault('columnTwice', header, `There are ${count} columns “${header}”. Rename all but one.`),
      ]
    if (count === 0 && headers.some((each) => isSameHeader(each, header)))
      return [tableFault('outsideTable', header, `The ${name} ${PARTED}`)]
    if (index === 0) return [tableFault('missingKeyColumn', null, KEY_COLUMN_GONE)]
    return [tableFault('missingColumn', header, `The column “${header}” is gone or renamed. ${BRING_BACK}`)]
  })
  const placeOf = (header: string) => own.findIndex((each) => isSameHeader(each, header))
  return { key: placeOf(keyHeader(id)), editable: columns.map(({ header }) => placeOf(header)), faults }
}

const PARTED =
  'stands outside the table, so that a sort parts it from its rows. Undo that and every sort since, or delete this sheet and pull anew.'
const BRING_BACK = 'Undo that, or write this name into its header again.'
const KEY_COLUMN_GONE =
  'The hidden column of row keys is gone, so that edits cannot be told apart. Undo its deletion, or pull anew.'

function isSameHeader(header: string | null, wanted: string): boolean {
  return header?.trim().toLowerCase() === wanted.toLowerCase()
}

function tableFault(code: RowFaultCode, header: string | null, sentence: string): RowFault {
  return { code, key: null, row: null, header, sentence }
}

interface RowReading {
  readonly current: CurrentRow
  readonly isEmpty: boolean
  readonly faults: readonly RowFault[]
}

function readRow(row: SheetRow, baseline: Baseline, columns: Columns): RowReading {
  const key = String(row.cells[columns.key]?.value ?? '').trim() || null
  const values: Record<string, string> = {}
  const faults: RowFault[] = []
  let isEmpty = true
  baseline.columns.forEach((column, index) => {
    const cell = row.cells[columns.editable[index] ?? -1] ?? { value: '', formula: '' }
    if (cell.value !== '') isEmpty = false
    const reading = readCell(cell, column)
    values[column.header] = reading.kind === 'value' ? reading.value : ''
    if (reading.kind === 'fault') {
      const { code, sentence } = reading
      faults.push({ code, key, row: row.number, header: column.header, sentence })
    }
  })
  if (!row.isInTable) faults.push(rowFault('outsideTable', key, row.number, OUTSIDE_TABLE))
  return { current: { key, row: row.number, values }, isEmpty, faults }
}

const OUTSIDE_TABLE =
  'This row stands outside the table. Drag the table’s corner over it, or delete the row if it is not wanted.'

function rowFault(code: RowFaultCode, key: string | null, row: number, sentence: string): RowFault {
  return { code, key, row, header: null, sentence }
}

/** A copied row carries its original's key: where one of the two is as pulled or first, the other is an added row. */
function settleKeys(
  rows: readonly RowReading[],
  known: ReadonlyMap<string, BaselineRow>,
  baseline: Baseline,
): readonly RowReading[] {
  const holders = Map.groupBy(rows, ({ current }) => current.key)
  return rows.map((row) => {
    const { key } = row.current
    if (key === null) return row
    const pulled = known.get(key)
    if (!pulled) return withFault(row, 'foreignKey', FOREIGN_KEY)
    const sharing = holders.get(key) ?? []
    return sharing.length === 1 ? row : settleCopy(row, sharing, pulled, baseline)
  })
}

const FOREIGN_KEY =
  'This row comes from another table. Type it anew in an empty row of this table, then delete this one.'

function settleCopy(
  row: RowReading,
  sharing: readonly RowReading[],
  pulled: BaselineRow,
  { columns }: Baseline,
): RowReading {
  const asPulled = sharing.filter(({ current }) =>
    columns.every(({ header }, index) => current.values[header] === pulled.values[index]),
  )
  const original = asPulled[0]
  const numbers = sharing.map(({ current }) => current.row).join(' and ')
  if (!original) return withFault(row, 'copiedRow', bothChanged(numbers))
  if (row === original) return row
  if (asPulled.includes(row)) {
    const sentence = `This row is a copy of row ${original.current.row}. Change it, or delete it.`
    return withFault(row, 'copiedRow', sentence)
  }
  const asAdded = row.faults.map((own) => ({ ...own, key: null }))
  return { ...row, current: { ...row.current, key: null }, faults: asAdded }
}

function bothChanged(numbers: string): string {
  return `Rows ${numbers} are copies of one row, and all were changed. Type the new one in an empty row, then delete its copy.`
}

function withFault(row: RowReading, code: RowFaultCode, sentence: string): RowReading {
  const { key, row: number } = row.current
  return { ...row, faults: [...row.faults, rowFault(code, key, number, sentence)] }
}

function changesOf(
  row: CurrentRow,
  known: ReadonlyMap<string, BaselineRow>,
  { columns }: Baseline,
): readonly CellChange[] {
  const { key } = row
  const pulled = key === null ? undefined : known.get(key)
  if (key === null || !pulled) return []
  return columns.flatMap(({ header }, index) => {
    const from = pulled.values[index] ?? ''
    const to = row.values[header] ?? ''
    return from === to ? [] : [{ key, row: row.row, header, from, to }]
  })
}
