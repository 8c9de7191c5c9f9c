import { WHOLE_WORKBOOK } from '../events.ts'
import { HostError } from '../host-error.ts'
import { SHEET_COLUMNS, SHEET_ROWS, isInsideSheet, parseAddress } from '../workbook/address.ts'
import type { Area } from '../workbook/address.ts'
import type { Sheet } from '../workbook/sheet.ts'
import { booleanOf, colorOf, numberOf, optionalTextOf, textOf, wholeNumberOf, wordOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'
import type { HostServices } from './object-class.ts'
import { requireSheetName } from './sheet-name.ts'

export const worksheet = defineClass({
  name: 'Worksheet',
  identity: ({ sheet }) => ({ Id: sheet.id }),
  scalars: {
    id: { read: ({ sheet }) => sheet.id },
    name: {
      read: ({ sheet }) => sheet.name,
      write: ({ sheet }, value, host) => {
        const name = textOf(value)
        if (name.toLowerCase() !== sheet.name.toLowerCase()) requireSheetName(host.workbook, name)
        const nameBefore = sheet.name
        sheet.name = name
        host.emit('worksheetNameChanged', sheet.id, {
          worksheetId: sheet.id,
          nameBefore,
          nameAfter: name,
          source: 'Local',
        })
      },
    },
    position: {
      read: ({ sheet }, host) => host.workbook.sheets.indexOf(sheet),
      write: ({ sheet }, value, host) => {
        const position = wholeNumberOf(value)
        const others = host.workbook.sheets.filter((other) => other !== sheet)
        if (position < 0 || position > others.length) throw new HostError('InvalidArgument')
        host.workbook.sheets = [...others.slice(0, position), sheet, ...others.slice(position)]
      },
    },
    visibility: {
      read: ({ sheet }) => sheet.visibility,
      write: ({ sheet }, value, host) => {
        const visibility = wordOf(value, ['Visible', 'Hidden', 'VeryHidden'])
        requireAnotherVisible(sheet, visibility !== 'Visible', host)
        sheet.visibility = visibility
        if (visibility !== 'Visible') leave(sheet, host)
      },
    },
    tabColor: {
      read: ({ sheet }) => sheet.tabColor,
      write: ({ sheet }, value) => {
        sheet.tabColor = value === '' ? '' : colorOf(value)
      },
    },
    showGridlines: {
      read: ({ sheet }) => sheet.showsGridlines,
      write: ({ sheet }, value) => {
        sheet.showsGridlines = booleanOf(value)
      },
    },
    showHeadings: {
      read: ({ sheet }) => sheet.showsHeadings,
      write: ({ sheet }, value) => {
        sheet.showsHeadings = booleanOf(value)
      },
    },
    standardHeight: { read: () => 15 },
    // Characters of the standard font, 7 pixels each and 5 of margin.
    standardWidth: {
      read: ({ sheet }) => Math.round((sheet.standardColumnWidth / 0.75 - 5) / 0.07) / 100,
      write: ({ sheet }, value) => {
        sheet.standardColumnWidth = (numberOf(value) * 7 + 5) * 0.75
      },
    },
  },
  links: {
    charts: ({ sheet }) => new ExcelObject('ChartCollection', { sheet }),
    customProperties: ({ sheet }) => new ExcelObject('WorksheetCustomPropertyCollection', { sheet }),
    freezePanes: ({ sheet }) => new ExcelObject('WorksheetFreezePanes', { sheet }),
    names: ({ sheet }) => new ExcelObject('NamedItemCollection', { sheet }),
    pageLayout: ({ sheet }) => new ExcelObject('PageLayout', { sheet }),
    protection: ({ sheet }) => new ExcelObject('WorksheetProtection', { sheet }),
    tables: ({ sheet }) => new ExcelObject('TableCollection', { sheet }),
  },
  methods: {
    getRange: ({ sheet }, [address], host) => rangeNamed(sheet, optionalTextOf(address), host),
    getRangeByIndexes: ({ sheet }, [row, column, rows, columns]) =>
      rangeAt(sheet, {
        row: wholeNumberOf(row),
        column: wholeNumberOf(column),
        rows: wholeNumberOf(rows),
        columns: wholeNumberOf(columns),
      }),
    getCell: ({ sheet }, [row, column]) =>
      rangeAt(sheet, { row: wholeNumberOf(row), column: wholeNumberOf(column), rows: 1, columns: 1 }),
    getUsedRange: ({ sheet }, [valuesOnly]) =>
      rangeAt(
        sheet,
        sheet.usedArea({ valuesOnly: valuesOnly === true }) ?? { row: 0, column: 0, rows: 1, columns: 1 },
      ),
    getUsedRangeOrNullObject: ({ sheet }, [valuesOnly]) => {
      const used = sheet.usedArea({ valuesOnly: valuesOnly === true })
      return used && rangeAt(sheet, used)
    },
    activate: ({ sheet }, _args, host) => {
      if (sheet.visibility !== 'Visible') throw new HostError('InvalidOperation')
      show(sheet, host)
    },
    calculate: () => null,
    delete: ({ sheet }, _args, host) => {
      if (sheet.visibility === 'VeryHidden') throw new HostError('InvalidOperation')
      requireAnotherVisible(sheet, true, host)
      host.workbook.removeSheet(sheet)
      host.workbook.isDirty = true
      host.emit('worksheetDeleted', WHOLE_WORKBOOK, { worksheetId: sheet.id, source: 'Local' })
    },
  },
  events: {
    onChanged: {
      kind: 'worksheetChanged',
      register: '_RegisterDataChangedEvent',
      targetId: ({ sheet }) => sheet.id,
    },
    onSelectionChanged: {
      kind: 'worksheetSelectionChanged',
      register: '_RegisterSelectionChangedEvent',
      targetId: ({ sheet }) => sheet.id,
    },
    onActivated: {
      kind: 'worksheetActivated',
      register: '_RegisterActivatedEvent',
      targetId: ({ sheet }) => sheet.id,
    },
    onDeactivated: {
      kind: 'worksheetDeactivated',
      register: '_RegisterDeactivatedEvent',
      targetId: ({ sheet }) => sheet.id,
    },
    onNameChanged: {
      kind: 'worksheetNameChanged',
      register: '_RegisterEventNameChanged',
      targetId: ({ sheet }) => sheet.id,
    },
    onRowSorted: {
      kind: 'worksheetRowSorted',
      register: '_RegisterRowSortedEvent',
      targetId: ({ sheet }) => sheet.id,
    },
  },
})

/** Brings the sheet to the front and tells who listens. */
export function show(sheet: Sheet, host: HostServices): void {
  const left = host.workbook.activeSheet
  if (left === sheet) return
  host.workbook.activate(sheet)
  host.emit('worksheetDeactivated', left.id, { worksheetId: left.id })
  host.emit('worksheetActivated', sheet.id, { worksheetId: sheet.id })
}

function leave(sheet: Sheet, host: HostServices): void {
  if (host.workbook.activeSheet !== sheet) return
  const next = host.workbook.sheets.find((other) => other.visibility === 'Visible')
  if (next) show(next, host)
}

/** A workbook always keeps one visible sheet. */
function requireAnotherVisible(sheet: Sheet, isLeaving: boolean, host: HostServices): void {
  const others = host.workbook.sheets.filter((other) => other !== sheet && other.visibility === 'Visible')
  if (isLeaving && others.length === 0) throw new HostError('InvalidOperation')
}

function rangeAt(sheet: Sheet, area: Area): ExcelObject<'Range'> {
  if (!isInsideSheet(area)) throw new HostError('InvalidArgument')
  return new ExcelObject('Range', { sheet, area })
}

function rangeNamed(sheet: Sheet, text: string | null, host: HostServices): ExcelObject<'Range'> {
  if (text === null) return rangeAt(sheet, { row: 0, column: 0, rows: SHEET_ROWS, columns: SHEET_COLUMNS })
  const address = parseAddress(text)
  const named = address ? null : host.workbook.areaOfName(text, sheet)
  if (address && (address.sheetName === undefined || host.workbook.sheet(address.sheetName) === sheet)) {
    const { row, column, rows, columns } = address
    return new ExcelObject('Range', { sheet, area: { row, column, rows, columns } })
  }
  if (named?.sheet === sheet) return new ExcelObject('Range', named)
  throw new HostError('InvalidArgument')
}
