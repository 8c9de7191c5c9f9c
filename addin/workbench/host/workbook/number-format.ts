import type { CellValue } from './cell.ts'
import { formatDate, isDateFormat } from './date-format.ts'

/** The text a cell shows, and the colour its number format asks for ([Red]), if any. */
export interface FormattedText {
  readonly text: string
  readonly color?: string
}

const COLORS: Readonly<Record<string, string>> = {
  black: '#000000',
  blue: '#0000FF',
  cyan: '#00FFFF',
  green: '#00FF00',
  magenta: '#FF00FF',
  red: '#FF0000',
  white: '#FFFFFF',
  yellow: '#FFFF00',
}

/** Writes a value as Excel (en-US) shows it under a number format, as if the column were wide enough. */
export function formatValue(value: CellValue, numberFormat: string): FormattedText {
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE' }
  const sections = splitSections(numberFormat)
  if (typeof value === 'string') {
    const section = sections[3] ?? (sections.length === 1 && numberFormat.includes('@') ? numberFormat : '@')
    return value === '' ? { text: '' } : { text: literalText(section, value) }
  }
  const { section, needsMinus } = sectionFor(value, sections)
  const { code, color } = withoutBrackets(section)
  const text = formatNumber(Math.abs(value), code)
  const isZeroText = !/[1-9]/.test(text)
  const signed = needsMinus && !(isZeroText && !isGeneral(code)) ? `-${text}` : text
  return color === undefined ? { text: signed } : { text: signed, color }
}

/** Splits positive;negative;zero;text, leaving semicolons inside quotes alone. */
function splitSections(numberFormat: string): string[] {
  return numberFormat.match(/(?:"[^"]*"|\\.|[^;])+|(?<=;)(?=;|$)|^(?=;)/g) ?? ['General']
}

function sectionFor(value: number, sections: readonly string[]): { section: string; needsMinus: boolean } {
  const [positive = 'General', negative, zero] = sections
  const condition = /\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]/.exec(positive)
  if (condition) {
    const holds = compare(value, condition[1] ?? '', Number(condition[2]))
    return { section: holds ? positive : (negative ?? 'General'), needsMinus: value < 0 }
  }
  if (value < 0 && negative !== undefined) return { section: negative, needsMinus: false }
  if (value === 0 && zero !== undefined) return { section: zero, needsMinus: false }
  return { section: positive, needsMinus: value < 0 }
}

function compare(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    case '<>':
      return left !== right
    default:
      return left === right
  }
}

function withoutBrackets(section: string): { code: string; color?: string } {
  let color: string | undefined
  const code = section.replace(/\[([^\]]*)\]/g, (whole, inside: string) => {
    if (/^(h+|m+|s+)$/i.test(inside)) return whole
    color ??= COLORS[inside.toLowerCase()]
    return inside.startsWith('$') ? (inside.slice(1).split('-')[0] ?? '') : ''
  })
  return color === undefined ? { code } : { code, color }
}

function isGeneral(code: string): boolean {
  return /^\s*general\s*$/i.test(code)
}

function formatNumber(size: number, code: string): string {
  if (isGeneral(code)) return generalText(size)
  if (isDateFormat(code)) return formatDate(size, code)
  const parts = /^((?:"[^"]*"|\\.|_.|\*.|[^0#?.,])*)([0#?.,]+(?:E[+-]0+)?)?(.*)$/is.exec(code)
  const [, before = '', digits, after = ''] = parts ?? []
  if (digits === undefined) return literalText(code, generalText(size))
  const percents = (code.replace(/"[^"]*"|\\./g, '').match(/%/g) ?? []).length
  return literalText(before, '') + digitText(size * 100 ** percents, digits) + literalText(after, '')
}

function digitText(size: number, pattern: string): string {
  const scientific = /^(.*)E([+-])(0+)$/i.exec(pattern)
  if (scientific)
    return scientificText(size, scientific[1] ?? '0', scientific[2] ?? '+', scientific[3] ?? '0')
  // Commas after the last digit divide by a thousand each; commas within group the digits.
  const scaling = /,+$/.exec(pattern)?.[0].length ?? 0
  const [whole = '', fraction = ''] = pattern.slice(0, pattern.length - scaling).split('.')
  const isGrouped = whole.includes(',')
  const needed = (fraction.match(/0/g) ?? []).length
  const allowed = fraction.length
  const fixed = roundedText(size / 1000 ** scaling, allowed)
  const [wholeDigits = '0', fractionDigits = ''] = fixed.split('.')
  const leadingZeros = (whole.match(/0/g) ?? []).length
  const padded = (wholeDigits === '0' && leadingZeros === 0 ? '' : wholeDigits).padStart(leadingZeros, '0')
  const grouped = isGrouped ? padded.replace(/\B(?=(\d{3})+$)/g, ',') : padded
  let kept = fractionDigits
  while (kept.length > needed && kept.endsWith('0')) kept = kept.slice(0, -1)
  return pattern.includes('.') ? `${grouped}.${kept}` : grouped
}

/** Rounds half away from zero on the decimal digits a person sees, so 1.005 shows as 1.01 as in Excel. */
function roundedText(size: number, decimals: number): string {
  if (size >= 1e21) return BigInt(Math.round(size)).toString()
  const seen = Number(size.toPrecision(15))
  const [mantissa = '0', exponent = '0'] = seen.toExponential().split('e')
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + decimals}`))
  return Number(`${shifted}e${-decimals}`).toFixed(decimals)
}

function scientificText(size: number, pattern: string, sign: string, exponentZeros: string): string {
  const decimals = (pattern.split('.')[1] ?? '').length
  const [mantissa = '0', exponent = '0'] = size.toExponential(decimals).split('e')
  const power = Math.abs(Number(exponent)).toString().padStart(exponentZeros.length, '0')
  const powerSign = Number(exponent) < 0 ? '-' : sign === '+' ? '+' : ''
  return `${mantissa}E${powerSign}${power}`
}

/** General shows at most eleven characters: ten digits with a point, six in scientific notation. */
function generalText(size: number): string {
  if (size === 0) return '0'
  if (size >= 1e11 || size < 1e-9) {
    const [mantissa = '0', exponent = '0'] = size.toExponential(5).split('e')
    const power = Math.abs(Number(exponent)).toString().padStart(2, '0')
    return `${Number(mantissa)}E${Number(exponent) < 0 ? '-' : '+'}${power}`
  }
  if (Number.isInteger(size)) return String(size)
  const wholeDigits = Math.max(1, Math.floor(size).toString().length)
  return size
    .toFixed(Math.max(0, 10 - wholeDigits))
    .replace(/0+$/, '')
    .replace(/\.$/, '')
}

/** Quoted and escaped text, spaces for _x, nothing for *x, and the value's own text for @. */
function literalText(code: string, own: string): string {
  return code.replace(/"([^"]*)"|\\(.)|_(.)|\*(.)|@/g, (token: string, quoted?: string, escaped?: string) => {
    if (quoted !== undefined) return quoted
    if (escaped !== undefined) return escaped
    if (token === '@') return own
    return token.startsWith('_') ? ' ' : ''
  })
}
