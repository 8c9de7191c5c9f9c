import assert from 'node:assert/strict'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import { checkTrades } from '../../server/engine/checks/index.ts'
import { parseDecimal } from '../../server/engine/facts/fixed-point.ts'
import { accountBase } from '../../server/engine/facts/holdings.ts'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import type { LevelName, PortfolioDrift, Proposal, ProposedTrade } from '../../server/engine/proposal.ts'
import { readSnapshot } from '../../server/engine/read-snapshot.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import { budgetsOf } from '../../server/engine/rules/gains-budget.ts'
import { isInForce } from '../../server/engine/rules/override-period.ts'
import { classHoldingsFor, choicesOf } from '../../server/engine/rules/substitution.ts'
import type { Account, Lot, Override, Security, Snapshot, Taxpayer } from '../../server/engine/snapshot.ts'
import { missingCash, missingIn, raisedBeyondNeed } from './short-of-cash.ts'
import { shuffled } from './shuffled.ts'
import { isSameThing, isWashed, isWatchedTogether, wouldWash } from './wash-sales.ts'

const solver = await loadGeneralSolver()

const cents = (money: string) => parseDecimal(money, 2)
const units = (shares: string) => parseDecimal(shares, 8)
const millionths = (fraction: string) => parseDecimal(fraction, 6)
const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n)

/** Throws where it does not hold; `idle` where there was nothing to hold it against. */
export type Law = (snapshot: Snapshot, proposal: Proposal) => 'idle' | void

