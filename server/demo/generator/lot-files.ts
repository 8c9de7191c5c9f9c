import { Decimal } from 'decimal.js'
import type { NumberedAccount } from './firm-rows.ts'
import type { PriceHistory } from './price-history.ts'

export const SCHWAB_HEADER = [
  'Account Name',
  'Symbol',
  'Open Date',
  'Quantity',
  'Price',
  'Cost Per Share',
  'Market Value',
  'Cost Basis',
  'Gain/Loss ($)',
  'Gain/Loss (%)',
  'Holding Period',
]

/** Rows of the lots that Schwab holds, in the layout of its download. */
export function schwabRows(accounts: readonly NumberedAccount[], history: PriceHistory): string[][] {
  const asOf = history.days.at(-1)!
  const aYearAgo = `${Number(asOf.slice(0, 4)) - 1}${asOf.slice(4)}`
  return accounts
    .filter(({ plan }) => plan.custodian === 'Schwab')
    .flatMap(({ number, lots }) =>
      lots.map(({ symbol, acquired, shares, unitCost }) => {
        const price = new Decimal(history.closeOn(symbol, asOf).close)
        const value = shares.mul(price).toDecimalPlaces(2)
        const basis = shares.mul(unitCost).toDecimalPlaces(2)
        const gain = value.minus(basis)
        const percent = gain.div(basis).mul(100)
        return [
          number,
          symbol,
          `${acquired.slice(5, 7)}/${acquired.slice(8)}/${acquired.slice(0, 4)}`,
          grouped(shares.toFixed()),
          `$${price.toFixed(4)}`,
          `$${new Decimal(unitCost).toFixed(4)}`,
          dollars(value),
          dollars(basis),
          dollars(gain),
          `${gain.isNegative() ? '' : '+'}${percent.toFixed(2)}%`,
          acquired < aYearAgo ? 'Long Term' : 'Short Term',
        ]
      }),
    )
}

/** Rows of the lots that other custodians hold, in the plain layout. */
export function plainRows(accounts: readonly NumberedAccount[]): string[][] {
  return accounts
    .filter(({ plan }) => plan.custodian !== 'Schwab')
    .flatMap(({ number, lots }) =>
      lots.map(({ symbol, acquired, shares, unitCost }) => [
        number,
        symbol,
        acquired,
        shares.toFixed(),
        unitCost,
        shares.mul(unitCost).toFixed(2),
      ]),
    )
}

function dollars(amount: Decimal): string {
  const text = `$${grouped(amount.abs().toFixed(2))}`
  return amount.isNegative() ? `(${text})` : text
}

function grouped(number: string): string {
  const [whole = '', fraction] = number.split('.')
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? thousands : `${thousands}.${fraction}`
}
