import { HostError } from '../host-error.ts'
import { WHOLE_WORKBOOK } from '../events.ts'
import { optionalTextOf, textOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'
import { requireSheetName } from './sheet-name.ts'

const toWorkbook = () => WHOLE_WORKBOOK

export const worksheetCollection = defineClass({
  name: 'WorksheetCollection',
  items: ({ workbook }) => workbook.sheets.map((sheet) => new ExcelObject('Worksheet', { sheet })),
  item: ({ workbook }, key) => {
    const sheet = workbook.sheet(textOf(key))
    if (!sheet) throw new HostError('ItemNotFound')
    return new ExcelObject('Worksheet', { sheet })
  },
  methods: {
    getItemOrNullObject: ({ workbook }, [key]) => {
      const sheet = workbook.sheet(textOf(key))
      return sheet && new ExcelObject('Worksheet', { sheet })
    },
    getActiveWorksheet: ({ workbook }) => new ExcelObject('Worksheet', { sheet: workbook.activeSheet }),
    getFirst: ({ workbook }, [visibleOnly]) =>
      firstOf(workbook.sheets.filter((sheet) => visibleOnly !== true || sheet.visibility === 'Visible')),
    getLast: ({ workbook }, [visibleOnly]) =>
      firstOf(
        workbook.sheets.filter((sheet) => visibleOnly !== true || sheet.visibility === 'Visible').reverse(),
      ),
    getCount: ({ workbook }, [visibleOnly]) =>
      workbook.sheets.filter((sheet) => visibleOnly !== true || sheet.visibility === 'Visible').length,
    add: ({ workbook }, [name], host) => {
      const wanted = optionalTextOf(name) ?? workbook.freeSheetName()
      requireSheetName(workbook, wanted)
      const sheet = workbook.addSheet(wanted)
      workbook.isDirty = true
      host.emit('worksheetAdded', WHOLE_WORKBOOK, { worksheetId: sheet.id, source: 'Local' })
      return new ExcelObject('Worksheet', { sheet })
    },
  },
  events: {
    onAdded: { kind: 'worksheetAdded', register: '_RegisterAddedEvent', targetId: toWorkbook },
    onDeleted: { kind: 'worksheetDeleted', register: '_RegisterDeletedEvent', targetId: toWorkbook },
    onActivated: { kind: 'worksheetActivated', register: '_RegisterActivatedEvent', targetId: toWorkbook },
    onDeactivated: {
      kind: 'worksheetDeactivated',
      register: '_RegisterDeactivatedEvent',
      targetId: toWorkbook,
    },
    onChanged: { kind: 'worksheetChanged', register: '_RegisterDataChangedEvent', targetId: toWorkbook },
    onSelectionChanged: {
      kind: 'worksheetSelectionChanged',
      register: '_RegisterSelectionChangedEvent',
      targetId: toWorkbook,
    },
    onNameChanged: {
      kind: 'worksheetNameChanged',
      register: '_RegisterEventNameChanged',
      targetId: toWorkbook,
    },
  },
})

function firstOf(sheets: readonly ExcelObject<'Worksheet'>['state']['sheet'][]): ExcelObject<'Worksheet'> {
  const sheet = sheets[0]
  if (!sheet) throw new HostError('ItemNotFound')
  return new ExcelObject('Worksheet', { sheet })
}
