import type {
  Holder,
  ModelNodeInput,
  ModelSecurityInput,
  VersionContentFragment,
} from '../api/generated/graphql.ts'
import type { BaselineRow, EditableColumn } from './baseline.ts'
import { trimmed } from './baseline-cell.ts'
import type { CurrentRow } from './baseline-edits.ts'

export const ROW_KINDS = {
  tier: 'Tier',
  assetClass: 'Class',
  cash: 'Cash class',
  security: 'Security',
} as const

/** Whose accounts a security is for, as a person reads it. */
export const HOLDER_WORDS = {
  ANY: 'All accounts',
  TAXABLE: 'Taxable',
  TAX_DEFERRED: 'Tax-deferred',
  TAX_EXEMPT: 'Tax-exempt',
} satisfies Record<Holder, string>

/** Every editable column of a model's sheet, in order; weights of securities are shares of their class. */
export const MODEL_COLUMNS = [
  { header: 'Kind', kind: 'choice', choices: Object.values(ROW_KINDS) },
  { header: 'Class', kind: 'text' },
  { header: 'Part of', kind: 'text' },
  { header: 'Symbol', kind: 'text' },
  { header: 'Held in', kind: 'choice', choices: Object.values(HOLDER_WORDS) },
  { header: 'Target', kind: 'weight' },
  { header: 'Low', kind: 'weight' },
  { header: 'High', kind: 'weight' },
  { header: 'Alternatives', kind: 'text' },
] as const satisfies readonly EditableColumn[]

export type ModelHeader = (typeof MODEL_COLUMNS)[number]['header']
export type ModelValues = Readonly<Record<ModelHeader, string>>

/** A line of a model's sheet: a tier, a class, or a security that fills a class. */
export interface ModelRow {
  /** Null for a row that a person added. */
  readonly key: string | null
  /** Row of the sheet, from 1; 0 for a row that stands in none. */
  readonly row: number
  readonly values: ModelValues
}

const EMPTY: ModelValues = {
  Kind: '',
  Class: '',
  'Part of': '',
  Symbol: '',
  'Held in': '',
  Target: '',
  Low: '',
  High: '',
  Alternatives: '',
}

export function isSecurity({ values }: Pick<ModelRow, 'values'>): boolean {
  return values.Kind === ROW_KINDS.security
}

/** A version as rows: each tier before its classes, each class before the securities that fill it. */
export function rowsOfVersion({ nodes }: Pick<VersionContentFragment, 'nodes'>): readonly ModelRow[] {
  return nodes.flatMap((node, index) => {
    const values: ModelValues = {
      ...EMPTY,
      Kind: node.isTier ? ROW_KINDS.tier : node.isCash ? ROW_KINDS.cash : ROW_KINDS.assetClass,
      Class: node.name,
      'Part of': nodes.find(({ ordinal }) => ordinal === node.parentOrdinal)?.name ?? '',
      Target: trimmed(node.target),
      Low: trimmed(node.low),
      High: trimmed(node.high),
    }
    const held = node.securities.filter(({ rank }) => rank === 0)
    return [
      { key: `c${index}`, row: 0, values },
      ...held.map((security, place) => ({
        key: `c${index}s${place}`,
        row: 0,
        values: securityValues(node, security),
      })),
    ]
  })
}

type Node = VersionContentFragment['nodes'][number]

function securityValues(
  node: Node,
  { holder, slot, weight, security }: Node['securities'][number],
): ModelValues {
  const alternatives = node.securities
    .filter((other) => other.holder === holder && other.slot === slot && other.rank > 0)
    .sort((a, b) => a.rank - b.rank)
  return {
    ...EMPTY,
    Kind: ROW_KINDS.security,
    Class: node.name,
    Symbol: security.symbol,
    'Held in': HOLDER_WORDS[holder],
    Target: trimmed(weight),
    Alternatives: alternatives.map(({ security: { symbol } }) => symbol).join(', '),
  }
}

/** Rows as a baseline keeps them. */
export function baselineRows(rows: readonly ModelRow[]): readonly BaselineRow[] {
  return rows.map(({ key, values }) => ({
    key: key ?? '',
    values: MODEL_COLUMNS.map(({ header }) => values[header]),
  }))
}

/** Rows of a baseline as they were pulled. */
export function pulledRows(rows: readonly BaselineRow[]): readonly ModelRow[] {
  return rows.map(({ key, values }) => ({
    key: key || null,
    row: 0,
    values: Object.fromEntries(MODEL_COLUMNS.map(({ header }, index) => [header, values[index] ?? ''])) as {
      [Header in ModelHeader]: string
    },
  }))
}

/**
 * Rows as they stand in the sheet, in the order of the model: pulled ones as they were pulled, added ones below.
 * Sorting a sheet is looking at it in another way and changes nothing.
 */
export function inModelOrder(
  rows: readonly CurrentRow[],
  pulled: readonly BaselineRow[],
): readonly ModelRow[] {
  const places = new Map(pulled.map(({ key }, index) => [key, index]))
  const placeOf = ({ key }: CurrentRow) => (key === null ? pulled.length : (places.get(key) ?? pulled.length))
  return rows
    .filter(({ values }) => Object.values(values).some((value) => value !== ''))
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map(({ key, row, values }) => ({ key, row, values: { ...EMPTY, ...values } }))
}

/** What a publication sends, and which row each entry of it comes from. */
export interface ModelInput {
  readonly nodes: ModelNodeInput[]
  readonly securities: ModelSecurityInput[]
  readonly nodeRows: readonly ModelRow[]
  readonly securityRows: readonly ModelRow[]
}

/** Rows as the server takes them. */
export function modelInput(rows: readonly ModelRow[]): ModelInput {
  const nodeRows = rows.filter((row) => !isSecurity(row))
  const securityRows = rows.filter(isSecurity)
  return {
    nodeRows,
    securityRows,
    nodes: nodeRows.map(({ values }) => ({
      name: values.Class,
      parent: values['Part of'] || null,
      isCash: values.Kind === ROW_KINDS.cash,
      target: values.Target,
      low: values.Low,
      high: values.High,
    })),
    securities: securityRows.map(({ values }) => ({
      assetClass: values.Class,
      holder: holderOf(values['Held in']),
      symbol: values.Symbol,
      weight: values.Target,
      alternatives: [...symbolsIn(values.Alternatives)],
    })),
  }
}

/** Symbols parted by commas, semicolons or spaces. */
export function symbolsIn(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((symbol) => symbol !== '')
}

function holderOf(words: string): Holder {
  const found = Object.entries(HOLDER_WORDS).find(([, each]) => each === words)
  return (found?.[0] ?? 'ANY') as Holder
}

/** What a row is about, in words that name it in a sentence and tell it from every other row. */
export function rowName({ values }: Pick<ModelRow, 'values'>): string {
  if (values.Kind !== ROW_KINDS.security) return values.Class
  const holder = values['Held in'] === HOLDER_WORDS.ANY ? '' : `, ${values['Held in'].toLowerCase()}`
  return `${values.Symbol} in ${values.Class}${holder}`
}