/** What holds for every proposal; each is also asked of every scenario and of every household case. */
export const LAWS: Readonly<Record<string, Law>> = {
  'no check is violated'(snapshot, proposal) {
    assert.deepEqual(checkTrades(snapshot, proposal.trades), [])
  },

  'cash never falls below its reserve, and never falls at all where it is below'(_snapshot, proposal) {
    for (const { accountId, before, after, reserve } of proposal.cash)
      if (cents(after) < cents(reserve))
        assert(cents(after) >= cents(before), `${accountId} has ${after}, it had ${before}`)
  },

  'an account that buys keeps its reserve, and the cushion of what it buys'(snapshot, proposal) {
    const buys = Map.groupBy(
      proposal.trades.filter(({ side }) => side === 'buy'),
      ({ accountId }) => accountId,
    )
    for (const { accountId, after, reserve } of proposal.cash) {
      const own = buys.get(accountId) ?? []
      const spent = total(own.map(({ value, tradingCost }) => cents(value) + cents(tradingCost)))
      const cushion = (spent * millionths(snapshot.settings.cashCushion)) / 1_000_000n
      // Each order's money may be rounded to a cent.
      if (own.length > 0)
        assert(
          cents(after) >= cents(reserve) && cents(after) + BigInt(own.length) >= cents(reserve) + cushion,
          `${accountId} keeps ${after} of ${reserve} and ${cushion} cents`,
        )
    }
    return buys.size === 0 ? 'idle' : undefined
  },

  'cash moves by exactly the trades and what they cost'(snapshot, proposal) {
    for (const { accountId, before, after } of proposal.cash) {
      const account = accountOf(snapshot, accountId)
      assert.equal(
        cents(before),
        cents(account.cash) + cents(account.contribution) - cents(account.withdrawal),
      )
      const flows = proposal.trades
        .filter((trade) => trade.accountId === accountId)
        .map(
          ({ side, value, tradingCost }) =>
            (side === 'sell' ? cents(value) : -cents(value)) - cents(tradingCost),
        )
      assert.equal(cents(after), cents(before) + total(flows))
    }
  },

  'lots are conserved: a sale is the sum of lots held, and proceeds the sum of the value'(
    snapshot,
    proposal,
  ) {
    const sales = proposal.trades.filter(({ side }) => side === 'sell')
    for (const trade of sales) {
      assert.equal(total(trade.lots.map(({ shares }) => units(shares))), units(trade.shares))
      assert.equal(total(trade.lots.map(({ proceeds }) => cents(proceeds))), cents(trade.value))
      assert.equal(new Set(trade.lots.map(({ lotId }) => lotId)).size, trade.lots.length)
      for (const { lotId, shares } of trade.lots) {
        const lot = accountOf(snapshot, trade.accountId).lots.find(({ id }) => id === lotId)
        assert.equal(lot?.securityId, trade.securityId)
        assert(units(shares) > 0n)
        assert(units(shares) <= units(lot?.shares ?? '0'))
      }
    }
    return sales.length === 0 ? 'idle' : undefined
  },

  'an account has one order at most of a security, and none where it is blocked or steered by nothing'(
    snapshot,
    { trades },
  ) {
    const steered = new Set(snapshot.groups.flatMap(({ accountIds }) => accountIds))
    assert.equal(new Set(trades.map((trade) => `${trade.accountId}/${trade.securityId}`)).size, trades.length)
    for (const { accountId } of trades) {
      assert(steered.has(accountId), `${accountId} is in no group`)
      assert.deepEqual(accountOf(snapshot, accountId).blocks, [])
    }
  },

  'every order is of a size that the firm, the fund and the custodian take'(snapshot, { trades }) {
    for (const trade of trades) assertSize(snapshot, trade)
    return trades.length === 0 ? 'idle' : undefined
  },

  'overrides are obeyed: what is held, excluded or restricted, and within which limits'(
    snapshot,
    { trades },
  ) {
    const inForce = snapshot.overrides.filter((override) => isInForce(override, snapshot.asOf))
    for (const trade of trades)
      for (const override of inForce)
        if (override.accountId === null || override.accountId === trade.accountId)
          assertObeyed(snapshot, trade, override)
    return inForce.length === 0 ? 'idle' : undefined
  },

  'only what the model names is bought, and nothing without a price or a known basis is traded'(
    snapshot,
    { trades },
  ) {
    const household = readSnapshot(snapshot)
    for (const trade of trades) {
      const account = household.accounts.find(({ id }) => id === trade.accountId)
      const group = household.groups.find(({ id }) => id === account?.groupId)
      assert.notEqual(securityOf(snapshot, trade.securityId).price, null)
      if (trade.side === 'sell') {
        const isTaxable = account?.taxStatus === 'taxable'
        for (const { costBasis } of trade.lots) assert(!isTaxable || costBasis !== null, 'a basis is unknown')
        continue
      }
      const named = (group?.model.leaves ?? []).flatMap(
        ({ id }) => classHoldingsFor(group!.model, id, account!)?.slots.flatMap(choicesOf) ?? [],
      )
      assert(named.includes(trade.securityId), `${trade.securityId} is not named for ${trade.accountId}`)
    }
    return trades.length === 0 ? 'idle' : undefined
  },

  'no loss is washed: by what was bought, is to be bought or is bought with it; but for a cash need that lets it'(
    snapshot,
    proposal,
  ) {
    const losses = lossesOf(snapshot, proposal)
    for (const { trade, lot } of losses) {
      const bought = proposal.trades.find(
        ({ side, securityId, accountId }) =>
          side === 'buy' &&
          isSameThing(snapshot, securityId, lot.securityId) &&
          isWatchedTogether(snapshot, accountId, trade.accountId),
      )
      assert.equal(bought, undefined, `${lot.id} is lost and ${bought?.securityId} bought`)
      if (!isWashed(snapshot, trade.accountId, lot)) continue
      assert(snapshot.settings.washedLotsForCash, `${lot.id} is washed`)
      assert(wasShort(snapshot, proposal, trade.accountId), `${lot.id} is washed though no cash was short`)
    }
    for (const trade of proposal.trades)
      if (trade.side === 'buy')
        assert(
          !wouldWash(snapshot, trade.accountId, trade.securityId),
          `${trade.securityId} was lost, and is bought in ${trade.accountId}`,
        )
    return losses.length === 0 ? 'idle' : undefined
  },

  'the scope that was asked for is obeyed'(snapshot, proposal) {
    const { scope } = snapshot.settings
    if (scope.kind === 'all') return 'idle'
    for (const trade of proposal.trades) assertInScope(snapshot, proposal, trade)
    return proposal.trades.length === 0 ? 'idle' : undefined
  },

  'drift sums to its base, at every tier, by security, and from accounts to groups'(_snapshot, proposal) {
    for (const report of [proposal.driftBefore, proposal.driftAfter]) {
      for (const portfolio of [...report.groups, ...report.accounts]) assertSums(portfolio)
      for (const group of report.groups) {
        const accounts = report.accounts.filter(({ groupId }) => groupId === group.groupId)
        assert.equal(cents(group.cash), total(accounts.map(({ cash }) => cents(cash))))
        for (const node of group.nodes) {
          const parts = accounts.map(
            ({ nodes }) => nodes.find(({ nodeId }) => nodeId === node.nodeId)?.value ?? '0',
          )
          assert.equal(cents(node.value), total(parts.map(cents)))
        }
      }
    }
  },

  'what the trades are worth and cost moves from class to class, and nothing else moves'(snapshot, proposal) {
    const { driftBefore, driftAfter, trades } = proposal
    driftBefore.groups.forEach((group, index) => {
      const after = driftAfter.groups[index]!
      const accountIds = snapshot.groups.find(({ id }) => id === group.groupId)?.accountIds ?? []
      const own = trades.filter(({ accountId }) => accountIds.includes(accountId))
      const valueIn = (drift: PortfolioDrift) => total(leavesOf(drift.nodes).map(({ value }) => cents(value)))
      // Positions are valued to the cent, before and after.
      const spent = valueIn(group) - valueIn(after) - total(own.map(({ tradingCost }) => cents(tradingCost)))
      assert(magnitude(spent) <= BigInt(2 * own.length), `${spent} cents are lost in ${group.groupId}`)
    })
  },

  'a gains budget is exceeded only where cash was short'(snapshot, proposal) {
    let isIdle = true
    if (missingCash(snapshot, proposal, 'before') > 0n) return 'idle'
    for (const taxpayer of snapshot.taxpayers) {
      if (taxpayer.gainsBudget === null) continue
      // A trust's own budget is for its own accounts; spouses share what either has, their grantor trusts included.
      const members = taxpayer.kind === 'grantor_trust' ? [taxpayer] : membersOfReturn(snapshot, taxpayer)
      const accounts = snapshot.accounts.filter(
        ({ taxpayerId, taxStatus }) => taxStatus === 'taxable' && members.some(({ id }) => id === taxpayerId),
      )
      const realized = members.map(
        (member) => cents(member.yearToDateShortTermGain) + cents(member.yearToDateLongTermGain),
      )
      const budgets = members
        .filter(({ kind }) => kind === taxpayer.kind)
        .map(({ gainsBudget }) => cents(gainsBudget ?? '0'))
      const share = units(snapshot.settings.budgetShare)
      const room = (total(budgets) * share) / units('1') - total(realized)
      const gains = proposal.trades
        .filter(({ accountId }) => accounts.some(({ id }) => id === accountId))
        .flatMap(({ lots }) => lots.map(({ realizedGain }) => cents(realizedGain ?? '0')))
      assert(total(gains) <= (room > 0n ? room : 0n), `${total(gains)} cents gained, ${room} allowed`)
      isIdle = false
    }
    return isIdle ? 'idle' : undefined
  },

  'budgets of tax and turnover are exceeded only where cash was short'(snapshot, proposal) {
    if (missingCash(snapshot, proposal, 'before') > 0n) return 'idle'
    const { turnoverBudget } = snapshot.settings
    if (turnoverBudget !== null)
      assert(cents(proposal.totals.sold) <= cents(turnoverBudget), `${proposal.totals.sold} is sold`)
    const household = readSnapshot(snapshot)
    const budgets = budgetsOf(household).filter(({ kind }) => kind === 'tax')
    for (const { id, room, accountIds } of budgets) {
      const sales = proposal.trades.filter(({ accountId }) => accountIds.includes(accountId))
      // Losses at their full rate; to the cent for every lot.
      const tax = sales.reduce((sum, trade) => sum + taxOf(snapshot, trade), 0)
      const lots = sales.reduce((sum, trade) => sum + trade.lots.length, 0)
      assert(tax <= Number(room) + lots + 1, `${id}: ${tax} cents of tax, ${room} allowed`)
    }
    return budgets.length === 0 && turnoverBudget === null ? 'idle' : undefined
  },

  'short-term gains are realized only where cash was short, if they are to be avoided'(snapshot, proposal) {
    if (!snapshot.settings.avoidShortTermGains) return 'idle'
    for (const trade of proposal.trades)
      for (const { lotId, term, realizedGain } of trade.lots)
        if (term === 'short' && cents(realizedGain ?? '0') > 0n && isAtGain(snapshot, trade, lotId))
          assert(wasShort(snapshot, proposal, trade.accountId), `${lotId} gains ${realizedGain}`)
  },

  'a cash shortfall remains only where nothing that may be sold is left'(snapshot, proposal) {
    const short = proposal.cash.filter((row) => missingIn(snapshot, row, 'after') > 0n)
    for (const { accountId } of short) {
      const buys = proposal.trades.filter((trade) => trade.accountId === accountId && trade.side === 'buy')
      assert.deepEqual(buys, [], `${accountId} buys and stays short`)
      assert.deepEqual(stillToSell(snapshot, proposal, accountId), [], `${accountId} stays short`)
    }
    return short.length === 0 ? 'idle' : undefined
  },

  'every class left out of its band says why, and every sentence is written out'(_snapshot, proposal) {
    const out = proposal.driftAfter.groups.flatMap(({ groupId, nodes }) =>
      nodes
        .filter(({ status }) => status === 'belowBand' || status === 'aboveBand')
        .map(({ nodeId }) => `${groupId}/${nodeId}`),
    )
    assert.deepEqual(
      proposal.classesLeftAlone.map(({ groupId, nodeId }) => `${groupId}/${nodeId}`),
      out,
    )
    for (const { nodeId, reasons } of proposal.classesLeftAlone)
      assert(reasons.length > 0, `no word about ${nodeId}`)
    assert.doesNotMatch(canonicalJson(proposal), /"sentence":"[^"]*[{}]/)
  },

  'nothing is proposed where nothing is due'(snapshot, proposal) {
    if (proposal.dueBecause.length === 0) assert.deepEqual(proposal.trades, [])
    if (!isAtRest(snapshot, proposal)) return 'idle'
    assert.deepEqual(proposal.dueBecause, [])
    assert.deepEqual(proposal.trades, [])
  },

  'levels are what trades, cash and drift say'(snapshot, proposal) {
    assertLevels(snapshot, proposal)
  },

  'the certificate says what the levels reach, and no level before the first gap is below its bound'(
    snapshot,
    proposal,
  ) {
    const { levels, certificate, totals } = proposal
    for (const { level, bound, reached, gap } of certificate.levels) {
      assert.equal(Number(reached), Number(levels[level]), level)
      assert.equal(cents(gap), cents(reached) - cents(bound), level)
    }
    const gaps = certificate.levels.map(({ gap }) => cents(gap))
    assert.equal(
      certificate.isOptimal,
      gaps.every((gap) => magnitude(gap) <= 1n),
    )
    assert.equal(certificate.causes.length === 0, certificate.isOptimal)
    // Trading costs leave the household, but not the plan in fractions: by twice of them a plan may seem better. Sales for a
    // cash need alone may bring in more than it in whole orders, which the plan in fractions may not.
    const paid = 2n * cents(totals.tradingCost)
    const beyond =
      snapshot.settings.scope.kind === 'raiseCash' ? 4n * raisedBeyondNeed(snapshot, proposal) : 0n
    // A lot of which a part is free of a redemption fee counts at its average.
    const fees = proposal.trades.map(
      ({ securityId, value }) =>
        Number(value) * Number(securityOf(snapshot, securityId).redemptionFee?.rate ?? 0) * 100,
    )
    const averaged = BigInt(Math.ceil(fees.reduce((sum, fee) => sum + fee, 0)))
    for (const { level, gap } of certificate.levels) {
      const slack =
        BigInt(2 + 2 * proposal.trades.length) + paid + beyond + (level === 'cost' ? averaged : 0n)
      assert(cents(gap) >= -slack, `${level} is ${gap} from its bound`)
      if (cents(gap) !== 0n) break
    }
  },

  'totals and taxes are the sums of the trades'({ accounts }, { trades, totals, taxes }) {
    const sumOf = (side: ProposedTrade['side']) =>
      total(trades.filter((trade) => trade.side === side).map(({ value }) => cents(value)))
    assert.equal(cents(totals.sold), sumOf('sell'))
    assert.equal(cents(totals.bought), sumOf('buy'))
    assert.equal(cents(totals.tradingCost), total(trades.map(({ tradingCost }) => cents(tradingCost))))
    assert.equal(cents(totals.estimatedTax), total(trades.map(({ estimatedTax }) => cents(estimatedTax))))
    const gains = trades.flatMap(({ lots }) => lots.map(({ realizedGain }) => cents(realizedGain ?? '0')))
    assert.equal(cents(totals.shortTermGain) + cents(totals.longTermGain), total(gains))
    const onReturns = taxes.map(
      ({ shortTermGain, longTermGain }) => cents(shortTermGain) + cents(longTermGain),
    )
    assert.equal(total(onReturns), total(gains))
    const sheltered = accounts.filter(({ taxStatus }) => taxStatus !== 'taxable').map(({ id }) => id)
    for (const { accountId, lots } of trades)
      if (sheltered.includes(accountId)) for (const { realizedGain } of lots) assert.equal(realizedGain, null)
  },

  'the same facts in any order give the same bytes'(snapshot, proposal) {
    assert.equal(canonicalJson(rebalance(shuffled(snapshot, 7), solver)), canonicalJson(proposal))
  },
}

