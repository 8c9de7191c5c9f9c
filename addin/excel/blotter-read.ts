import {
  keyHeader,
  type Baseline,
  type SheetCell,
  type SheetRow,
  type TableCells,
} from '../sheets/baseline.ts'
import { BLOTTER_EDITABLE } from '../sheets/blotter-columns.ts'
import { readBlotter } from '../sheets/blotter-sheet.ts'
import type { Cell } from '../sheets/sheet-table.ts'
import { baselinesOf, storedBaselines, type StoredBaselines } from './baseline-sheet.ts'
import { locateTable, type FoundTable, type TableLoss } from './baseline-table.ts'
import { beginBody } from './read-body.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'

/** A blotter as it stands in the workbook now; its baseline holds the rows that its own cells keep. */
export interface StandingBlotter {
  readonly kind: 'found'
  readonly place: FoundTable
  readonly baseline: Baseline
  readonly cells: TableCells
  /** Of the sheet, from 0. */
  readonly headerRow: number
  readonly firstColumn: number
  readonly stored: StoredBaselines
}

export type BlotterReading = StandingBlotter | { readonly kind: TableLoss | 'baselineGone' }

/** Cells of one column that an answer of at most 1 MB has room for. */
const FORMULAS_A_READ = 20_000

/** Reads a blotter in answers of at most some megabytes, within an action. */
export async function blotterIn(context: Excel.RequestContext, baselineId: string): Promise<BlotterReading> {
  const stored = await storedBaselines(context)
  const kept = baselinesOf(stored).find(({ id }) => id === baselineId)
  if (!kept) return { kind: 'baselineGone' }
  const place = await locateTable(context, kept)
  if (place.kind !== 'found') return { kind: place.kind }
  const header = place.table.getHeaderRowRange()
  header.load('values,rowIndex,columnIndex')
  const readBody = beginBody(context, place.table, 'values')
  await context.sync()
  const { values } = await readBody()
  const headers = (header.values[0] ?? []).map(String)
  const formulas = await editedFormulas(context, place, headers, {
    row: header.rowIndex + 1,
    column: header.columnIndex,
    count: values.length,
  })
  const rows = values.map((cells, index): SheetRow => ({
    number: header.rowIndex + 2 + index,
    isInTable: true,
    cells: cells.map((value, column): SheetCell => ({
      value,
      formula: formulas.get(column)?.[index] ?? value,
    })),
  }))
  const read = readBlotter(kept, { headers, rows })
  return {
    kind: 'found',
    place,
    ...read,
    headerRow: header.rowIndex,
    firstColumn: header.columnIndex,
    stored,
  }
}

/** Formulas of the columns that are edited alone: everywhere else what a cell shows is all that is asked. */
async function editedFormulas(
  context: Excel.RequestContext,
  { sheet }: FoundTable,
  headers: readonly string[],
  body: { readonly row: number; readonly column: number; readonly count: number },
): Promise<ReadonlyMap<number, readonly Cell[]>> {
  const columns = BLOTTER_EDITABLE.map(({ header }) => headers.indexOf(header)).filter((at) => at >= 0)
  const found = new Map<number, Cell[]>(columns.map((at) => [at, []]))
  for (let start = 0; start < body.count; start += FORMULAS_A_READ) {
    const count = Math.min(FORMULAS_A_READ, body.count - start)
    const parts = columns.map((at) => {
      const part = sheet.getRangeByIndexes(body.row + start, body.column + at, count, 1)
      part.load('formulas')
      return { at, part }
    })
    await context.sync()
    // Microsoft types cells as any.
    for (const { at, part } of parts)
      found.get(at)?.push(...(part.formulas as Cell[][]).map(([cell]) => cell ?? ''))
  }
  return found
}

/** Reads a blotter. Throws ExcelFailure. */
export function readStandingBlotter(baselineId: string, options?: RunOptions): Promise<BlotterReading> {
  return runInExcel((context) => blotterIn(context, baselineId), options)
}

/** Every column that `planRefresh` is given, as places of the sheet; -1 where the person deleted it. */
export function blotterPlaces(
  { cells, firstColumn, baseline }: StandingBlotter,
  headers: readonly string[],
): readonly number[] {
  return [...headers, keyHeader(baseline.id)].map((header) => {
    const at = cells.headers.indexOf(header)
    return at < 0 ? -1 : firstColumn + at
  })
}
