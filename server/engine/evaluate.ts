import { checkHousehold, checkProposal } from './checks/index.ts'
import { explain } from './explain/explain.ts'
import { evaluationByName } from './explain/names.ts'
import { formatShares, parseDecimal, SHARE_PLACES, sum } from './facts/fixed-point.ts'
import { relieveLots } from './facts/gain.ts'
import { HOLDINGS_BEFORE } from './facts/holdings.ts'
import type { HeldAccount, HeldLot, Household, Position } from './facts/household.ts'
import { accountOf, isTaxable, securityOf } from './facts/household.ts'
import type { GeneralSolver } from './optimize/general-solver.ts'
import { leastCostPlan } from './optimize/least-cost-plan.ts'
import { DraftPlan, type PurchaseOrder, type SaleOrder } from './orders/draft-plan.ts'
import { findPossibleTrades } from './orders/find-possible-trades.ts'
import type { Evaluation, Proposal, RequestedTrade, TradeToCheck } from './proposal.ts'
import { readSnapshot } from './read-snapshot.ts'
import { valuationsOf } from './rebalance.ts'
import type { Reason } from './reasons.ts'
import { reason } from './reasons.ts'
import type { LotForSale } from './rules/lot-relief.ts'
import { lotsForSale } from './rules/lot-relief.ts'
import { saleBar, saleRefusal, washBar } from './rules/sale-permission.ts'
import type { WashSaleWatch } from './rules/wash-sale.ts'
import { watchWashSales } from './rules/wash-sale.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * What a person's own list of trades would do: lots named by the person or chosen by the household's rule, every check made as
 * on the engine's own proposals. A list that breaks a rule is refused as data, with every violation.
 */
export function evaluate(
  snapshot: Snapshot,
  requested: readonly RequestedTrade[],
  solver: GeneralSolver,
): Evaluation {
  const household = readSnapshot(snapshot)
  const watch = watchWashSales(household)
  const orders = joined(requested)
  const bought = boughtGroups(household, watch, orders)
  const trades = orders.map((trade) => withLots(household, { watch, bought }, trade))
  const violations = checkHousehold(household, trades)
  const evaluation: Evaluation =
    violations.length > 0
      ? { kind: 'refused', violations }
      : { kind: 'accepted', proposal: proposalOf(household, watch, { trades, solver }) }
  return evaluationByName(evaluation, snapshot)
}

function proposalOf(
  household: Household,
  watch: WashSaleWatch,
  { trades, solver }: { readonly trades: readonly TradeToCheck[]; readonly solver: GeneralSolver },
): Proposal {
  const sales: SaleOrder[] = []
  const purchases: PurchaseOrder[] = []
  for (const trade of trades) {
    const account = accountOf(household, trade.accountId)
    const security = securityOf(household, trade.securityId)
    const shares = parseDecimal(trade.shares, SHARE_PLACES)
    const position = account.positions.find((held) => held.security === security)
    if (trade.side === 'buy') purchases.push({ account, security, shares })
    else if (position) sales.push({ account, position, shares, lots: namedLots(position, trade) })
  }
  const plan = new DraftPlan(household, { sales, purchases })
  const before = valuationsOf(household, HOLDINGS_BEFORE)
  const possible = findPossibleTrades(household, watch, before)
  const reasonOf = (accountId: string, securityId: string, side: 'buy' | 'sell'): Reason =>
    trades.find(
      (trade) => trade.accountId === accountId && trade.securityId === securityId && trade.side === side,
    )?.reason ?? reason('requestedByPerson', {})
  const proposal = explain(
    {
      ...{ plan, possible, watch, before },
      best: leastCostPlan(possible, solver),
      after: valuationsOf(household, plan),
      dueBecause: [reason('askedFor', {})],
      gapCauses: ['enteredByHand'],
      warnings: [],
    },
    {
      ofSale: ({ account, position }) => reasonOf(account.id, position.security.id, 'sell'),
      ofPurchase: ({ account, security }) => reasonOf(account.id, security.id, 'buy'),
    },
  )
  // The list was checked before; what is said of it must hold together, or it is a fault of the engine.
  const [fault] = checkProposal(household, proposal, watch)
  if (fault) throw new Error(`The evaluation for ${household.id} is wrong: ${fault.reason.sentence}`)
  return { ...proposal, trades: proposal.trades.map((trade) => ({ ...trade, id: idOf(trade, trades) })) }
}

