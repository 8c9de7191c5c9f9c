import type { Area } from '../workbook/address.ts'
import { SHEET_COLUMNS, SHEET_ROWS } from '../workbook/address.ts'
import type { Sheet } from '../workbook/sheet.ts'
import { cellsOf, wholeNumberOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const worksheetFreezePanes = defineClass({
  name: 'WorksheetFreezePanes',
  methods: {
    freezeRows: ({ sheet }, [count]) => {
      sheet.frozen = { rows: wholeNumberOf(count ?? 1), columns: 0 }
    },
    freezeColumns: ({ sheet }, [count]) => {
      sheet.frozen = { rows: 0, columns: wholeNumberOf(count ?? 1) }
    },
    freezeAt: ({ sheet }, [cells], host) => {
      const { area } = cellsOf(cells, sheet, host)
      sheet.frozen = {
        rows: area.rows === SHEET_ROWS ? 0 : area.row + area.rows,
        columns: area.columns === SHEET_COLUMNS ? 0 : area.column + area.columns,
      }
    },
    unfreeze: ({ sheet }) => {
      sheet.frozen = null
    },
    getLocationOrNullObject: ({ sheet }) => {
      const area = frozenArea(sheet)
      return area && new ExcelObject('Range', { sheet, area })
    },
  },
})

function frozenArea({ frozen }: Sheet): Area | null {
  if (!frozen || (frozen.rows === 0 && frozen.columns === 0)) return null
  return { row: 0, column: 0, rows: frozen.rows || SHEET_ROWS, columns: frozen.columns || SHEET_COLUMNS }
}
