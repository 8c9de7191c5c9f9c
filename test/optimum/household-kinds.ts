import type {
  CaseAccount,
  CaseAccountType,
  CaseClass,
  CaseGroup,
  CaseLot,
  CaseModel,
  CaseRecentTrade,
  CaseRestriction,
  CaseSecurity,
  CaseSettings,
  CaseSlot,
  CaseTax,
  HouseholdCase,
} from './case-format.ts'
import { Draws } from './draws.ts'

/** What a random household is like, beyond its size. */
export const HOUSEHOLD_KINDS = [
  'typical',
  'infeasibleBands',
  'allCash',
  'zeroValue',
  'restricted',
  'fractional',
  'missingPrice',
  'marginDebit',
  'largeWithdrawal',
  'allLosses',
  'washSaleTrap',
  'fullSubstitution',
  'budget',
  'shortTerm',
  'manyLots',
  'tiny',
] as const
export type HouseholdKind = (typeof HOUSEHOLD_KINDS)[number]

export const HOUSEHOLD_SIZES = ['small', 'medium', 'large'] as const
export type HouseholdSize = (typeof HOUSEHOLD_SIZES)[number]

interface Dimensions {
  readonly accounts: number
  /** Without cash. */
  readonly classes: number
  readonly securities: number
  /** In each position, at most. */
  readonly lots: number
  /** Part of the securities that an account holds. */
  readonly held: number
}

const DIMENSIONS: Record<HouseholdSize, Dimensions> = {
  small: { accounts: 1, classes: 2, securities: 5, lots: 2, held: 0.8 },
  medium: { accounts: 3, classes: 4, securities: 14, lots: 4, held: 0.55 },
  large: { accounts: 6, classes: 9, securities: 30, lots: 8, held: 0.5 },
}

/** About 10,000 lots: 20 accounts that hold two thirds of 150 securities in some five lots each. */
const VERY_LARGE: Dimensions = { accounts: 20, classes: 12, securities: 150, lots: 9, held: 0.69 }

const MANY_LOTS: Record<HouseholdSize, number> = { small: 60, medium: 14, large: 6 }

const TYPES: readonly CaseAccountType[] = ['taxable', 'ira', 'roth', 'joint', 'trust', 'ira']
const ALL_TYPES: readonly CaseAccountType[] = ['taxable', 'joint', 'trust', 'ira', 'roth']
const isTaxed = (type: CaseAccountType) => type !== 'ira' && type !== 'roth'

/** Ordinary days, and days around 29 February, where holding periods end on a day that does not exist. */
const TRADE_DATES = ['2026-11-20', '2026-11-20', '2026-03-01', '2024-02-29', '2025-03-01', '2025-02-28']

/** A random household, the same for the same kind, seed and size. */
export function householdCase(
  kind: HouseholdKind,
  seed: number,
  size: HouseholdSize = HOUSEHOLD_SIZES[Math.abs(seed) % 3] ?? 'small',
): HouseholdCase {
  const salt = HOUSEHOLD_KINDS.indexOf(kind) * 3 + HOUSEHOLD_SIZES.indexOf(size)
  return drawHousehold({
    kind,
    id: `${kind}-${size}-${seed}`,
    draws: new Draws(seed * 7919 + salt * 104_729),
    dimensions: DIMENSIONS[size],
    lotsEach: kind === 'manyLots' ? MANY_LOTS[size] : DIMENSIONS[size].lots,
    scale: [20_000, 1_500_000],
  })
}

/** A typical household with settings as firms have them, for measuring time. */
export function benchmarkHousehold(size: 'medium' | 'large', seed: number): HouseholdCase {
  return { ...householdCase('typical', seed, size), id: `benchmark-${size}-${seed}`, ...BENCHMARK_TERMS }
}

/** A typical household of some 10,000 lots in 20 accounts and 150 securities, for measuring time. */
export function tenThousandLots(seed: number): HouseholdCase {
  const household = drawHousehold({
    kind: 'typical',
    id: `ten-thousand-lots-${seed}`,
    draws: new Draws(seed * 7919 + 15_485_863),
    dimensions: VERY_LARGE,
    lotsEach: VERY_LARGE.lots,
    scale: [2_000_000, 8_000_000],
  })
  return { ...household, ...BENCHMARK_TERMS }
}

const BENCHMARK_TERMS: Pick<HouseholdCase, 'tax' | 'settings'> = {
  tax: {
    shortRate: '0.408',
    longRate: '0.238',
    lossCredit: '0',
    gainBudget: null,
    ytdNetGain: '0',
    avoidShortTermGains: false,
  },
  settings: {
    mode: 'target',
    shares: 'whole',
    minTrade: '100',
    locationYears: '3',
    deviationPrice: '0.002',
    washWindowDays: 30,
  },
}

