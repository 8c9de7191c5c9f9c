import { CellFault, type CellReader } from './fault.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const EARLIEST = '1900-01-01'
const LATEST = '2199-12-31'

/** A layout of dates: how it is called, and year, month and day of a text that has it. */
interface DateLayout {
  readonly expected: string
  readonly parts: (text: string) => readonly [year: string, month: string, day: string] | undefined
}

const ISO: DateLayout = {
  expected: 'a date as YYYY-MM-DD',
  parts: (text) => {
    const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
    return year && month && day ? [year, month, day] : undefined
  },
}

const MONTH_FIRST: DateLayout = {
  expected: 'a date as MM/DD/YYYY',
  // Some downloads add an empty time of day.
  parts: (text) => {
    const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: 00:00:00)?$/.exec(text) ?? []
    return year && month && day ? [year, month.padStart(2, '0'), day.padStart(2, '0')] : undefined
  },
}

const MONTH_NAME: DateLayout = {
  expected: 'a date as Mon-DD-YYYY, like Mar-15-2020',
  parts: (text) => {
    const [, name, day, year] = /^([A-Z][a-z]{2})-(\d{2})-(\d{4})$/.exec(text) ?? []
    const month = MONTHS.findIndex((known) => known === name) + 1
    return year && day && month > 0 ? [year, String(month).padStart(2, '0'), day] : undefined
  },
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function readDate(text: string, layout: DateLayout): string | CellFault {
  // A workbook's dates arrive as ISO dates whatever the layout; nothing else can be meant by one.
  const parts = layout.parts(text) ?? ISO.parts(text)
  if (!parts) return new CellFault('is not a date', layout.expected)
  const [year, month, day] = parts
  const isInCalendar = +month >= 1 && +month <= 12 && +day >= 1 && +day <= daysIn(Number(year), Number(month))
  if (!isInCalendar) return new CellFault('is a day that does not exist', layout.expected)
  return `${year}-${month}-${day}`
}

/** A date that has passed by the as-of date of the reading: purchases, prices, profiles; or by the day of the reading. */
function pastDate(layout: DateLayout, by: 'asOf' | 'today' = 'asOf'): CellReader<string> {
  return (text, { [by]: last }) => {
    const date = readDate(text, layout)
    if (date instanceof CellFault) return date
    if (date < EARLIEST) return new CellFault('lies before 1900', `${layout.expected}, 1900 or later`)
    if (date > last) return new CellFault('lies in the future', `${layout.expected}, ${last} or earlier`)
    return date
  }
}

/** A past date as `2020-03-15`. */
export const isoPastDate = pastDate(ISO)
/** A past date as `03/15/2020` (Schwab). */
export const monthFirstPastDate = pastDate(MONTH_FIRST)
/** A past date as `Mar-15-2020` (Fidelity). */
export const monthNamePastDate = pastDate(MONTH_NAME)

const monthFirstDay = pastDate(MONTH_FIRST, 'today')

/** A past date as Schwab lists transactions: `05/06/2025`, or `05/06/2025 as of 05/02/2025`, which happened on the latter. */
export const transactionDate: CellReader<string> = (text, limits) => {
  const [, posted, effective] = /^(\S+) as of (\S+)$/i.exec(text) ?? []
  if (posted === undefined || effective === undefined) return monthFirstDay(text, limits)
  const read = monthFirstDay(posted, limits)
  return read instanceof CellFault ? read : monthFirstDay(effective, limits)
}

/** Any date from 1900 to 2199 as `2020-03-15`: starts, expiries and reviews may lie ahead. */
export const isoDate: CellReader<string> = (text) => {
  const date = readDate(text, ISO)
  if (date instanceof CellFault) return date
  return date < EARLIEST || date > LATEST
    ? new CellFault('is absurd', `${ISO.expected} between 1900 and 2199`)
    : date
}
