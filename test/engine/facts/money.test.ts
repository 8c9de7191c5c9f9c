import { expect, test } from 'vitest'
import { parseDecimal } from '../../../server/engine/facts/fixed-point.ts'
import {
  sharesAffordable,
  sharesToRaise,
  sharesWithin,
  tradingCost,
  valueOf,
} from '../../../server/engine/facts/money.ts'

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

test('exactly $1,300 are raised by 13 shares at $100; with a half-spread of 10 basis points it takes 14', () => {
  const terms = { price: price('100'), step: WHOLE_SHARE }
  expect(sharesToRaise(130_000n, { ...terms, halfSpread: 0n })).toBe(shares('13'))
  expect(sharesToRaise(130_000n, { ...terms, halfSpread: 100_000n })).toBe(shares('14'))
})

test('$1,000 buy ten shares at $100; with a half-spread of 10 basis points only nine', () => {
  const terms = { price: price('100'), step: WHOLE_SHARE }
  expect(sharesAffordable(100_000n, { ...terms, halfSpread: 0n })).toBe(shares('10'))
  expect(sharesAffordable(100_000n, { ...terms, halfSpread: 100_000n })).toBe(shares('9'))
})
