import { HostError } from '../host-error.ts'
import { textOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

export const workbook = defineClass({
  name: 'Workbook',
  scalars: {
    name: { read: ({ workbook }) => workbook.name },
    readOnly: { read: () => false },
    isDirty: {
      read: ({ workbook }) => workbook.isDirty,
      write: ({ workbook }, value) => {
        workbook.isDirty = value === true
      },
    },
  },
  links: {
    application: ({ workbook }) => new ExcelObject('Application', { workbook }),
    names: () => new ExcelObject('NamedItemCollection', { sheet: null }),
    properties: ({ workbook }) => new ExcelObject('DocumentProperties', { workbook }),
    settings: ({ workbook }) => new ExcelObject('SettingCollection', { workbook }),
    tables: () => new ExcelObject('TableCollection', { sheet: null }),
    worksheets: ({ workbook }) => new ExcelObject('WorksheetCollection', { workbook }),
  },
  methods: {
    getSelectedRange: ({ workbook }) =>
      new ExcelObject('Range', { sheet: workbook.activeSheet, area: workbook.selection }),
    getActiveCell: ({ workbook }) =>
      new ExcelObject('Range', {
        sheet: workbook.activeSheet,
        area: { ...workbook.selection, rows: 1, columns: 1 },
      }),
    save: ({ workbook }) => {
      workbook.isDirty = false
    },
  },
  internal: {
    _RemoveReference: (_state, [id], host) => host.releaseReference(textOf(id)),
    _RemoveAllReferences: (_state, _args, host) => host.releaseAllReferences(),
    _GetRangeForEventByReferenceId: (_state, [id], host) => {
      const range = host.referencedObject(textOf(id))
      if (!range) throw new HostError('ItemNotFound')
      return range
    },
    _GetRangeOrNullObjectForEventByReferenceId: (_state, [id], host) => host.referencedObject(textOf(id)),
    _SetOsfControlContainerReadyForCustomFunctions: (_state, _args, host) => {
      host.runtime.isReadyForCustomFunctions = true
    },
  },
})
