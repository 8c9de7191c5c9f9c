import { expect, test } from 'vitest'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { loadComparison } from './compare.ts'
import { householdCase } from './household-kinds.ts'

/** So many households of a kind, of which the engine as it is differs in none (optimum.test.ts). */
const EACH = 13

/** A gain saves what it costs, and a loss costs it. */
function withTaxSignFlipped(snapshot: Snapshot): Snapshot {
  const flipped = (rate: string) => (rate.startsWith('-') ? rate.slice(1) : `-${rate}`)
  return {
    ...snapshot,
    taxpayers: snapshot.taxpayers.map((taxpayer) => ({
      ...taxpayer,
      shortTermRate: flipped(taxpayer.shortTermRate),
      longTermRate: flipped(taxpayer.longTermRate),
      ratesByCharacter: taxpayer.ratesByCharacter.map((rates) => ({
        ...rates,
        shortTermRate: flipped(rates.shortTermRate),
        longTermRate: flipped(rates.longTermRate),
      })),
    })),
  }
}

/** The way into what each account's first class names is missing from the network. */
function withPurchaseArcsDropped(snapshot: Snapshot): Snapshot {
  const [named] = snapshot.models.flatMap(({ classHoldings }) =>
    classHoldings.flatMap(({ slots }) => slots.map(({ securityId }) => securityId)),
  )
  return {
    ...snapshot,
    overrides: [
      ...snapshot.overrides,
      {
        id: 'planted',
        kind: 'do_not_buy',
        accountId: null,
        securityId: named ?? '',
        reason: 'planted',
        starts: snapshot.asOf,
        expires: null,
      },
    ],
  }
}

test.each([
  ['the sign of every tax flipped', withTaxSignFlipped, 'typical'],
  ['the arcs of a purchase dropped', withPurchaseArcsDropped, 'allCash'],
] as const)('%s: the second opinion notices', { timeout: 300_000 }, async (_fault, plant, kind) => {
  const compare = await loadComparison(plant)
  const noticed = Array.from({ length: EACH }, (_, index) => compare(householdCase(kind, index + 1))).filter(
    ({ differences }) => differences.some((sentence) => sentence.includes('is bound by')),
  )
  expect(noticed.length).toBeGreaterThan(EACH / 2)
})
