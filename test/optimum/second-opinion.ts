import type { Decimal } from 'decimal.js'
import type { Highs } from 'highs'
import highsModule from 'highs'
import type { CaseTrade, HouseholdCase } from './case-format.ts'
import type {
  AccountFacts,
  ClassFacts,
  GroupFacts,
  HouseholdFacts,
  LotFacts,
  SecurityFacts,
} from './household-facts.ts'
import { exact, householdFacts, sumOf } from './household-facts.ts'
import type { LevelledOptimum, LevelledProgram, ProgramLevel, ProgramRow } from './lexicographic.ts'
import { minimizeInOrder, SAME } from './lexicographic.ts'

/** In their order; the first six decide. The drag is the least among plans of least deviation. */
export const BOUND_LEVELS = [
  'cashShortfall',
  'budgetExcess',
  'shortTermGain',
  'bandViolation',
  'goalViolation',
  'cost',
  'deviation',
  'locationDrag',
] as const
export type BoundLevel = (typeof BOUND_LEVELS)[number]
export const DECIDING_LEVELS = BOUND_LEVELS.slice(0, 6)

/** The least that any plan in fractions of shares can reach, level by level, in dollars. */
export interface SecondOpinion {
  /** One plan that reaches them, but for half-spreads, in shares of 12 places. */
  readonly plan: readonly CaseTrade[]
  readonly bounds: Readonly<Record<BoundLevel, number>>
  /** Identical groups of which a plan may either take a loss or buy. */
  readonly washChoices: number
  /** Programs that their search took; 1: the plan that ignores them kept to them all the same. */
  readonly programs: number
  readonly size: { readonly rows: number; readonly columns: number }
}

/** The package is typed as CommonJS, where the loader is a member of what `import` gives; as a module it is the default itself. */
export const loadSolver = highsModule as unknown as typeof highsModule.default

/** Loads the solver, once for many households. */
export async function loadSecondOpinion(): Promise<(terms: HouseholdCase) => SecondOpinion> {
  const highs = await loadSolver()
  return (terms) => secondOpinion(highs, terms)
}

export function secondOpinion(highs: Highs, terms: HouseholdCase): SecondOpinion {
  const formulation = formulate(householdFacts(terms))
  const { program, conflicts } = formulation
  const { values, columns, programs } = searchChoices(highs, formulation)
  return {
    plan: planOf(formulation, columns),
    bounds: Object.fromEntries(BOUND_LEVELS.map((name, index) => [name, values[index] ?? 0])) as Record<
      BoundLevel,
      number
    >,
    washChoices: conflicts.size,
    programs,
    size: { rows: program.rows.length, columns: program.lower.length },
  }
}

/** The same values by trying every combination of choices: to check the search where they are few. */
export function boundsByEnumeration(highs: Highs, terms: HouseholdCase): readonly number[] {
  const formulation = formulate(householdFacts(terms))
  const keys = [...formulation.conflicts.keys()]
  return Array.from({ length: 2 ** keys.length }, (_, bits) => {
    const choices = new Map(keys.map((key, index) => [key, ((bits >> index) & 1) === 1]))
    return minimizeInOrder(highs, withChoices(formulation, choices))?.values ?? []
  }).reduce((best, each) => (comesBefore(each, best) ? each : best))
}

/** Which identical groups take losses (true) or buy (false); the others may still do both. */
type WashChoices = ReadonlyMap<string, boolean>

/**
 * Rule 5(c) by branch and bound: a group that a plan both takes a loss in and buys is decided both ways, and a branch is given
 * up where even without its other choices it comes after the best plan so far. Every branch is solved exactly in all its levels.
 */
function searchChoices(
  highs: Highs,
  formulation: Formulation,
): LevelledOptimum & { readonly programs: number } {
  let best: LevelledOptimum | null = null
  let programs = 0
  const search = (choices: WashChoices) => {
    programs += 1
    if (programs > 5000) throw new Error('The wash-sale choices are too many to search')
    const bound = minimizeInOrder(highs, withChoices(formulation, choices), best?.values)
    if (bound === null || (best !== null && !comesBefore(bound.values, best.values))) return
    const open = [...formulation.conflicts]
      .map(([key, { losses, buys }]) => ({
        key,
        sold: total(losses, bound.columns),
        bought: total(buys, bound.columns),
      }))
      .sort((a, b) => Math.min(b.sold, b.bought) - Math.min(a.sold, a.bought))
    const [worst] = open
    if (worst === undefined || Math.min(worst.sold, worst.bought) <= 1e-6) {
      best = bound
      return
    }
    const isLoss = worst.sold > worst.bought
    search(new Map([...choices, [worst.key, isLoss]]))
    search(new Map([...choices, [worst.key, !isLoss]]))
  }
  search(new Map())
  // Assigned within a function, which the compiler does not follow.
  const found = best as LevelledOptimum | null
  if (found === null) throw new Error('No plan was found')
  return { ...found, programs }
}