function assertSize(snapshot: Snapshot, trade: ProposedTrade): void {
  const { settings } = snapshot
  const account = accountOf(snapshot, trade.accountId)
  const security = securityOf(snapshot, trade.securityId)
  const held = sharesHeld(account, trade.securityId)
  const left = held - units(trade.shares)
  const said = `${trade.side} of ${trade.shares} ${trade.securityId} in ${trade.accountId}`
  // A whole position goes as it is.
  if (trade.side === 'sell' && left === 0n) return
  const decimals = [settings.shareDecimals, security.shareDecimals, account.shareDecimals]
  for (const places of decimals)
    if (places !== null) assert.equal(units(trade.shares) % 10n ** BigInt(8 - places), 0n, said)
  if (security.roundLot !== null) assert.equal(units(trade.shares) % units(security.roundLot), 0n, said)
  const value = cents(trade.value)
  assert(value >= cents(settings.minimumTrade), said)
  const household = readSnapshot(snapshot)
  const base = accountBase(
    household,
    household.accounts.find(({ id }) => id === account.id)!,
  )
  assert(value * 1_000_000n >= base * millionths(settings.minimumTradeFraction), said)
  if (trade.side === 'buy' && held === 0n) assert(value >= cents(security.minimumPurchase ?? '0'), said)
  if (trade.side === 'sell' && settings.sellAllBelow !== '0' && couldSellAll(snapshot, trade)) {
    // To the cent: what is left is valued by itself.
    const remainder = (Number(left) / 1e8) * Number(security.price) * 100
    assert(remainder >= Number(cents(settings.sellAllBelow)) - 1, `${said} leaves ${remainder} cents`)
  }
}

