import { isoDate } from '../cells/dates.ts'
import { CellFault, type CellReader, type ReadingLimits } from '../cells/fault.ts'
import { accountReference } from '../cells/words.ts'

const YEAR_FIRST = /\b(\d{4})[/-](\d{1,2})[/-](\d{1,2})\b/
const MONTH_FIRST = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH_NAME = /\b([A-Za-z]{3})[a-z]*[-\s](\d{1,2})(?:-|,\s*)(\d{4})\b/

/** The one date in a line of text, as 2025/05/04, 05/04/2025 or May-04-2025; a custodian's own day is never a coming one. */
export function dateIn(text: string, limits: ReadingLimits): string | CellFault | undefined {
  const date = writtenDate(text)
  if (date === undefined) return undefined
  const read = isoDate(date, limits)
  if (read instanceof CellFault) return new CellFault('names a day that does not exist', read.expected)
  return read > limits.today ? new CellFault('lies in the future', `${limits.today} or earlier`) : read
}

function writtenDate(text: string): string | undefined {
  const [, year, month, day] = YEAR_FIRST.exec(text) ?? []
  if (year && month && day) return joined(year, month, day)
  const [, monthFirst, dayNext, yearLast] = MONTH_FIRST.exec(text) ?? []
  if (monthFirst && dayNext && yearLast) return joined(yearLast, monthFirst, dayNext)
  const [, name, namedDay, namedYear] = MONTH_NAME.exec(text) ?? []
  const named = MONTHS.indexOf(name?.toLowerCase() ?? '') + 1
  return named > 0 && namedDay && namedYear ? joined(namedYear, String(named), namedDay) : undefined
}

const joined = (year: string, month: string, day: string) =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`

/** An account's number at the end of a name: whole, or its last digits behind a mask. A masked one keeps its mask. */
export function accountIn(text: string): string | undefined {
  return /(?:^|\s)((?:[xX*.]{2,}[\s-]?)[A-Za-z0-9]{3,}|[A-Za-z]?\d[\d-]{3,})$/.exec(text.trim())?.[1]
}

/** An account as a column of names has it: its number, whole or masked, alone or at the end of a name. */
export const accountInName: CellReader<string> = (text, limits) => {
  const alone = accountReference(text, limits)
  if (!(alone instanceof CellFault)) return alone
  const expected = `${alone.expected}, alone or behind a name`
  return accountIn(text) ?? new CellFault('names no account number', expected)
}
