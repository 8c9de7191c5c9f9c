import { Decimal } from 'decimal.js'
import type { CaseAccount, CaseModel, CaseSecurity, HouseholdCase } from './case-format.ts'

const Exact = Decimal.clone({ precision: 60 })
export const exact = (value: string | number | Decimal): Decimal => new Exact(value)
export const ZERO = exact(0)
export const sumOf = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, each) => total.plus(each), ZERO)
export const atLeastZero = (value: Decimal): Decimal => (value.isNegative() ? ZERO : value)

/** What the rules of `hh/1` say of a case before any trade: read from their text, apart from the engine. */
export interface HouseholdFacts {
  readonly terms: HouseholdCase
  readonly securities: ReadonlyMap<string, SecurityFacts>
  readonly accounts: ReadonlyMap<string, AccountFacts>
  readonly groups: readonly GroupFacts[]
  /** Identical groups that were sold at a loss in a taxed account within the window: bought nowhere. */
  readonly soldAtLoss: ReadonlySet<string>
  /** Dollars of net gain that this proposal may realize; null: no budget. */
  readonly gainRoom: Decimal | null
}

export interface SecurityFacts {
  readonly id: string
  /** Dollars a share; null: unknown. */
  readonly price: Decimal | null
  /** Of the value traded. */
  readonly halfSpread: Decimal
  /** Securities with the same key are substantially identical. */
  readonly identical: string
  readonly classId: string | null
}

export interface AccountFacts {
  readonly id: string
  readonly type: CaseAccount['type']
  readonly isTaxed: boolean
  /** Cash after contribution and withdrawal, before the trades. */
  readonly start: Decimal
  readonly reserve: Decimal
  readonly mayNotSell: ReadonlySet<string>
  readonly mayNotBuy: ReadonlySet<string>
  readonly lots: readonly LotFacts[]
  readonly group: GroupFacts
  /** Securities that the model names for this type of account. */
  readonly named: ReadonlySet<string>
}

export interface LotFacts {
  readonly id: string
  readonly security: SecurityFacts
  readonly shares: Decimal
  readonly cost: Decimal
  readonly isLongTerm: boolean
  /** In a taxed account, and worth less than it cost. */
  readonly isTaxableLoss: boolean
  /** A loss that another purchase of the last days disallows. */
  readonly isWashed: boolean
}

export interface GroupFacts {
  readonly id: string
  readonly accountIds: readonly string[]
  readonly base: Decimal
  /** The model's classes, then what is outside them (`id` null). */
  readonly classes: readonly ClassFacts[]
  readonly slots: readonly SlotFacts[]
  readonly classOf: (security: SecurityFacts) => ClassFacts
  /** Null: in no slot. */
  readonly slotOf: (security: SecurityFacts) => SlotFacts | null
  /** A year's drag of a dollar of the class in the account. */
  readonly dragOf: (holding: ClassFacts, account: AccountFacts) => Decimal
}

/** Dollars, except for the id. */
export interface ClassFacts {
  readonly id: string | null
  readonly isCash: boolean
  readonly target: Decimal
  readonly low: Decimal
  readonly high: Decimal
  readonly goalLow: Decimal
  readonly goalHigh: Decimal
}

export interface SlotFacts {
  readonly index: number
  /** Dollars. */
  readonly target: Decimal
  /** Bought, by account type. */
  readonly bought: (type: CaseAccount['type']) => string
}

