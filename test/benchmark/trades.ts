import { gainTerm } from '../../server/engine/facts/holding-period.ts'
import type { Account, ClassHoldings, Model, Snapshot } from '../../server/engine/snapshot.ts'

/** A purchase, or what one lot gives to a sale; shares as a number, as nothing here is exact to the cent. */
export interface Trade {
  readonly accountId: string
  readonly securityId: string
  /** Null: a purchase. */
  readonly lotId: string | null
  readonly shares: number
}

/** What trades do, in dollars. */
export interface Effect {
  /** Value of the household. */
  readonly value: number
  /** Gains times rates, lot by lot; losses count nothing. */
  readonly tax: number
  readonly sold: number
  /** Of the household's classes, each against its band, after the trades. */
  readonly outOfBand: number
}

/** What trades do to a household of one group, worked out from the snapshot alone. */
export function effectOf(snapshot: Snapshot, trades: readonly Trade[]): Effect {
  const market = marketOf(snapshot)
  const values = new Map<string, number>()
  const add = (classId: string, dollars: number) => values.set(classId, (values.get(classId) ?? 0) + dollars)
  for (const account of snapshot.accounts) {
    add(market.cashId, spareCash(account))
    for (const lot of account.lots)
      add(market.classOf(lot.securityId), Number(lot.shares) * market.price(lot.securityId))
  }
  const value = [...values.values()].reduce((sum, each) => sum + each, 0)
  let tax = 0
  let sold = 0
  for (const { accountId, securityId, lotId, shares } of trades) {
    const dollars = shares * market.price(securityId)
    const cost = dollars * market.halfSpread(securityId)
    const account = snapshot.accounts.find(({ id }) => id === accountId)
    add(market.classOf(securityId), lotId === null ? dollars : -dollars)
    add(market.cashId, lotId === null ? -dollars - cost : dollars - cost)
    if (lotId === null || !account) continue
    sold += dollars
    tax += taxOf(snapshot, account, { lotId, shares, dollars })
  }
  const outside = market.model.nodes.map(({ id, low, high }) => {
    const held = values.get(id) ?? 0
    return Math.max(0, Number(low) * value - held, held - Number(high) * value)
  })
  return { value, tax, sold, outOfBand: outside.reduce((sum, each) => sum + each, 0) }
}

function taxOf(
  { asOf, taxpayers }: Snapshot,
  account: Account,
  sale: { readonly lotId: string; readonly shares: number; readonly dollars: number },
): number {
  const lot = account.lots.find(({ id }) => id === sale.lotId)
  const taxpayer = taxpayers.find(({ id }) => id === account.taxpayerId)
  if (!lot || !taxpayer || account.taxStatus !== 'taxable') return 0
  const gain = Math.max(0, sale.dollars - sale.shares * Number(lot.unitCost))
  const { longTermRate, shortTermRate } = taxpayer
  return gain * Number(gainTerm(lot.holdingPeriodStart, asOf) === 'long' ? longTermRate : shortTermRate)
}

/** Beyond the reserve, after contribution and withdrawal. */
export function spareCash({ cash, contribution, withdrawal, minimumCash }: Account): number {
  return Number(cash) + Number(contribution) - Number(withdrawal) - Number(minimumCash)
}

export interface Market {
  readonly model: Model
  readonly cashId: string
  readonly price: (securityId: string) => number
  /** As a fraction. */
  readonly halfSpread: (securityId: string) => number
  /** The node; what is outside the model has an id of its own. */
  readonly classOf: (securityId: string) => string
}

export function marketOf({ securities, models }: Snapshot): Market {
  const [model] = models
  const cash = model?.nodes.find(({ isCash }) => isCash)
  if (!model || !cash) throw new Error('A benchmark household has one model with a class for cash')
  const byId = new Map(securities.map((security) => [security.id, security]))
  return {
    model,
    cashId: cash.id,
    price: (id) => Number(byId.get(id)?.price),
    halfSpread: (id) => Number(byId.get(id)?.halfSpreadBps) / 10_000,
    classOf: (id) => byId.get(id)?.assetClassId ?? 'outside',
  }
}

/** What fills a class in an account: by its type, else its tax status, else any. */
export function holdingsFor(model: Model, nodeId: string, account: Account): ClassHoldings | undefined {
  const sets = model.classHoldings.filter((set) => set.nodeId === nodeId)
  const appliesTo = [account.type, account.taxStatus, 'any']
  return appliesTo.flatMap((each) => sets.filter((set) => set.appliesTo === each))[0]
}
