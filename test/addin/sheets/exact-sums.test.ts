import { expect, test } from 'vitest'
import { negated, sumOf } from '../../../addin/sheets/exact-sums.ts'

test.each([
  [['0.1', '0.2'], '0.3'],
  [['9007199254740993.01', '0.02'], '9007199254740993.03'],
  [['1', '-1.00'], '0'],
  [['-0.05', '0.02'], '-0.03'],
  [[], '0'],
])('%j sum to %s', (decimals, sum) => expect(sumOf(decimals)).toBe(sum))

test.each([
  ['12.50', '-12.5'],
  ['-3', '3'],
  ['0.00', '0'],
])('%s the other way is %s', (decimal, other) => expect(negated(decimal)).toBe(other))
