import { formatMoney, formatWeight, sum } from '../facts/fixed-point.ts'
import type { Valuation } from '../facts/holdings.ts'
import type { AccountGroup, HeldAccount, Household } from '../facts/household.ts'
import { bandStatus } from '../facts/tolerance-band.ts'
import { weightOf } from '../facts/weight.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'
import { cashShortage } from './cash-reserve.ts'

/**
 * Why there is reason to trade: a class at any tier out of its band, cash that is due, or a request. Empty: nothing is
 * proposed, in any mode.
 */
export function dueBecause(
  household: Household,
  valuations: ReadonlyMap<string, Valuation>,
): readonly Reason[] {
  const asked = household.settings.trigger === 'asked' ? [reason('askedFor', {})] : []
  const drifted = household.groups.flatMap((group) => {
    const valuation = valuations.get(group.id)
    return valuation ? classesOutOfBand(group, valuation) : []
  })
  const cashDue = household.groups.flatMap(({ accounts }) => accounts.flatMap(cashDueIn))
  return [...asked, ...drifted, ...cashDue]
}

function classesOutOfBand(group: AccountGroup, { base, valueByLeaf }: Valuation): Reason[] {
  return group.model.nodes.flatMap((node) => {
    const value = sum(node.leafIds.map((leafId) => valueByLeaf.get(leafId) ?? 0n))
    const status = bandStatus(value, base, node)
    const weight = weightOf(value, base)
    if (status === 'inBand' || weight === null) return []
    return [
      reason('classOutOfBand', {
        class: node.name,
        group: group.id,
        weight: formatWeight(weight),
        low: formatWeight(node.low),
        high: formatWeight(node.high),
      }),
    ]
  })
}

function cashDueIn(account: HeldAccount): Reason[] {
  const due: Reason[] = []
  const { id } = account
  if (account.openingCash < 0n && !account.marginApproved)
    due.push(reason('marginDebitDue', { account: id, amount: formatMoney(-account.openingCash) }))
  const shortage = cashShortage(account, account.cash)
  if (shortage > 0n)
    due.push(
      reason('reserveDue', {
        account: id,
        amount: formatMoney(shortage),
        reserve: formatMoney(account.reserve),
      }),
    )
  if (account.withdrawal > 0n)
    due.push(reason('withdrawalDue', { account: id, amount: formatMoney(account.withdrawal) }))
  if (account.contribution > 0n)
    due.push(reason('contributionDue', { account: id, amount: formatMoney(account.contribution) }))
  return due
}