/** Does nothing keep part of a position from being sold? Then no small remainder of it stays. */
function couldSellAll(snapshot: Snapshot, { accountId, securityId }: ProposedTrade): boolean {
  const account = accountOf(snapshot, accountId)
  const lots = account.lots.filter((lot) => lot.securityId === securityId)
  const isLimited = ['cap', 'keep_within'].some((kind) =>
    isOverridden(snapshot, accountId, securityId, kind as Override['kind']),
  )
  const { scope } = snapshot.settings
  return (
    !isLimited &&
    scope.kind !== 'harvest' &&
    lots.every((lot) => isFree(snapshot, account, lot, securityOf(snapshot, securityId)))
  )
}

const FORBIDDEN: Readonly<Partial<Record<Override['kind'], readonly ProposedTrade['side'][]>>> = {
  hold: ['sell', 'buy'],
  exclude: ['sell', 'buy'],
  do_not_sell: ['sell'],
  do_not_buy: ['buy'],
  restricted: ['buy'],
  sell: ['buy'],
}

function assertObeyed(snapshot: Snapshot, trade: ProposedTrade, override: Override): void {
  if (override.kind === 'cash_reserve' || override.securityId !== trade.securityId) return
  const said = `${trade.side} of ${trade.shares} ${trade.securityId} in ${trade.accountId}, ${override.kind}`
  assert(!FORBIDDEN[override.kind]?.includes(trade.side), said)
  if (override.kind !== 'cap' && override.kind !== 'keep_within') return
  const account = accountOf(snapshot, trade.accountId)
  const held = sharesHeld(account, trade.securityId)
  const after = trade.side === 'sell' ? held - units(trade.shares) : held + units(trade.shares)
  const household = readSnapshot(snapshot)
  const base = accountBase(
    household,
    household.accounts.find(({ id }) => id === account.id)!,
  )
  const price = Number(securityOf(snapshot, trade.securityId).price)
  const inShares = (edge: string) =>
    override.unit === 'shares'
      ? Number(edge)
      : (override.unit === 'dollars' ? Number(edge) : (Number(edge) * Number(base)) / 100) / price
  const slack = 0.01 / price + 1e-7
  if (trade.side === 'buy' && override.high !== null)
    assert(Number(after) / 1e8 <= inShares(override.high) + slack, said)
  if (trade.side === 'sell' && override.low !== null)
    assert(Number(after) / 1e8 >= inShares(override.low) - slack, said)
}

