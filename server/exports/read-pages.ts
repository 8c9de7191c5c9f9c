import { sql, type RawBuilder } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { cellOf, type Cell, type Value } from './workbook/cells.ts'
import type { Column, Pages } from './workbook/sheet.ts'

const PAGE = 2_000
/** Of the transaction that it is open in. */
const CURSOR = 'history_rows'

/** The rows of a query some at a time, however many there are. One query of a transaction at once. */
export async function* readPages<Row>(
  { kysely }: FirmTransaction,
  query: RawBuilder<Row>,
): AsyncGenerator<readonly Row[]> {
  await sql`declare ${sql.ref(CURSOR)} no scroll cursor for ${query}`.execute(kysely)
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(PAGE)} from ${sql.ref(CURSOR)}`.execute(kysely)
    if (rows.length > 0) yield rows
    if (rows.length < PAGE) break
  }
  await sql`close ${sql.ref(CURSOR)}`.execute(kysely)
}

/** A column of a table, and under which name the query gives it. */
export interface ReadColumn<Name extends string> extends Column {
  readonly name: Name
}

/** The rows of a query as cells, in the order of the columns. */
export async function* readCells<Name extends string>(
  transaction: FirmTransaction,
  columns: readonly ReadColumn<Name>[],
  query: RawBuilder<Record<Name, Value>>,
): Pages {
  for await (const rows of readPages(transaction, query))
    yield rows.map((row): Cell[] => columns.map(({ name, kind }) => cellOf(kind, row[name])))
}
