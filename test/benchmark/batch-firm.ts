import { sql } from 'kysely'
import type { Database } from '../../server/database/in-firm.ts'
import { uuidv7 } from '../../server/database/ids.ts'
import { unnested, type BulkColumn } from '../../server/database/unnested.ts'
import { Draws } from '../optimum/draws.ts'
import { HOUSEHOLD_KINDS, type HouseholdKind } from '../optimum/household-kinds.ts'

export const AS_OF = '2026-11-20'

/** Classes of every model, with how their income is taxed, and the weight of each in the middle model. */
const CLASSES = [
  ['US Stocks', 'equity', 34],
  ['Foreign Stocks', 'equity', 18],
  ['Real Estate', 'reit', 7],
  ['Treasuries', 'treasury', 14],
  ['Core Bonds', 'bond', 17],
  ['Municipals', 'municipal', 7],
] as const
const FUNDS_OF_A_CLASS = 5
const STOCKS = 40
const MODELS = 12
const CUSTODIANS = ['Harbor', 'Fidelity', 'Schwab']
const DAY_MS = 86_400_000
const FLUSH_ROWS = 20_000

type Cell = string | number | boolean | null
type Table =
  | 'household'
  | 'taxpayer'
  | 'account'
  | 'tax_lot'
  | 'override'
  | 'model_assignment'
  | 'account_transaction'
  | 'asset_class'
  | 'security'
  | 'price'
  | 'model'
  | 'model_version'
  | 'model_node'
  | 'model_security'

/** How many of what was made. */
export interface BatchFirm {
  readonly households: number
  readonly accounts: number
  readonly lots: number
}

/** Rows on their way into tables, some ten thousand at a time. */
class Rows {
  readonly #database: Database
  readonly #firmId: string
  readonly #rows = new Map<Table, Record<string, Cell>[]>()
  readonly #types = new Map<Table, Promise<ReadonlyMap<string, string>>>()

  constructor(database: Database, firmId: string) {
    this.#database = database
    this.#firmId = firmId
  }

  add(table: Table, row: Record<string, Cell>): void {
    const rows = this.#rows.get(table) ?? []
    rows.push(row)
    this.#rows.set(table, rows)
  }

  get isFull(): boolean {
    return [...this.#rows.values()].some((rows) => rows.length >= FLUSH_ROWS)
  }

  async flush(): Promise<void> {
    await this.#database.inFirm(this.#firmId, async ({ kysely }) => {
      for (const [table, rows] of this.#rows) {
        if (rows.length === 0) continue
        const types = await this.#typesOf(table)
        const columns = Object.fromEntries(
          Object.keys(rows[0]!).map((name): [string, BulkColumn<Record<string, Cell>>] => [
            name,
            { type: types.get(name) as BulkColumn<unknown>['type'], of: (row) => row[name] ?? null },
          ]),
        )
        const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
        await sql`insert into ${sql.table(table)} (firm_id, ${names})
          select ${this.#firmId}::uuid, ${names} from ${unnested(rows, columns, 'made')}`.execute(kysely)
      }
    })
    this.#rows.clear()
  }

  #typesOf(table: Table): Promise<ReadonlyMap<string, string>> {
    const known = this.#types.get(table)
    if (known) return known
    const asked = this.#database.inFirm(this.#firmId, async ({ kysely }) => {
      const { rows } = await sql<{ name: string; type: string }>`
        select column_name as name, replace(replace(data_type, 'character varying', 'text'), 'timestamp with time zone', 'timestamptz') as type
        from information_schema.columns where table_schema = 'public' and table_name = ${table}`.execute(
        kysely,
      )
      return new Map(rows.map(({ name, type }) => [name, type]))
    })
    this.#types.set(table, asked)
    return asked
  }
}

interface MarketSecurity {
  readonly id: string
  /** Dollars; null: without price. */
  readonly price: number | null
}

interface Market {
  /** By class, in its order. */
  readonly funds: readonly (readonly MarketSecurity[])[]
  readonly stocks: readonly MarketSecurity[]
  readonly unpriced: MarketSecurity
  /** Ids of models: common ones, one whose bands nothing can keep, one with another fund for each kind of account. */
  readonly models: {
    readonly common: readonly string[]
    readonly tight: string
    readonly substituted: string
  }
}

/**
 * Fills an empty firm with households of all kinds that the engine is tested with, in turn, told as a firm's own facts: shared
 * securities and a dozen models, 3.5 accounts and a hundred lots each. No two are alike, and every seed gives another firm.
 */
