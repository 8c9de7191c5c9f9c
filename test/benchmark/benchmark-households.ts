/** How large a household is: accounts, securities and lots of a position at most. */
export const SIZES = {
  medium: { accounts: 3, securities: 14, lots: 4, classes: 6 },
  large: { accounts: 6, securities: 30, lots: 8, classes: 9 },
  /** Some ten thousand lots. */
  vast: { accounts: 20, securities: 150, lots: 10, classes: 15 },
} as const

export type Size = keyof typeof SIZES

const AS_OF = '2026-11-20'
const TYPES = ['joint', 'ira', 'roth', 'taxable', 'trust', 'ira'] as const
const DAY_MS = 86_400_000

/**
 * A typical household as hh/1 JSON: targets over classes with bands of a fifth of the target, holdings that have drifted, gains and
 * losses, taxable, IRA and Roth accounts, half-spreads of 1 to 5 basis points. Every seed is another household.
 */
export function benchmarkCase(size: Size, seed: number): unknown {
  const { accounts, securities, lots, classes } = SIZES[size]
  const random = randomFrom(seed)
  const market = marketOf(random, { securities, classes })
  return {
    format: 'hh/1',
    id: `${size}-${seed}`,
    asOf: AS_OF,
    tax: {
      shortRate: '0.408',
      longRate: '0.238',
      lossCredit: '0',
      gainBudget: null,
      ytdNetGain: '0',
      avoidShortTermGains: random() < 0.5,
    },
    settings: {
      mode: 'target',
      shares: 'whole',
      minTrade: '0',
      locationYears: '3',
      deviationPrice: '0.002',
      washWindowDays: 30,
    },
    securities: market.securities.map(({ id, classId, price, halfSpreadBps }) => ({
      id,
      class: classId,
      price: price.toFixed(2),
      identicalGroup: id,
      halfSpreadBps,
    })),
    models: { model: { classes: market.classes, otherHigh: '1' } },
    groups: [
      { id: 'household', model: 'model', accounts: Array.from({ length: accounts }, (_, at) => `A${at}`) },
    ],
    accounts: Array.from({ length: accounts }, (_, at) => accountOf(random, market, { at, lots, size })),
    recentTrades: [],
  }
}

interface Market {
  readonly securities: readonly MarketSecurity[]
  readonly classes: readonly object[]
  /** Of the classes other than cash, by place. */
  readonly targets: readonly number[]
}

interface MarketSecurity {
  readonly id: string
  /** Null: outside the model. */
  readonly classId: string | null
  readonly classAt: number
  readonly price: number
  readonly halfSpreadBps: string
}

type Random = () => number

function marketOf(random: Random, count: { readonly securities: number; readonly classes: number }): Market {
  const each = Math.floor(count.securities / count.classes)
  const securities = Array.from({ length: count.securities }, (_, at) => {
    const classAt = Math.floor(at / each)
    const isOutside = classAt >= count.classes
    return {
      id: `S${at}`,
      classId: isOutside ? null : `C${classAt}`,
      classAt: isOutside ? -1 : classAt,
      price: between(random, 20, 400),
      halfSpreadBps: String(wholeBetween(random, 1, 5)),
    }
  })
  const targets = thousandths(
    Array.from({ length: count.classes }, () => 0.5 + random()),
    980,
  )
  const classes = targets.map((target, at) => ({
    id: `C${at}`,
    ...bandOf(target),
    drag: dragOf(random, at),
    slots: slotsOf(
      securities.filter(({ classAt }) => classAt === at).map(({ id }) => id),
      at,
    ),
  }))
  const cash = { id: 'CASH', target: '0.02', low: '0', high: '0.05', cash: true }
  return { securities, classes: [...classes, cash], targets: targets.map((target) => target / 1000) }
}

/** A fifth of the target either way. Daryanani, Journal of Financial Planning, January 2008. */
function bandOf(target: number) {
  return {
    target: (target / 1000).toFixed(3),
    low: ((target * 0.8) / 1000).toFixed(4),
    high: ((target * 1.2) / 1000).toFixed(4),
  }
}

