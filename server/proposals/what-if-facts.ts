import { Decimal } from 'decimal.js'
import type { Snapshot } from '../engine/snapshot.ts'
import type { WishRefused } from './plan-wishes.ts'

/** Budgets of one return in place of those that stand; what is not said stays. */
export interface BudgetChange {
  /** The firm's own number of the taxpayer. */
  readonly taxpayer: string
  readonly gains?: string | null | undefined
  readonly tax?: string | null | undefined
}

export interface PriceChange {
  readonly symbol: string
  readonly price: string
}

/** What is supposed of a household's facts, in place of what is known. */
export interface SupposedFacts {
  readonly withoutBudgets?: boolean | null | undefined
  readonly budgets?: readonly BudgetChange[] | null | undefined
  readonly turnoverBudget?: string | null | undefined
  readonly prices?: readonly PriceChange[] | null | undefined
}

const MOST_DOLLARS = '1000000000000'
const MOST_PRICE = '100000000'

const refuse = (code: string, message: string): WishRefused => ({ kind: 'refused', code, message })

const isDollars = (amount: string) => {
  const dollars = new Decimal(amount)
  return !dollars.isNegative() && dollars.decimalPlaces() <= 2 && dollars.lte(MOST_DOLLARS)
}

const isPrice = (price: string) => {
  const dollars = new Decimal(price)
  return dollars.isPositive() && !dollars.isZero() && dollars.decimalPlaces() <= 6 && dollars.lte(MOST_PRICE)
}

const hasTwice = (names: readonly string[]) => new Set(names).size < names.length

/** The snapshot with what is supposed in place of what is known, or why that cannot be. */
export function supposeFacts(snapshot: Snapshot, supposed: SupposedFacts): Snapshot | WishRefused {
  const budgets = supposed.budgets ?? []
  const prices = supposed.prices ?? []
  const fault = budgetFault(snapshot, budgets, supposed.turnoverBudget) ?? priceFault(snapshot, prices)
  if (fault) return fault
  const budgetOf = new Map(budgets.map((budget) => [budget.taxpayer, budget]))
  const priceOf = new Map(prices.map(({ symbol, price }) => [symbol, price]))
  const cents = (amount: string | null | undefined) =>
    typeof amount === 'string' ? new Decimal(amount).toFixed(2) : undefined
  return {
    ...snapshot,
    settings: {
      ...snapshot.settings,
      turnoverBudget: cents(supposed.turnoverBudget) ?? snapshot.settings.turnoverBudget,
    },
    taxpayers: snapshot.taxpayers.map((taxpayer) => {
      const { gains, tax } = budgetOf.get(taxpayer.id) ?? {}
      const stands = supposed.withoutBudgets ? { gainsBudget: null, taxBudget: null } : taxpayer
      return {
        ...taxpayer,
        gainsBudget: cents(gains) ?? stands.gainsBudget,
        taxBudget: cents(tax) ?? stands.taxBudget,
      }
    }),
    securities: snapshot.securities.map((security) => {
      const price = priceOf.get(security.symbol)
      return price === undefined ? security : { ...security, price, priceDate: snapshot.asOf }
    }),
  }
}

function budgetFault(
  { taxpayers }: Snapshot,
  budgets: readonly BudgetChange[],
  turnoverBudget: string | null | undefined,
): WishRefused | undefined {
  if (hasTwice(budgets.map(({ taxpayer }) => taxpayer)))
    return refuse('TAXPAYER_TWICE', 'Two budgets are of one taxpayer: say it once.')
  for (const { taxpayer } of budgets) {
    if (!taxpayers.some(({ id }) => id === taxpayer))
      return refuse('UNKNOWN_TAXPAYER', `The household has no taxpayer ${taxpayer}.`)
  }
  const amounts = [turnoverBudget, ...budgets.flatMap(({ gains, tax }) => [gains, tax])]
  if (amounts.some((amount) => typeof amount === 'string' && !isDollars(amount)))
    return refuse('NOT_AN_AMOUNT', 'Budgets are dollars and cents, zero or more.')
  return undefined
}

function priceFault({ securities }: Snapshot, prices: readonly PriceChange[]): WishRefused | undefined {
  if (hasTwice(prices.map(({ symbol }) => symbol)))
    return refuse('SYMBOL_TWICE', 'Two prices are of one security: say it once.')
  for (const { symbol, price } of prices) {
    if (!securities.some((security) => security.symbol === symbol))
      return refuse('UNKNOWN_SECURITY', `${symbol || 'The symbol'} is neither held nor in the model.`)
    if (!isPrice(price))
      return refuse(
        'NOT_A_PRICE',
        `A price is dollars above zero with up to 6 places: ${symbol} has ${price}.`,
      )
  }
  return undefined
}
