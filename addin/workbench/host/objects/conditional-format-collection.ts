import { HostError } from '../host-error.ts'
import { intersection } from '../workbook/address.ts'
import type { ConditionalFormatModel } from '../workbook/sheet.ts'
import type { StateOf } from './class-map.ts'
import { textOf, wholeNumberOf, wordOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

const TYPES = ['CellValue', 'ContainsText', 'Custom']

export const conditionalFormatCollection = defineClass({
  name: 'ConditionalFormatCollection',
  items: (state) =>
    formatsOf(state).map((format) => new ExcelObject('ConditionalFormat', { sheet: state.sheet, format })),
  item: (state, key) => itemOf(state, (format) => format.id === textOf(key), 'ItemNotFound'),
  methods: {
    add: ({ sheet, area }, [type], host) => {
      host.guardWrite(sheet)
      if (!TYPES.includes(textOf(type))) {
        throw new HostError(
          'NotSimulated',
          `The simulated host has no conditional format of type ${textOf(type)}.`,
        )
      }
      const format: ConditionalFormatModel = {
        id: `{CF${host.workbook.nextId()}}`,
        type: wordOf(type, TYPES),
        area,
        rule: null,
        stopIfTrue: false,
        style: {},
      }
      sheet.conditionalFormats.push(format)
      return new ExcelObject('ConditionalFormat', { sheet, format })
    },
    getItemAt: (state, [index]) => {
      const wanted = formatsOf(state)[wholeNumberOf(index)]
      return itemOf(state, (format) => format === wanted, 'InvalidArgument')
    },
    getCount: (state) => formatsOf(state).length,
    clearAll: ({ sheet, area }, _args, host) => {
      host.guardWrite(sheet)
      sheet.conditionalFormats = sheet.conditionalFormats.filter((format) => !intersection(format.area, area))
    },
  },
})

function formatsOf({
  sheet,
  area,
}: StateOf<'ConditionalFormatCollection'>): readonly ConditionalFormatModel[] {
  return sheet.conditionalFormats.filter((format) => intersection(format.area, area))
}

function itemOf(
  state: StateOf<'ConditionalFormatCollection'>,
  isWanted: (format: ConditionalFormatModel) => boolean,
  refusal: 'ItemNotFound' | 'InvalidArgument',
): ExcelObject<'ConditionalFormat'> {
  const format = formatsOf(state).find(isWanted)
  if (!format) throw new HostError(refusal)
  return new ExcelObject('ConditionalFormat', { sheet: state.sheet, format })
}