export function householdFacts(terms: HouseholdCase): HouseholdFacts {
  const securities = new Map(terms.securities.map((row) => [row.id, securityFacts(row)] as const))
  const known = (id: string): SecurityFacts => found(securities.get(id), id)
  const window = terms.settings.washWindowDays ?? 30
  const isRecent = (date: string) => daysBetween(date, terms.asOf) <= window
  const purchases = recentPurchases(terms, known, isRecent)
  const lots = new Map(
    terms.accounts.map((account) => [
      account.id,
      account.lots.map((row): LotFacts => {
        const security = known(row.security)
        const cost = exact(row.costPerShare)
        const isTaxableLoss = isTaxed(account) && security.price !== null && security.price.lt(cost)
        return {
          id: row.id,
          security,
          shares: exact(row.qty),
          cost,
          isLongTerm: isLongTerm(row.acquired, terms.asOf),
          isTaxableLoss,
          isWashed:
            isTaxableLoss &&
            purchases.some(
              (bought) =>
                bought.identical === security.identical &&
                !(bought.account === account.id && bought.lot === row.id),
            ),
        }
      }),
    ]),
  )
  const groups = terms.groups.map((group) => {
    const accounts = group.accounts.map((id) =>
      found(
        terms.accounts.find((each) => each.id === id),
        id,
      ),
    )
    return groupFacts({
      terms,
      id: group.id,
      model: found(terms.models[group.model], group.model),
      accounts,
      lots,
    })
  })
  const accounts = terms.accounts.map((row): AccountFacts => {
    const group = found(
      groups.find(({ accountIds }) => accountIds.includes(row.id)),
      row.id,
    )
    const restricted = (...kinds: string[]) =>
      new Set(
        (row.restrictions ?? []).filter(({ kind }) => kinds.includes(kind)).map(({ security }) => security),
      )
    return {
      id: row.id,
      type: row.type,
      isTaxed: isTaxed(row),
      start: startOf(row),
      reserve: exact(row.reserve ?? '0'),
      mayNotSell: restricted('doNotSell', 'hold'),
      mayNotBuy: restricted('doNotBuy', 'hold'),
      lots: lots.get(row.id) ?? [],
      group,
      named: new Set(group.slots.map(({ bought }) => bought(row.type))),
    }
  })
  const { gainBudget, ytdNetGain } = terms.tax
  return {
    terms,
    securities,
    accounts: new Map(accounts.map((account) => [account.id, account])),
    groups,
    soldAtLoss: lossSales(terms, known, isRecent),
    gainRoom:
      gainBudget === null || gainBudget === undefined
        ? null
        : atLeastZero(exact(gainBudget).minus(ytdNetGain ?? '0')),
  }
}

function securityFacts(row: CaseSecurity): SecurityFacts {
  return {
    id: row.id,
    price: row.price === null ? null : exact(row.price),
    halfSpread: exact(row.halfSpreadBps ?? '0').div(10_000),
    identical: row.identicalGroup ? `group ${row.identicalGroup}` : `security ${row.id}`,
    classId: row.class,
  }
}

const isTaxed = ({ type }: CaseAccount): boolean => type === 'taxable' || type === 'joint' || type === 'trust'

const startOf = ({ cash, contribution, withdrawal }: CaseAccount): Decimal =>
  exact(cash)
    .plus(contribution ?? '0')
    .minus(withdrawal ?? '0')

/** Whole days from one date to a later one. */
export function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / 86_400_000)
}

/**
 * The period starts the day after the purchase; long-term from the anniversary of that day, 1 March where it does not exist.
 * Rev. Rul. 66-7; Caspe v. Commissioner, 694 F.2d 1116.
 */
export function isLongTerm(acquired: string, asOf: string): boolean {
  const start = new Date(Date.parse(acquired) + 86_400_000)
  // A 29 February that the next year lacks becomes its 1 March.
  const anniversary = Date.UTC(start.getUTCFullYear() + 1, start.getUTCMonth(), start.getUTCDate())
  return Date.parse(asOf) >= anniversary
}

interface Purchase {
  readonly identical: string
  readonly account: string
  /** Null: none of the lots, as far as the case tells. */
  readonly lot: string | null
}

function recentPurchases(
  terms: HouseholdCase,
  known: (id: string) => SecurityFacts,
  isRecent: (date: string) => boolean,
): Purchase[] {
  const fresh = terms.accounts.flatMap((account) =>
    account.lots
      .filter(({ acquired }) => isRecent(acquired))
      .map(({ id, security }) => ({ identical: known(security).identical, account: account.id, lot: id })),
  )
  const told = (terms.recentTrades ?? [])
    .filter(({ side, date }) => side === 'buy' && isRecent(date))
    .map(({ account, security, lot }) => ({
      identical: known(security).identical,
      account,
      lot: lot ?? null,
    }))
  return [...fresh, ...told]
}