/** Lines of one account, security and side are one order; a line that is not above zero stays itself, to be refused. */
function joined(requested: readonly RequestedTrade[]): RequestedTrade[] {
  const sharesOf = ({ shares }: RequestedTrade) => parseDecimal(shares, SHARE_PLACES)
  const keyOf = (trade: RequestedTrade, index: number) =>
    JSON.stringify([trade.accountId, trade.securityId, trade.side, sharesOf(trade) > 0n ? null : index])
  return [...Map.groupBy(requested, keyOf).values()].flatMap((lines): RequestedTrade[] => {
    const [first] = lines
    if (!first) return []
    const named = lines.flatMap(({ namedLots }) => namedLots ?? [])
    const shares = formatShares(sum(lines.map(sharesOf)))
    return [{ ...first, shares, ...(named.length > 0 ? { namedLots: named } : {}) }]
  })
}

interface Surroundings {
  readonly watch: WashSaleWatch
  /** Units of accounts and identical groups in which the list buys. */
  readonly bought: ReadonlySet<string>
}

/** Gives a sale its lots: those that a person named; else those that the rules leave free first, barred ones last. */
function withLots(household: Household, surroundings: Surroundings, trade: RequestedTrade): TradeToCheck {
  const account = household.accounts.find(({ id }) => id === trade.accountId)
  const position = account?.positions.find(({ security }) => security.id === trade.securityId)
  const shares = parseDecimal(trade.shares, SHARE_PLACES)
  const { price } = position?.security ?? { price: null }
  if (trade.side === 'buy' || !account || !position || price === null || shares <= 0n)
    return { ...trade, lots: [] }
  if (trade.namedLots) return { ...trade, lots: trade.namedLots }
  const lots = freeLotsFirst(household, surroundings, account, position)
  const held = sum(lots.map((lot) => lot.shares))
  const reliefs = relieveLots(lots, shares < held ? shares : held, price)
  return {
    ...trade,
    lots: reliefs.map((relief) => ({ lotId: relief.lot.id, shares: formatShares(relief.shares) })),
  }
}

function boughtGroups(
  household: Household,
  watch: WashSaleWatch,
  requested: readonly RequestedTrade[],
): Set<string> {
  return new Set(
    requested.flatMap(({ side, accountId, securityId }) => {
      const security = household.securities.get(securityId)
      return side === 'buy' && security ? [unitAndGroup(watch, accountId, security.identicalGroupId)] : []
    }),
  )
}

const unitAndGroup = (watch: WashSaleWatch, accountId: string, identicalGroupId: string): string =>
  JSON.stringify([watch.unitOfAccount.get(accountId), identicalGroupId])

function freeLotsFirst(
  household: Household,
  { watch, bought }: Surroundings,
  account: HeldAccount,
  position: Position,
): HeldLot[] {
  const { security } = position
  const isBought = bought.has(unitAndGroup(watch, account.id, security.identicalGroupId))
  const barred = ({ lot }: LotForSale) => {
    const question = { household, watch, account, position, lot }
    const isLoss = isTaxable(account) && lot.unitCost !== null && lot.unitCost > (security.price ?? 0n)
    // A gain that is to be avoided comes after every other free lot, and what no need excuses comes last.
    if (saleBar(question) ?? washBar(question)) return 2
    if (isLoss && isBought) return 2
    return saleRefusal(question) ? 1 : 0
  }
  return lotsForSale(household, account, position)
    .map((lot) => ({ lot, rank: barred(lot) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ lot }) => lot.lot)
}

/** Lots in the order named, of each as many shares as were named. */
function namedLots(position: Position, trade: TradeToCheck): HeldLot[] {
  return trade.lots.flatMap(({ lotId, shares }) =>
    position.lots
      .filter(({ id }) => id === lotId)
      .map((lot) => ({ ...lot, shares: parseDecimal(shares, SHARE_PLACES) })),
  )
}

function idOf(trade: Proposal['trades'][number], requested: readonly RequestedTrade[]): string {
  const same = requested.find(
    (each) =>
      each.accountId === trade.accountId && each.securityId === trade.securityId && each.side === trade.side,
  )
  return same?.id ?? trade.id
}
