import { freeSheetName, freeTableName, safeSheetName } from '../sheets/sheet-names.ts'
import { keyHeader, type Baseline } from '../sheets/baseline.ts'
import { targetsSheet, type TargetsSheet, type TargetsSource } from '../sheets/targets-sheet.ts'
import { keepBaseline, forgetStored } from './baseline-sheet.ts'
import { locateTable, type FoundTable } from './baseline-table.ts'
import { foreignContent } from './foreign-content.ts'
import { runInExcel, type RunOptions } from './run-in-excel.ts'
import { BODY_ROW, HEADER_ROW, STAMP_ROW, TITLE_ROW, literal } from './sheet-layout.ts'
import { dressTargets } from './targets-dress.ts'

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

/** Writes a model to a sheet to be edited, and its baseline, as one action. Throws ExcelFailure; a new sheet left half written is taken away. */
export function writeTargets(
  { source, baseline, replaces }: TargetsPull,
  options?: RunOptions,
): Promise<WrittenTargets> {
  return runInExcel(async (context) => {
    const place = await prepareSheet(context, source, replaces)
    try {
      const ids = await fillSheet(context, place)
      const kept = { ...baseline, ...ids }
      if (replaces && place.leftAlone === null) await forgetStored(context, replaces.id)
      await keepBaseline(context, kept)
      place.sheet.activate()
      await context.sync()
      return { baseline: kept, sheetName: place.sheetName, leftAlone: place.leftAlone }
    } catch (error) {
      if (place.isNew) await removeSheet(context, place.sheetName)
      throw error
    }
  }, options)
}

interface PreparedSheet {
  readonly sheet: Excel.Worksheet
  readonly sheetName: string
  readonly content: TargetsSheet
  readonly isNew: boolean
  readonly leftAlone: string | null
}

async function prepareSheet(
  context: Excel.RequestContext,
  source: TargetsSource,
  replaces: Baseline | null,
): Promise<PreparedSheet> {
  const old = replaces ? await locateTable(context, replaces) : null
  const isReplaced =
    old?.kind === 'found' && replaces !== null && !(await isShared(context, source, old, replaces.id))
  if (isReplaced) {
    old.table.delete()
    const everything = old.sheet.getRange()
    everything.conditionalFormats.clearAll()
    everything.dataValidation.clear()
    everything.clear()
    old.sheet.freezePanes.unfreeze()
    const content = targetsSheet(source, old.tableName)
    return { sheet: old.sheet, sheetName: old.sheetName, content, isNew: false, leftAlone: null }
  }
  const { worksheets, tables } = context.workbook
  worksheets.load('items/name')
  tables.load('items/name')
  await context.sync()
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
  return { sheet: worksheets.add(sheetName), sheetName, content, isNew: true, leftAlone }
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

async function fillSheet(context: Excel.RequestContext, { sheet, content }: PreparedSheet) {
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
  await context.sync()
  return { tableId: table.id, sheetId: sheet.id }
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

/** Best effort: where Excel does not answer any more, the first failure is the one to tell. */
async function removeSheet(context: Excel.RequestContext, sheetName: string): Promise<void> {
  try {
    const sheet = context.workbook.worksheets.getItemOrNullObject(sheetName)
    await context.sync()
    if (sheet.isNullObject) return
    sheet.delete()
    await context.sync()
  } catch {
    return
  }
}