function assertInScope(snapshot: Snapshot, proposal: Proposal, trade: ProposedTrade): void {
  const { scope } = snapshot.settings
  const said = `${trade.side} of ${trade.securityId} in ${trade.accountId}`
  switch (scope.kind) {
    case 'all':
      return
    case 'investCash':
    case 'buyOnly':
      return assert.equal(trade.side, 'buy', said)
    case 'sellOnly':
      return assert.equal(trade.side, 'sell', said)
    case 'raiseCash':
      assert.equal(trade.side, 'sell', said)
      // Dust that brings not a cent is no sale for cash or for anything else.
      if (cents(trade.value) === 0n) return
      // A debit on approved margin need not be paid back, but may be.
      return assert(
        proposal.cash.some(
          (row) => row.accountId === trade.accountId && cents(row.before) < cents(row.reserve),
        ),
        `${said}, which was not short`,
      )
    case 'harvest':
      for (const { lotId } of trade.lots) assert(isAtLoss(snapshot, trade, lotId), `${said}: no loss`)
      return
    case 'sleeve': {
      const group = snapshot.groups.find(({ accountIds }) => accountIds.includes(trade.accountId))
      const nodes = proposal.driftBefore.groups.find(({ groupId }) => groupId === group?.id)?.nodes ?? []
      const leafId = securityOf(snapshot, trade.securityId).assetClassId
      const parentId = nodes.find(({ nodeId }) => nodeId === leafId)?.parentId
      return assert([leafId, parentId].includes(scope.nodeId), said)
    }
  }
}