interface Plan {
  readonly kind: HouseholdKind
  readonly id: string
  readonly draws: Draws
  readonly dimensions: Dimensions
  readonly lotsEach: number
  /** Dollars of an account, about, from and to. */
  readonly scale: readonly [number, number]
}

function drawHousehold(plan: Plan): HouseholdCase {
  const { kind, draws, dimensions } = plan
  const asOf = draws.oneOf(TRADE_DATES)
  const { securities, slotsOf } = drawSecurities(plan)
  const accountTypes = Array.from({ length: dimensions.accounts }, (_, index) =>
    index === 0 && kind !== 'washSaleTrap' && dimensions.accounts === 1
      ? draws.oneOf([...ALL_TYPES, 'taxable', 'taxable'] as const)
      : (TYPES[index % TYPES.length] ?? 'taxable'),
  )
  const groups = drawGroups(
    draws,
    accountTypes.map((_, index) => `A${index + 1}`),
  )
  const models = Object.fromEntries(
    [...new Set(groups.map(({ model }) => model))].map((id) => [id, drawModel(plan, slotsOf)] as const),
  )
  const [least, most] = plan.scale
  const scale = kind === 'tiny' ? draws.magnitude(20, 900) : draws.magnitude(least, most)
  const accounts = accountTypes.map((type, index) =>
    drawAccount(plan, {
      asOf,
      securities,
      type,
      id: `A${index + 1}`,
      scale: scale * draws.between(0.3, 1.7),
    }),
  )
  const trapped = kind === 'washSaleTrap' ? trap(plan, accounts, asOf) : accounts
  return {
    format: 'hh/1',
    id: plan.id,
    asOf,
    tax: drawTax(plan, scale),
    settings: drawSettings(plan),
    securities,
    models,
    groups,
    accounts: trapped,
    recentTrades: drawRecentTrades(plan, trapped, asOf),
  }
}

function drawTax({ kind, draws }: Plan, scale: number): CaseTax {
  const [shortRate, longRate] = draws.oneOf([
    ['0.40', '0.20'],
    ['0.408', '0.238'],
    ['0.35', '0.15'],
    ['0.24', '0'],
  ] as const)
  const hasBudget = kind === 'budget' || draws.chance(0.08)
  return {
    shortRate,
    longRate,
    lossCredit: draws.oneOf(['0', '0', '1', '0.5']),
    gainBudget: hasBudget ? money(draws.oneOf([0, scale * 0.001, scale * draws.between(0, 0.03)])) : null,
    ytdNetGain: hasBudget ? money(scale * draws.oneOf([0, 0, 0.001, 0.03, -0.01])) : '0',
    avoidShortTermGains: kind === 'shortTerm' || draws.chance(0.15),
  }
}

function drawSettings({ kind, draws }: Plan): CaseSettings {
  const isFractional = kind === 'fractional' || draws.chance(0.08)
  return {
    mode: draws.oneOf(
      kind === 'budget'
        ? (['target', 'target', 'midpoint'] as const)
        : (['band', 'target', 'midpoint'] as const),
    ),
    shares: isFractional ? 'fractional' : 'whole',
    ...(isFractional && { shareDecimals: draws.oneOf([2, 3, 4, 4, 6]) }),
    minTrade: draws.oneOf(kind === 'tiny' ? ['0', '0', '5'] : ['0', '0', '50', '250']),
    locationYears: draws.oneOf(['0', '3']),
    deviationPrice: draws.oneOf(['0', '0.002']),
    washWindowDays: 30,
  }
}

