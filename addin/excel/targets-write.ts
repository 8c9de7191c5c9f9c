import { freeSheetName, freeTableName, safeSheetName } from '../sheets/sheet-names.ts'
import { keyHeader, type Baseline } from '../sheets/baseline.ts'
import { targetsSheet, type TargetsSheet, type TargetsSource } from '../sheets/targets-sheet.ts'
import {
  NO_IDS_YET,
  readyBaseline,
  rememberIds,
  storedBaselines,
  type StoredBaselines,
} from './baseline-sheet.ts'
import { locateTable, type FoundTable } from './baseline-table.ts'
import { isHalfDone } from './excel-failure.ts'
import { foreignContent } from './foreign-content.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'
import { BODY_ROW, HEADER_ROW, STAMP_ROW, TITLE_ROW, literal } from './sheet-layout.ts'
import { dressTargets } from './targets-dress.ts'
import { removeHalfWritten } from './write-table.ts'

const TABLE_NAME = 'EvenkeelTargets'
const HINT_ROW = HEADER_ROW - 1

export interface TargetsPull {
  readonly source: TargetsSource
  /** All of the baseline but where it stands. */
  readonly baseline: Omit<Baseline, 'tableId' | 'sheetId'>
  /** An earlier pull whose sheet gives way, unless it also holds things of the person's own; null adds a sheet. */
  readonly replaces: Baseline | null
}

/** Where a model's sheet now stands. */
export interface WrittenTargets {
  readonly baseline: Baseline
  readonly sheetName: string
  /** The sheet that was to give way and stays, with its baseline. */
  readonly leftAlone: string | null
}

/**
 * Writes a model to a sheet to be edited, and its baseline in place of the one it replaces, in one request: Excel does all
 * of it or nothing. Throws ExcelFailure; a new sheet left half written is taken away.
 */
export function writeTargets(
  { source, baseline, replaces }: TargetsPull,
  options?: RunOptions,
): Promise<WrittenTargets> {
  return runInExcel(async (context) => {
    const place = await findSheet(context, source, replaces)
    const draft = { ...baseline, ...NO_IDS_YET }
    const gone = replaces && place.leftAlone === null ? [replaces.id] : []
    const keep = await readyBaseline(context, place.stored, draft, gone)
    try {
      const sheet = openSheet(context, place)
      const table = fillSheet(sheet, place.content)
      keep()
      sheet.activate()
      await context.sync()
      const kept = { ...baseline, tableId: table.id, sheetId: sheet.id }
      await rememberIds(context, kept, options)
      return { baseline: kept, sheetName: place.sheetName, leftAlone: place.leftAlone }
    } catch (error) {
      if (!place.old && isHalfDone(error)) await removeHalfWritten(context, place.sheetName, options)
      throw error
    }
  }, options)
}

interface SheetPlace {
  readonly stored: StoredBaselines
  /** The table that gives way; null adds a sheet. */
  readonly old: FoundTable | null
  readonly sheetName: string
  readonly content: TargetsSheet
  /** A sheet that was to give way and stays, as it holds things of the person's own. */
  readonly leftAlone: string | null
}

/** Looks only. */
async function findSheet(
  context: Excel.RequestContext,
  source: TargetsSource,
  replaces: Baseline | null,
): Promise<SheetPlace> {
  const { worksheets, tables } = context.workbook
  const old = replaces ? await locateTable(context, replaces) : null
  worksheets.load('items/name')
  tables.load('items/name')
  const stored = await storedBaselines(context)
  const isReplaced =
    old?.kind === 'found' && replaces !== null && !(await isShared(context, source, old, replaces.id))
  if (isReplaced) {
    const content = targetsSheet(source, old.tableName)
    return { stored, old, sheetName: old.sheetName, content, leftAlone: null }
  }
  const tableName = freeTableName(
    TABLE_NAME,
    tables.items.map(({ name }) => name),
  )
  const content = targetsSheet(source, tableName)
  const sheetName = freeSheetName(
    safeSheetName(content.sheetName),
    worksheets.items.map(({ name }) => name),
  )
  const leftAlone = old?.kind === 'found' ? old.sheetName : null
  return { stored, old: null, sheetName, content, leftAlone }
}

