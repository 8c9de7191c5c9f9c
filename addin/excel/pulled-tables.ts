import { keyHeader, type Baseline } from '../sheets/baseline.ts'
import { loadBaselines } from './baseline-sheet.ts'
import { questionsIn } from './pull-record.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'

/** A table that was pulled from the server and is still in the workbook. */
export interface PulledTable {
  readonly tableName: string
  readonly sheetName: string
  /** Its sheet is the one in front. */
  readonly isInFront: boolean
  readonly source: TableSource
}

export type TableSource =
  /** The question that a read-only table answers, as it was kept. */
  | { readonly kind: 'question'; readonly question: string; readonly keptAs: string }
  /** A table to be edited, with what was pulled. */
  | { readonly kind: 'editable'; readonly baseline: Baseline }

/** Every table of the workbook that Evenkeel wrote and can refresh, in the order of the sheets. Three syncs. Throws ExcelFailure. */
export function listPulledTables(options?: RunOptions): Promise<readonly PulledTable[]> {
  return runInExcel(async (context) => {
    const { tables, worksheets } = context.workbook
    tables.load('items/id,items/name,items/worksheet/id')
    worksheets.load('items/id,items/name')
    const front = worksheets.getActiveWorksheet()
    front.load('id')
    const baselines = await loadBaselines(context)
    for (const sheet of worksheets.items) sheet.customProperties.load('items/key,items/value')
    const headers = tables.items.map((table) => table.getHeaderRowRange())
    for (const header of headers) header.load('values')
    await context.sync()
    return worksheets.items.flatMap((sheet) => {
      const questions = questionsIn(sheet.customProperties.items)
      const onSheet = tables.items.filter(({ worksheet }) => worksheet.id === sheet.id)
      return onSheet.flatMap((table): PulledTable[] => {
        const header = (headers[tables.items.indexOf(table)]?.values[0] ?? []).map(String)
        const baseline = baselines.find(({ id }) => header.includes(keyHeader(id)))
        const source = baseline
          ? ({ kind: 'editable', baseline } as const)
          : questionOf(table.name, questions, onSheet.length)
        if (!source) return []
        return [{ tableName: table.name, sheetName: sheet.name, isInFront: sheet.id === front.id, source }]
      })
    })
  }, options)
}

/** Shows a sheet; one that is gone meanwhile is left to what is asked next. Throws ExcelFailure. */
export function bringToFront(sheetName: string, options?: RunOptions): Promise<void> {
  return runInExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(sheetName)
    await context.sync()
    if (sheet.isNullObject) return
    sheet.activate()
    await context.sync()
  }, options)
}

/** A renamed table is known by being the only one of its sheet. */
function questionOf(
  tableName: string,
  questions: ReadonlyMap<string, string>,
  tablesOnSheet: number,
): TableSource | null {
  const own = questions.get(tableName)
  if (own !== undefined) return { kind: 'question', question: own, keptAs: tableName }
  const [only] = questions
  return only && questions.size === 1 && tablesOnSheet === 1
    ? { kind: 'question', question: only[1], keptAs: only[0] }
    : null
}