/** Securities of the classes, grouped into slots, and some that no model knows. */
function drawSecurities(plan: Plan): {
  securities: readonly CaseSecurity[]
  slotsOf: ReadonlyMap<string, readonly Omit<CaseSlot, 'weight'>[]>
} {
  const { kind, draws, dimensions } = plan
  const hasSpreads = draws.chance(0.7)
  const security = (id: string, classId: string | null, twin?: CaseSecurity): CaseSecurity => ({
    id,
    class: classId,
    price: kind === 'missingPrice' && draws.chance(0.25) ? null : drawPrice(plan),
    identicalGroup: twin ? (twin.identicalGroup ?? null) : draws.oneOf([`same-${id}`, `same-${id}`, null]),
    halfSpreadBps: hasSpreads ? draws.oneOf(['0', '1', '2', '2.5', '5', '10', '25']) : '0',
  })
  const classIds = Array.from({ length: dimensions.classes }, (_, index) => `C${index + 1}`)
  const outsiders = Math.max(1, Math.round(dimensions.securities * 0.1))
  const securities: CaseSecurity[] = []
  const slotsOf = new Map(classIds.map((id) => [id, [] as Omit<CaseSlot, 'weight'>[]] as const))
  const add = (classId: string, twin?: CaseSecurity) => {
    const added = security(`S${securities.length + 1}`, classId, twin)
    securities.push(added)
    return added
  }
  // Every class gets a slot; what is left becomes further slots, substitutes, equivalents, or a holding in no slot.
  for (let round = 0; securities.length < dimensions.securities - outsiders; round++)
    for (const classId of round === 0 ? classIds : draws.shuffled(classIds)) {
      if (securities.length >= dimensions.securities - outsiders) break
      const slots = slotsOf.get(classId) ?? []
      const use =
        round === 0 ? 'slot' : draws.oneOf(['slot', 'byType', 'equivalent', 'byType', 'none'] as const)
      const last = slots.at(-1)
      if (use === 'slot' || last === undefined) slots.push({ security: add(classId).id })
      else if (use === 'none') add(classId)
      else {
        const main = securities.find(({ id }) => id === last.security)
        const other = add(classId, draws.chance(0.25) ? main : undefined).id
        slots[slots.length - 1] =
          use === 'equivalent'
            ? { ...last, equivalents: [...(last.equivalents ?? []), other] }
            : { ...last, byType: { ...last.byType, ...forTypes(draws, other) } }
      }
    }
  if (kind === 'fullSubstitution')
    for (const [classId, slots] of slotsOf)
      slots.forEach((slot, index) => {
        const sheltered = add(classId).id
        const taxed = add(classId).id
        const byType = { taxable: taxed, joint: taxed, trust: taxed, ira: sheltered, roth: sheltered }
        slots[index] = {
          security: slot.security,
          byType: { ...byType, ...slot.byType },
          equivalents: [...(slot.equivalents ?? []), add(classId).id],
        }
      })
  for (let outsider = 0; outsider < outsiders; outsider++)
    securities.push(security(`X${outsider + 1}`, draws.oneOf([null, 'STOCK'])))
  return { securities, slotsOf }
}

function forTypes(draws: Draws, substitute: string): Record<string, string> {
  const types = draws.oneOf([
    ['taxable'],
    ['taxable', 'joint', 'trust'],
    ['ira', 'roth'],
    ['roth'],
    ['joint'],
  ])
  return Object.fromEntries(types.map((type) => [type, substitute]))
}

function drawPrice({ kind, draws }: Plan): string {
  const price = draws.magnitude(kind === 'tiny' ? 3 : 8, kind === 'tiny' ? 400 : 500)
  return price.toFixed(draws.chance(0.1) ? 4 : 2)
}

function drawModel(plan: Plan, slotsOf: ReadonlyMap<string, readonly Omit<CaseSlot, 'weight'>[]>): CaseModel {
  const { kind, draws } = plan
  const cashTarget = draws.oneOf([0, 0, 10, 20, 50])
  const ids = [...slotsOf.keys()]
  // A quarter of the models has targets of six places.
  const unit = draws.chance(0.25) ? 1000 : 1
  const targets = draws.parts(ids.length, (1000 - cashTarget) * unit)
  const classes = ids.map((id, index): CaseClass => {
    const slots = slotsOf.get(id) ?? []
    const weights = draws.parts(slots.length, draws.chance(0.3) ? 1_000_000 : 100)
    const whole = weights.reduce((total, each) => total + each, 0)
    return {
      id,
      ...drawBand(plan, (targets[index] ?? 0) / (1000 * unit)),
      drag: drawDrag(draws),
      slots: slots.map((slot, place) => ({ weight: fraction((weights[place] ?? 0) / whole), ...slot })),
    }
  })
  const cash = cashTarget / 1000
  return {
    classes: [
      ...classes,
      {
        id: 'CASH',
        target: fraction(cash),
        low: '0',
        high: kind === 'infeasibleBands' ? fraction(cash) : draws.oneOf(['1', '0.1', '0.05']),
        cash: true,
        ...(draws.chance(0.5) && { drag: { taxable: '0.008', sheltered: '0' } }),
      },
    ],
    ...(kind === 'infeasibleBands'
      ? { otherHigh: '0' }
      : draws.chance(0.4) && { otherHigh: draws.oneOf(['0', '0.05', '0.2', '1']) }),
  }
}