/** Whether levels are better: smaller at the first that differs by more than a ten-thousandth of a cent. */
function comesBefore(levels: readonly number[], others: readonly number[]): boolean {
  for (let index = 0; index < BOUND_LEVELS.length; index++) {
    const difference = (levels[index] ?? 0) - (others[index] ?? 0)
    if (Math.abs(difference) > SAME) return difference < 0
  }
  return false
}

const total = (columns: readonly number[], values: Float64Array): number =>
  columns.reduce((sum, column) => sum + (values[column] ?? 0), 0)

function withChoices({ program, conflicts }: Formulation, choices: WashChoices): LevelledProgram {
  const barred = new Set(
    [...choices].flatMap(([key, takesLosses]) => {
      const conflict = conflicts.get(key)
      return (takesLosses ? conflict?.buys : conflict?.losses) ?? []
    }),
  )
  return { ...program, upper: program.upper.map((upper, column) => (barred.has(column) ? 0 : upper)) }
}

interface Conflict {
  /** Columns of loss lots, and of purchases, of one identical group. */
  readonly losses: readonly number[]
  readonly buys: readonly number[]
}

interface Formulation {
  readonly program: LevelledProgram
  readonly conflicts: ReadonlyMap<string, Conflict>
  readonly sales: readonly SaleColumn[]
  readonly buys: readonly BuyColumn[]
}

interface SaleColumn {
  readonly column: number
  readonly account: AccountFacts
  readonly lot: LotFacts
  /** Dollars. */
  readonly most: number
}

interface BuyColumn {
  readonly column: number
  readonly account: AccountFacts
  readonly security: SecurityFacts
  readonly most: number
}

interface CashColumns {
  readonly account: AccountFacts
  readonly spare: number
  readonly missing: number
}

/** Columns and rows as they are added. */
class Draft {
  readonly lower: number[] = []
  readonly upper: number[] = []
  readonly rows: ProgramRow[] = []
  readonly costs = new Map<BoundLevel, Map<number, number>>(BOUND_LEVELS.map((name) => [name, new Map()]))
  readonly constants = new Map<BoundLevel, number>()

  column(upper = Infinity): number {
    this.lower.push(0)
    this.upper.push(upper)
    return this.lower.length - 1
  }

  row(
    terms: Iterable<readonly [number, number]>,
    bounds: { readonly lower?: number; readonly upper?: number },
  ): void {
    this.rows.push({
      terms: new Map(terms),
      lower: bounds.lower ?? -Infinity,
      upper: bounds.upper ?? Infinity,
    })
  }

  charge(level: BoundLevel, column: number, cost: number): void {
    if (cost === 0) return
    const costs = this.costs.get(level)
    costs?.set(column, (costs.get(column) ?? 0) + cost)
  }

  always(level: BoundLevel, dollars: number): void {
    this.constants.set(level, (this.constants.get(level) ?? 0) + dollars)
  }
}

/** The household as a program in dollars sold, bought, spare and missing. */
function formulate(facts: HouseholdFacts): Formulation {
  const draft = new Draft()
  const accounts = [...facts.accounts.values()]
  const sales = accounts.flatMap((account) => saleColumns(draft, account))
  const buys = accounts.flatMap((account) => buyColumns(draft, facts, account, sales))
  const cash = accounts.map((account) => cashColumns(draft, account, sales, buys))
  for (const group of facts.groups) measureGroup(draft, facts, group, { sales, buys, cash })
  taxAndTrading(draft, facts, sales, buys)
  const conflicts = conflictsOf(sales, buys)
  const calm = new Map(
    [...conflicts.values()].flatMap((conflict) =>
      [...conflict.losses, ...conflict.buys].map((column) => [column, 1] as const),
    ),
  )
  const levels: ProgramLevel[] = [
    ...BOUND_LEVELS.map((name) => ({
      name,
      constant: draft.constants.get(name) ?? 0,
      costs: draft.costs.get(name) ?? new Map<number, number>(),
    })),
    // Of equal plans one that trades least, so that few take a loss and buy the same for no gain.
    { name: 'calm', constant: 0, costs: calm },
  ]
  return {
    program: { lower: draft.lower, upper: draft.upper, rows: draft.rows, levels },
    conflicts,
    sales,
    buys,
  }
}

