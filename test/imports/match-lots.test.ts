import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchLots, type StatedLot, type StoredLot } from '../../server/imports/rows/match-lots.ts'

const stored = (id: string, key: string, ordinal: number, shares: string, costBasis = '0'): StoredLot => ({
  id,
  key,
  ordinal,
  shares,
  costBasis,
  holdingPeriodStart: '2020-01-02',
})
const stated = (key: string, shares: string, costBasis = '0'): StatedLot => ({
  key,
  shares,
  costBasis,
  holdingPeriodStart: null,
})

/** Which id each stated number of shares was found to be. */
const idsOf = (match: ReturnType<typeof matchLots>) =>
  match.changed.map(({ stored: { id }, stated: { shares } }) => `${id} has ${shares}`)

describe('a lot is found again by its purchase, then by its shares, then by its order', () => {
  test('a lot sold down keeps its id, and its twin of equal shares is left alone', () => {
    const match = matchLots(
      [stored('a', 'k', 1, '10'), stored('b', 'k', 2, '5')],
      [stated('k', '5'), stated('k', '7')],
    )
    expect(idsOf(match)).toEqual(['a has 7'])
    expect(match).toMatchObject({ added: [], unchanged: 1, ended: [] })
  })

  test('of two purchases of one day and price, the one sold off is the one whose shares are gone', () => {
    const match = matchLots([stored('a', 'k', 1, '10'), stored('b', 'k', 2, '5')], [stated('k', '5')])
    expect(match.ended.map(({ id }) => id)).toEqual(['a'])
    expect(match).toMatchObject({ added: [], changed: [], unchanged: 1 })
  })

  test('a new purchase gets the next ordinal, also after one that was sold', () => {
    const match = matchLots(
      [stored('a', 'k', 1, '10'), stored('b', 'k', 3, '4')],
      [stated('k', '10'), stated('k', '4'), stated('k', '1')],
    )
    expect(match.added).toEqual([{ stated: stated('k', '1'), ordinal: 4 }])
    expect(match.unchanged).toBe(2)
  })

  test('a lot that was sold and is stated again is that lot again', () => {
    const match = matchLots([stored('a', 'k', 1, '0')], [stated('k', '3')])
    expect(idsOf(match)).toEqual(['a has 3'])
    expect(match.added).toEqual([])
  })

  test('what was sold long ago does not end again', () => {
    expect(matchLots([stored('a', 'k', 1, '0')], [])).toEqual({
      added: [],
      changed: [],
      unchanged: 0,
      ended: [],
    })
  })

  test('a corrected basis is a change of the same lot', () => {
    expect(matchLots([stored('a', 'k', 1, '3', '100')], [stated('k', '3', '100.01')]).changed).toHaveLength(1)
  })
})

const someStated = fc.array(fc.tuple(fc.constantFrom('k', 'l', 'm'), fc.integer({ min: 1, max: 4 })), {
  maxLength: 12,
})

test('law: loading what is loaded changes nothing, and every stated lot has exactly one place', () => {
  fc.assert(
    fc.property(someStated, someStated, (before, after) => {
      const first = matchLots(
        [],
        before.map(([key, shares]) => stated(key, String(shares))),
      )
      const loaded = first.added.map(({ stated: lot, ordinal }, index) =>
        stored(`id${index}`, lot.key, ordinal, lot.shares),
      )
      const again = matchLots(loaded, before.map(([key, shares]) => stated(key, String(shares))).reverse())
      expect(again).toMatchObject({ added: [], changed: [], ended: [], unchanged: before.length })

      const next = matchLots(
        loaded,
        after.map(([key, shares]) => stated(key, String(shares))),
      )
      expect(next.added.length + next.changed.length + next.unchanged).toBe(after.length)
      expect(next.changed.length + next.unchanged + next.ended.length).toBe(loaded.length)
      const taken = [...next.changed.map(({ stored: { id } }) => id), ...next.ended.map(({ id }) => id)]
      expect(new Set(taken).size).toBe(taken.length)
    }),
  )
})
