import { expect, test } from 'vitest'
import { relativeBand } from '../../../server/engine/facts/relative-band.ts'
import { bandStatus } from '../../../server/engine/facts/tolerance-band.ts'

test.each([
  // target, width, minimum, low, high
  [600_000n, 200_000n, 0n, 480_000n, 720_000n],
  [50_000n, 200_000n, 20_000n, 30_000n, 70_000n], // a fifth of 5 percent is one point; two are the least
  [10_000n, 200_000n, 20_000n, 0n, 30_000n],
  [950_000n, 200_000n, 0n, 760_000n, 1_000_000n],
  [0n, 200_000n, 0n, 0n, 0n],
  [333_333n, 200_000n, 0n, 266_666n, 400_000n], // 66,666.6 are 66,667
])(
  'a target of %i with a width of %i, at least %i, is kept from %i to %i',
  (target, width, least, low, high) => {
    expect(relativeBand(target, width, least)).toEqual({ low, high })
  },
)

test('its edges are inside', () => {
  const band = relativeBand(600_000n, 200_000n, 0n)
  expect([bandStatus(48_00n, 100_00n, band), bandStatus(72_01n, 100_00n, band)]).toEqual([
    'inBand',
    'aboveBand',
  ])
})