export async function fillBatchFirm(
  database: Database,
  firmId: string,
  households: number,
  seed: number,
): Promise<BatchFirm> {
  const draws = new Draws(seed * 7919)
  const rows = new Rows(database, firmId)
  const market = makeMarket(rows, draws)
  await rows.flush()
  const count = { households: 0, accounts: 0, lots: 0 }
  for (let number = 0; number < households; number++) {
    const kind = HOUSEHOLD_KINDS[number % HOUSEHOLD_KINDS.length]!
    const made = makeHousehold(rows, draws, market, { number, kind })
    count.households += 1
    count.accounts += made.accounts
    count.lots += made.lots
    if (rows.isFull) await rows.flush()
  }
  await rows.flush()
  return count
}

function makeMarket(rows: Rows, draws: Draws): Market {
  let symbols = 0
  const add = (
    classId: string | null,
    character: string,
    kind: string,
    price: number | null,
  ): MarketSecurity => {
    const id = uuidv7()
    const symbol = `S${(symbols += 1)}`
    rows.add('security', {
      ...{ id, symbol, name: `Security ${symbol}`, asset_class_id: classId, tax_character: character, kind },
      ...{ identical_group: symbol, half_spread_bps: draws.oneOf(['0.5', '1', '2', '5']), version: 1 },
    })
    if (price !== null)
      rows.add('price', {
        ...{ security_id: id, price_date: AS_OF, recorded_at: `${AS_OF}T22:00:00Z`, close: price.toFixed(2) },
      })
    return { id, price }
  }
  const classIds = CLASSES.map(([name]) => {
    const id = uuidv7()
    rows.add('asset_class', { id, name })
    return id
  })
  const cashId = uuidv7()
  rows.add('asset_class', { id: cashId, name: 'Cash' })
  const funds = CLASSES.map(([, character], at) =>
    Array.from({ length: FUNDS_OF_A_CLASS }, () =>
      add(classIds[at]!, character, 'etf', draws.between(20, 400)),
    ),
  )
  const stocks = Array.from({ length: STOCKS }, () => add(null, 'equity', 'stock', draws.between(8, 500)))
  const unpriced = add(null, 'equity', 'stock', null)
  const model = (name: string, kind: 'common' | 'tight' | 'substituted') => {
    const id = uuidv7()
    const versionId = uuidv7()
    rows.add('model', { id, name, version: 1 })
    rows.add('model_version', {
      ...{ id: versionId, model_id: id, number: 1, effective_from: '2020-01-01', author: 'benchmark' },
      ...{ rationale: 'benchmark', content_sha256: '0'.repeat(64) },
    })
    const weights = CLASSES.map(([, , weight]) => weight * draws.between(0.5, 1.5))
    const sum = weights.reduce((total, each) => total + each, 0)
    const targets = weights.map((each) => Math.round((each / sum) * 970))
    targets[0]! += 970 - targets.reduce((total, each) => total + each, 0)
    const node = (ordinal: number, name: string, assetClassId: string, target: number, isCash: boolean) => {
      const width = isCash ? 0.03 : kind === 'tight' ? 0 : target * 0.2
      rows.add('model_node', {
        ...{ model_version_id: versionId, ordinal, parent_ordinal: null, name, asset_class_id: assetClassId },
        ...{ is_cash: isCash, target: target.toFixed(6), low: (target - width).toFixed(6) },
        high: (target + width).toFixed(6),
      })
    }
    CLASSES.forEach(([name], at) => node(at, name, classIds[at]!, targets[at]! / 1000, false))
    node(CLASSES.length, 'Cash', cashId, 0.03, true)
    funds.forEach(([first, second, third, fourth], nodeOrdinal) => {
      const fill = (holder: string, slot: number, rank: number, security: MarketSecurity, weight: string) =>
        rows.add('model_security', {
          ...{ model_version_id: versionId, node_ordinal: nodeOrdinal, holder, slot, rank, weight },
          security_id: security.id,
        })
      if (kind === 'substituted') {
        fill('taxable', 0, 0, first!, '1')
        fill('taxable', 0, 1, fourth!, '1')
        fill('tax_deferred', 0, 0, second!, '1')
        fill('tax_exempt', 0, 0, third!, '1')
      } else {
        fill('any', 0, 0, first!, '0.6')
        fill('any', 0, 1, third!, '0.6')
        fill('any', 1, 0, second!, '0.4')
        if (nodeOrdinal % 3 === 2) fill('taxable', 0, 0, fourth!, '1')
      }
    })
    return id
  }
  const common = Array.from({ length: MODELS }, (_, at) => model(`Model ${at + 1}`, 'common'))
  return {
    ...{ funds, stocks, unpriced },
    models: { common, tight: model('Tight', 'tight'), substituted: model('Substituted', 'substituted') },
  }
}