/** Every third class is taxed as interest, the others as dividends. */
function dragOf(random: Random, at: number) {
  const taxable = at % 3 === 2 ? between(random, 0.008, 0.02) : between(random, 0.002, 0.006)
  return { taxable: taxable.toFixed(4), sheltered: '0' }
}

/** One security or two of 60 and 40 percent; every third class has a substitute for taxable accounts, the others equivalents. */
function slotsOf(ids: readonly string[], at: number) {
  const [first = '', second = '', ...rest] = ids
  const substitute = { taxable: second, joint: second, trust: second }
  if (at % 3 === 2) return [{ weight: '1', security: first, byType: substitute, equivalents: rest }]
  if (rest.length === 0) return [{ weight: '1', security: first, byType: {}, equivalents: [second] }]
  return [
    { weight: '0.6', security: first, byType: {}, equivalents: rest.slice(0, 1) },
    { weight: '0.4', security: second, byType: {}, equivalents: [] },
  ]
}

function accountOf(
  random: Random,
  { securities, targets }: Market,
  { at, lots, size }: { readonly at: number; readonly lots: number; readonly size: Size },
) {
  const value = 50_000 * Math.exp(random() * 2.5)
  const held = securities.filter(() => random() < (size === 'vast' ? 0.6 : 0.7))
  const inClass = (classAt: number) => held.filter((security) => security.classAt === classAt).length
  return {
    id: `A${at}`,
    type: TYPES[at % TYPES.length],
    cash: (value * between(random, 0, 0.04)).toFixed(2),
    reserve: random() < 0.3 ? (value * 0.005).toFixed(2) : '0',
    contribution: random() < 0.15 ? (value * between(random, 0.01, 0.05)).toFixed(2) : '0',
    withdrawal: random() < 0.15 ? (value * between(random, 0.01, 0.05)).toFixed(2) : '0',
    lots: held.flatMap((security) => {
      const { classAt } = security
      const target = classAt < 0 ? 0.03 : (targets[classAt] ?? 0) / inClass(classAt)
      // The market has moved it since: to between a half and one and a half of what it was meant to be.
      return lotsOf(random, security, {
        account: `A${at}`,
        most: lots,
        value: value * target * between(random, 0.5, 1.5),
      })
    }),
  }
}

function lotsOf(
  random: Random,
  { id, price }: MarketSecurity,
  { account, most, value }: { readonly account: string; readonly most: number; readonly value: number },
) {
  const count = wholeBetween(random, 1, most)
  const shares = Math.max(1, Math.round(value / price / count))
  return Array.from({ length: count }, (_, at) => ({
    id: `${account}-${id}-${at}`,
    security: id,
    qty: String(shares + wholeBetween(random, 0, 3)),
    costPerShare: (price * between(random, 0.5, 1.2)).toFixed(4),
    acquired: acquired(random),
  }))
}

/** One lot in fifty is within the wash-sale window, one in six is held short-term. */
function acquired(random: Random): string {
  const draw = random()
  const days =
    draw < 0.02
      ? wholeBetween(random, 0, 29)
      : draw < 0.17
        ? wholeBetween(random, 31, 360)
        : wholeBetween(random, 370, 4_000)
  return new Date(Date.parse(AS_OF) - days * DAY_MS).toISOString().slice(0, 10)
}

/** Whole thousandths in proportion to the parts, which sum to `total`. */
function thousandths(parts: readonly number[], total: number): number[] {
  const sum = parts.reduce((all, part) => all + part, 0)
  const rounded = parts.map((part) => Math.floor((part / sum) * total))
  const left = total - rounded.reduce((all, part) => all + part, 0)
  return rounded.map((part, at) => (at < left ? part + 1 : part))
}

function between(random: Random, least: number, most: number): number {
  return least + random() * (most - least)
}

function wholeBetween(random: Random, least: number, most: number): number {
  return Math.min(most, Math.floor(between(random, least, most + 1)))
}

/** Numbers from 0 to below 1, the same for the same seed: a Weyl sequence whose terms are mixed. */
function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x85ebca6b)
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}
