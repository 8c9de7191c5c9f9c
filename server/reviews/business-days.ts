const DAY_MS = 86_400_000

const isWeekday = (time: number) => ![0, 6].includes(new Date(time).getUTCDay())

/** The last day from Monday to Friday before a date. Holidays are not known, and count as days. */
export function businessDayBefore(date: string): string {
  let time = Date.parse(date) - DAY_MS
  while (!isWeekday(time)) time -= DAY_MS
  return new Date(time).toISOString().slice(0, 10)
}

/** The date so many business days before another one. */
export function businessDaysBefore(date: string, days: number): string {
  let day = date
  for (let count = 0; count < days; count += 1) day = businessDayBefore(day)
  return day
}
