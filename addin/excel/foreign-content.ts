import { placeOfStamp } from './refresh-table.ts'

/** What we wrote to a sheet: everything else there is the person's own. */
export interface OwnContent {
  readonly title: string
  /** Headers of our columns, that of row keys included. */
  readonly headers: readonly string[]
  /** Labels of the stamp, side by side above the table. */
  readonly stamp: readonly string[]
  /** Other lines above the table. */
  readonly lines: readonly string[]
  /** Header of a column that is filled in every row of ours; null where rows without it are ours too. */
  readonly filled: string | null
}

export interface ForeignContent {
  readonly isForeign: boolean
  /** Whether the title above the table is the one asked for. */
  readonly hasTitle: boolean
}

/** Stamp and title are looked for here. */
const TOP_ROWS = 20
const TOP_COLUMNS = 26

/**
 * Whether a sheet holds anything but our table and what stands above it: a note, a sum, another table, a column or a row put
 * into ours. Only cells are looked at; charts and pictures outlive a replacement. At most two syncs.
 */
export async function foreignContent(
  context: Excel.RequestContext,
  { sheet, table }: { readonly sheet: Excel.Worksheet; readonly table: Excel.Table },
  own: OwnContent,
): Promise<ForeignContent> {
  sheet.tables.load('items/name')
  table.load('showTotals')
  const header = table.getHeaderRowRange()
  header.load('values')
  const area = table.getRange()
  area.load('rowIndex,columnIndex,rowCount,columnCount')
  const used = sheet.getUsedRange(true)
  used.load('rowIndex,columnIndex,rowCount,columnCount')
  const top = sheet.getRangeByIndexes(0, 0, TOP_ROWS, TOP_COLUMNS)
  top.load('values')
  const filled = own.filled === null ? null : table.columns.getItemOrNullObject(own.filled)
  const cells = filled?.getDataBodyRange()
  cells?.load('values')
  await context.sync()
  const above = textsOf(top.values).slice(0, area.rowIndex)
  const stampAt = placeOfStamp(
    above,
    own.stamp.map((label) => ({ label })),
  )
  const title = stampAt ? above[stampAt.row - 1]?.[stampAt.column] : undefined
  const answer = (isForeign: boolean) => ({ isForeign, hasTitle: title === own.title })

  const headers = (header.values[0] ?? []).map(String)
  const hasOwnColumn = headers.some((each) => !own.headers.includes(each))
  const keys = cells ? textsOf(cells.values).flat() : []
  // An Excel table is never without a row: a single empty one stands for none.
  const hasOwnRow = keys.length > 1 && keys.includes('')
  if (sheet.tables.items.length !== 1 || table.showTotals || hasOwnColumn || hasOwnRow) return answer(true)

  const [bottom, right] = [area.rowIndex + area.rowCount, area.columnIndex + area.columnCount]
  const [lastRow, lastColumn] = [used.rowIndex + used.rowCount, used.columnIndex + used.columnCount]
  if (lastRow > bottom || area.rowIndex > TOP_ROWS || lastColumn > Math.max(right, TOP_COLUMNS)) {
    return answer(true)
  }
  const isOurs = (row: number, column: number, text: string) =>
    own.lines.includes(text) ||
    (stampAt !== null &&
      ((row === stampAt.row - 1 && column === stampAt.column) ||
        ((row === stampAt.row || row === stampAt.row + 1) &&
          column >= stampAt.column &&
          column < stampAt.column + own.stamp.length)))
  if (above.some((texts, row) => texts.some((text, column) => text !== '' && !isOurs(row, column, text)))) {
    return answer(true)
  }
  const beside = [
    { column: 0, columns: area.columnIndex },
    { column: right, columns: lastColumn - right },
  ].flatMap(({ column, columns }) =>
    columns > 0
      ? [
          sheet
            .getRangeByIndexes(area.rowIndex, column, area.rowCount, columns)
            .getUsedRangeOrNullObject(true),
        ]
      : [],
  )
  if (beside.length === 0) return answer(false)
  for (const part of beside) part.load('address')
  await context.sync()
  return answer(beside.some((part) => !part.isNullObject))
}

/** Microsoft types cells as any. */
function textsOf(values: unknown[][]): readonly (readonly string[])[] {
  return values.map((row) => row.map(String))
}
