import { canonicalJson } from '../canonical-json.ts'
import { atLeastZero, compareText, formatMoney, formatPrice, sum } from '../facts/fixed-point.ts'
import type { AccountGroup, HeldAccount, HeldLot, Position } from '../facts/household.ts'
import { isTaxable, securityOf } from '../facts/household.ts'
import type { TreeNode } from '../facts/model-tree.ts'
import { leafOfClass } from '../facts/model-tree.ts'
import { valueOf } from '../facts/money.ts'
import { bandStatus, outsideBandBy } from '../facts/tolerance-band.ts'
import type { BandStatus, ClassLeftAlone } from '../proposal.ts'
import type { Reason } from '../reasons.ts'
import { reason, sentenceOf } from '../reasons.ts'
import { cashShortage, spareCash } from '../rules/cash-reserve.ts'
import { budgetsOf } from '../rules/gains-budget.ts'
import { minimumOrder, stepOf } from '../rules/order-size.ts'
import { purchaseRefusal } from '../rules/purchase-permission.ts'
import { saleRefusal } from '../rules/sale-permission.ts'
import { choicesOf, classHoldingsFor } from '../rules/substitution.ts'
import type { PlanToExplain } from './plan-to-explain.ts'

interface Here {
  readonly terms: PlanToExplain
  readonly group: AccountGroup
  readonly account: HeldAccount
}

/** Every class, at every tier, that the plan leaves out of its band, and what kept it from bringing it back. */
export function classesLeftAlone(terms: PlanToExplain): ClassLeftAlone[] {
  const isDue = terms.dueBecause.length > 0
  return terms.plan.household.groups.flatMap((group) => {
    const valuation = terms.after.get(group.id)
    if (!valuation) return []
    const { base, valueByLeaf } = valuation
    return group.model.nodes.flatMap((node): ClassLeftAlone[] => {
      const value = sum(node.leafIds.map((leafId) => valueByLeaf.get(leafId) ?? 0n))
      const status = bandStatus(value, base, node)
      if (status === 'inBand' || status === 'noValue') return []
      const outside = outsideBandBy(value, base, node)
      const reasons = isDue
        ? whyOutOfBand(terms, group, node, { status, outside })
        : [reason('nothingIsDue', {})]
      return [{ groupId: group.id, nodeId: node.id, status, outsideBandBy: formatMoney(outside), reasons }]
    })
  })
}

function whyOutOfBand(
  terms: PlanToExplain,
  group: AccountGroup,
  node: TreeNode,
  found: { readonly status: BandStatus; readonly outside: bigint },
): Reason[] {
  const leaves = group.model.leaves.filter(({ id }) => node.leafIds.includes(id))
  const reasons = leaves.flatMap((leaf) =>
    group.accounts.flatMap((account) => {
      const here = { terms, group, account }
      if (leaf.isCash) return whyCashStays(here, found.status)
      return found.status === 'aboveBand' ? whyNotSold(here, leaf, found.outside) : whyNotBought(here, leaf)
    }),
  )
  const told = withinScope(terms, node, reasons)
  return told.length > 0 ? withoutRepeats(told) : [reason('fitNotFound', { class: node.name })]
}

/** What only follows from the scope that was asked for is told once. */
const OF_SCOPE: ReadonlySet<string> = new Set([
  'saleOutOfScope',
  'purchaseOutOfScope',
  'cashHasNoUse',
  'noCashForPurchases',
  'noPurchaseForProceeds',
])

function withinScope(
  { plan }: PlanToExplain,
  { name }: TreeNode,
  reasons: readonly Reason[],
): readonly Reason[] {
  if (plan.household.settings.scope.kind === 'all') return reasons
  const others = reasons.filter(({ code }) => !OF_SCOPE.has(code))
  return others.length < reasons.length || reasons.length === 0
    ? [...others, reason('leftByScope', { class: name })]
    : reasons
}

/** For each holding of the class that is still there: what forbids its sale, or why selling it would not help. */
function whyNotSold(here: Here, leaf: TreeNode, outside: bigint): Reason[] {
  const { terms, group, account } = here
  return account.positions.flatMap((position) => {
    const { security, isExcluded } = position
    const isHere = !isExcluded && leafOfClass(group.model, security.assetClassId) === leaf
    if (!isHere || security.price === null) return []
    if (terms.plan.soldShares(account, security) === position.shares) return []
    return whyLotsStay(here, position, leaf, outside)
  })
}