/** Every lot that a proposal sells at a loss where losses count. */
function lossesOf(snapshot: Snapshot, { trades }: Proposal): { trade: ProposedTrade; lot: Lot }[] {
  return trades.flatMap((trade) =>
    trade.lots
      .filter(({ lotId }) => isAtLoss(snapshot, trade, lotId))
      .map(({ lotId }) => ({ trade, lot: lotOf(snapshot, trade.accountId, lotId) })),
  )
}

function isAtLoss(snapshot: Snapshot, trade: ProposedTrade, lotId: string): boolean {
  const cost = unitCostOf(snapshot, trade, lotId)
  return cost !== null && cost > Number(trade.price)
}

function isAtGain(snapshot: Snapshot, trade: ProposedTrade, lotId: string): boolean {
  const cost = unitCostOf(snapshot, trade, lotId)
  return cost !== null && cost < Number(trade.price)
}

/** What a share of a lot cost, for tax; null where no tax depends on it. */
function unitCostOf(
  snapshot: Snapshot,
  { accountId, securityId }: ProposedTrade,
  lotId: string,
): number | null {
  const account = accountOf(snapshot, accountId)
  if (account.taxStatus !== 'taxable') return null
  if (!account.averageCost.includes(securityId)) {
    const { unitCost } = lotOf(snapshot, accountId, lotId)
    return unitCost === null ? null : Number(unitCost)
  }
  const lots = account.lots.filter((lot) => lot.securityId === securityId)
  const shares = lots.reduce((sum, lot) => sum + Number(lot.shares), 0)
  const cost = lots.reduce((sum, lot) => sum + Number(lot.shares) * Number(lot.unitCost), 0)
  return Number((cost / shares).toFixed(6))
}

function taxOf(snapshot: Snapshot, trade: ProposedTrade): number {
  const account = accountOf(snapshot, trade.accountId)
  const own = snapshot.taxpayers.find(({ id }) => id === account.taxpayerId)
  const payer =
    own?.kind === 'grantor_trust' ? snapshot.taxpayers.find(({ id }) => id === own.grantorId) : own
  const { taxCharacter } = securityOf(snapshot, trade.securityId)
  const rates = payer?.ratesByCharacter.find((each) => each.taxCharacter === taxCharacter) ?? payer
  return trade.lots.reduce((sum, { term, realizedGain }) => {
    const rate = Number(term === 'short' ? rates?.shortTermRate : rates?.longTermRate)
    return sum + rate * Number(cents(realizedGain ?? '0'))
  }, 0)
}

/** Positions of a short account that nothing kept from being sold further, in words. */
function stillToSell(snapshot: Snapshot, proposal: Proposal, accountId: string): string[] {
  const account = accountOf(snapshot, accountId)
  if (account.blocks.length > 0) return []
  const { settings } = snapshot
  const managed = account.lots.filter(
    ({ securityId }) => !isOverridden(snapshot, accountId, securityId, 'exclude'),
  )
  const isUnpriced = ({ securityId }: Lot) => securityOf(snapshot, securityId).price === null
  if (settings.unpricedHoldings === 'blockAccount' && managed.some(isUnpriced)) return []
  return [...Map.groupBy(managed, ({ securityId }) => securityId)].flatMap(([securityId, lots]) => {
    const security = securityOf(snapshot, securityId)
    if (security.price === null || !isSellable(snapshot, proposal, accountId, securityId)) return []
    const free = lots.filter((lot) => isFree(snapshot, account, lot, security))
    const sold = proposal.trades.find(
      (trade) => trade.accountId === accountId && trade.securityId === securityId && trade.side === 'sell',
    )
    const held = total(lots.map(({ shares }) => units(shares)))
    const most = total(free.map(({ shares }) => units(shares)))
    const left = most - units(sold?.shares ?? '0')
    const priceOf = (shares: bigint) => (Number(shares) / 1e8) * Number(security.price)
    // A part of a position goes in whole orders only, and leaves a remainder that is worth keeping.
    const step = Number(stepOf(snapshot, account, security)) / 1e8
    const unplaceable =
      most === held
        ? 0
        : step * Number(security.price) +
          (held - most > 0n ? Number(settings.sellAllBelow) : 0) +
          leastOrder(snapshot, accountId)
    // Fees may be more than an order brings in.
    const fees = account.fees.reduce((most, { perOrder }) => Math.max(most, Number(perOrder)), 0)
    return left > 0n && priceOf(left) > unplaceable + 2 * fees + 0.02
      ? [`${priceOf(left).toFixed(2)} of ${securityId}`]
      : []
  })
}

