import type { EditableColumn, SheetCell } from './baseline.ts'

export type CellFaultCode =
  'formula' | 'errorValue' | 'notNumber' | 'unreadablePercent' | 'tooManyPlaces' | 'beyondRange' | 'notChoice'

/** A cell as an exact text, or what is wrong with it. An empty cell is ''. */
export type CellReading =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'fault'; readonly code: CellFaultCode; readonly sentence: string }

const PLACES = { weight: 6, shares: 8, money: 2 } as const
const GROUPED_NUMBER = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?$/
/** Excel's own digits; beyond them a double shows noise. */
const EXCEL_DIGITS = 15

/**
 * Reads a cell of an editable column. Weights come back as fractions (25% is `0.25`), all numbers without trailing
 * zeros, choices as they are listed. A formula is a fault even where it gives a number: it could give another one
 * between the check and the push.
 */
export function readCell(cell: SheetCell, column: EditableColumn): CellReading {
  const { header } = column
  if (typeof cell.formula === 'string' && cell.formula.startsWith('=') && cell.formula !== cell.value) {
    const shown = String(cell.value).slice(0, 40)
    return fault(
      'formula',
      `${header} holds a formula that gives ${shown}. Type the value itself, so that what you see is what is sent.`,
    )
  }
  if (typeof cell.value === 'string' && /^#[A-Z/0!?]+$/.test(cell.value) && column.kind !== 'text') {
    return fault('errorValue', `${header} shows the error ${cell.value}. Type the value.`)
  }
  const text = String(cell.value).trim()
  switch (column.kind) {
    case 'text':
      return { kind: 'value', value: text }
    case 'choice':
      return readChoice(text, column)
    case 'weight':
      return readWeight(cell.value, header)
    case 'shares':
    case 'money':
      return readNumber(cell.value, header, PLACES[column.kind])
  }
}

function fault(code: CellFaultCode, sentence: string): CellReading {
  return { kind: 'fault', code, sentence }
}

function readChoice(text: string, { header, choices = [] }: EditableColumn): CellReading {
  const chosen = choices.find((choice) => choice.toLowerCase() === text.toLowerCase())
  if (chosen !== undefined || text === '') return { kind: 'value', value: chosen ?? '' }
  return fault('notChoice', `${header} “${text}” is none of ${choices.join(', ')}. Choose one of the list.`)
}

function readWeight(value: SheetCell['value'], header: string): CellReading {
  if (typeof value === 'number') return checkedWeight(plainDecimal(value), header)
  const text = String(value).trim()
  if (text === '') return { kind: 'value', value: '' }
  const percent = /^(.*?)\s*%$/.exec(text)?.[1]
  if (percent !== undefined && isNumberText(percent)) {
    return checkedWeight(plainDecimal(Number(percent.replaceAll(',', '')) / 100), header)
  }
  return percent === undefined
    ? fault('notNumber', `${header} holds the text “${text}”. Type a percentage, such as 25%.`)
    : fault('unreadablePercent', `${header} “${text}” cannot be read as a percentage. Type one such as 25%.`)
}

function checkedWeight(fraction: string, header: string): CellReading {
  const number = Number(fraction)
  if (number < 0 || number > 1) {
    const percent = plainDecimal(number * 100)
    const hint = number > 1 && number <= 100 ? ` Type ${fraction}% if that is meant.` : ''
    return fault('beyondRange', `${header} is ${percent}%; it must be from 0% to 100%.${hint}`)
  }
  if (placesOf(fraction) > PLACES.weight) {
    return fault('tooManyPlaces', `${header} has more than 4 decimal places of a percent. Round it.`)
  }
  return { kind: 'value', value: fraction }
}

function readNumber(value: SheetCell['value'], header: string, places: number): CellReading {
  const text = String(value).trim()
  if (text === '') return { kind: 'value', value: '' }
  const isReadable = typeof value === 'number' || (typeof value === 'string' && isNumberText(text))
  if (!isReadable)
    return fault('notNumber', `${header} holds “${text}”, which is not a number. Type a number.`)
  const decimal = typeof value === 'number' ? plainDecimal(value) : trimmed(text.replaceAll(',', ''))
  if (placesOf(decimal) > places) {
    return fault('tooManyPlaces', `${header} ${decimal} has more than ${places} decimal places. Round it.`)
  }
  return { kind: 'value', value: decimal }
}

function isNumberText(text: string): boolean {
  return GROUPED_NUMBER.test(text.trim()) && /\d/.test(text)
}

function placesOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0
}

/** A number of a cell as Excel shows it in full: 15 digits, no exponent, no trailing zeros. */
export function plainDecimal(number: number): string {
  const [mantissa = '', exponent = '0'] = number.toExponential(EXCEL_DIGITS - 1).split('e')
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  const point = Number(exponent) + 1
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  const rest = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits
  return trimmed(`${sign}${whole}.${rest}`)
}

/** Without leading plus, needless zeros or a zero's sign: the one way a decimal is written here. */
export function trimmed(decimal: string): string {
  const [whole = '', rest = ''] = decimal.replace(/^[+-]/, '').split('.')
  const digits = whole.replace(/^0+(?=\d)/, '') || '0'
  const fraction = rest.replace(/0+$/, '')
  const size = fraction ? `${digits}.${fraction}` : digits
  return decimal.startsWith('-') && size !== '0' ? `-${size}` : size
}