function drawBand({ kind, draws }: Plan, target: number): Pick<CaseClass, 'target' | 'low' | 'high'> {
  const width = kind === 'infeasibleBands' ? 0 : draws.oneOf([target * 0.2, target * 0.1, 0.05, 0.02])
  return {
    target: fraction(target),
    low: fraction(Math.max(0, target - width)),
    high: fraction(Math.min(1, target + width * draws.oneOf([1, 1, 1.5]))),
  }
}

function drawDrag(draws: Draws): Record<string, string> {
  const yearly = () => fraction(draws.between(0, 0.015))
  return draws.oneOf<Record<string, string>>([
    { taxable: yearly(), sheltered: '0' },
    { taxable: yearly(), sheltered: '0' },
    { taxable: yearly(), sheltered: '0.0005', roth: '0' },
    { taxable: yearly(), trust: yearly(), ira: yearly() },
    {},
  ])
}

function drawGroups(draws: Draws, accounts: readonly string[]): CaseGroup[] {
  const level = draws.oneOf(['household', 'household', 'household', 'account', 'mixed'] as const)
  if (level === 'household' || accounts.length === 1) return [{ id: 'H', model: 'M', accounts }]
  const model = (index: number) => (draws.chance(0.7) || index === 0 ? 'M' : 'N')
  if (level === 'account')
    return accounts.map((account, index) => ({
      id: `G${index + 1}`,
      model: model(index),
      accounts: [account],
    }))
  return [
    { id: 'G1', model: 'M', accounts: accounts.filter((_, index) => index % 2 === 0) },
    { id: 'G2', model: model(1), accounts: accounts.filter((_, index) => index % 2 === 1) },
  ]
}

interface AccountTerms {
  readonly asOf: string
  readonly securities: readonly CaseSecurity[]
  readonly type: CaseAccountType
  readonly id: string
  /** Dollars, about. */
  readonly scale: number
}

function drawAccount(plan: Plan, terms: AccountTerms): CaseAccount {
  const { kind, draws } = plan
  const { securities, type, id, scale } = terms
  const isEmpty = (kind === 'allCash' && draws.chance(0.9)) || (kind === 'zeroValue' && draws.chance(0.6))
  const lots = isEmpty ? [] : drawLots(plan, terms)
  return {
    id,
    type,
    ...drawCash(plan, scale, isEmpty),
    restrictions: securities.flatMap(({ id: security }): CaseRestriction[] =>
      draws.chance(kind === 'restricted' ? 0.6 : kind === 'infeasibleBands' ? 0.5 : 0.03)
        ? [{ security, kind: draws.oneOf(['doNotSell', 'doNotBuy', 'hold', 'hold'] as const) }]
        : [],
    ),
    lots,
  }
}

function drawCash(
  { kind, draws }: Plan,
  scale: number,
  isEmpty: boolean,
): Pick<CaseAccount, 'cash' | 'reserve' | 'contribution' | 'withdrawal'> {
  const part = (probability: number, least: number, most: number) =>
    draws.chance(probability) ? money(scale * draws.between(least, most)) : '0'
  if (kind === 'zeroValue' && isEmpty)
    return {
      cash: draws.oneOf(['0', '0', '0', money(-scale * 0.01), money(scale * 0.002)]),
      reserve: draws.oneOf(['0', '0', money(scale * 0.01)]),
      contribution: '0',
      withdrawal: draws.oneOf(['0', '0', '0', money(scale * 0.1)]),
    }
  if (kind === 'zeroValue') return { cash: money(-scale * draws.between(0.8, 1.4)), reserve: '0' }
  const hasDebit = kind === 'marginDebit' && draws.chance(0.7)
  const cash = hasDebit
    ? -scale * draws.between(0.02, 0.35)
    : scale * (isEmpty ? draws.between(0.5, 1) : draws.oneOf([0, 0.01, draws.between(0, 0.15)]))
  const isLarge = kind === 'largeWithdrawal'
  const needsCash = kind === 'shortTerm' || kind === 'budget'
  return {
    cash: money(cash),
    reserve: part(0.3, 0.002, 0.03),
    contribution: part(0.15, 0.01, 0.2),
    withdrawal: part(
      isLarge ? 0.8 : needsCash ? 0.6 : 0.15,
      isLarge ? 0.3 : 0.01,
      isLarge ? 1.15 : needsCash ? 0.7 : 0.1,
    ),
  }
}