function isSellable(snapshot: Snapshot, proposal: Proposal, accountId: string, securityId: string): boolean {
  const { scope } = snapshot.settings
  if (scope.kind === 'investCash' || scope.kind === 'buyOnly' || scope.kind === 'harvest') return false
  if (scope.kind === 'sleeve') {
    try {
      assertInScope(snapshot, proposal, { accountId, securityId, side: 'sell' } as ProposedTrade)
    } catch {
      return false
    }
  }
  const kinds = ['hold', 'do_not_sell', 'keep_within', 'cap'] as const
  return !kinds.some((kind) => isOverridden(snapshot, accountId, securityId, kind))
}

function isFree(snapshot: Snapshot, account: Account, lot: Lot, security: Security): boolean {
  if (account.taxStatus !== 'taxable') return true
  if (account.averageCost.includes(lot.securityId)) return false
  if (lot.unitCost === null) return false
  if (Number(lot.unitCost) <= Number(security.price)) return true
  return snapshot.settings.washedLotsForCash || !isWashed(snapshot, account.id, lot)
}

function isOverridden(
  { overrides, asOf }: Snapshot,
  accountId: string,
  securityId: string,
  kind: Override['kind'],
): boolean {
  return overrides.some(
    (override) =>
      override.kind === kind &&
      override.kind !== 'cash_reserve' &&
      override.securityId === securityId &&
      (override.accountId === null || override.accountId === accountId) &&
      isInForce(override, asOf),
  )
}

function stepOf({ settings }: Snapshot, account: Account, security: Security): bigint {
  const steps = [settings.shareDecimals, account.shareDecimals, security.shareDecimals].map((places) =>
    places === null ? 0n : 10n ** BigInt(8 - places),
  )
  return [...steps, units(security.roundLot ?? '0')].reduce((most, step) => (step > most ? step : most))
}

function leastOrder(snapshot: Snapshot, accountId: string): number {
  const household = readSnapshot(snapshot)
  const base = accountBase(
    household,
    household.accounts.find(({ id }) => id === accountId)!,
  )
  const { minimumTrade, minimumTradeFraction } = snapshot.settings
  return Math.max(Number(minimumTrade), (Number(base) / 100) * Number(minimumTradeFraction))
}

/** In its bands, with no cash due and no holding to be kept within anything: nobody asked for more. */
function isAtRest(snapshot: Snapshot, { driftBefore, cash }: Proposal): boolean {
  const { trigger, scope } = snapshot.settings
  if (trigger === 'asked' || scope.kind === 'harvest') return false
  const isLimited = snapshot.overrides.some(
    (override) =>
      (override.kind === 'cap' || override.kind === 'keep_within') && isInForce(override, snapshot.asOf),
  )
  const isInBands = driftBefore.groups.every(({ nodes }) =>
    nodes.every(({ status }) => status === 'inBand' || status === 'noValue'),
  )
  const isCashInOrder = cash.every((row) => {
    const account = accountOf(snapshot, row.accountId)
    const hasFlows = Number(account.contribution) !== 0 || Number(account.withdrawal) !== 0
    const isOwed = Number(account.cash) < 0 && !account.marginApproved
    return !hasFlows && !isOwed && missingIn(snapshot, row, 'before') === 0n
  })
  return !isLimited && isInBands && isCashInOrder
}

