import { HostError } from '../host-error.ts'
import {
  SHEET_COLUMNS,
  SHEET_ROWS,
  addressText,
  areaText,
  boundingArea,
  cellCount,
  intersection,
  isInsideSheet,
} from '../workbook/address.ts'
import type { Area } from '../workbook/address.ts'
import { valueType } from '../workbook/cell.ts'
import { deleteCellsUp, insertCellsDown } from '../workbook/shift-cells.ts'
import { booleanOf, cellsOf, wholeNumberOf, wordOf } from './arguments.ts'
import { eachWritten, readGrid, requireShape } from './grid.ts'
import { ExcelObject, defineClass } from './object-class.ts'
import type { StateOf } from './class-map.ts'
import { show } from './worksheet.ts'

type Cells = StateOf<'Range'>

export const range = defineClass({
  name: 'Range',
  scalars: {
    address: { read: ({ sheet, area }) => addressText(sheet.name, area) },
    addressLocal: { read: ({ sheet, area }) => addressText(sheet.name, area) },
    cellCount: { read: ({ area }) => (cellCount(area) > 2 ** 31 - 1 ? -1 : cellCount(area)) },
    rowIndex: { read: ({ area }) => area.row },
    columnIndex: { read: ({ area }) => area.column },
    rowCount: { read: ({ area }) => area.rows },
    columnCount: { read: ({ area }) => area.columns },
    isEntireColumn: { read: ({ area }) => area.rows === SHEET_ROWS },
    isEntireRow: { read: ({ area }) => area.columns === SHEET_COLUMNS },
    values: {
      read: ({ sheet, area }, host) =>
        readGrid(area, (row, column) => host.workbook.value(sheet, row, column)),
      write: (state, value, host) => {
        host.guardWrite(state.sheet, state.area)
        const isSingle = cellCount(state.area) === 1
        const before = isSingle
          ? host.workbook.value(state.sheet, state.area.row, state.area.column)
          : undefined
        eachWritten(state, value, (row, column, raw) => state.sheet.enter(row, column, raw))
        host.edited(state.sheet, state.area, before === undefined ? {} : { before })
      },
    },
    formulas: {
      read: ({ sheet, area }) =>
        readGrid(area, (row, column) => {
          const cell = sheet.cell(row, column)
          return cell?.formula ?? cell?.value ?? ''
        }),
      write: (state, value, host) => {
        host.guardWrite(state.sheet, state.area)
        eachWritten(state, value, (row, column, raw) => state.sheet.enter(row, column, raw))
        host.edited(state.sheet, state.area)
      },
    },
    numberFormat: {
      read: ({ sheet, area }) => readGrid(area, (row, column) => sheet.styleAt(row, column).numberFormat),
      write: ({ sheet, area }, value, host) => {
        host.guardWrite(sheet)
        const format = singleFormat(value)
        if (format !== null) sheet.restyle(area, { numberFormat: format })
        else {
          eachWritten({ sheet, area }, value, (row, column, raw) =>
            sheet.restyle({ row, column, rows: 1, columns: 1 }, { numberFormat: String(raw) || 'General' }),
          )
        }
      },
    },
    text: {
      read: ({ sheet, area }, host) =>
        readGrid(area, (row, column) => host.workbook.text(sheet, row, column)),
    },
    valueTypes: {
      read: ({ sheet, area }, host) =>
        readGrid(area, (row, column) => valueType(host.workbook.value(sheet, row, column))),
    },
    rowHidden: {
      read: ({ sheet, area }) => sameForAll(area.row, area.rows, (row) => sheet.hiddenRows.has(row)),
      write: ({ sheet, area }, value) => toggle(sheet.hiddenRows, area.row, area.rows, booleanOf(value)),
    },
    columnHidden: {
      read: ({ sheet, area }) =>
        sameForAll(area.column, area.columns, (column) => sheet.hiddenColumns.has(column)),
      write: ({ sheet, area }, value) =>
        toggle(sheet.hiddenColumns, area.column, area.columns, booleanOf(value)),
    },
  },
  links: {
    conditionalFormats: (state) => new ExcelObject('ConditionalFormatCollection', state),
    dataValidation: (state) => new ExcelObject('DataValidation', state),
    format: (state) => new ExcelObject('RangeFormat', state),
    worksheet: ({ sheet }) => new ExcelObject('Worksheet', { sheet }),
  },
  methods: {
    getCell: ({ sheet, area }, [row, column]) =>
      within(sheet, {
        row: area.row + wholeNumberOf(row),
        column: area.column + wholeNumberOf(column),
        rows: 1,
        columns: 1,
      }),
    getRow: ({ sheet, area }, [row]) =>
      within(sheet, { ...area, row: area.row + wholeNumberOf(row), rows: 1 }),
    getColumn: ({ sheet, area }, [column]) =>
      within(sheet, { ...area, column: area.column + wholeNumberOf(column), columns: 1 }),
    getVisibleView: (state) => new ExcelObject('RangeView', state),
    getLastRow: ({ sheet, area }) => within(sheet, { ...area, row: area.row + area.rows - 1, rows: 1 }),
    getLastColumn: ({ sheet, area }) =>
      within(sheet, { ...area, column: area.column + area.columns - 1, columns: 1 }),
    getLastCell: ({ sheet, area }) =>
      within(sheet, {
        row: area.row + area.rows - 1,
        column: area.column + area.columns - 1,
        rows: 1,
        columns: 1,
      }),
    getOffsetRange: ({ sheet, area }, [rows, columns]) =>
      within(sheet, {
        ...area,
        row: area.row + wholeNumberOf(rows),
        column: area.column + wholeNumberOf(columns),
      }),
    getResizedRange: ({ sheet, area }, [rows, columns]) =>
      within(sheet, {
        ...area,
        rows: area.rows + wholeNumberOf(rows),
        columns: area.columns + wholeNumberOf(columns),
      }),
    getAbsoluteResizedRange: ({ sheet, area }, [rows, columns]) =>
      within(sheet, { ...area, rows: wholeNumberOf(rows), columns: wholeNumberOf(columns) }),
    getEntireRow: ({ sheet, area }) => within(sheet, { ...area, column: 0, columns: SHEET_COLUMNS }),
    getEntireColumn: ({ sheet, area }) => within(sheet, { ...area, row: 0, rows: SHEET_ROWS }),
    getBoundingRect: ({ sheet, area }, [other], host) =>
      within(sheet, boundingArea(area, cellsOf(other, sheet, host).area)),
    getIntersection: (state, [other], host) => {
      const common = intersection(state.area, cellsOf(other, state.sheet, host).area)
      if (!common) throw new HostError('ItemNotFound')
      return within(state.sheet, common)
    },
    getIntersectionOrNullObject: (state, [other], host) => {
      const common = intersection(state.area, cellsOf(other, state.sheet, host).area)
      return common && within(state.sheet, common)
    },
    getUsedRange: (state, [valuesOnly]) => {
      const used = usedWithin(state, valuesOnly === true)
      return within(state.sheet, used ?? { ...state.area, rows: 1, columns: 1 })
    },
    getUsedRangeOrNullObject: (state, [valuesOnly]) => {
      const used = usedWithin(state, valuesOnly === true)
      return used && within(state.sheet, used)
    },
    clear: ({ sheet, area }, [applyTo], host) => {
      host.guardWrite(sheet)
      const part = wordOf(applyTo ?? 'All', ['All', 'Contents', 'Formats'])
      sheet.clear(area, { contents: part !== 'Formats', formats: part !== 'Contents' })
      if (part !== 'Formats') host.edited(sheet, area)
    },
    delete: ({ sheet, area }, [shift], host) => {
      host.guardWrite(sheet)
      if (shift === 'Left' && area.columns !== SHEET_COLUMNS)
        throw new HostError('NotSimulated', 'Cells shift up only.')
      deleteCellsUp(host.workbook, sheet, area)
      host.edited(sheet, area, { changeType: area.columns === SHEET_COLUMNS ? 'RowDeleted' : 'CellDeleted' })
    },
    insert: ({ sheet, area }, [shift], host) => {
      host.guardWrite(sheet)
      if (shift === 'Right') throw new HostError('NotSimulated', 'Cells shift down only.')
      insertCellsDown(host.workbook, sheet, area)
      host.edited(sheet, area, {
        changeType: area.columns === SHEET_COLUMNS ? 'RowInserted' : 'CellInserted',
      })
      return within(sheet, area)
    },
    merge: ({ sheet, area }) => {
      sheet.merges.push(area)
    },
    unmerge: ({ sheet, area }) => {
      sheet.merges = sheet.merges.filter((merge) => !intersection(merge, area))
    },
    select: ({ sheet, area }, _args, host) => {
      show(sheet, host)
      host.workbook.selection = area
      host.emit('worksheetSelectionChanged', sheet.id, { worksheetId: sheet.id, address: areaText(area) })
    },
    calculate: () => null,
  },
  internal: {
    _KeepReference: () => null,
    _ValidateArraySize: ({ area }, [rows, columns]) => requireShape(area, rows, columns),
  },
})

function within(sheet: Cells['sheet'], area: Area): ExcelObject<'Range'> {
  if (!isInsideSheet(area)) throw new HostError('InvalidArgument')
  return new ExcelObject('Range', { sheet, area })
}

function usedWithin({ sheet, area }: Cells, valuesOnly: boolean): Area | null {
  const used = sheet.usedArea({ valuesOnly })
  return used && intersection(used, area)
}

/** One format for the whole range: plain text, or the 1 x 1 array that Microsoft's own samples write. */
function singleFormat(value: unknown): string | null {
  if (typeof value === 'string') return value || 'General'
  if (!Array.isArray(value) || value.length !== 1) return null
  const row: unknown = value[0]
  if (!Array.isArray(row) || row.length !== 1) return null
  return typeof row[0] === 'string' ? row[0] || 'General' : null
}

function sameForAll(from: number, count: number, isSet: (index: number) => boolean): boolean | null {
  const first = isSet(from)
  for (let index = from; index < from + count; index += 1) if (isSet(index) !== first) return null
  return first
}

function toggle(set: Set<number>, from: number, count: number, isMember: boolean): void {
  for (let index = from; index < from + count; index += 1) {
    if (isMember) set.add(index)
    else set.delete(index)
  }
}