function lossSales(
  terms: HouseholdCase,
  known: (id: string) => SecurityFacts,
  isRecent: (date: string) => boolean,
): Set<string> {
  const taxed = new Set(terms.accounts.filter(isTaxed).map(({ id }) => id))
  return new Set(
    (terms.recentTrades ?? [])
      .filter((row) => row.side === 'sell' && exact(row.loss ?? '0').gt(0))
      .filter((row) => isRecent(row.date) && taxed.has(row.account))
      .map((row) => known(row.security).identical),
  )
}

interface GroupTerms {
  readonly terms: HouseholdCase
  readonly id: string
  readonly model: CaseModel
  readonly accounts: readonly CaseAccount[]
  readonly lots: ReadonlyMap<string, readonly LotFacts[]>
}

function groupFacts({ terms, id, model, accounts, lots }: GroupTerms): GroupFacts {
  const held = accounts.flatMap((account) =>
    (lots.get(account.id) ?? []).flatMap(({ security, shares }) =>
      security.price === null ? [] : [{ security, value: shares.times(security.price) }],
    ),
  )
  const spare = accounts.map((account) => startOf(account).minus(account.reserve ?? '0'))
  const base = atLeastZero(sumOf([...held.map(({ value }) => value), ...spare]))
  const classIdOf = ({ classId }: SecurityFacts) =>
    model.classes.some((row) => row.id === classId) ? classId : null
  const valueBefore = (classId: string | null, isCash: boolean) =>
    sumOf([
      ...held.filter(({ security }) => classIdOf(security) === classId).map(({ value }) => value),
      ...(isCash ? spare.map(atLeastZero) : []),
    ])
  const { mode } = terms.settings
  const classes = model.classes.map((row): ClassFacts => {
    const isCash = row.cash === true
    const [target, low, high] = [row.target, row.low, row.high].map((weight) =>
      exact(weight).times(base),
    ) as [Decimal, Decimal, Decimal]
    const before = valueBefore(row.id, isCash)
    const isOut = before.lt(low) || before.gt(high)
    const [goalLow, goalHigh] =
      mode === 'target'
        ? [target, target]
        : mode === 'midpoint' && isOut
          ? [target.plus(low).div(2), target.plus(high).div(2)]
          : [low, high]
    return { id: row.id, isCash, target, low, high, goalLow, goalHigh }
  })
  const otherHigh = exact(model.otherHigh ?? '1').times(base)
  const outside: ClassFacts = {
    id: null,
    isCash: false,
    target: ZERO,
    low: ZERO,
    high: otherHigh,
    goalLow: ZERO,
    goalHigh: mode === 'target' ? ZERO : otherHigh,
  }
  const slots: SlotFacts[] = []
  const slotBySecurity = new Map<string, SlotFacts>()
  for (const row of model.classes)
    for (const slot of row.slots ?? []) {
      const facts: SlotFacts = {
        index: slots.length,
        target: exact(slot.weight).times(row.target).times(base),
        bought: (type) => slot.byType?.[type] ?? slot.security,
      }
      slots.push(facts)
      for (const member of [slot.security, ...Object.values(slot.byType ?? {}), ...(slot.equivalents ?? [])])
        if (!slotBySecurity.has(member)) slotBySecurity.set(member, facts)
    }
  const classById = new Map(classes.map((each) => [each.id, each]))
  const drags = new Map(model.classes.map((row) => [row.id, row.drag ?? {}]))
  return {
    id,
    accountIds: accounts.map((account) => account.id),
    base,
    classes: [...classes, outside],
    slots,
    classOf: (security) => classById.get(classIdOf(security)) ?? outside,
    slotOf: (security) => slotBySecurity.get(security.id) ?? null,
    dragOf: (holding, account) => {
      const drag = holding.id === null ? undefined : drags.get(holding.id)
      return exact(drag?.[account.type] ?? drag?.[account.isTaxed ? 'taxable' : 'sheltered'] ?? '0')
    },
  }
}

function found<Row>(row: Row | undefined, id: string): Row {
  if (row === undefined) throw new Error(`The case has no ${id}`)
  return row
}
