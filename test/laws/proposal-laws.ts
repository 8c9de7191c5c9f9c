import { expect } from 'vitest'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import { checkTrades } from '../../server/engine/checks/index.ts'
import { parseDecimal } from '../../server/engine/facts/fixed-point.ts'
import type { PortfolioDrift, Proposal } from '../../server/engine/proposal.ts'
import type { Snapshot, Taxpayer } from '../../server/engine/snapshot.ts'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import { rebalance } from '../../server/engine/rebalance.ts'
import { shuffled } from './random-household.ts'

const solver = await loadGeneralSolver()

const cents = (money: string) => parseDecimal(money, 2)
const units = (shares: string) => parseDecimal(shares, 8)
const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n)

type Law = (snapshot: Snapshot, proposal: Proposal) => void

/** What holds for every proposal; each is also asked of every scenario and of every household case. */
export const LAWS: Readonly<Record<string, Law>> = {
  'no check is violated'(snapshot, proposal) {
    expect(checkTrades(snapshot, proposal.trades)).toEqual([])
  },

  'cash never falls below its reserve, and never falls at all where it is below'(_snapshot, proposal) {
    for (const { before, after, reserve } of proposal.cash)
      if (cents(after) < cents(reserve)) expect(cents(after)).toBeGreaterThanOrEqual(cents(before))
  },

  'cash moves by exactly the trades and what they cost'(_snapshot, proposal) {
    for (const { accountId, before, after } of proposal.cash) {
      const flows = proposal.trades
        .filter((trade) => trade.accountId === accountId)
        .map(
          ({ side, value, tradingCost }) =>
            (side === 'sell' ? cents(value) : -cents(value)) - cents(tradingCost),
        )
      expect(cents(after)).toBe(cents(before) + total(flows))
    }
  },

  'lots are conserved: a sale is the sum of lots held, and proceeds the sum of the value'(
    snapshot,
    proposal,
  ) {
    for (const trade of proposal.trades.filter(({ side }) => side === 'sell')) {
      const account = snapshot.accounts.find(({ id }) => id === trade.accountId)
      expect(total(trade.lots.map(({ shares }) => units(shares)))).toBe(units(trade.shares))
      expect(total(trade.lots.map(({ proceeds }) => cents(proceeds)))).toBe(cents(trade.value))
      expect(new Set(trade.lots.map(({ lotId }) => lotId)).size).toBe(trade.lots.length)
      for (const { lotId, shares } of trade.lots) {
        const lot = account?.lots.find(({ id }) => id === lotId)
        expect(lot?.securityId).toBe(trade.securityId)
        expect(units(shares)).toBeGreaterThan(0n)
        expect(units(shares)).toBeLessThanOrEqual(units(lot?.shares ?? '0'))
      }
    }
  },

  'drift sums to its base, at every tier, by security, and from accounts to groups'(_snapshot, proposal) {
    for (const report of [proposal.driftBefore, proposal.driftAfter]) {
      for (const portfolio of [...report.groups, ...report.accounts]) expectToSum(portfolio)
      for (const group of report.groups) {
        const accounts = report.accounts.filter(({ groupId }) => groupId === group.groupId)
        for (const node of group.nodes) {
          const parts = accounts.map(
            ({ nodes }) => nodes.find(({ nodeId }) => nodeId === node.nodeId)?.value ?? '0',
          )
          expect(cents(node.value)).toBe(total(parts.map(cents)))
        }
      }
    }
  },

  'a gains budget is exceeded only where cash was short'(snapshot, proposal) {
    for (const taxpayer of snapshot.taxpayers) {
      if (taxpayer.gainsBudget === null) continue
      // A trust's own budget is for its own accounts; spouses share what either has, their grantor trusts included.
      const members = taxpayer.kind === 'grantor_trust' ? [taxpayer] : membersOfReturn(snapshot, taxpayer)
      const accounts = snapshot.accounts.filter(
        ({ taxpayerId, taxStatus }) => taxStatus === 'taxable' && members.some(({ id }) => id === taxpayerId),
      )
      if (snapshot.accounts.some(({ id }) => wasShort(proposal, id))) continue
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
      expect(total(gains)).toBeLessThanOrEqual(room > 0n ? room : 0n)
    }
  },

  'short-term gains are realized only where cash was short, if they are to be avoided'(snapshot, proposal) {
    if (!snapshot.settings.avoidShortTermGains) return
    for (const trade of proposal.trades)
      for (const { term, realizedGain } of trade.lots)
        if (term === 'short' && cents(realizedGain ?? '0') > 0n)
          expect(wasShort(proposal, trade.accountId)).toBe(true)
  },

  'no more dollars are out of band than before, but for the rounding of orders, where no cash was short'(
    snapshot,
    proposal,
  ) {
    if (proposal.cash.some(({ accountId }) => wasShort(proposal, accountId))) return
    const { minimumTrade } = snapshot.settings
    const outOfBand = ({ groups }: Proposal['driftBefore']) =>
      total(groups.flatMap(({ nodes }) => leavesOf(nodes).map(({ outsideBandBy }) => cents(outsideBandBy))))
    // A share more or less of each order, what trading costs, and an order too small to place may be left over.
    const rounding = proposal.trades.map(
      ({ price, tradingCost }) => cents(Number(price).toFixed(2)) + cents(tradingCost),
    )
    expect(outOfBand(proposal.driftAfter)).toBeLessThanOrEqual(
      outOfBand(proposal.driftBefore) +
        total(rounding) +
        BigInt(proposal.trades.length) +
        cents(minimumTrade),
    )
  },

  'every class left out of its band says why, and every sentence is written out'(_snapshot, proposal) {
    const out = proposal.driftAfter.groups.flatMap(({ groupId, nodes }) =>
      nodes
        .filter(({ status }) => status === 'belowBand' || status === 'aboveBand')
        .map(({ nodeId }) => `${groupId}/${nodeId}`),
    )
    expect(proposal.classesLeftAlone.map(({ groupId, nodeId }) => `${groupId}/${nodeId}`)).toEqual(out)
    for (const { reasons } of proposal.classesLeftAlone) expect(reasons.length).toBeGreaterThan(0)
    expect(canonicalJson(proposal)).not.toMatch(/"sentence":"[^"]*[{}]/)
  },

  'nothing is proposed where nothing is due'(_snapshot, proposal) {
    if (proposal.dueBecause.length === 0) expect(proposal.trades).toEqual([])
  },

  'the same facts in any order give the same bytes'(snapshot, proposal) {
    const bytes = canonicalJson(proposal)
    expect(canonicalJson(rebalance(snapshot, solver))).toBe(bytes)
    expect(canonicalJson(rebalance(shuffled(snapshot, 7), solver))).toBe(bytes)
  },
}

function expectToSum({ base, nodes, securities, cash, reserve }: PortfolioDrift): void {
  const leaves = leavesOf(nodes)
  const value = total(leaves.map((node) => cents(node.value)))
  expect(cents(base)).toBe(value > 0n ? value : 0n)
  expect(total(securities.map((security) => cents(security.value))) + cents(cash) - cents(reserve)).toBe(
    value,
  )
  for (const parent of nodes.filter((node) => !leaves.includes(node))) {
    const children = nodes.filter(({ parentId }) => parentId === parent.nodeId)
    expect(cents(parent.value)).toBe(total(children.map((child) => cents(child.value))))
  }
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
function wasShort(proposal: Proposal, accountId: string): boolean {
  const cash = proposal.cash.find((entry) => entry.accountId === accountId)
  return cash !== undefined && cents(cash.before) < cents(cash.reserve)
}