interface HouseholdTerms {
  readonly number: number
  readonly kind: HouseholdKind
}

function makeHousehold(rows: Rows, draws: Draws, market: Market, terms: HouseholdTerms) {
  const { number, kind } = terms
  const householdId = uuidv7()
  const reference = `B${String(number).padStart(6, '0')}`
  const level = draws.chance(0.2) ? 'account' : 'household'
  rows.add('household', {
    ...{ id: householdId, reference, name: `Household ${reference}`, rebalance_level: level, version: 1 },
    advisor: `Advisor ${number % 40}`,
  })
  const { common, tight, substituted } = market.models
  const modelId =
    { infeasibleBands: tight, fullSubstitution: substituted }[kind as string] ?? draws.oneOf(common)
  rows.add('model_assignment', {
    ...{ household_id: householdId, effective_from: '2024-01-02', recorded_at: '2024-01-02T00:00:00Z' },
    ...{ model_id: modelId, author: 'benchmark' },
  })
  const scale = kind === 'tiny' ? draws.magnitude(50, 900) : draws.magnitude(50_000, 2_000_000)
  const taxpayerId = makeTaxpayer(rows, draws, { householdId, reference, kind, scale })
  // Twelve funds and two stocks, of which each account has most.
  const known = [
    ...market.funds.flatMap((funds) => draws.shuffled(funds).slice(0, 2)),
    ...draws.shuffled(market.stocks).slice(0, 2),
  ]
  const count = { accounts: draws.whole(2, 5), lots: 0 }
  for (let at = 0; at < count.accounts; at++) {
    count.lots += makeAccount(rows, draws, market, {
      ...{ kind, householdId, taxpayerId, known, at },
      ...{ number: `${reference}-${at}`, scale: scale * draws.between(0.4, 1.6) },
    })
  }
  if (kind === 'restricted')
    for (const funds of market.funds)
      if (draws.chance(0.6))
        rows.add('override', {
          ...{
            id: uuidv7(),
            recorded_at: '2025-01-02T00:00:00Z',
            household_id: householdId,
            account_id: null,
          },
          ...{ kind: draws.oneOf(['hold', 'do_not_sell', 'do_not_buy']), security_id: draws.oneOf(funds).id },
          ...{
            value: null,
            unit: null,
            reason: 'The client asked for it',
            author: 'benchmark',
            starts: '2025-01-02',
          },
        })
  return count
}

function makeTaxpayer(
  rows: Rows,
  draws: Draws,
  {
    householdId,
    reference,
    kind,
    scale,
  }: { householdId: string; reference: string; kind: HouseholdKind; scale: number },
): string {
  const id = uuidv7()
  const isBudgeted = kind === 'budget'
  const [short, long, net] = draws.oneOf([
    ['0.37', '0.20', '0.038'],
    ['0.24', '0.15', '0'],
    ['0.32', '0.15', '0.038'],
  ])
  rows.add('taxpayer', {
    ...{ id, reference: `T-${reference}`, household_id: householdId, kind: 'person' },
    ...{
      federal_short_rate: short,
      federal_long_rate: long,
      net_investment_income_tax: net,
      state_rate: '0.05',
    },
    gain_budget: isBudgeted ? (scale * draws.oneOf([0, 0.002, 0.02])).toFixed(2) : null,
    year_to_date_short_gain: '0',
    year_to_date_long_gain: isBudgeted ? (scale * 0.001).toFixed(2) : '0',
    ...{ loss_carryforward: '0', version: 1 },
  })
  return id
}

interface AccountTerms {
  readonly kind: HouseholdKind
  readonly householdId: string
  readonly taxpayerId: string
  /** What its household holds. */
  readonly known: readonly MarketSecurity[]
  readonly at: number
  readonly number: string
  /** Dollars, about. */
  readonly scale: number
}

const REGISTRATIONS = [
  ['joint', 'taxable'],
  ['traditional_ira', 'tax_deferred'],
  ['roth_ira', 'tax_exempt'],
  ['individual', 'taxable'],
  ['traditional_ira', 'tax_deferred'],
] as const