function planOf({ sales, buys }: Formulation, columns: Float64Array): CaseTrade[] {
  const sharesFor = (column: number, price: Decimal | null) => exact(columns[column] ?? 0).div(price ?? 1)
  const sold = sales.map(({ column, account, lot }): CaseTrade => {
    const shares = sharesFor(column, lot.security.price).toDecimalPlaces(12)
    const qty = (shares.gt(lot.shares) ? lot.shares : shares).toFixed()
    return { account: account.id, security: lot.security.id, side: 'sell', lot: lot.id, qty }
  })
  const bought = buys.map(({ column, account, security }): CaseTrade => {
    const qty = sharesFor(column, security.price).toDecimalPlaces(12).toFixed()
    return { account: account.id, security: security.id, side: 'buy', qty }
  })
  return [...sold, ...bought].filter(({ qty }) => exact(qty).gt(1e-9))
}

function saleColumns(draft: Draft, account: AccountFacts): SaleColumn[] {
  return account.lots.flatMap((lot): SaleColumn[] => {
    const { price, id } = lot.security
    if (price === null || lot.isWashed || account.mayNotSell.has(id)) return []
    const most = lot.shares.times(price).toNumber()
    return [{ column: draft.column(most), account, lot, most }]
  })
}

/** No account can spend more than its cash and all that it may sell. */
function buyColumns(
  draft: Draft,
  facts: HouseholdFacts,
  account: AccountFacts,
  sales: readonly SaleColumn[],
): BuyColumn[] {
  const raised = sales.filter((sale) => sale.account === account).reduce((sum, { most }) => sum + most, 0)
  const most = Math.max(0, account.start.minus(account.reserve).toNumber() + raised)
  if (most === 0) return []
  return [...account.named].flatMap((id): BuyColumn[] => {
    const security = facts.securities.get(id)
    if (!security || security.price === null) return []
    if (account.mayNotBuy.has(id) || facts.soldAtLoss.has(security.identical)) return []
    return [{ column: draft.column(most), account, security, most }]
  })
}

/** Rule 1 with half-spreads as cost alone: start + sold - bought = reserve + spare - missing. */
function cashColumns(
  draft: Draft,
  account: AccountFacts,
  sales: readonly SaleColumn[],
  buys: readonly BuyColumn[],
): CashColumns {
  const spare = draft.column()
  const missing = draft.column()
  const toSpend = account.reserve.minus(account.start).toNumber()
  const here = (each: SaleColumn | BuyColumn) => each.account === account
  draft.row(
    [
      ...sales.filter(here).map(({ column }) => [column, 1] as const),
      ...buys.filter(here).map(({ column }) => [column, -1] as const),
      [spare, -1],
      [missing, 1],
    ],
    { lower: toSpend, upper: toSpend },
  )
  draft.charge('cashShortfall', missing, 1)
  return { account, spare, missing }
}

interface Columns {
  readonly sales: readonly SaleColumn[]
  readonly buys: readonly BuyColumn[]
  readonly cash: readonly CashColumns[]
}

