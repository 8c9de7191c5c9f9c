import {
  HOLDER_WORDS,
  ROW_KINDS,
  isSecurity,
  symbolsIn,
  type ModelHeader,
  type ModelRow,
} from './model-rows.ts'

/** What is wrong with a row, in a sentence to write beside it. */
export interface RowProblem {
  readonly key: string | null
  /** Of the sheet, from 1. */
  readonly row: number
  readonly header: ModelHeader
  readonly sentence: string
}

const MILLIONTHS = 1_000_000
const millionths = (fraction: string) => Math.round(Number(fraction) * MILLIONTHS)
const percent = (value: number) => `${Number((value / 10_000).toFixed(4))}%`

/** The rules of a model that can be checked without the server, all of them, row by row. */
export function checkRows(rows: readonly ModelRow[]): readonly RowProblem[] {
  const classes = rows.filter((row) => !isSecurity(row))
  const missing = rows.flatMap(checkFilled)
  if (missing.length > 0) return missing
  return [
    ...classes.flatMap(checkRange),
    ...checkNames(classes),
    ...checkTiers(classes),
    ...sums(rows).flatMap(checkSum),
    ...checkCash(classes),
    ...checkSecurities(rows),
  ]
}

function problem({ key, row }: ModelRow, header: ModelHeader, sentence: string): RowProblem {
  return { key, row, header, sentence }
}

const NEEDED: readonly ModelHeader[] = ['Class', 'Target', 'Low', 'High']
const NEEDED_OF_SECURITY: readonly ModelHeader[] = ['Class', 'Symbol', 'Held in', 'Target']

function checkFilled(row: ModelRow): readonly RowProblem[] {
  if (row.values.Kind === '') {
    return [problem(row, 'Kind', `Kind is empty. Choose one of ${Object.values(ROW_KINDS).join(', ')}.`)]
  }
  const needed = isSecurity(row) ? NEEDED_OF_SECURITY : NEEDED
  return needed
    .filter((header) => row.values[header] === '')
    .map((header) => problem(row, header, `${header} is empty. Fill it in, or delete the whole row.`))
}

function checkRange(row: ModelRow): readonly RowProblem[] {
  const { Class, Target, Low, High } = row.values
  return [
    ...(Number(Low) > Number(Target)
      ? [
          problem(
            row,
            'Low',
            `The range of ${Class} begins above its target, ${percent(millionths(Target))}.`,
          ),
        ]
      : []),
    ...(Number(High) < Number(Target)
      ? [problem(row, 'High', `The range of ${Class} ends below its target, ${percent(millionths(Target))}.`)]
      : []),
  ]
}

function checkNames(classes: readonly ModelRow[]): readonly RowProblem[] {
  return [...Map.groupBy(classes, ({ values }) => values.Class).values()].flatMap((same) =>
    same.slice(1).map((row) => problem(row, 'Class', `${row.values.Class} stands twice in the model.`)),
  )
}

function checkTiers(classes: readonly ModelRow[]): readonly RowProblem[] {
  const names = new Set(classes.map(({ values }) => values.Class))
  const tiers = new Set(classes.map(({ values }) => values['Part of']))
  return classes.flatMap((row) => {
    const { Kind, Class, 'Part of': tier } = row.values
    if (tier !== '' && !names.has(tier)) {
      return [problem(row, 'Part of', `${tier} is not in the model. Name a tier of it, or nothing.`)]
    }
    if (Kind === ROW_KINDS.tier && !tiers.has(Class)) {
      const sentence = `${Class} is a tier without parts. Add classes that are part of it, or make it a class.`
      return [problem(row, 'Kind', sentence)]
    }
    return []
  })
}

function checkCash(classes: readonly ModelRow[]): readonly RowProblem[] {
  const cash = classes.filter(({ values }) => values.Kind === ROW_KINDS.cash)
  const first = classes[0]
  if (cash.length === 0 && first) {
    return [
      problem(first, 'Kind', 'No class is the cash class: choose the Kind “Cash class” for exactly one.'),
    ]
  }
  return cash
    .slice(1)
    .map((row) => problem(row, 'Kind', `${row.values.Class} is a second cash class: exactly one is.`))
}

function checkSecurities(rows: readonly ModelRow[]): readonly RowProblem[] {
  const names = new Set(rows.filter((row) => !isSecurity(row)).map(({ values }) => values.Class))
  return rows.filter(isSecurity).flatMap((row) => {
    const { Class, Symbol, Target, Alternatives } = row.values
    const symbols = [Symbol, ...symbolsIn(Alternatives)]
    const twice = symbols.find((symbol, index) => symbols.indexOf(symbol) !== index)
    return [
      ...(names.has(Class) ? [] : [problem(row, 'Class', `${Class} is not a class of the model.`)]),
      ...(Number(Target) > 0 ? [] : [problem(row, 'Target', `The weight of ${Symbol} must be above 0%.`)]),
      ...(twice === undefined ? [] : [problem(row, 'Alternatives', `${twice} is named twice in this row.`)]),
    ]
  })
}

/** A sum that must come out: of all classes, of the parts of a tier, or of what fills a class. */
export interface TargetSum {
  readonly of: string
  /** In millionths, so that no sum is off by a rounding of binary fractions. */
  readonly sum: number
  readonly goal: number
  /** The row that carries the sentence where it does not come out. */
  readonly at: ModelRow
}

/** Every sum of a model, also of one that is half edited: cells without a number count for nothing. */
export function sums(rows: readonly ModelRow[]): readonly TargetSum[] {
  const classes = rows.filter((row) => !isSecurity(row))
  const total = (some: readonly ModelRow[]) =>
    some.reduce((sum, { values }) => sum + (values.Target === '' ? 0 : millionths(values.Target)), 0)
  const parts = Map.groupBy(classes, ({ values }) => values['Part of'])
  const top = parts.get('') ?? []
  const fillings = Map.groupBy(
    rows.filter(isSecurity),
    ({ values }) => `${values.Class}\n${values['Held in']}`,
  )
  return [
    ...(top[0] ? [{ of: 'All targets', sum: total(top), goal: MILLIONTHS, at: top[0] }] : []),
    ...classes.flatMap((tier) => {
      const below = parts.get(tier.values.Class)
      const goal = tier.values.Target === '' ? 0 : millionths(tier.values.Target)
      return below && tier.values.Class !== ''
        ? [{ of: `Parts of ${tier.values.Class}`, sum: total(below), goal, at: tier }]
        : []
    }),
    ...[...fillings.values()].flatMap((filling) => {
      const at = filling[0]
      if (!at) return []
      const { Class, 'Held in': holder } = at.values
      const whose = holder === HOLDER_WORDS.ANY || holder === '' ? '' : ` (${holder.toLowerCase()})`
      return [{ of: `Securities of ${Class}${whose}`, sum: total(filling), goal: MILLIONTHS, at }]
    }),
  ]
}

function checkSum(each: TargetSum): readonly RowProblem[] {
  return each.sum === each.goal ? [] : [problem(each.at, 'Target', sumSentence(each))]
}

/** `Parts of Equity sum to 59%, 1% short of 60%.` */
export function sumSentence({ of, sum, goal }: Omit<TargetSum, 'at'>): string {
  if (sum === goal) return `${of} sum to ${percent(goal)}.`
  const distance = percent(Math.abs(sum - goal))
  return `${of} sum to ${percent(sum)}, ${distance} ${sum < goal ? 'short of' : 'over'} ${percent(goal)}.`
}
