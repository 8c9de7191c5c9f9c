import type { Decimal } from 'decimal.js'
import type { CaseTrade, HouseholdCase } from './case-format.ts'
import type { AccountFacts, GroupFacts, HouseholdFacts, LotFacts, SecurityFacts } from './household-facts.ts'
import { atLeastZero, exact, householdFacts, sumOf, ZERO } from './household-facts.ts'

/** What a list of trades reaches, in exact arithmetic: dollars, but for the relative shortfall (a fraction) and the orders. */
export interface JudgedLevels {
  readonly cashShortfall: Decimal
  readonly budgetExcess: Decimal
  readonly shortTermGain: Decimal
  readonly bandViolation: Decimal
  readonly goalViolation: Decimal
  readonly cost: Decimal
  readonly deviation: Decimal
  readonly relativeShortfall: Decimal
  /** Of one year. */
  readonly locationDrag: Decimal
  readonly orders: number
}

export type ViolationCode =
  | 'oversold'
  | 'unknownLot'
  | 'unknown'
  | 'qtyNotPositive'
  | 'noPrice'
  | 'soldRestricted'
  | 'boughtRestricted'
  | 'notInModelForThisAccountType'
  | 'washSaleRecentBuy'
  | 'washSaleBuyAfterLoss'
  | 'washSaleSameProposal'
  | 'boughtAndSold'
  | 'rounding'
  | 'belowMinimumTrade'
  | 'boughtWithoutCash'
  | 'cashMadeWorse'

export interface JudgedViolation {
  readonly code: ViolationCode
  readonly account: string
  /** Null: the account as a whole. */
  readonly security: string | null
}

export interface Judgement {
  readonly levels: JudgedLevels
  readonly violations: readonly JudgedViolation[]
  /** By account, in dollars. */
  readonly cashAfter: ReadonlyMap<string, Decimal>
}

interface Sale {
  readonly account: AccountFacts
  readonly security: SecurityFacts
  readonly lot: LotFacts
  readonly shares: Decimal
  readonly price: Decimal
}

interface Buy {
  readonly account: AccountFacts
  readonly security: SecurityFacts
  readonly shares: Decimal
  readonly price: Decimal
}

/** Judges trades by the text of `hh/1` alone. Rows that name nothing known count for no level. */
export function judge(terms: HouseholdCase, trades: readonly CaseTrade[]): Judgement {
  const facts = householdFacts(terms)
  const violations: JudgedViolation[] = []
  const sales: Sale[] = []
  const buys: Buy[] = []
  for (const trade of trades) {
    const refuse = (code: ViolationCode) =>
      violations.push({ code, account: trade.account, security: trade.security })
    const account = facts.accounts.get(trade.account)
    const security = facts.securities.get(trade.security)
    const shares = exact(trade.qty)
    if (!account || !security) refuse('unknown')
    else if (!shares.gt(0)) refuse('qtyNotPositive')
    else if (trade.side === 'buy') {
      if (security.price === null) refuse('noPrice')
      else buys.push({ account, security, shares, price: security.price })
    } else {
      const lot = account.lots.find(({ id }) => id === trade.lot)
      if (!lot || lot.security.id !== security.id) refuse('unknownLot')
      else if (security.price === null) refuse('noPrice')
      else sales.push({ account, security, lot, shares, price: security.price })
    }
  }
  const cashAfter = new Map([...facts.accounts.values()].map((each) => [each.id, cashOf(each, sales, buys)]))
  violations.push(
    ...oversold(sales),
    ...restricted(sales, buys),
    ...washSales(facts, sales, buys),
    ...orderViolations(facts, sales, buys),
    ...cashViolations(facts, sales, buys, cashAfter),
  )
  return { levels: levelsOf(facts, sales, buys, cashAfter), violations, cashAfter }
}

