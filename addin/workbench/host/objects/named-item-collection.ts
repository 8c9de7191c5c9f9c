import { HostError } from '../host-error.ts'
import { parseAddress } from '../workbook/address.ts'
import type { Sheet } from '../workbook/sheet.ts'
import { isValidName } from '../workbook/table.ts'
import type { NameModel } from '../workbook/workbook.ts'
import { optionalTextOf, textOf } from './arguments.ts'
import { ExcelObject, defineClass, isObjectOf } from './object-class.ts'
import type { HostServices } from './object-class.ts'

export const namedItemCollection = defineClass({
  name: 'NamedItemCollection',
  items: ({ sheet }, { workbook }) =>
    workbook.names
      .filter((name) => name.scope === sheet)
      .map((name) => new ExcelObject('NamedItem', { name })),
  item: ({ sheet }, key, { workbook }) => {
    const name = workbook.definedName(textOf(key), sheet)
    if (!name) throw new HostError('ItemNotFound')
    return new ExcelObject('NamedItem', { name })
  },
  methods: {
    getItemOrNullObject: ({ sheet }, [key], { workbook }) => {
      const name = workbook.definedName(textOf(key), sheet)
      return name && new ExcelObject('NamedItem', { name })
    },
    getCount: ({ sheet }, _args, { workbook }) =>
      workbook.names.filter((name) => name.scope === sheet).length,
    add: ({ sheet }, [name, reference, comment], host) =>
      new ExcelObject('NamedItem', { name: add(sheet, textOf(name), reference, comment, host) }),
  },
})

function add(
  scope: Sheet | null,
  name: string,
  reference: unknown,
  comment: unknown,
  { workbook }: HostServices,
): NameModel {
  if (!isValidName(name)) throw new HostError('InvalidArgument')
  if (workbook.definedName(name, scope) || workbook.table(name)) throw new HostError('ItemAlreadyExists')
  const formula = isObjectOf(reference, 'Range') ? null : textOf(reference)
  const address = formula === null ? null : parseAddress(formula.replace(/^=/, ''))
  const sheet = address?.sheetName === undefined ? null : workbook.sheet(address.sheetName)
  const target = isObjectOf(reference, 'Range')
    ? reference.state
    : address && sheet
      ? { sheet, area: address }
      : null
  const item: NameModel = {
    name,
    scope,
    comment: optionalTextOf(comment) ?? '',
    isVisible: true,
    target,
    formula,
  }
  workbook.names.push(item)
  return item
}
