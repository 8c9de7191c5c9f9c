import type { IsoDate } from '../snapshot.ts'

const MILLISECONDS_A_DAY = 86_400_000
const EVERY_MONTH = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Is this a date that exists, written YYYY-MM-DD? */
export function isIsoDate(text: string): boolean {
  // The first 28 days of every month exist.
  if (EVERY_MONTH.test(text)) return true
  return ISO_DATE.test(text) && dateOf(dayNumber(text)) === text
}

/** Days since 1970-01-01. */
function dayNumber(date: IsoDate): number {
  const [, year, month, day] = ISO_DATE.exec(date) ?? []
  if (!year) throw new Error(`Not a date: ${date}`)
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / MILLISECONDS_A_DAY
}

function dateOf(day: number): IsoDate {
  return new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10)
}

/** Calendar days from the first date to the second; negative where the second is earlier. */
export function daysBetween(first: IsoDate, second: IsoDate): number {
  return dayNumber(second) - dayNumber(first)
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return dateOf(dayNumber(date) + days)
}

/** The same day a year on; 29 February becomes 1 March. */
export function anniversary(date: IsoDate): IsoDate {
  const nextYear = `${String(Number(date.slice(0, 4)) + 1).padStart(4, '0')}${date.slice(4)}`
  return isIsoDate(nextYear) ? nextYear : `${nextYear.slice(0, 4)}-03-01`
}