const valueOf = ({ shares, price }: Sale | Buy): Decimal => shares.times(price)
const spreadOf = (trade: Sale | Buy): Decimal => valueOf(trade).times(trade.security.halfSpread)
const gainOf = ({ shares, price, lot }: Sale): Decimal => shares.times(price.minus(lot.cost))

/** Rule 1. */
function cashOf(account: AccountFacts, sales: readonly Sale[], buys: readonly Buy[]): Decimal {
  const here = (trade: Sale | Buy) => trade.account === account
  return account.start
    .plus(sumOf(sales.filter(here).map((sale) => valueOf(sale).minus(spreadOf(sale)))))
    .minus(sumOf(buys.filter(here).map((buy) => valueOf(buy).plus(spreadOf(buy)))))
}

function oversold(sales: readonly Sale[]): JudgedViolation[] {
  return [...new Set(sales.map(({ lot }) => lot))].flatMap((lot): JudgedViolation[] => {
    const ofLot = sales.filter((sale) => sale.lot === lot)
    const account = ofLot[0]?.account.id ?? ''
    return sumOf(ofLot.map(({ shares }) => shares)).gt(lot.shares)
      ? [{ code: 'oversold', account, security: lot.security.id }]
      : []
  })
}

/** Rule 3, and restrictions. */
function restricted(sales: readonly Sale[], buys: readonly Buy[]): JudgedViolation[] {
  const row = (code: ViolationCode, { account, security }: Sale | Buy): JudgedViolation => ({
    code,
    account: account.id,
    security: security.id,
  })
  return [
    ...sales
      .filter(({ account, security }) => account.mayNotSell.has(security.id))
      .map((sale) => row('soldRestricted', sale)),
    ...buys
      .filter(({ account, security }) => account.mayNotBuy.has(security.id))
      .map((buy) => row('boughtRestricted', buy)),
    ...buys
      .filter(({ account, security }) => !account.named.has(security.id))
      .map((buy) => row('notInModelForThisAccountType', buy)),
  ]
}

/** Rule 5. */
function washSales(facts: HouseholdFacts, sales: readonly Sale[], buys: readonly Buy[]): JudgedViolation[] {
  const losses = sales.filter(({ lot }) => lot.isTaxableLoss)
  const lossGroups = new Set(losses.map(({ security }) => security.identical))
  const row = (code: ViolationCode, { account, security }: Sale | Buy): JudgedViolation => ({
    code,
    account: account.id,
    security: security.id,
  })
  return [
    ...losses.filter(({ lot }) => lot.isWashed).map((sale) => row('washSaleRecentBuy', sale)),
    ...buys
      .filter(({ security }) => facts.soldAtLoss.has(security.identical))
      .map((buy) => row('washSaleBuyAfterLoss', buy)),
    ...buys
      .filter(({ security }) => lossGroups.has(security.identical))
      .map((buy) => row('washSaleSameProposal', buy)),
  ]
}

interface Order {
  readonly account: AccountFacts
  readonly security: SecurityFacts
  readonly side: 'sell' | 'buy'
  readonly shares: Decimal
  readonly value: Decimal
}

function ordersOf(sales: readonly Sale[], buys: readonly Buy[]): Order[] {
  const rows = [
    ...sales.map((sale) => ({ ...sale, side: 'sell' as const })),
    ...buys.map((buy) => ({ ...buy, side: 'buy' as const })),
  ]
  return [
    ...Map.groupBy(rows, (row) => JSON.stringify([row.account.id, row.security.id, row.side])).values(),
  ].flatMap((ofOrder) => {
    const [first] = ofOrder
    if (!first) return []
    const shares = sumOf(ofOrder.map((row) => row.shares))
    return [
      {
        account: first.account,
        security: first.security,
        side: first.side,
        shares,
        value: shares.times(first.price),
      },
    ]
  })
}

const isWholePosition = ({ account, security, side, shares }: Order): boolean =>
  side === 'sell' &&
  shares.eq(sumOf(account.lots.filter((lot) => lot.security === security).map((lot) => lot.shares)))

