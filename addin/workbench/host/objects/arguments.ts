import { HostError } from '../host-error.ts'
import { parseAddress } from '../workbook/address.ts'
import type { Area } from '../workbook/address.ts'
import type { Sheet } from '../workbook/sheet.ts'
import { isObjectOf } from './object-class.ts'
import type { HostServices } from './object-class.ts'

/** Arguments arrive as JSON from the add-in; each reader refuses what Excel would refuse. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new HostError('InvalidArgument')
}

export function optionalTextOf(value: unknown): string | null {
  return value === undefined || value === null || value === '' ? null : textOf(value)
}

export function numberOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new HostError('InvalidArgument')
  return value
}

export function wholeNumberOf(value: unknown): number {
  const number = numberOf(value)
  if (!Number.isInteger(number)) throw new HostError('InvalidArgument')
  return number
}

export function booleanOf(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new HostError('InvalidArgument')
  return value
}

/** One of Excel's enumerated words. */
export function wordOf<W extends string>(value: unknown, words: readonly W[]): W {
  const word = words.find((each) => each === value)
  if (word === undefined) throw new HostError('InvalidArgument')
  return word
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HostError('InvalidArgument')
  return value as Readonly<Record<string, unknown>>
}

/** #RRGGBB in capitals, as Excel answers it, from #rrggbb or one of the common colour names. */
export function colorOf(value: unknown): string {
  const text = textOf(value)
  if (/^#[0-9a-f]{6}$/i.test(text)) return text.toUpperCase()
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text)
  if (short)
    return `#${short
      .slice(1)
      .map((digit) => digit + digit)
      .join('')}`.toUpperCase()
  const named = NAMED_COLORS[text.toLowerCase()]
  if (named === undefined) throw new HostError('InvalidArgument')
  return named
}

const NAMED_COLORS: Readonly<Record<string, string>> = {
  black: '#000000',
  blue: '#0000FF',
  gray: '#808080',
  green: '#008000',
  orange: '#FFA500',
  red: '#FF0000',
  white: '#FFFFFF',
  yellow: '#FFFF00',
}

/** Cells given as a range object or as an address; an address without a sheet means `sheet`. */
export function cellsOf(value: unknown, sheet: Sheet, host: HostServices): { sheet: Sheet; area: Area } {
  if (isObjectOf(value, 'Range')) return value.state
  const address = parseAddress(textOf(value))
  if (!address) throw new HostError('InvalidArgument')
  const named = address.sheetName === undefined ? sheet : host.workbook.sheet(address.sheetName)
  if (!named) throw new HostError('InvalidArgument')
  return { sheet: named, area: address }
}
