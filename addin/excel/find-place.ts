import { freeSheetName, freeTableName } from '../sheets/sheet-names.ts'
import type { SheetTable } from '../sheets/sheet-table.ts'
import { foreignContent, type OwnContent } from './foreign-content.ts'

/** What to do where an earlier pull of the same kind stands in the workbook. */
export type Placement = 'replace' | 'addSheet'

/** Where a table goes, decided before anything is written. */
export interface Place {
  readonly sheetName: string
  readonly tableName: string
  /** True: our own earlier sheet, whose contents give way. */
  readonly replaces: boolean
  /** An earlier sheet that was to give way and stays, as it holds things of the person's own. */
  readonly leftAlone: string | null
}

/** Only a sheet that holds our own table and nothing else is ever replaced; every other one stays as it is. */
export async function findPlace(
  context: Excel.RequestContext,
  table: SheetTable,
  placement: Placement,
): Promise<Place> {
  const { worksheets, tables } = context.workbook
  worksheets.load('items/name')
  tables.load('items/name,items/worksheet/name')
  await context.sync()

  const earlier = placement === 'replace' ? earlierPulls(tables.items, table.tableName) : []
  let leftAlone: string | null = null
  for (const [index, candidate] of earlier.entries()) {
    const sheetName = candidate.worksheet.name
    const sheet = worksheets.getItem(sheetName)
    const { isForeign, hasTitle } = await foreignContent(context, { sheet, table: candidate }, ownOf(table))
    // The number at the end of another household's table may look like that of a second sheet.
    if (index > 0 && !hasTitle) continue
    if (!isForeign) return { sheetName, tableName: candidate.name, replaces: true, leftAlone: null }
    leftAlone ??= sheetName
  }
  return {
    sheetName: freeSheetName(
      table.sheetName,
      worksheets.items.map(({ name }) => name),
    ),
    tableName: freeTableName(
      table.tableName,
      tables.items.map(({ name }) => name),
    ),
    replaces: false,
    leftAlone,
  }
}

/** Tables of the same kind of pull, the first one first. */
function earlierPulls(tables: readonly Excel.Table[], tableName: string): readonly Excel.Table[] {
  const wanted = tableName.toLowerCase()
  const first = tables.filter(({ name }) => name.toLowerCase() === wanted)
  const further = tables.filter(({ name }) => {
    const own = name.toLowerCase()
    return own.startsWith(`${wanted}_`) && /^\d+$/.test(own.slice(wanted.length + 1))
  })
  return [...first, ...further]
}

function ownOf({ title, columns, stamp, keys = [] }: SheetTable): OwnContent {
  return {
    title,
    headers: columns.map(({ header }) => header),
    stamp: stamp.map(({ label }) => label),
    lines: [],
    filled: keys[0] === undefined ? null : (columns[keys[0]]?.header ?? null),
  }
}