/** Rules 6 and 7, and the least order. */
function orderViolations(
  facts: HouseholdFacts,
  sales: readonly Sale[],
  buys: readonly Buy[],
): JudgedViolation[] {
  const { settings } = facts.terms
  const places = settings.shares === 'whole' ? 0 : (settings.shareDecimals ?? 0)
  const orders = ordersOf(sales, buys)
  return orders.flatMap((order): JudgedViolation[] => {
    const { account, security, side, shares, value } = order
    const isSoldToo = orders.some(
      (other) => other.side === 'sell' && other.account === account && other.security === security,
    )
    const codes: (ViolationCode | false)[] = [
      side === 'buy' && isSoldToo && 'boughtAndSold',
      shares.decimalPlaces() > places && !isWholePosition(order) && 'rounding',
      value.lt(settings.minTrade ?? '0') && !isWholePosition(order) && 'belowMinimumTrade',
    ]
    return codes.flatMap((code) => (code ? [{ code, account: account.id, security: security.id }] : []))
  })
}

/** Values settle in whole cents, so of each order so much may be missing by exact arithmetic alone. */
const HALF_A_CENT = exact('0.005')

/** Rule 1: purchases leave the reserve whole, and no account ends further below it than it began. */
function cashViolations(
  facts: HouseholdFacts,
  sales: readonly Sale[],
  buys: readonly Buy[],
  cashAfter: ReadonlyMap<string, Decimal>,
): JudgedViolation[] {
  const orders = ordersOf(sales, buys)
  return [...facts.accounts.values()].flatMap((account): JudgedViolation[] => {
    const rounded = HALF_A_CENT.times(orders.filter((order) => order.account === account).length)
    const missingBefore = atLeastZero(account.reserve.minus(account.start))
    const missingAfter = atLeastZero(account.reserve.minus(cashAfter.get(account.id) ?? ZERO))
    const codes: (ViolationCode | false)[] = [
      missingAfter.gt(rounded) && buys.some((buy) => buy.account === account) && 'boughtWithoutCash',
      missingAfter.gt(missingBefore.plus(rounded)) && 'cashMadeWorse',
    ]
    return codes.flatMap((code) => (code ? [{ code, account: account.id, security: null }] : []))
  })
}

interface Holding {
  readonly account: AccountFacts
  readonly security: SecurityFacts
  readonly value: Decimal
}

function levelsOf(
  facts: HouseholdFacts,
  sales: readonly Sale[],
  buys: readonly Buy[],
  cashAfter: ReadonlyMap<string, Decimal>,
): JudgedLevels {
  const { tax, settings } = facts.terms
  const accounts = [...facts.accounts.values()]
  const spareOf = (account: AccountFacts) =>
    atLeastZero((cashAfter.get(account.id) ?? ZERO).minus(account.reserve))
  const holdings = holdingsAfter(accounts, sales, buys)
  const groups = facts.groups.map((group) =>
    measureGroup(group, {
      holdings: holdings.filter(({ account }) => account.group === group),
      spare: accounts
        .filter((account) => account.group === group)
        .map((account) => ({ account, value: spareOf(account) })),
    }),
  )
  const total = (pick: (measured: GroupMeasures) => Decimal) => sumOf(groups.map(pick))
  const taxed = sales.filter(({ account }) => account.isTaxed)
  const deviation = total((measured) => measured.deviation)
  const locationDrag = total((measured) => measured.drag)
  const taxOf = (sale: Sale) => {
    const rated = gainOf(sale).times(sale.lot.isLongTerm ? tax.longRate : tax.shortRate)
    return rated.isNegative() ? rated.times(tax.lossCredit ?? '0') : rated
  }
  return {
    cashShortfall: sumOf(
      accounts.map((account) => atLeastZero(account.reserve.minus(cashAfter.get(account.id) ?? ZERO))),
    ),
    budgetExcess:
      facts.gainRoom === null ? ZERO : atLeastZero(sumOf(taxed.map(gainOf)).minus(facts.gainRoom)),
    shortTermGain: tax.avoidShortTermGains
      ? sumOf(taxed.filter(({ lot }) => !lot.isLongTerm).map((sale) => atLeastZero(gainOf(sale))))
      : ZERO,
    bandViolation: total((measured) => measured.band),
    goalViolation: settings.mode === 'band' ? ZERO : total((measured) => measured.goal),
    cost: sumOf(taxed.map(taxOf))
      .plus(sumOf([...sales, ...buys].map(spreadOf)))
      .plus(locationDrag.times(settings.locationYears ?? '0'))
      .plus(deviation.times(settings.deviationPrice ?? '0')),
    deviation,
    relativeShortfall: groups
      .map((measured) => measured.relativeShortfall)
      .reduce((largest, each) => (each.gt(largest) ? each : largest), ZERO),
    locationDrag,
    orders: ordersOf(sales, buys).length,
  }
}

