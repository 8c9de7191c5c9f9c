import { keyHeader } from '../sheets/baseline.ts'
import { runsOf } from '../sheets/refresh-plan.ts'
import type { Cell } from '../sheets/sheet-table.ts'
import { forget, storedBaselines } from './baseline-sheet.ts'
import { forgetPull } from './pull-record.ts'
import type { PulledTable } from './pulled-tables.ts'
import { beginBody, type BodyCells } from './read-body.ts'
import { rowChunks } from './row-chunks.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'
import { literal } from './sheet-layout.ts'

/** What a freeze did. */
export type Frozen =
  | { readonly kind: 'frozen'; readonly sheetName: string; readonly formulas: number }
  | { readonly kind: 'tableGone' }

/**
 * Turns a pulled table into ordinary cells: formulas become the values that they show, the table becomes a range, and
 * nothing of ours is left with it but a line that says so. One action, one undo step. Throws ExcelFailure.
 */
export function freezeTable(
  { tableName, source }: PulledTable,
  line: string,
  options?: RunOptions,
): Promise<Frozen> {
  return runInExcel(async (context) => {
    const stored = source.kind === 'editable' ? await storedBaselines(context) : null
    const table = context.workbook.tables.getItemOrNullObject(tableName)
    const header = table.getHeaderRowRange()
    header.load('values,rowIndex,columnIndex')
    const area = table.getRange()
    area.load('rowCount')
    const body = table.getDataBodyRange()
    const readBody = beginBody(context, table, 'values,formulas')
    const sheet = table.worksheet
    sheet.load('name')
    sheet.customProperties.load('items/key,items/value')
    await context.sync()
    if (table.isNullObject) return { kind: 'tableGone' }
    const headers = (header.values[0] ?? []).map(String)
    const place = { row: header.rowIndex + 1, column: header.columnIndex }
    const inBody = await formulasToValues(context, await readBody(), place, sheet)
    const above = source.kind === 'editable' ? await sumsToValues(context, sheet, place.row, tableName) : 0
    body.dataValidation.clear()
    if (source.kind === 'editable') {
      const keys = headers.indexOf(keyHeader(source.baseline.id))
      if (keys >= 0) {
        sheet.getRangeByIndexes(header.rowIndex, header.columnIndex + keys, area.rowCount, 1).clear()
      }
    }
    forgetPull(sheet.customProperties.items, source.kind === 'editable' ? source.baseline.id : source.keptAs)
    table.convertToRange()
    const bold = sheet.getRangeByIndexes(header.rowIndex, header.columnIndex, 1, headers.length)
    bold.format.font.bold = true
    writeLine(sheet, header.rowIndex, header.columnIndex, line)
    if (stored && source.kind === 'editable') forget(stored, source.baseline.id)
    await context.sync()
    return { kind: 'frozen', sheetName: sheet.name, formulas: inBody + above }
  }, options)
}

/** The free row above the header; the title's where a person has moved the table to the top. */
function writeLine(sheet: Excel.Worksheet, headerRow: number, column: number, line: string): void {
  const cell = sheet.getRangeByIndexes(Math.max(0, headerRow - 1), column, 1, 1)
  cell.numberFormat = [['@']]
  cell.values = [[line]]
  cell.format.font.italic = true
}

/** Only cells with formulas are written, in runs; answers how many there were. */
async function formulasToValues(
  context: Excel.RequestContext,
  { values, formulas }: BodyCells,
  first: { readonly row: number; readonly column: number },
  sheet: Excel.Worksheet,
): Promise<number> {
  const isFormula = (row: number, column: number) => {
    const formula = formulas[row]?.[column]
    return typeof formula === 'string' && formula.startsWith('=') && formula !== values[row]?.[column]
  }
  const rows = values.map((cells, row) =>
    cells.map((cell, column) => (isFormula(row, column) ? literal(cell) : null)),
  )
  const touched = rows.flatMap((cells, row) => (cells.some((cell) => cell !== null) ? [row] : []))
  for (const run of runsOf(touched)) {
    const chunks = rowChunks(rows.slice(run.first, run.first + run.count))
    for (const [index, chunk] of chunks.entries()) {
      const width = chunk.rows[0]?.length ?? 0
      sheet.getRangeByIndexes(
        first.row + run.first + chunk.firstRow,
        first.column,
        chunk.rows.length,
        width,
      ).values = chunk.rows.map((row) => [...row])
      if (index < chunks.length - 1) await context.sync()
    }
  }
  return rows.flat().filter((cell) => cell !== null).length
}

/** Sums above the table that name it would lose what they are sums of; answers how many there were. One sync. */
async function sumsToValues(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  rowCount: number,
  tableName: string,
): Promise<number> {
  const used = sheet.getRangeByIndexes(0, 0, rowCount, 1).getEntireRow().getUsedRangeOrNullObject(true)
  used.load('values,formulas,rowIndex,columnIndex')
  await context.sync()
  if (used.isNullObject) return 0
  const values = used.values as Cell[][]
  const sums = (used.formulas as Cell[][]).flatMap((cells, row) =>
    cells.flatMap((formula, column) =>
      typeof formula === 'string' && formula.startsWith('=') && formula.includes(`${tableName}[`)
        ? [{ row, column }]
        : [],
    ),
  )
  for (const { row, column } of sums) {
    const cell = sheet.getRangeByIndexes(used.rowIndex + row, used.columnIndex + column, 1, 1)
    cell.values = [[literal(values[row]?.[column] ?? '')]]
  }
  return sums.length
}