function makeAccount(rows: Rows, draws: Draws, market: Market, terms: AccountTerms): number {
  const { kind, householdId, taxpayerId, at, number, scale } = terms
  const id = uuidv7()
  const [registration, taxStatus] = REGISTRATIONS[at]!
  const isEmpty = (kind === 'allCash' && draws.chance(0.9)) || (kind === 'zeroValue' && draws.chance(0.6))
  const cash =
    kind === 'marginDebit' && draws.chance(0.7)
      ? -scale * draws.between(0.02, 0.3)
      : kind === 'zeroValue'
        ? isEmpty
          ? 0
          : -scale * draws.between(0.8, 1.2)
        : scale * (isEmpty ? draws.between(0.5, 1) : draws.between(0, 0.08))
  const reserved = kind === 'largeWithdrawal' && draws.chance(0.8) ? scale * draws.between(0.2, 0.9) : 0
  rows.add('account', {
    ...{
      id,
      account_number: number,
      household_id: householdId,
      taxpayer_id: taxpayerId,
      name: `Account ${number}`,
    },
    ...{ registration, tax_status: taxStatus, custodian: draws.oneOf(CUSTODIANS), discretionary: true },
    ...{ notice_policy: 'notice', minimum_cash: reserved.toFixed(2), cash: cash.toFixed(2) },
    ...{ positions_as_of: AS_OF, version: 1 },
  })
  return isEmpty ? 0 : makeLots(rows, draws, market, { ...terms, accountId: id, taxStatus })
}

function makeLots(
  rows: Rows,
  draws: Draws,
  market: Market,
  { kind, accountId, taxStatus, scale, known }: AccountTerms & { accountId: string; taxStatus: string },
): number {
  const held = [
    ...known.filter(() => draws.chance(0.8)),
    ...(kind === 'missingPrice' && draws.chance(0.4) ? [market.unpriced] : []),
  ]
  let count = 0
  held.forEach((security) => {
    const price = security.price ?? 50
    const lots = kind === 'manyLots' ? draws.whole(6, 10) : draws.whole(1, 4)
    const dollars = (scale / held.length) * Math.exp(draws.bell() * 0.5)
    draws.parts(lots, 1000).forEach((part, ordinal) => {
      const exact = (dollars * part) / 1000 / price
      const hasFraction = kind === 'fractional' || kind === 'tiny' || draws.chance(0.1)
      const shares = hasFraction ? exact.toFixed(4) : String(Math.round(exact))
      if (Number(shares) <= 0) return
      const acquired = dayOf(kind, draws, taxStatus)
      const unitCost = (price * costRatio(kind, draws)).toFixed(4)
      rows.add('tax_lot', {
        ...{
          account_id: accountId,
          id: uuidv7(),
          security_id: security.id,
          acquired,
          holding_period_start: acquired,
        },
        ...{
          unit_cost: unitCost,
          ordinal,
          shares,
          cost_basis: (Number(shares) * Number(unitCost)).toFixed(2),
        },
      })
      if (acquired >= dayBefore(31))
        rows.add('account_transaction', {
          ...{ account_id: accountId, id: uuidv7(), trade_date: acquired, action: 'Buy', side: 'buy' },
          ...{ reinvested: draws.chance(0.3), security_id: security.id, shares, price: unitCost },
          ...{ amount: (-Number(shares) * Number(unitCost)).toFixed(2), ordinal },
        })
      count += 1
    })
  })
  return count
}

function costRatio(kind: HouseholdKind, draws: Draws): number {
  const lossPart = kind === 'allLosses' ? 1 : kind === 'washSaleTrap' ? 0.7 : 0.3
  return draws.chance(lossPart) ? draws.between(1.01, 1.7) : draws.between(0.2, 1)
}

function dayOf(kind: HouseholdKind, draws: Draws, taxStatus: string): string {
  const freshPart = kind === 'washSaleTrap' && taxStatus !== 'taxable' ? 0.15 : 0.01
  if (draws.chance(freshPart)) return dayBefore(draws.whole(1, 30))
  if (draws.chance(kind === 'shortTerm' ? 0.8 : 0.15)) return dayBefore(draws.whole(32, 364))
  return dayBefore(draws.whole(367, 4_000))
}

function dayBefore(days: number): string {
  return new Date(Date.parse(AS_OF) - days * DAY_MS).toISOString().slice(0, 10)
}
