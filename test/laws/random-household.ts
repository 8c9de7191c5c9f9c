import fc from 'fast-check'
import type {
  Account,
  Override,
  RecentTrade,
  ScheduledPurchase,
  Security,
  Snapshot,
} from '../../server/engine/snapshot.ts'
import { RANDOM_AS_OF, rarely } from './draws.ts'
import type { DrawnAccount, DrawnLot } from './random-accounts.ts'
import { account, override, recentTrade, scheduledPurchase, taxpayers } from './random-accounts.ts'
import { groupings, models } from './random-models.ts'
import { securities } from './random-securities.ts'
import { settings } from './random-settings.ts'

export { RANDOM_AS_OF } from './draws.ts'

/** A household with everything that the rules look at: unpriced and odd lots, debits, overrides, recent trades, budgets. */
export const randomHousehold: fc.Arbitrary<Snapshot> = fc.integer({ min: 1, max: 4 }).chain((count) => {
  const accountIds = Array.from({ length: count }, (_, index) => `A${index}`)
  return fc
    .record({
      settings,
      taxpayers,
      securities,
      models,
      groups: groupings(accountIds),
      accounts: fc.tuple(...accountIds.map((_, index) => account(index))),
      overrides: rarely(
        [] as Override[],
        fc
          .integer({ min: 1, max: 3 })
          .chain((many) =>
            fc.tuple(...Array.from({ length: many }, (_, index) => override(index, accountIds))),
          ),
        2,
      ),
      recentTrades: rarely([] as RecentTrade[], fc.array(recentTrade(accountIds), { maxLength: 3 }), 3),
      scheduledPurchases: rarely(
        [] as ScheduledPurchase[],
        fc.array(scheduledPurchase(accountIds), { maxLength: 2 }),
      ),
    })
    .map((drawn): Snapshot => ({
      format: 'evenkeel/snapshot/2',
      asOf: RANDOM_AS_OF,
      householdId: 'random',
      ...drawn,
      accounts: drawn.accounts.map((each) => withCosts(each, drawn.securities)),
    }))
})

function withCosts(drawn: DrawnAccount, known: readonly Security[]): Account {
  const priceOf = (securityId: string) => known.find(({ id }) => id === securityId)?.price ?? null
  return { ...drawn, lots: drawn.lots.map((lot) => withCost(lot, priceOf(lot.securityId))) }
}

function withCost({ cost, ...lot }: DrawnLot, price: string | null): Account['lots'][number] {
  if ('dollars' in cost) return { ...lot, unitCost: cost.dollars }
  const [, places = ''] = (price ?? '100.00').split('.')
  return { ...lot, unitCost: (Number(price ?? '100.00') * cost.ofPrice).toFixed(places.length) }
}
