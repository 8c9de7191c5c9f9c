import { partsOfSerial } from './serial-date.ts'
import type { CalendarParts } from './serial-date.ts'

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const TOKEN = /"[^"]*"|\\.|_.|AM\/PM|A\/P|y+|m+|d+|h+|s+|./gi

/** Whether a format section writes dates or times rather than digits. */
export function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '')
  return /[ymdhs]/i.test(bare) && !/[0#?]/.test(bare.replace(/s+\.0+/gi, ''))
}

/** Writes a serial number under a date or time format; "m" means minutes next to hours or seconds. */
export function formatDate(serial: number, code: string): string {
  const parts = partsOfSerial(serial)
  const tokens = code.match(TOKEN) ?? []
  const isTwelveHour = tokens.some((token) => /^(AM\/PM|A\/P)$/i.test(token))
  return tokens
    .map((token, index) =>
      /^m+$/i.test(token) && isMinutes(tokens, index)
        ? padded(parts.minutes, token)
        : dateToken(token, parts, isTwelveHour),
    )
    .join('')
}

function isMinutes(tokens: readonly string[], index: number): boolean {
  const isField = (token: string) => /^([ymdhs]+)$/i.test(token)
  const before = tokens.slice(0, index).findLast(isField)
  const after = tokens.slice(index + 1).find(isField)
  return /^h/i.test(before ?? '') || /^s/i.test(after ?? '')
}

function dateToken(token: string, parts: CalendarParts, isTwelveHour: boolean): string {
  const hours = isTwelveHour ? parts.hours % 12 || 12 : parts.hours
  if (/^(AM\/PM|A\/P)$/i.test(token)) {
    const half = parts.hours < 12 ? 'AM' : 'PM'
    return token.length === 5 ? half : half.slice(0, 1)
  }
  if (token.startsWith('"')) return token.slice(1, -1)
  if (token.startsWith('\\')) return token.slice(1)
  if (token.startsWith('_')) return ' '
  switch (token.charAt(0).toLowerCase()) {
    case 'y':
      return token.length > 2 ? String(parts.year) : String(parts.year % 100).padStart(2, '0')
    case 'm':
      return named(MONTHS[parts.month - 1] ?? '', parts.month, token)
    case 'd':
      return named(WEEKDAYS[parts.weekday] ?? '', parts.day, token)
    case 'h':
      return padded(hours, token)
    case 's':
      return padded(parts.seconds, token)
    default:
      return token
  }
}

/** One or two letters give the number, three the short name, four the full one. */
function named(name: string, value: number, token: string): string {
  if (token.length < 3) return padded(value, token)
  return token.length === 3 ? name.slice(0, 3) : name
}

function padded(value: number, token: string): string {
  return String(value).padStart(Math.min(2, token.length), '0')
}
