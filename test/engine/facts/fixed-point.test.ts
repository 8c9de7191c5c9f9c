import { expect, test } from 'vitest'
import { apportion } from '../../../server/engine/facts/apportion.ts'
import {
  divideDown,
  divideRounded,
  divideUp,
  formatFixed,
  formatTrimmed,
  parseDecimal,
} from '../../../server/engine/facts/fixed-point.ts'

test.each([
  ['1234.5', 2, 123450n],
  ['-0.05', 2, -5n],
  ['0.1000', 1, 1n],
  ['99999999999999.99999999', 8, 9999999999999999999999n],
] as const)('%s with %i places is %i units', (text, places, units) => {
  expect(parseDecimal(text, places)).toBe(units)
})

test.each([
  ['1.005', 2],
  ['1e3', 2],
  ['', 2],
  ['.5', 2],
  ['NaN', 2],
  ['+1', 2],
  ['1,000', 2],
] as const)('%j is no decimal with %i places, and nothing is cut off', (text, places) => {
  expect(() => parseDecimal(text, places)).toThrow()
})

test.each([
  [5n, 2n, 3n],
  [-5n, 2n, -3n],
  [4n, 3n, 1n],
  [-4n, 3n, -1n],
  [7n, 2n, 4n],
] as const)('%i / %i rounds to %i, halves away from zero', (numerator, denominator, rounded) => {
  expect(divideRounded(numerator, denominator)).toBe(rounded)
})

test('rounding down and up keep their direction below zero', () => {
  expect([divideDown(-7n, 2n), divideUp(-7n, 2n), divideDown(7n, 2n), divideUp(7n, 2n)]).toEqual([
    -4n,
    -3n,
    3n,
    4n,
  ])
})

test('a decimal is written with all its places, or with those it needs', () => {
  expect([formatFixed(-5n, 2), formatFixed(0n, 2), formatFixed(123456n, 0)]).toEqual([
    '-0.05',
    '0.00',
    '123456',
  ])
  expect([formatTrimmed(1_050_000n, 6), formatTrimmed(-10_000_000n, 6), formatTrimmed(100n, 0)]).toEqual([
    '1.05',
    '-10',
    '100',
  ])
})

test('apportioned parts sum to the total: no cent is lost, and the largest remainder gets what is over', () => {
  expect(apportion(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n])
  expect(apportion(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n])
  expect(apportion(5n, [0n, 3n, 1n])).toEqual([0n, 4n, 1n])
  expect(apportion(1n, [1n, 2n])).toEqual([0n, 1n])
  expect(() => apportion(1n, [0n, 0n])).toThrow('weights sum to zero')
})
