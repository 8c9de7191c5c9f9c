import { Decimal } from 'decimal.js'
import { addDays } from '../../server/engine/facts/calendar.ts'
import { gainTerm } from '../../server/engine/facts/holding-period.ts'
import { ratesOfTaxpayer } from '../../server/engine/facts/taxpayer-rates.ts'

/** A firm's facts as rows, one list a table. */
export interface FirmRows {
  readonly firm: { harvest: string; stale: number; notice: number }
  readonly households: { id: string; level: 'household' | 'account' }[]
  readonly taxpayers: {
    id: string
    kind: string
    short: string
    long: string
    surtax: string
    state: string
  }[]
  readonly accounts: {
    id: string
    household: string
    taxpayer: string
    status: string
    management: string
    margin: boolean
    cash: string
    day: string | null
  }[]
  readonly lots: {
    id: string
    account: string
    security: string
    acquired: string
    start: string
    shares: string
    cost: string | null
    basis: string | null
  }[]
  readonly securities: { id: string; group: string; character: string }[]
  /** The latest close up to the day of each security that has one. */
  readonly closes: { security: string; close: string; day: string }[]
  /** As recorded last. */
  readonly overrides: {
    id: string
    household: string | null
    account: string | null
    kind: string
    security: string | null
    starts: string
    expires: string | null
  }[]
}

type Key = string

const key = (...parts: (string | null)[]): Key => parts.map((part) => part ?? '-').join(' ')
const cents = (amount: Decimal | null) => (amount === null ? '-' : amount.toDecimalPlaces(2).toFixed())

/**
 * What asks for attention of the lots and overrides of a firm, worked out one household at a time as a person would: by key, amount and
 * day. Ranges and statements are other matters.
 */
export function alertsByHand(rows: FirmRows, asOf: string): Key[] {
  const found: Key[] = []
  const closes = new Map(rows.closes.map((row) => [row.security, row]))
  const securities = new Map(rows.securities.map((row) => [row.id, row]))
  const taxpayers = new Map(rows.taxpayers.map((row) => [row.id, row]))
  const inForce = rows.overrides.filter(
    ({ starts, expires }) => starts <= asOf && (expires === null || expires >= asOf),
  )
  for (const { id, household, account, security, expires } of inForce) {
    if (expires === null || expires > addDays(asOf, rows.firm.notice)) continue
    const of = household ?? rows.accounts.find((row) => row.id === account)?.household ?? null
    found.push(key('override_expiring', of, account, security, id, '-', expires))
  }
  for (const account of rows.accounts) {
    const lots = rows.lots.filter((lot) => lot.account === account.id && !new Decimal(lot.shares).isZero())
    const taxpayer = taxpayers.get(account.taxpayer)!
    const isUnit = (other: (typeof rows.accounts)[number]) =>
      other.household === account.household &&
      (taxpayer.kind === 'trust'
        ? other.taxpayer === account.taxpayer
        : taxpayers.get(other.taxpayer)!.kind !== 'trust')
    const unit = new Set(rows.accounts.filter(isUnit).map((other) => other.id))
    const applies = (override: (typeof inForce)[number], security: string, kinds: readonly string[]) =>
      kinds.includes(override.kind) &&
      override.security === security &&
      (override.account === null || override.account === account.id) &&
      (override.household === null || override.household === account.household)
    if (account.day === null || account.day < addDays(asOf, -rows.firm.stale))
      found.push(key('stale', account.household, account.id, null, null, '-', account.day))
    if (new Decimal(account.cash).lt(0) && !account.margin && account.management === 'managed')
      found.push(
        key('debit', account.household, account.id, null, null, cents(new Decimal(account.cash)), null),
      )
    const rates = ratesOfTaxpayer({
      federalShortRate: taxpayer.short,
      federalLongRate: taxpayer.long,
      netInvestmentIncomeTax: taxpayer.surtax,
      stateRate: taxpayer.state,
    })
    for (const security of new Set(lots.map((lot) => lot.security))) {
      const close = closes.get(security)
      const ofSecurity = lots.filter((lot) => lot.security === security)
      const isExcluded = inForce.some((override) => applies(override, security, ['exclude']))
      if (!close && !isExcluded)
        found.push(key('no_price', account.household, account.id, security, null, '-', null))
      if (close && !isExcluded && close.day < addDays(asOf, -rows.firm.stale))
        found.push(key('stale', account.household, null, security, null, '-', close.day))
      const shares = Decimal.sum(...ofSecurity.map((lot) => lot.shares))
      for (const override of inForce.filter((row) => applies(row, security, ['restricted']))) {
        const value = close ? shares.mul(close.close) : null
        found.push(
          key('restricted_holding', account.household, account.id, security, override.id, cents(value), null),
        )
      }
      const isKept = inForce.some((override) =>
        applies(override, security, ['hold', 'do_not_sell', 'exclude']),
      )
      if (!close || isKept || account.status !== 'taxable' || account.management !== 'managed') continue
      const { group, character } = securities.get(security)!
      let saved = new Decimal(0)
      let washed = new Decimal(0)
      let free: string | null = null
      for (const lot of ofSecurity) {
        if (lot.cost === null) continue
        const stated = new Decimal(lot.cost)
        const isOff =
          lot.basis !== null && new Decimal(lot.basis).minus(stated.mul(lot.shares)).abs().gt('0.01')
        const cost = isOff ? new Decimal(lot.basis!).div(lot.shares).toDecimalPlaces(6) : stated
        const loss = cost.minus(close.close).mul(lot.shares)
        if (loss.lte(0)) continue
        const bought = rows.lots
          .filter(
            (other) =>
              other.id !== lot.id &&
              unit.has(other.account) &&
              securities.get(other.security)!.group === group &&
              !new Decimal(other.shares).isZero() &&
              other.acquired >= addDays(asOf, -30) &&
              other.acquired <= asOf,
          )
          .map((other) => other.acquired)
          .sort()
          .at(-1)
        if (bought !== undefined) {
          washed = washed.plus(loss)
          if (free === null || addDays(bought, 31) > free) free = addDays(bought, 31)
          continue
        }
        const own = rates.ratesByCharacter.find(({ taxCharacter }) => taxCharacter === character)
        const { shortTermRate, longTermRate } = own ?? rates
        saved = saved.plus(loss.mul(gainTerm(lot.start, asOf) === 'long' ? longTermRate : shortTermRate))
      }
      if (saved.gt(0) && saved.gte(rows.firm.harvest))
        found.push(key('harvest', account.household, account.id, security, null, cents(saved), null))
      if (washed.gt(0))
        found.push(
          key('wash_sale_window', account.household, account.id, security, null, cents(washed), free),
        )
    }
  }
  return [...new Set(found)].sort()
}
