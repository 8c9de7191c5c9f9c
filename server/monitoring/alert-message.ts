import { Decimal } from 'decimal.js'
import { daysBetween } from '../engine/facts/calendar.ts'
import type { OVERRIDE_KINDS } from '../households/household.entity.ts'
import type { LoadedAlert } from './load-alerts.ts'

/** What an alert's ids stand for; none where it has none. */
export interface AlertNames {
  readonly accountNumber: string | undefined
  readonly symbol: string | undefined
  readonly overrideKind: (typeof OVERRIDE_KINDS)[number] | undefined
}

const dollars = (amount: string): string => {
  const [whole, cents] = new Decimal(amount).abs().toFixed(2).split('.')
  const sign = amount.startsWith('-') ? '-' : ''
  return `${sign}$${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`
}

const days = (count: number) => (count === 1 ? '1 day' : `${count} days`)

/** An alert as a sentence with its numbers, for a person who reads the queue. */
export function alertMessage(alert: LoadedAlert, names: AlertNames): string {
  const told = sentence(alert, names)
  if (names.accountNumber === undefined) return `${told[0]!.toUpperCase()}${told.slice(1)}.`
  return `In account ${names.accountNumber}, ${told}.`
}

function sentence(alert: LoadedAlert, { symbol = 'it', overrideKind }: AlertNames): string {
  const { amount, until, asOf } = alert
  switch (alert.kind) {
    case 'never_rebalanced':
      return 'no proposal for it was ever approved'
    case 'out_of_range':
    case 'cash_high':
      return beyondRange(alert)
    case 'cash_low':
      return alert.points === null
        ? `cash is ${dollars(amount!)}, a debit that no margin agreement covers`
        : beyondRange(alert)
    case 'restricted_holding':
      return amount === null
        ? `${symbol} is held and is restricted`
        : `${dollars(amount)} of ${symbol} are held, which is restricted`
    case 'harvest':
      return `losses in ${symbol} would save ${dollars(amount!)} of tax`
    case 'wash_sale_window':
      return `a loss of ${dollars(amount!)} in ${symbol} would be a wash sale before ${until}`
    case 'override_expiring': {
      const what = `the override ${(overrideKind ?? '').replaceAll('_', ' ')}${symbol === 'it' ? '' : ` of ${symbol}`}`
      const left = daysBetween(asOf, until!)
      return left === 0 ? `${what} ends today, ${until}` : `${what} ends on ${until}, in ${days(left)}`
    }
    case 'data_problem':
      return dataProblem(alert, symbol)
  }
}

function beyondRange({ className, points, amount }: LoadedAlert): string {
  const distance = new Decimal(points!).abs().div(10_000).toDecimalPlaces(2).toFixed()
  const side = points! < 0 || amount!.startsWith('-') ? 'below' : 'above'
  return `${className} is ${distance} points (${dollars(amount!.replace('-', ''))}) ${side} its range`
}

function dataProblem({ problem, amount, until, asOf, securityId }: LoadedAlert, symbol: string): string {
  switch (problem) {
    case 'no_price':
      return `${symbol} has no price up to ${asOf}`
    case 'unreconciled':
      if (amount === null) return `the lots of ${symbol} are not what the custodian's statement says`
      return `the lots of ${symbol} are worth ${dollars(amount.replace('-', ''))} ${amount.startsWith('-') ? 'less' : 'more'} than the custodian's statement says`
    case 'stale':
    case null: {
      const what = securityId === null ? 'positions' : `the price of ${symbol}`
      if (until === null) return `${what} were never loaded`
      return `${what} ${securityId === null ? 'are' : 'is'} of ${until}, ${days(daysBetween(until, asOf))} before ${asOf}`
    }
  }
}