function whyLotsStay(here: Here, position: Position, leaf: TreeNode, outside: bigint): Reason[] {
  const { terms, account } = here
  const { household } = terms.plan
  const question = { household, watch: terms.watch, account, position }
  const sold = new Set(
    terms.plan.sales
      .filter((sale) => sale.position === position)
      .flatMap(({ reliefs }) => reliefs.map(({ lot }) => lot.id)),
  )
  const left = position.lots.filter(({ id }) => !sold.has(id))
  const refused = left.map((lot) => ({ lot, why: saleRefusal({ ...question, lot }) }))
  const free = refused.filter(({ why }) => why === null).map(({ lot }) => lot)
  return [
    ...sumsOf(refused.flatMap(({ why }) => why ?? [])),
    ...(free.length > 0 || refused.length === 0
      ? [whyFreeLotsStay(here, position, { leaf, outside, free })]
      : []),
  ]
}

/** One reason for all lots of a holding that stay for the same cause, with their sum. */
function sumsOf(reasons: readonly Reason[]): Reason[] {
  const alike = Map.groupBy(reasons, ({ code, facts }) => canonicalJson({ code, ...facts, amount: null }))
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (!first) return []
    const amounts = [first, ...others].flatMap(({ facts }) =>
      facts.amount === undefined ? [] : [cents(facts.amount)],
    )
    if (amounts.length === 0) return [first]
    const facts = { ...first.facts, amount: formatMoney(sum(amounts)) }
    return [{ ...first, facts, sentence: sentenceOf(first.code, facts) }]
  })
}

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''))

/** Why a class is not reduced by what may be sold of it: the budget, an order too small, or no use for the money. */
function whyFreeLotsStay(
  { terms, account }: Here,
  { security }: Position,
  found: { readonly leaf: TreeNode; readonly outside: bigint; readonly free: readonly HeldLot[] },
): Reason {
  const { plan } = terms
  const { id } = security
  const oneStep = valueOf(stepOf(plan.household, account, security), security.price ?? 0n)
  const minimum = minimumOrder(plan.household, account)
  const spent = isTaxable(account)
    ? budgetsOf(plan.household).find(
        ({ accountIds, room, kind }) =>
          kind === 'gains' && accountIds.includes(account.id) && room - plan.netGain(accountIds) <= oneStep,
      )
    : undefined
  if (spent)
    return reason('saleExceedsGainsBudget', { security: id, account: account.id, taxpayer: spent.taxpayerId })
  if (found.outside < minimum) return reason('orderBelowMinimum', amounts(found.outside, minimum))
  if (found.outside < oneStep) return reason('wholeSharesOnly', { class: found.leaf.name })
  if (plan.buysIn(security.identicalGroupId) && found.free.length > 0)
    return reason('saleWouldWashWithProposal', { security: id, account: account.id })
  return reason('noPurchaseForProceeds', {})
}

/** For each account that could hold the class: what forbids its purchase, or that no money is left for it. */
function whyNotBought({ terms, group, account }: Here, leaf: TreeNode): Reason[] {
  const { plan, watch } = terms
  const { household } = plan
  if (cashShortage(account, plan.cashOf(account)) > 0n)
    return [reason('cashNeededElsewhere', { class: leaf.name })]
  const slots = classHoldingsFor(group.model, leaf.id, account)?.slots ?? []
  if (slots.length === 0) return [reason('purchaseNotInModel', { class: leaf.name, account: account.id })]
  const choices = slots.flatMap(choicesOf).map((id) => securityOf(household, id))
  const refused = choices.map((security) => ({
    security,
    why: purchaseRefusal({ household, watch, account, security }) ?? washedHere(terms, security.id),
  }))
  const [option] = refused.filter(({ why }) => why === null)
  if (!option) return refused.flatMap(({ why }) => why ?? [])
  const money = spareCash(account, plan.cashOf(account))
  const price = option.security.price ?? 0n
  const step = stepOf(household, account, option.security)
  const minimum = minimumOrder(household, account)
  if (money === 0n) return [reason('noCashForPurchases', { class: leaf.name })]
  if (money < valueOf(step, price))
    return [reason('orderBelowOneShare', { security: option.security.id, price: formatPrice(price) })]
  if (money < minimum) return [reason('orderBelowMinimum', amounts(money, minimum))]
  return [reason('wholeSharesOnly', { class: leaf.name })]
}

function washedHere({ plan }: PlanToExplain, securityId: string): Reason | null {
  const { identicalGroupId } = securityOf(plan.household, securityId)
  return plan.takesLossIn(identicalGroupId)
    ? reason('purchaseWouldWashWithProposal', { security: securityId })
    : null
}

function whyCashStays({ terms, group, account }: Here, status: BandStatus): Reason[] {
  const { plan } = terms
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
