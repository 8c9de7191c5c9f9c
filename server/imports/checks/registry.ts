import type { CrossCheck } from './check.ts'
import { accountsHaveLots, lotsAreNotOlder } from './holdings.ts'
import { knownAccounts, knownOwners, knownTaxpayers } from './known-clients.ts'
import { knownCustodians } from './known-custodians.ts'
import { knownClasses, knownModels } from './known-models.ts'
import { knownSecurities, pricedHoldings } from './known-securities.ts'
import { statedOnce } from './stated-once.ts'

/** Everything that must hold between the files of a set and with what the firm has. */
export const CROSS_CHECKS: readonly CrossCheck[] = [
  statedOnce,
  knownSecurities,
  knownModels,
  knownClasses,
  knownTaxpayers,
  knownOwners,
  knownAccounts,
  knownCustodians,
  pricedHoldings,
  accountsHaveLots,
  lotsAreNotOlder,
]
