import { canonicalJson } from '../canonical-json.ts'
import { atLeastZero, compareText, formatMoney, formatPrice, sum } from '../facts/fixed-point.ts'
import { valueGroup } from '../facts/holdings.ts'
import { leafOfClass } from '../facts/model-tree.ts'
import type { ExactSecurity } from '../facts/household.ts'
import type { TreeNode } from '../facts/model-tree.ts'
import { bandStatus, outsideBandBy } from '../facts/tolerance-band.ts'
import { valueOf } from '../facts/money.ts'
import type { AccountPlanning, GroupPlanning } from '../orders/planning.ts'
import { purchaseOptions, purchaseRefusals } from '../orders/purchase-options.ts'
import { sellableLots } from '../orders/sellable-lots.ts'
import type { BandStatus, ClassLeftAlone } from '../proposal.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'
import { cashShortage, spareCash } from '../rules/cash-reserve.ts'
import { gainRoomLeft } from '../rules/gains-budget.ts'
import { saleRefusal } from '../rules/sale-permission.ts'
import { classHoldingsFor } from '../rules/substitution.ts'

/** Every class, at every tier, that the plan leaves out of its band, and what kept it from bringing it back. */
export function classesLeftAlone(
  planning: GroupPlanning,
  terms: { readonly isDue: boolean },
): ClassLeftAlone[] {
  const { plan, group } = planning
  const { base, valueByLeaf } = valueGroup(group, plan)
  return group.model.nodes.flatMap((node): ClassLeftAlone[] => {
    const value = sum(node.leafIds.map((leafId) => valueByLeaf.get(leafId) ?? 0n))
    const status = bandStatus(value, base, node)
    if (status === 'inBand' || status === 'noValue') return []
    const reasons = terms.isDue ? whyOutOfBand(planning, node, status) : [reason('nothingIsDue', {})]
    const outside = formatMoney(outsideBandBy(value, base, node))
    return [{ groupId: group.id, nodeId: node.id, status, outsideBandBy: outside, reasons }]
  })
}

function whyOutOfBand(planning: GroupPlanning, node: TreeNode, status: BandStatus): Reason[] {
  const accounts = planning.group.accounts.map((account): AccountPlanning => ({ ...planning, account }))
  const leaves = planning.group.model.leaves.filter(({ id }) => node.leafIds.includes(id))
  const found = leaves.flatMap((leaf) =>
    accounts.flatMap((here) =>
      leaf.isCash
        ? whyCashStays(here, status)
        : status === 'aboveBand'
          ? whyNotSold(here, leaf)
          : whyNotBought(here, leaf),
    ),
  )
  return found.length > 0 ? withoutRepeats(found) : [reason('fitNotFound', { class: node.name })]
}

/** For each holding of the class that is still there: what forbids its sale, or why selling it would not help. */
function whyNotSold(here: AccountPlanning, leaf: TreeNode): Reason[] {
  const { plan, watch, group, account } = here
  const { household } = plan
  const held = account.positions.filter(
    ({ security, isExcluded }) =>
      !isExcluded && leafOfClass(group.model, security.assetClassId).id === leaf.id,
  )
  return held.flatMap((position) => {
    const { price, id } = position.security
    if (price === null) return []
    const sold = plan.soldShares(account.id, id)
    if (sold === position.shares) return []
    const question = { household, watch, proposed: plan, account, position, need: 'rebalance' as const }
    const refusals = position.lots.flatMap((lot) => saleRefusal({ ...question, lot }) ?? [])
    const free = sellableLots(here, { need: 'rebalance', leafId: leaf.id }).filter(
      (lot) => lot.position === position,
    )
    if (sum(free.map(({ lot }) => lot.shares)) <= sold) return refusals
    return [...refusals, whyFreeLotsStay(here, leaf, position.security)]
  })
}

/** Why a class is not reduced by what may be sold of it: the budget, an order too small, or no use for the money. */
function whyFreeLotsStay(here: AccountPlanning, leaf: TreeNode, { id, price }: ExactSecurity): Reason {
  const { plan, group, account } = here
  const { step, minimumTrade } = plan.household.settings
  const oneStep = valueOf(step, price ?? 0n)
  const room = gainRoomLeft(plan.household, account, plan.netGains)
  if (room !== null && room <= oneStep)
    return reason('saleExceedsGainsBudget', {
      security: id,
      account: account.id,
      taxpayer: account.taxpayerId,
    })
  const band = here.fitted.get(leaf.id)?.band
  const excess = atLeastZero(plan.leafValue(group.id, leaf.id) - (band?.high ?? 0n))
  if (excess < minimumTrade) return reason('orderBelowMinimum', amounts(excess, minimumTrade))
  if (excess < oneStep) return reason('wholeSharesOnly', { class: leaf.name })
  return reason('noPurchaseForProceeds', {})
}

/** For each account that could hold the class: what forbids its purchase, or that no money is left for it. */
function whyNotBought(here: AccountPlanning, leaf: TreeNode): Reason[] {
  const { plan, group, account } = here
  const facts = { class: leaf.name, account: account.id }
  if (cashShortage(account, plan.cashOf(account)) > 0n)
    return [reason('cashNeededElsewhere', { class: leaf.name })]
  if (classHoldingsFor(group.model, leaf.id, account) === null) return [reason('purchaseNotInModel', facts)]
  const [option] = purchaseOptions(here, leaf.id)
  const refusals = purchaseRefusals(here, leaf.id).filter(({ code }) => code !== 'purchaseOfSoldSecurity')
  if (!option && refusals.length > 0) return refusals
  const money = spareCash(account, plan.cashOf(account))
  const { step, minimumTrade } = plan.household.settings
  if (money === 0n || !option) return [reason('noCashForPurchases', { class: leaf.name })]
  const price = option.security.price ?? 0n
  if (money < valueOf(step, price))
    return [reason('orderBelowOneShare', { security: option.security.id, price: formatPrice(price) })]
  if (money < minimumTrade) return [reason('orderBelowMinimum', amounts(money, minimumTrade))]
  return [reason('wholeSharesOnly', { class: leaf.name })]
}

function whyCashStays(here: AccountPlanning, status: BandStatus): Reason[] {
  const { plan, group, account } = here
  const shortage = cashShortage(account, plan.cashOf(account))
  if (status === 'belowBand')
    return shortage > 0n
      ? [reason('cashShortfallRemains', { account: account.id, amount: formatMoney(shortage) })]
      : [reason('fitNotFound', { class: group.model.cashLeaf.name })]
  const spare = atLeastZero(spareCash(account, plan.cashOf(account)))
  if (spare === 0n) return []
  return [reason('cashHasNoUse', { account: account.id, amount: formatMoney(spare) })]
}

const amounts = (amount: bigint, minimum: bigint) => ({
  amount: formatMoney(amount),
  minimum: formatMoney(minimum),
})

function withoutRepeats(reasons: readonly Reason[]): Reason[] {
  const byText = new Map(reasons.map((each) => [canonicalJson(each), each]))
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each)
}
