import type { Cents } from '../facts/fixed-point.ts'
import type { HeldAccount, Household } from '../facts/household.ts'
import { isTaxable } from '../facts/household.ts'
import { nettedTax } from '../facts/netting.ts'
import { roomIn, taxReturns } from '../facts/tax-return.ts'

/** A limit on what sales in some accounts realize together: net gain, losses negative, or the tax on it. */
export interface Budget {
  readonly id: string
  readonly kind: 'gains' | 'tax'
  /** Whose budget it is: who files the return, the first of two spouses, or a grantor trust with one of its own. */
  readonly taxpayerId: string
  /** What sales may still use up, at least 0. */
  readonly room: Cents
  /** Taxable accounts, in order of id. */
  readonly accountIds: readonly string[]
}

const budgetsByHousehold = new WeakMap<Household, readonly Budget[]>()

/**
 * Every budget of a household: one for each return that has one, for all accounts whose gains land on it, and a grantor trust's
 * own, for its own accounts, which is obeyed within the return's (decided 2026-11-22). In order of taxpayer.
 */
export function budgetsOf(household: Household): readonly Budget[] {
  const known = budgetsByHousehold.get(household)
  if (known) return known
  const budgets = [...budgetsOfReturns(household), ...budgetsOfGrantorTrusts(household)]
  budgetsByHousehold.set(household, budgets)
  return budgets
}

function budgetsOfReturns(household: Household): Budget[] {
  return taxReturns(household).flatMap(({ id, filerIds, taxpayerIds, gainRoom, taxRoom }) => {
    const taxpayerId = filerIds[0] ?? id
    return [
      ...budget(household, { kind: 'gains', taxpayerId, room: gainRoom }, taxpayerIds),
      ...budget(household, { kind: 'tax', taxpayerId, room: taxRoom }, taxpayerIds),
    ]
  })
}

/** A trust whose budget is the return's part that it may use. */
function budgetsOfGrantorTrusts(household: Household): Budget[] {
  const trusts = [...household.taxpayers.values()].filter(({ grantorId }) => grantorId !== null)
  return trusts.flatMap((trust) => {
    const { id, rates, shortTermGain: short, longTermGain: long, lossCarryforward } = trust
    const taxSoFar = nettedTax({ short, long, carryforward: lossCarryforward, rates }).tax
    const gainRoom = roomIn(household, trust.gainsBudget, short + long)
    const taxRoom = roomIn(household, trust.taxBudget, taxSoFar)
    return [
      ...budget(household, { kind: 'gains', taxpayerId: id, room: gainRoom }, [id]),
      ...budget(household, { kind: 'tax', taxpayerId: id, room: taxRoom }, [id]),
    ]
  })
}

function budget(
  household: Household,
  terms: { kind: Budget['kind']; taxpayerId: string; room: Cents | null },
  taxpayerIds: readonly string[],
): Budget[] {
  const { room, kind, taxpayerId } = terms
  if (room === null) return []
  const accounts = household.accounts.filter(
    (account) => isTaxable(account) && taxpayerIds.includes(account.taxpayerId),
  )
  const id = `${kind} of ${taxpayerIds.join(' and ')}`
  return [{ id, kind, taxpayerId, room, accountIds: accounts.map((account) => account.id) }]
}

/** Does a budget limit the gains of an account? */
export function hasBudget(household: Household, account: HeldAccount): boolean {
  return budgetsOf(household).some(
    ({ kind, accountIds }) => kind === 'gains' && accountIds.includes(account.id),
  )
}