function holdingsAfter(
  accounts: readonly AccountFacts[],
  sales: readonly Sale[],
  buys: readonly Buy[],
): Holding[] {
  const kept = accounts.flatMap((account) =>
    account.lots.flatMap(({ security, shares }): Holding[] =>
      security.price === null ? [] : [{ account, security, value: shares.times(security.price) }],
    ),
  )
  return [
    ...kept,
    ...sales.map((sale): Holding => ({ ...sale, value: valueOf(sale).negated() })),
    ...buys.map((buy): Holding => ({ ...buy, value: valueOf(buy) })),
  ]
}

interface GroupMeasures {
  readonly band: Decimal
  readonly goal: Decimal
  readonly deviation: Decimal
  readonly relativeShortfall: Decimal
  readonly drag: Decimal
}

function measureGroup(
  group: GroupFacts,
  after: {
    readonly holdings: readonly Holding[]
    readonly spare: readonly { readonly account: AccountFacts; readonly value: Decimal }[]
  },
): GroupMeasures {
  const spare = sumOf(after.spare.map(({ value }) => value))
  const heldIn = (isIn: (security: SecurityFacts) => boolean) =>
    sumOf(after.holdings.filter(({ security }) => isIn(security)).map(({ value }) => value))
  const classes = group.classes.map((each) => ({
    ...each,
    value: heldIn((security) => group.classOf(security) === each).plus(each.isCash ? spare : ZERO),
  }))
  const outside = (value: Decimal, low: Decimal, high: Decimal) =>
    atLeastZero(low.minus(value)).plus(atLeastZero(value.minus(high)))
  const cash = group.classes.find(({ isCash }) => isCash)
  const slots = group.slots.map((slot) =>
    heldIn((security) => group.slotOf(security) === slot)
      .minus(slot.target)
      .abs(),
  )
  return {
    band: sumOf(classes.map(({ value, low, high }) => outside(value, low, high))),
    goal: sumOf(classes.map(({ value, goalLow, goalHigh }) => outside(value, goalLow, goalHigh))),
    deviation: sumOf([
      ...slots,
      // Of what is in no slot every dollar is off its target of 0.
      heldIn((security) => group.slotOf(security) === null),
      spare.minus(cash?.target ?? ZERO).abs(),
    ]),
    relativeShortfall: classes
      .filter(({ target }) => target.gt(0))
      .map(({ value, target }) => atLeastZero(target.minus(value)).div(target))
      .reduce((largest, each) => (each.gt(largest) ? each : largest), ZERO),
    drag: sumOf([
      ...after.holdings.map(({ account, security, value }) =>
        value.times(group.dragOf(group.classOf(security), account)),
      ),
      ...(cash ? after.spare.map(({ account, value }) => value.times(group.dragOf(cash, account))) : []),
    ]),
  }
}