/** Bands, goals, slots and drag of a group. */
function measureGroup(draft: Draft, facts: HouseholdFacts, group: GroupFacts, all: Columns): void {
  const isHere = ({ account }: { readonly account: AccountFacts }) => account.group === group
  const sales = all.sales.filter(isHere)
  const buys = all.buys.filter(isHere)
  const cash = all.cash.filter(isHere)
  const held = [...facts.accounts.values()].filter((account) => account.group === group).flatMap(holdingsOf)
  const changes = (isIn: (security: SecurityFacts) => boolean): (readonly [number, number])[] => [
    ...sales.filter(({ lot }) => isIn(lot.security)).map(({ column }) => [column, -1] as const),
    ...buys.filter(({ security }) => isIn(security)).map(({ column }) => [column, 1] as const),
  ]
  const heldIn = (isIn: (security: SecurityFacts) => boolean): number =>
    sumOf(held.filter(({ security }) => isIn(security)).map(({ value }) => value)).toNumber()
  const spare = cash.map((columns) => [columns.spare, 1] as const)

  for (const holding of group.classes) {
    const isIn = (security: SecurityFacts) => group.classOf(security) === holding
    const terms = [...changes(isIn), ...(holding.isCash ? spare : [])]
    const before = heldIn(isIn)
    keepWithin(draft, 'bandViolation', terms, {
      low: holding.low.toNumber() - before,
      high: holding.high.toNumber() - before,
    })
    if (facts.terms.settings.mode !== 'band')
      keepWithin(draft, 'goalViolation', terms, {
        low: holding.goalLow.toNumber() - before,
        high: holding.goalHigh.toNumber() - before,
      })
  }

  const price = Number(facts.terms.settings.deviationPrice ?? '0')
  const priced = ['deviation', 'cost'] as const
  const weigh = { deviation: 1, cost: price }
  const distance = (terms: (readonly [number, number])[], target: number) => {
    const short = draft.column()
    const long = draft.column()
    draft.row([...terms, [short, 1], [long, -1]], { lower: target, upper: target })
    for (const level of priced) for (const column of [short, long]) draft.charge(level, column, weigh[level])
  }
  for (const slot of group.slots) {
    const isIn = (security: SecurityFacts) => group.slotOf(security) === slot
    distance(changes(isIn), slot.target.toNumber() - heldIn(isIn))
  }
  const cashClass = group.classes.find(({ isCash }) => isCash)
  if (cashClass) distance([...spare], cashClass.target.toNumber())
  const isLoose = (security: SecurityFacts) => group.slotOf(security) === null
  for (const level of priced) {
    draft.always(level, heldIn(isLoose) * weigh[level])
    for (const [column, change] of changes(isLoose)) draft.charge(level, column, change * weigh[level])
  }

  const years = Number(facts.terms.settings.locationYears ?? '0')
  const drag = (column: number, holding: ClassFacts, account: AccountFacts, sign: 1 | -1) => {
    const yearly = group.dragOf(holding, account).toNumber() * sign
    draft.charge('locationDrag', column, yearly)
    draft.charge('cost', column, yearly * years)
  }
  for (const { column, account, lot } of sales) drag(column, group.classOf(lot.security), account, -1)
  for (const { column, account, security } of buys) drag(column, group.classOf(security), account, 1)
  if (cashClass) for (const columns of cash) drag(columns.spare, cashClass, columns.account, 1)
  const yearlyNow = sumOf(
    held.map(({ account, security, value }) => value.times(group.dragOf(group.classOf(security), account))),
  ).toNumber()
  draft.always('locationDrag', yearlyNow)
  draft.always('cost', yearlyNow * years)
}

function holdingsOf(account: AccountFacts) {
  return account.lots.flatMap(({ security, shares }) =>
    security.price === null ? [] : [{ account, security, value: shares.times(security.price) }],
  )
}

function keepWithin(
  draft: Draft,
  level: BoundLevel,
  terms: readonly (readonly [number, number])[],
  { low, high }: { readonly low: number; readonly high: number },
): void {
  const under = draft.column()
  const over = draft.column()
  draft.row([...terms, [under, 1]], { lower: low })
  draft.row([...terms, [over, -1]], { upper: high })
  draft.charge(level, under, 1)
  draft.charge(level, over, 1)
}

function taxAndTrading(
  draft: Draft,
  facts: HouseholdFacts,
  sales: readonly SaleColumn[],
  buys: readonly BuyColumn[],
): void {
  const { tax } = facts.terms
  for (const { column, security } of buys) draft.charge('cost', column, security.halfSpread.toNumber())
  const gains: (readonly [number, number])[] = []
  for (const { column, account, lot } of sales) {
    draft.charge('cost', column, lot.security.halfSpread.toNumber())
    if (!account.isTaxed || lot.security.price === null) continue
    const { price } = lot.security
    const gain = price.minus(lot.cost).div(price).toNumber()
    const rate = Number(lot.isLongTerm ? tax.longRate : tax.shortRate)
    draft.charge('cost', column, gain * rate * (gain < 0 ? Number(tax.lossCredit ?? '0') : 1))
    if (tax.avoidShortTermGains && !lot.isLongTerm && gain > 0) draft.charge('shortTermGain', column, gain)
    gains.push([column, gain])
  }
  if (facts.gainRoom === null) return
  const excess = draft.column()
  draft.row([...gains, [excess, -1]], { upper: facts.gainRoom.toNumber() })
  draft.charge('budgetExcess', excess, 1)
}

function conflictsOf(sales: readonly SaleColumn[], buys: readonly BuyColumn[]): Map<string, Conflict> {
  const losses = Map.groupBy(
    sales.filter(({ lot }) => lot.isTaxableLoss),
    ({ lot }) => lot.security.identical,
  )
  const bought = Map.groupBy(buys, ({ security }) => security.identical)
  const columns = (rows: readonly (SaleColumn | BuyColumn)[]) => rows.map(({ column }) => column)
  return new Map(
    [...losses].flatMap(([key, rows]) => {
      const purchases = bought.get(key)
      return purchases ? [[key, { losses: columns(rows), buys: columns(purchases) }] as const] : []
    }),
  )
}
