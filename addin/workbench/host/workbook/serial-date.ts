const MILLISECONDS_PER_DAY = 86_400_000
/** Serial 0 of Excel's calendar, counted so that every date from 1900-03-01 on is right. */
const SERIAL_OF_1970 = 25_569

export interface CalendarParts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly weekday: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
}

/** Excel's serial number of a calendar date, or null where the calendar has no such day. */
export function serialOfDate(year: number, month: number, day: number): number | null {
  const instant = new Date(Date.UTC(year, month - 1, day))
  const exists = instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day
  return exists && year >= 1900 && year <= 9999
    ? instant.getTime() / MILLISECONDS_PER_DAY + SERIAL_OF_1970
    : null
}

/** Calendar date and time of day of a serial number, to the second. */
export function partsOfSerial(serial: number): CalendarParts {
  const days = Math.floor(serial)
  const secondsOfDay = Math.round((serial - days) * 86_400)
  const instant = new Date((days - SERIAL_OF_1970) * MILLISECONDS_PER_DAY + secondsOfDay * 1000)
  return {
    year: instant.getUTCFullYear(),
    month: instant.getUTCMonth() + 1,
    day: instant.getUTCDate(),
    weekday: instant.getUTCDay(),
    hours: instant.getUTCHours(),
    minutes: instant.getUTCMinutes(),
    seconds: instant.getUTCSeconds(),
  }
}
