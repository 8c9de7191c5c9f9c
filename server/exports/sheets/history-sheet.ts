import type { FirmTransaction } from '../../database/in-firm.ts'
import type { HistoryScope } from '../history-scope.ts'
import type { ReadColumn } from '../read-pages.ts'
import type { Pages, SheetShape } from '../workbook/sheet.ts'

/** A table of every history. */
export interface HistorySheet extends SheetShape {
  pages(transaction: FirmTransaction, scope: HistoryScope): Pages
}

/** A table whose rows are read with the names of its columns. */
export function historySheet<Name extends string>(
  name: string,
  about: string,
  columns: readonly ReadColumn<Name>[],
  read: (transaction: FirmTransaction, scope: HistoryScope, columns: readonly ReadColumn<Name>[]) => Pages,
): HistorySheet {
  return { name, about, columns, pages: (transaction, scope) => read(transaction, scope, columns) }
}
