import { describe, expect, test } from 'vitest'
import { dateCell, numberCell, pointsCell } from '../../../addin/sheets/exact-cells.ts'

describe('a decimal becomes a number only where Excel holds every digit', () => {
  test.each([
    ['0', 0],
    ['-12.50', -12.5],
    ['0.062500', 0.0625],
    ['123456789012345', 123456789012345],
    ['9999999999999.99', 9999999999999.99],
    // 16 significant digits: Excel would silently make the last one a zero.
    ['99999999999999.99', '99999999999999.99'],
    ['0.1234567890123456', '0.1234567890123456'],
    ['1000000000000000000.00', '1000000000000000000.00'],
  ])('%s is %s', (decimal, cell) => {
    expect(numberCell(decimal)).toBe(cell)
  })

  test('what is not there is an empty cell, and what is no decimal is a fault', () => {
    expect(numberCell(null)).toBe('')
    expect(() => numberCell('1e5')).toThrow('Not a decimal: 1e5')
  })
})

test.each([
  ['0.034567', 3.4567],
  ['-0.000001', -0.0001],
  ['1', 100],
  ['0.5', 50],
  ['-0.075000', -7.5],
])('a drift of %s is %s points, without a detour over floating point', (fraction, cell) => {
  expect(pointsCell(fraction)).toBe(cell)
})

test.each([
  ['1900-03-01', 61],
  ['2024-02-29', 45351],
  ['2025-09-26', 45926],
])('%s is day %i of Excel’s calendar', (date, serial) => {
  expect(dateCell(date)).toBe(serial)
})

test('a date that does not exist is a fault', () => {
  expect(() => dateCell('2025-13-01')).toThrow('Not a date: 2025-13-01')
})