function drawLots(plan: Plan, { asOf, securities, scale }: AccountTerms): CaseLot[] {
  const { kind, draws, dimensions } = plan
  const held = securities.filter(({ id }) => draws.chance(id.startsWith('X') ? 0.35 : dimensions.held))
  const weights = held.map(() => Math.exp(draws.bell() * (kind === 'typical' ? 0.4 : 0.8)))
  const whole = weights.reduce((total, each) => total + each, 0)
  const lots: CaseLot[] = []
  held.forEach((security, index) => {
    // What an unpriced security once cost, so that its lots have a size too.
    const price = Number(security.price ?? '50')
    const count = kind === 'manyLots' ? plan.lotsEach : draws.whole(1, plan.lotsEach)
    draws.parts(count, 1000).forEach((part) => {
      const shares = (((weights[index] ?? 0) / whole) * scale * part) / 1000 / price
      const hasFraction = kind === 'fractional' || draws.chance(0.15)
      const qty = hasFraction ? shares.toFixed(4) : String(Math.round(shares))
      if (Number(qty) > 0)
        lots.push({
          id: `L${lots.length + 1}`,
          security: security.id,
          qty,
          costPerShare: drawCost(plan, price),
          acquired: drawAcquired(plan, asOf),
        })
    })
  })
  return lots
}

function drawCost({ kind, draws }: Plan, price: number): string {
  const isLoss = kind === 'allLosses' || draws.chance(kind === 'budget' || kind === 'shortTerm' ? 0.08 : 0.3)
  const ratio = isLoss
    ? draws.between(1.01, 1.8)
    : draws.oneOf([1, 0, ...GAIN_RATIOS.map(() => draws.between(0.2, 1))])
  return (price * ratio).toFixed(draws.chance(0.1) ? 4 : 2)
}

/** So many ordinary gains stand beside one lot that cost its price and one that cost nothing. */
const GAIN_RATIOS = Array.from({ length: 28 }, (_, index) => index)

function drawAcquired({ kind, draws }: Plan, asOf: string): string {
  const isShort = kind === 'shortTerm' && draws.chance(0.8)
  const age = draws.between(0, 1)
  if (isShort) return daysBefore(asOf, draws.whole(31, 366))
  if (age < 0.015) return daysBefore(asOf, draws.whole(0, 30))
  if (age < 0.05) return daysBefore(asOf, draws.oneOf([30, 31, 365, 366, 367]))
  if (age < 0.25) return daysBefore(asOf, draws.whole(32, 364))
  return daysBefore(asOf, draws.whole(368, 4000))
}

/** Losses in taxed accounts beside fresh lots of the same securities in retirement accounts. */
function trap({ draws }: Plan, accounts: readonly CaseAccount[], asOf: string): CaseAccount[] {
  return accounts.map((account) => ({
    ...account,
    lots: account.lots.map((lot) =>
      isTaxed(account.type)
        ? draws.chance(0.5)
          ? {
              ...lot,
              costPerShare: (Number(lot.costPerShare) * 1.6 + 1).toFixed(2),
              acquired: daysBefore(asOf, draws.whole(40, 900)),
            }
          : lot
        : draws.chance(0.15)
          ? { ...lot, acquired: daysBefore(asOf, draws.whole(1, 31)) }
          : lot,
    ),
  }))
}

function drawRecentTrades(
  { kind, draws }: Plan,
  accounts: readonly CaseAccount[],
  asOf: string,
): CaseRecentTrade[] {
  const isTrap = kind === 'washSaleTrap'
  const rows = accounts.flatMap((account) =>
    account.lots.flatMap((lot): CaseRecentTrade[] => {
      const row = { account: account.id, security: lot.security, qty: lot.qty }
      // The custodian's list of trades tells a fresh lot once more.
      if (lot.acquired >= daysBefore(asOf, 31) && draws.chance(0.7))
        return [{ ...row, side: 'buy', date: lot.acquired, lot: lot.id }]
      if (draws.chance(isTrap ? 0.04 : 0.008))
        return [
          {
            ...row,
            side: 'sell',
            date: daysBefore(asOf, draws.whole(1, 33)),
            loss: draws.oneOf(['0', money(draws.between(1, 900))]),
          },
        ]
      if (draws.chance(isTrap ? 0.03 : 0.006))
        return [{ ...row, side: 'buy', date: daysBefore(asOf, draws.whole(1, 33)) }]
      return []
    }),
  )
  return rows.slice(0, 40)
}

function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10)
}

const money = (dollars: number): string => (Math.round(dollars * 100) / 100 || 0).toFixed(2)

function fraction(value: number): string {
  return String(Number(value.toFixed(6)))
}
