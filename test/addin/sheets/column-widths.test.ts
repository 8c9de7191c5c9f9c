import { expect, test } from 'vitest'
import { columnWidths } from '../../../addin/sheets/column-widths.ts'
import { householdClassSheet } from '../../../addin/sheets/drift-sheet.ts'
import { BAND_COLOURS } from '../../../addin/sheets/band-words.ts'
import { BAKERS, STAMP, classRow } from '../drift-fixture.ts'

const RICH = { ...BAKERS, drift: { ...BAKERS.drift!, classes: [classRow({ value: '-1234567890.12' })] } }

test('a column is wide enough for its widest number with sign, point and parted thousands', () => {
  const value = 5
  expect('-1,234,567,890.12').toHaveLength(17)
  expect(columnWidths(householdClassSheet([RICH], STAMP))[value]).toBeGreaterThanOrEqual(17)
})

test('a column is wide enough for the stamp above it, but long text is cut', () => {
  const pulledAt = 2
  expect(columnWidths(householdClassSheet([BAKERS], STAMP))[pulledAt]).toBe('2026-06-02 14:05 UTC'.length)
  const wordy = { ...BAKERS, name: 'The Baker and Sons Family Irrevocable Trust of 1987 and Friends' }
  expect(columnWidths(householdClassSheet([wordy], STAMP))[0]).toBe(40)
})

test.each(BAND_COLOURS)('the words $word can be read on their fill', ({ fill, text }) => {
  const [light, dark] = [luminance(fill), luminance(text)]
  expect((light + 0.05) / (dark + 0.05)).toBeGreaterThan(4.5)
})

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((channel) => (channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
