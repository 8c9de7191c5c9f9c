import type { HeldAccount } from '../facts/household.ts'
import type { SecurityOverride } from '../snapshot.ts'

type Direction = 'sell' | 'buy'

/** What each kind of override forbids, and how it reads in a sentence. */
export const RESTRICTIONS = {
  hold: { forbids: ['sell', 'buy'], phrase: 'it is held by an override' },
  do_not_sell: { forbids: ['sell'], phrase: 'an override says not to sell it' },
  do_not_buy: { forbids: ['buy'], phrase: 'an override says not to buy it' },
  restricted: { forbids: ['buy'], phrase: 'it is on the restricted list' },
  exclude: { forbids: ['sell', 'buy'], phrase: 'it is excluded from management' },
  sell: { forbids: ['buy'], phrase: 'it is marked for sale' },
} satisfies Record<SecurityOverride['kind'], { forbids: readonly Direction[]; phrase: string }>

/** The first override in force that forbids to buy or sell a security in an account; null: none. */
export function restrictionOn(
  account: HeldAccount,
  securityId: string,
  direction: Direction,
): SecurityOverride | null {
  return (
    account.securityOverrides.find(
      (override) =>
        override.securityId === securityId &&
        (RESTRICTIONS[override.kind].forbids as readonly Direction[]).includes(direction),
    ) ?? null
  )
}
