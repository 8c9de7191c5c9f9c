import type { Account, Snapshot } from '../../server/engine/snapshot.ts'
import { holdingsFor, marketOf, spareCash, type Market, type Trade } from './trades.ts'

/**
 * What a plain rebalancer does, to compare with: each account alone to the model's targets, the dearest lots of what is too much
 * sold first, what is too little bought in proportion. Whole shares; wash sales are ignored.
 */
export function greedyHifo(snapshot: Snapshot): Trade[] {
  const market = marketOf(snapshot)
  return snapshot.accounts.flatMap((account) => rebalanceAlone(account, market))
}

function rebalanceAlone(account: Account, market: Market): Trade[] {
  const values = new Map<string, number>()
  for (const { securityId, shares } of account.lots) {
    const classId = market.classOf(securityId)
    values.set(classId, (values.get(classId) ?? 0) + Number(shares) * market.price(securityId))
  }
  const base = Math.max(
    0,
    [...values.values()].reduce((sum, value) => sum + value, spareCash(account)),
  )
  const targets = new Map(market.model.nodes.map(({ id, target }) => [id, Number(target) * base]))
  const sales = [...values].flatMap(([classId, value]) =>
    sellDearest(account, market, { classId, dollars: value - (targets.get(classId) ?? 0) }),
  )
  const raised = sales.reduce((sum, { securityId, shares }) => sum + proceeds(market, securityId, shares), 0)
  const toInvest = Math.max(0, spareCash(account) + raised - (targets.get(market.cashId) ?? 0))
  const missing = [...targets]
    .filter(([classId]) => classId !== market.cashId)
    .map(([classId, target]) => ({ classId, dollars: Math.max(0, target - (values.get(classId) ?? 0)) }))
  const wanted = missing.reduce((sum, { dollars }) => sum + dollars, 0)
  const part = wanted > 0 ? Math.min(1, toInvest / wanted) : 0
  const purchases = missing.flatMap(({ classId, dollars }) =>
    buySlots(account, market, { classId, dollars: dollars * part }),
  )
  return [...sales, ...purchases]
}

interface ClassAmount {
  readonly classId: string
  readonly dollars: number
}

/** Rounded up to a whole share, so that cash is not short for it. */
function sellDearest(account: Account, market: Market, { classId, dollars }: ClassAmount): Trade[] {
  const lots = account.lots
    .filter(({ securityId }) => market.classOf(securityId) === classId)
    .toSorted((one, other) => gainPart(market, one) - gainPart(market, other))
  const sales: Trade[] = []
  let left = dollars
  for (const { id, securityId, shares } of lots) {
    if (left <= 0) break
    const sold = Math.min(Number(shares), Math.ceil(left / market.price(securityId)))
    sales.push({ accountId: account.id, securityId, lotId: id, shares: sold })
    left -= sold * market.price(securityId)
  }
  return sales
}

/** Cost against price, so that lots of different securities compare: the dearest has the least. */
function gainPart(market: Market, lot: Account['lots'][number]): number {
  return 1 - Number(lot.unitCost) / market.price(lot.securityId)
}

function buySlots(account: Account, market: Market, { classId, dollars }: ClassAmount): Trade[] {
  const slots = holdingsFor(market.model, classId, account)?.slots ?? []
  return slots.flatMap(({ securityId, weight }) => {
    const each = market.price(securityId) * (1 + market.halfSpread(securityId))
    const shares = Math.floor((dollars * Number(weight)) / each)
    return shares > 0 ? [{ accountId: account.id, securityId, lotId: null, shares }] : []
  })
}

function proceeds(market: Market, securityId: string, shares: number): number {
  return shares * market.price(securityId) * (1 - market.halfSpread(securityId))
}
