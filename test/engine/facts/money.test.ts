import { expect, test } from 'vitest'
import { parseDecimal } from '../../../server/engine/facts/fixed-point.ts'
import { sharesWithin, tradingCost, valueOf } from '../../../server/engine/facts/money.ts'

const shares = (text: string) => parseDecimal(text, 8)
const price = (text: string) => parseDecimal(text, 6)
const WHOLE_SHARE = shares('1')

test.each([
  ['0.00000001', '0.000001', 0n],
  ['1', '0.005', 1n],
  ['1', '0.004999', 0n],
  ['2.615', '661.82', 173066n],
  ['1000000', '999999.999999', 99999999999900n],
] as const)('%s shares at %s are worth %i cents', (held, at, cents) => {
  expect(valueOf(shares(held), price(at))).toBe(cents)
})

test('half a spread of 1.5 basis points on $1,000.00 is 15 cents, and a part of a cent counts as one', () => {
  expect(tradingCost(100_000n, 15_000n)).toBe(15n)
  expect(tradingCost(100_001n, 15_000n)).toBe(16n)
})

test('$1,000 hold three whole shares at $300, and none at $1,000.01', () => {
  expect(sharesWithin(100_000n, price('300'), WHOLE_SHARE)).toBe(shares('3'))
  expect(sharesWithin(100_000n, price('1000.01'), WHOLE_SHARE)).toBe(0n)
})