/** Whether the sheet of an earlier pull also holds things of the person's own. */
async function isShared(
  context: Excel.RequestContext,
  source: TargetsSource,
  old: FoundTable,
  oldId: string,
): Promise<boolean> {
  const { title, columns, stamp, liveStamp, hint } = targetsSheet(source, old.tableName)
  const { isForeign } = await foreignContent(context, old, {
    title,
    headers: [...columns.map(({ header }) => header), keyHeader(oldId)],
    stamp: [...stamp, ...liveStamp].map(({ label }) => label),
    lines: [hint],
    filled: null,
  })
  return isForeign
}

function openSheet(context: Excel.RequestContext, { old, sheetName }: SheetPlace): Excel.Worksheet {
  if (!old) return context.workbook.worksheets.add(sheetName)
  old.table.delete()
  const everything = old.sheet.getRange()
  everything.conditionalFormats.clearAll()
  everything.dataValidation.clear()
  everything.clear()
  old.sheet.freezePanes.unfreeze()
  return old.sheet
}

function fillSheet(sheet: Excel.Worksheet, content: TargetsSheet): Excel.Table {
  writeStamp(sheet, content)
  const rowCount = content.rows.length
  content.columns.forEach(({ format }, place) => {
    sheet.getRangeByIndexes(BODY_ROW, place, rowCount, 1).numberFormat = [[format]]
  })
  sheet.getRangeByIndexes(HEADER_ROW, 0, 1, content.columns.length).values = [
    content.columns.map(({ header }) => header),
  ]
  sheet.getRangeByIndexes(BODY_ROW, 0, rowCount, content.columns.length).values = content.rows.map((row) =>
    row.map(literal),
  )
  const table = sheet.tables.add(
    sheet.getRangeByIndexes(HEADER_ROW, 0, rowCount + 1, content.columns.length),
    true,
  )
  table.name = content.tableName
  // Formulas name the table, so it must be there before them.
  writeFormulas(sheet, content)
  dressTargets(sheet, table, content)
  table.load('id')
  sheet.load('id')
  return table
}

function writeStamp(sheet: Excel.Worksheet, { title, stamp, hint }: TargetsSheet): void {
  const heading = sheet.getRangeByIndexes(TITLE_ROW, 0, 1, 1)
  heading.numberFormat = [['@']]
  heading.values = [[literal(title)]]
  heading.format.font.bold = true
  heading.format.font.size = 14
  const block = sheet.getRangeByIndexes(STAMP_ROW, 0, 2, stamp.length)
  block.numberFormat = [stamp.map(() => '@'), stamp.map(({ format }) => format)]
  block.values = [stamp.map(({ label }) => label), stamp.map(({ value }) => literal(value))]
  block.format.horizontalAlignment = 'Left'
  block.getRow(0).format.font.color = '#605E5C'
  const line = sheet.getRangeByIndexes(HINT_ROW, 0, 1, 1)
  line.values = [[hint]]
  line.format.font.italic = true
  line.format.font.color = '#605E5C'
}

function writeFormulas(sheet: Excel.Worksheet, { columns, rows, stamp, liveStamp }: TargetsSheet): void {
  columns.forEach(({ formula }, place) => {
    if (formula === undefined) return
    const cells = sheet.getRangeByIndexes(BODY_ROW, place, rows.length, 1)
    cells.formulas = rows.map(() => [formula])
  })
  const block = sheet.getRangeByIndexes(STAMP_ROW, stamp.length, 2, liveStamp.length)
  block.numberFormat = [liveStamp.map(() => '@'), liveStamp.map(({ format }) => format)]
  block.formulas = [liveStamp.map(({ label }) => label), liveStamp.map(({ formula }) => formula)]
  block.format.horizontalAlignment = 'Left'
  block.getRow(0).format.font.color = '#605E5C'
}