/** Each level that can be told from the rest of the proposal, where nothing else counts in it. */
function assertLevels(snapshot: Snapshot, proposal: Proposal): void {
  const { levels, trades, driftAfter, totals } = proposal
  const { settings } = snapshot
  const near = (level: LevelName, expected: number, slack: number) =>
    assert(
      Math.abs(Number(levels[level]) * 100 - expected) <= slack,
      `${level} is ${levels[level]}, expected ${expected / 100}`,
    )
  assert.equal(levels.orders, trades.length)
  near('cashShortfall', Number(missingCash(snapshot, proposal, 'after')), 1)
  const isLimited = snapshot.overrides.some(
    ({ kind }) => kind === 'cap' || kind === 'keep_within' || kind === 'sell',
  )
  const isOwed = proposal.cash.some(({ after, reserve }) => cents(after) < cents(reserve))
  // A harvest is not asked to mend what is out of its band: there only what it worsens counts.
  if (!isLimited && !isOwed && settings.scope.kind !== 'harvest') {
    const nodes = driftAfter.groups.flatMap((group) => group.nodes)
    const outside = total(nodes.map(({ outsideBandBy }) => cents(outsideBandBy)))
    // Measured with the base before the trades: what they cost moves every edge by its part of that.
    near(
      'bandViolation',
      Number(outside),
      nodes.length * (1 + Number(cents(totals.tradingCost))) + trades.length,
    )
  }
  const lots = trades.flatMap((trade) => trade.lots.map((lot) => ({ trade, ...lot })))
  if (settings.avoidShortTermGains) {
    const gains = lots.filter(
      ({ trade, lotId, term }) => term === 'short' && isAtGain(snapshot, trade, lotId),
    )
    near(
      'shortTermGain',
      Number(total(gains.map(({ realizedGain }) => cents(realizedGain ?? '0')))),
      lots.length + 1,
    )
  }
  const isPlain =
    Number(settings.locationYears) === 0 &&
    Number(settings.deviationPrice) === 0 &&
    Number(settings.switchBackPrice) === 0 &&
    (Number(settings.harvestThreshold) === 0 || Number(settings.lossCredit) === 0) &&
    !settings.washedLotsForCash
  if (isPlain) {
    // Gains are told to the cent; a rate by the dollar of proceeds that are rounded to the cent is off by its share of that.
    const rounding = lots.map(
      ({ trade, lotId }) => 2 + (unitCostOf(snapshot, trade, lotId) ?? 0) / Number(trade.price),
    )
    const slack = trades.length + 1 + rounding.reduce((sum, cent) => sum + cent, 0)
    near('cost', Number(cents(totals.estimatedTax) + cents(totals.tradingCost)), slack)
  }
}

function assertSums({ base, nodes, securities, cash, reserve }: PortfolioDrift): void {
  const leaves = leavesOf(nodes)
  const value = total(leaves.map((node) => cents(node.value)))
  assert.equal(cents(base), value > 0n ? value : 0n)
  assert.equal(
    total(securities.map((security) => cents(security.value))) + cents(cash) - cents(reserve),
    value,
  )
  for (const parent of nodes.filter((node) => !leaves.includes(node))) {
    const children = nodes.filter(({ parentId }) => parentId === parent.nodeId)
    assert.equal(cents(parent.value), total(children.map((child) => cents(child.value))))
  }
  if (value <= 0n) return
  const weights = total(leaves.map(({ weight }) => millionths(weight ?? '0')))
  assert(magnitude(weights - 1_000_000n) <= BigInt(leaves.length), `weights sum to ${weights} millionths`)
}

function leavesOf(nodes: PortfolioDrift['nodes']): PortfolioDrift['nodes'] {
  return nodes.filter(({ nodeId }) => !nodes.some(({ parentId }) => parentId === nodeId))
}

function membersOfReturn(snapshot: Snapshot, taxpayer: Taxpayer): Taxpayer[] {
  const filers = snapshot.taxpayers.filter(
    ({ id, spouseId }) => id === taxpayer.id || id === taxpayer.spouseId || spouseId === taxpayer.id,
  )
  const trusts = snapshot.taxpayers.filter(
    ({ kind, grantorId }) => kind === 'grantor_trust' && filers.some(({ id }) => id === grantorId),
  )
  return [...filers, ...trusts]
}

/** Only a withdrawal, a debit or a reserve lets a sale break what is only to be avoided. */
function wasShort(snapshot: Snapshot, { cash }: Proposal, accountId: string): boolean {
  return cash.some((row) => row.accountId === accountId && missingIn(snapshot, row, 'before') > 0n)
}

function sharesHeld({ lots }: Account, securityId: string): bigint {
  return total(lots.filter((lot) => lot.securityId === securityId).map(({ shares }) => units(shares)))
}

const magnitude = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

function accountOf({ accounts }: Snapshot, accountId: string): Account {
  return demand(
    accounts.find(({ id }) => id === accountId),
    accountId,
  )
}

function securityOf({ securities }: Snapshot, securityId: string): Security {
  return demand(
    securities.find(({ id }) => id === securityId),
    securityId,
  )
}

function lotOf(snapshot: Snapshot, accountId: string, lotId: string): Lot {
  return demand(
    accountOf(snapshot, accountId).lots.find(({ id }) => id === lotId),
    lotId,
  )
}

function demand<Row>(row: Row | undefined, id: string): Row {
  if (row === undefined) throw new Error(`There is no ${id}`)
  return row
}
