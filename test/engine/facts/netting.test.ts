import { expect, test } from 'vitest'
import { nettedTax } from '../../../server/engine/facts/netting.ts'

/** Short 40 percent, long 20 percent. */
const rates = { short: 400_000n, long: 200_000n }
const dollars = (amount: number) => BigInt(Math.round(amount * 100))
const year = (short: number, long: number, carryforward = 0) =>
  nettedTax({
    short: dollars(short),
    long: dollars(long),
    carryforward: dollars(carryforward),
    rates,
  })

test.each([
  // short, long, tax
  [10, -10, 0],
  [10, 10, 6], // 4 and 2
  [10, 0, 4], // so half way between the two above is 4, not 3: netting is not convex
  [0, 10, 2],
  [10, -4, 2.4], // 6 of short-term gain are left
  [-4, 10, 1.2], // 6 of long-term gain are left
  [-10, 4, -2.4], // a loss of 6 saves 40 percent of other income
  [-5, -5, -4],
  [0, 0, 0],
])('net gains of %d short and %d long cost %d', (short, long, tax) => {
  expect(year(short, long)).toEqual({ tax: dollars(tax), carryforwardUsed: 0n, carriedForward: 0n })
})

test('a net loss deducts $3,000 at most, and the rest is carried', () => {
  // 8,000 - 3,000 = 5,000; 3,000 x 0.4 = 1,200.
  expect(year(-9_000, 1_000)).toEqual({
    tax: dollars(-1_200),
    carryforwardUsed: 0n,
    carriedForward: dollars(5_000),
  })
  expect(year(-3_000, 0)).toMatchObject({ tax: dollars(-1_200), carriedForward: 0n })
  expect(year(-3_000.01, 0)).toMatchObject({ tax: dollars(-1_200), carriedForward: 1n })
})

test('a carried loss is taken from short-term gains first, then from long-term gains', () => {
  // 10,000 - 6,000 short are left, at 40 percent; the long-term gain is whole, at 20 percent.
  expect(year(10_000, 5_000, 6_000)).toEqual({
    tax: dollars(2_600),
    carryforwardUsed: dollars(6_000),
    carriedForward: 0n,
  })
  // 2,000 - 6,000 leave a loss of 4,000 for the long-term gain: 1,000 at 20 percent.
  expect(year(2_000, 5_000, 6_000)).toMatchObject({ tax: dollars(200), carryforwardUsed: dollars(6_000) })
})

test('of a carried loss that gains do not use up, $3,000 are deducted', () => {
  // 20,000 - 5,000 - 3,000 = 12,000 go on.
  expect(year(0, 5_000, 20_000)).toEqual({
    tax: dollars(-1_200),
    carryforwardUsed: dollars(8_000),
    carriedForward: dollars(12_000),
  })
  // The year's own loss comes first, so nothing of what was carried is used: 20,000 + 7,000 - 3,000.
  expect(year(-7_000, 0, 20_000)).toMatchObject({ carryforwardUsed: 0n, carriedForward: dollars(24_000) })
})

test.each([
  // short, long with collectibles in it, of collectibles, tax
  [0, 1_000, 400, 232], // 600 at 20 percent and 400 at 28
  [0, 1_000, -400, 200], // a loss of collectibles is a long-term loss like any other
  [-300, 1_000, 400, 148], // the short-term loss takes 300 of the collectibles: 600 at 20 and 100 at 28
  [-700, 1_000, 400, 60], // and then of the others: 300 at 20 percent
  [0, 100, 400, 28], // other long-term losses took 300
])('short %d, long %d, of it %d of collectibles cost %d', (short, long, collectible, tax) => {
  const collectibles = { long: dollars(collectible), rate: 280_000n }
  const netted = nettedTax({
    short: dollars(short),
    long: dollars(long),
    carryforward: 0n,
    rates,
    collectibles,
  })
  expect(netted.tax).toBe(dollars(tax))
})

test('tax is rounded once, to the cent', () => {
  // 0.01 x 0.4 + 0.01 x 0.2 = 0.006.
  expect(year(0.01, 0.01).tax).toBe(1n)
})
