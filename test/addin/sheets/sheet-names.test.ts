import { expect, test } from 'vitest'
import { freeSheetName, freeTableName, safeSheetName } from '../../../addin/sheets/sheet-names.ts'

test.each([
  ['Holdings A/B:1', 'Holdings A-B-1'],
  ["'quoted'", 'quoted'],
  ['x'.repeat(40), 'x'.repeat(31)],
  ['History', 'Sheet History'],
  ['', 'Sheet'],
])('%s becomes the sheet name %s', (wanted, name) => {
  expect(safeSheetName(wanted)).toBe(name)
})

test('a taken name gets the next free number, in any case of letters', () => {
  expect(freeSheetName('Drift', ['Sheet1'])).toBe('Drift')
  expect(freeSheetName('Drift', ['DRIFT', 'drift (2)'])).toBe('Drift (3)')
  expect(freeTableName('EvenkeelDrift', ['evenkeeldrift'])).toBe('EvenkeelDrift_2')
})

test('a numbered name stays within 31 characters', () => {
  const long = 'x'.repeat(31)
  expect(freeSheetName(long, [long])).toBe(`${'x'.repeat(27)} (2)`)
})
