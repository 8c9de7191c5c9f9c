import { checkHousehold } from './checks/index.ts'
import { explain } from './explain/explain.ts'
import { evaluationByName } from './explain/names.ts'
import { formatShares, parseDecimal, SHARE_PLACES, sum } from './facts/fixed-point.ts'
import { relieveLots } from './facts/gain.ts'
import type { HeldAccount, HeldLot, Household, Position } from './facts/household.ts'
import { accountOf, securityOf } from './facts/household.ts'
import { DraftPlan } from './orders/draft-plan.ts'
import { fitGroup } from './orders/fit-group.ts'
import type { Evaluation, Proposal, RequestedTrade, TradeToCheck } from './proposal.ts'
import { readSnapshot } from './read-snapshot.ts'
import { reason } from './reasons.ts'
import type { LotForSale } from './rules/lot-relief.ts'
import { LOT_ORDERS, lotsForSale } from './rules/lot-relief.ts'
import { saleRefusal } from './rules/sale-permission.ts'
import type { WashSaleWatch } from './rules/wash-sale.ts'
import { watchWashSales } from './rules/wash-sale.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * What a person's own list of trades would do: lots chosen anew by the household's rule, every check made as on the engine's own
 * proposals. A list that breaks a rule is refused as data, with every violation.
 */
export function evaluate(snapshot: Snapshot, requested: readonly RequestedTrade[]): Evaluation {
  const household = readSnapshot(snapshot)
  const watch = watchWashSales(household)
  const orders = joined(requested)
  const purchases = purchasesOf(household, orders)
  const trades = orders.map((trade) => withLots(purchases, watch, trade))
  const violations = checkHousehold(household, trades)
  const evaluation: Evaluation =
    violations.length > 0
      ? { kind: 'refused', violations }
      : { kind: 'accepted', proposal: proposalOf(household, watch, trades) }
  return evaluationByName(evaluation, snapshot)
}

function proposalOf(household: Household, watch: WashSaleWatch, trades: readonly TradeToCheck[]): Proposal {
  const plan = new DraftPlan(household)
  for (const trade of trades) {
    const account = accountOf(household, trade.accountId)
    const security = securityOf(household, trade.securityId)
    const shares = parseDecimal(trade.shares, SHARE_PLACES)
    const why = trade.reason ?? reason('requestedByPerson', {})
    const position = account.positions.find((held) => held.security === security)
    if (trade.side === 'buy') plan.buy({ account, security, shares, reason: why })
    else if (position) plan.sell({ account, position, shares, lots: namedLots(position, trade), reason: why })
  }
  const plannings = household.groups.map((group) => ({
    plan,
    watch,
    group,
    fitted: fitGroup(plan, watch, group),
  }))
  const proposal = explain(plan, watch, { plannings, dueBecause: [reason('askedFor', {})] })
  return { ...proposal, trades: proposal.trades.map((trade) => ({ ...trade, id: idOf(trade, trades) })) }
}

/** Lines of one account, security and side are one order; a line that is not above zero stays itself, to be refused. */
function joined(requested: readonly RequestedTrade[]): RequestedTrade[] {
  const sharesOf = ({ shares }: RequestedTrade) => parseDecimal(shares, SHARE_PLACES)
  const keyOf = (trade: RequestedTrade, index: number) =>
    JSON.stringify([trade.accountId, trade.securityId, trade.side, sharesOf(trade) > 0n ? null : index])
  return [...Map.groupBy(requested, keyOf).values()].flatMap((lines): RequestedTrade[] => {
    const [first] = lines
    return first ? [{ ...first, shares: formatShares(sum(lines.map(sharesOf))) }] : []
  })
}

/** Chooses the lots of a sale: those that the rules leave free first, barred ones last so that the checks name them. */
function withLots(purchases: DraftPlan, watch: WashSaleWatch, trade: RequestedTrade): TradeToCheck {
  const { household } = purchases
  const account = household.accounts.find(({ id }) => id === trade.accountId)
  const position = account?.positions.find(({ security }) => security.id === trade.securityId)
  const shares = parseDecimal(trade.shares, SHARE_PLACES)
  const { price } = position?.security ?? { price: null }
  if (trade.side === 'buy' || !account || !position || price === null || shares <= 0n)
    return { ...trade, lots: [] }
  const lots = freeLotsFirst(purchases, watch, account, position)
  const held = sum(lots.map((lot) => lot.shares))
  const reliefs = relieveLots(lots, shares < held ? shares : held, price)
  return {
    ...trade,
    lots: reliefs.map((relief) => ({ lotId: relief.lot.id, shares: formatShares(relief.shares) })),
  }
}

/** The purchases of a list alone: what bars losses in identical securities. */
function purchasesOf(household: Household, requested: readonly RequestedTrade[]): DraftPlan {
  const plan = new DraftPlan(household)
  for (const trade of requested) {
    const account = household.accounts.find(({ id }) => id === trade.accountId)
    const security = household.securities.get(trade.securityId)
    const shares = parseDecimal(trade.shares, SHARE_PLACES)
    if (trade.side === 'buy' && account && security?.price && shares > 0n)
      plan.buy({ account, security, shares, reason: reason('requestedByPerson', {}) })
  }
  return plan
}

function freeLotsFirst(
  proposed: DraftPlan,
  watch: WashSaleWatch,
  account: HeldAccount,
  position: Position,
): HeldLot[] {
  const { household } = proposed
  const order = LOT_ORDERS[household.settings.lotRelief]
  const barred = ({ lot }: LotForSale) => {
    const question = { household, watch, proposed, account, position, lot }
    // A gain that is to be avoided comes after every other free lot, and what no need excuses comes last.
    if (saleRefusal({ ...question, need: 'cash' })) return 2
    return saleRefusal({ ...question, need: 'rebalance' }) ? 1 : 0
  }
  return lotsForSale(household, account, position)
    .sort((a, b) => barred(a) - barred(b) || order(a, b))
    .map(({ lot }) => lot)
}

function namedLots(position: Position, trade: TradeToCheck): HeldLot[] {
  return trade.lots.flatMap(({ lotId }) => position.lots.filter(({ id }) => id === lotId))
}

function idOf(trade: Proposal['trades'][number], requested: readonly RequestedTrade[]): string {
  const same = requested.find(
    (each) =>
      each.accountId === trade.accountId && each.securityId === trade.securityId && each.side === trade.side,
  )
  return same?.id ?? trade.id
}
