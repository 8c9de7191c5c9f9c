import { freeSheetName, freeTableName } from '../sheets/sheet-names.ts'
import type { SheetTable } from '../sheets/sheet-table.ts'

/** What to do where an earlier pull of the same kind stands in the workbook. */
export type Placement = 'replace' | 'addSheet'

/** Where a table goes, decided before anything is written. */
export interface Place {
  readonly sheetName: string
  readonly tableName: string
  /** True: our own earlier sheet, whose contents give way. */
  readonly replaces: boolean
  /** Names of the tables on the sheet that is replaced. */
  readonly tablesToDelete: readonly string[]
}

/** Only a sheet that carries our own table is ever replaced; a sheet that merely has the name stays as it is. */
export async function findPlace(
  context: Excel.RequestContext,
  table: SheetTable,
  placement: Placement,
): Promise<Place> {
  const { worksheets, tables } = context.workbook
  worksheets.load('items/name')
  tables.load('items/name,items/worksheet/name')
  await context.sync()

  const ours = tables.items.find(({ name }) => name.toLowerCase() === table.tableName.toLowerCase())
  if (placement === 'replace' && ours) {
    const sheetName = ours.worksheet.name
    const onSheet = tables.items.filter(({ worksheet }) => worksheet.name === sheetName)
    return {
      sheetName,
      tableName: table.tableName,
      replaces: true,
      tablesToDelete: onSheet.map(({ name }) => name),
    }
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
    tablesToDelete: [],
  }
}
