import type { Cents, ShareUnits } from './fixed-point.ts'
import { atLeastZero, sum } from './fixed-point.ts'
import type { AccountGroup, ExactSecurity, HeldAccount, Household } from './household.ts'
import { groupOf } from './household.ts'
import type { ModelTree } from './model-tree.ts'
import { leafOfClass } from './model-tree.ts'

/** What the accounts hold at one moment: before the trades, after them, or on the way. */
export interface Holdings {
  /** After contribution and withdrawal. */
  cashOf(account: HeldAccount): Cents
  /** In order of security; no position of zero shares. */
  holdingsOf(account: HeldAccount): readonly Holding[]
}

export interface Holding {
  readonly accountId: string
  readonly security: ExactSecurity
  readonly shares: ShareUnits
  readonly isExcluded: boolean
  /** To the cent; null without a price. */
  readonly value: Cents | null
}

/** The holdings that the snapshot states. */
export const HOLDINGS_BEFORE: Holdings = {
  cashOf: (account) => account.cash,
  holdingsOf: (account) => account.positions,
}

/** A holding that counts in the base and in its class. */
export interface CountedHolding extends Holding {
  readonly value: Cents
  readonly nodeId: string
}

/** Some accounts measured against one model: the whole group, or one account of it. */
export interface Valuation {
  readonly base: Cents
  readonly cash: Cents
  readonly reserve: Cents
  /** By leaf of the model and the row outside it; cash beyond reserves counts in the cash class. */
  readonly valueByLeaf: ReadonlyMap<string, Cents>
  /** In order of account, then security. */
  readonly counted: readonly CountedHolding[]
  /** Managed holdings without a price: they count for nothing. */
  readonly unpriced: readonly Holding[]
}

/** Values accounts against a model. Every total sums values already rounded to the cent per account and security. */
export function valueAccounts(
  accounts: readonly HeldAccount[],
  model: ModelTree,
  holdings: Holdings,
): Valuation {
  const counted: CountedHolding[] = []
  const unpriced: Holding[] = []
  for (const account of accounts)
    for (const held of holdings.holdingsOf(account)) {
      const { accountId, security, shares, isExcluded, value } = held
      if (isExcluded) continue
      if (value === null) unpriced.push(held)
      else {
        const nodeId = leafOfClass(model, security.assetClassId).id
        counted.push({ accountId, security, shares, isExcluded, value, nodeId })
      }
    }
  const cash = sum(accounts.map((account) => holdings.cashOf(account)))
  const reserve = sum(accounts.map((account) => account.reserve))
  const valueByLeaf = new Map(model.leaves.map((leaf) => [leaf.id, 0n]))
  const add = (leafId: string, value: Cents) =>
    valueByLeaf.set(leafId, (valueByLeaf.get(leafId) ?? 0n) + value)
  add(model.cashLeaf.id, cash - reserve)
  let total = cash - reserve
  for (const { nodeId, value } of counted) {
    add(nodeId, value)
    total += value
  }
  return {
    base: atLeastZero(total),
    cash,
    reserve,
    valueByLeaf,
    counted,
    unpriced,
  }
}

export function valueGroup(group: AccountGroup, holdings: Holdings): Valuation {
  return valueAccounts(group.accounts, group.model, holdings)
}

/** The base of all groups together. */
export function householdBase(household: Household, holdings: Holdings): Cents {
  return sum(household.groups.map((group) => valueGroup(group, holdings).base))
}

/** The base of one account by itself, before any trade; 0 where it is in no group. */
export function accountBase(household: Household, account: HeldAccount): Cents {
  const group = groupOf(household, account)
  return group ? valueAccounts([account], group.model, HOLDINGS_BEFORE).base : 0n
}
