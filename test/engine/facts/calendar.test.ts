import { expect, test } from 'vitest'
import { addDays, anniversary, daysBetween, isIsoDate } from '../../../server/engine/facts/calendar.ts'
import { gainTerm, longTermFrom } from '../../../server/engine/facts/holding-period.ts'

test.each([
  // bought        long-term from
  ['2025-11-20', '2026-11-21'], // the anniversary of the purchase itself is still short-term
  ['2024-02-29', '2025-03-01'],
  ['2024-02-28', '2025-03-01'], // the period starts on 29 February, which 2025 lacks
  ['2023-02-28', '2024-03-01'],
  ['2023-03-01', '2024-03-02'], // across a leap day
  ['2025-12-31', '2027-01-01'],
])('a lot bought on %s is long-term from %s, and short-term the day before', (bought, from) => {
  expect(longTermFrom(bought)).toBe(from)
  expect(gainTerm(bought, from)).toBe('long')
  expect(gainTerm(bought, addDays(from, -1))).toBe('short')
})

test('days are counted over the end of a month, a year and a leap day', () => {
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
  expect(daysBetween('2025-12-31', '2026-01-30')).toBe(30)
  expect(daysBetween('2026-01-30', '2025-12-31')).toBe(-30)
  expect(anniversary('2024-02-29')).toBe('2025-03-01')
})

test.each(['2025-02-29', '2025-13-01', '2025-1-1', '20250101', ''])('%j is no date', (text) => {
  expect(isIsoDate(text)).toBe(false)
})
