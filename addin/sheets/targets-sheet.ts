import { keyHeader } from './baseline.ts'
import { dateCell, numberCell } from './exact-cells.ts'
import { MODEL_COLUMNS, ROW_KINDS, type ModelHeader, type ModelRow } from './model-rows.ts'
import { FORMATS, type Cell, type StampEntry } from './sheet-table.ts'

/** Columns that nobody edits: the live sums, their verdict, and what the last check said of the row. */
export const LIVE_HEADERS = { sum: 'Sums to', verdict: 'Live check', check: 'Check' } as const

/** Words of the live check; only the first is as it should be. */
export const VERDICTS = {
  good: 'OK',
  over: 'Over',
  short: 'Short',
  low: 'Low above target',
  high: 'High below target',
} as const

/** One column of a sheet to be edited, with widths in characters. */
export interface EditColumn {
  readonly header: string
  readonly format: string
  readonly width: number
  /** For cells that are calculated: the same formula in every row. */
  readonly formula?: string
  readonly choices?: readonly string[]
  readonly isWeight?: boolean
}

/** A model ready to be written: plain data, nothing of Excel. */
export interface TargetsSheet {
  readonly sheetName: string
  readonly tableName: string
  readonly title: string
  readonly stamp: readonly StampEntry[]
  /** Label and formula of the whole's live sum, behind the stamp. */
  readonly liveStamp: readonly { readonly label: string; readonly formula: string; readonly format: string }[]
  readonly columns: readonly EditColumn[]
  readonly rows: readonly (readonly Cell[])[]
  readonly hint: string
}

export interface TargetsSource {
  readonly baselineId: string
  readonly modelName: string
  readonly versionNumber: number
  readonly effectiveFrom: string
  readonly author: string
  /** ISO 8601 in UTC. */
  readonly pulledAt: string
  readonly rows: readonly ModelRow[]
}

/** Shows every place that a target may have. */
const EXACT_WEIGHT = '0.00##%'

const WIDTHS: Readonly<Record<ModelHeader, number>> = {
  Kind: 10,
  Class: 22,
  'Part of': 20,
  Symbol: 9,
  'Held in': 14,
  Target: 9,
  Low: 8,
  High: 8,
  Alternatives: 16,
}

/** What a sheet's rows are an edition of; a publication brings the entries up to date, label by label. */
export function targetsStamp(source: Omit<TargetsSource, 'baselineId' | 'rows'>): readonly StampEntry[] {
  return [
    { label: 'Version', value: source.versionNumber, format: FORMATS.count },
    { label: 'Model', value: source.modelName, format: FORMATS.text },
    { label: 'Pulled at', value: minuteInUtc(source.pulledAt), format: FORMATS.text },
    { label: 'Author', value: source.author, format: FORMATS.text },
    { label: 'In force from', value: dateCell(source.effectiveFrom), format: 'yyyy-mm-dd' },
  ]
}

function minuteInUtc(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`
}

/** A model as an editable sheet. Formulas name the table's columns, so they hold when rows and columns move. */
export function targetsSheet(source: TargetsSource, tableName: string): TargetsSheet {
  const of = (header: string) => `${tableName}[${header}]`
  const notSecurity = `${of('Kind')},"<>${ROW_KINDS.security}"`
  const top = `SUMIFS(${of('Target')},${of('Part of')},"",${notSecurity})`
  return {
    sheetName: `Targets ${source.modelName}`,
    tableName,
    title: `Targets of ${source.modelName}`,
    stamp: targetsStamp(source),
    liveStamp: [
      { label: 'Sum', formula: `=${top}`, format: EXACT_WEIGHT },
      { label: LIVE_HEADERS.verdict, formula: `=${verdict(top, '1')}`, format: 'General' },
    ],
    columns: [
      ...editColumns(),
      ...liveColumns(tableName),
      { header: keyHeader(source.baselineId), format: 'General', width: 1 },
    ],
    rows: source.rows.map(rowCells),
    hint: 'Change, add or delete rows, then check and publish in the pane. Weights of securities are shares of their class.',
  }
}

function editColumns(): readonly EditColumn[] {
  return MODEL_COLUMNS.map((column) => ({
    header: column.header,
    format: column.kind === 'weight' ? EXACT_WEIGHT : column.kind === 'text' ? FORMATS.text : 'General',
    width: WIDTHS[column.header],
    ...('choices' in column ? { choices: column.choices } : {}),
    isWeight: column.kind === 'weight',
  }))
}

function liveColumns(tableName: string): readonly EditColumn[] {
  const of = (header: string) => `${tableName}[${header}]`
  const here = (header: string) => `${tableName}[@[${header}]]`
  const isSecurity = `${here('Kind')}="${ROW_KINDS.security}"`
  const notSecurity = `${of('Kind')},"<>${ROW_KINDS.security}"`
  const filling = `${of('Kind')},"${ROW_KINDS.security}",${of('Class')},${here('Class')},${of('Held in')},${here('Held in')}`
  const parts = `${of('Part of')},${here('Class')},${notSecurity}`
  const sum = `=IF(${isSecurity},SUMIFS(${of('Target')},${filling}),IF(COUNTIFS(${parts})=0,"",SUMIFS(${of('Target')},${parts})))`
  const range = (otherwise: string) =>
    `IF(AND(NOT(${isSecurity}),${here('Low')}>${here('Target')}),"${VERDICTS.low}",IF(AND(NOT(${isSecurity}),${here('High')}<${here('Target')}),"${VERDICTS.high}",${otherwise}))`
  const goal = `IF(${isSecurity},1,${here('Target')})`
  const live = `=${range(`IF(${here(LIVE_HEADERS.sum)}="","${VERDICTS.good}",${verdict(here(LIVE_HEADERS.sum), goal)})`)}`
  return [
    { header: LIVE_HEADERS.sum, format: EXACT_WEIGHT, width: 10, formula: sum },
    { header: LIVE_HEADERS.verdict, format: 'General', width: 16, formula: live },
    { header: LIVE_HEADERS.check, format: FORMATS.text, width: 60 },
  ]
}

function verdict(sum: string, goal: string): string {
  const off = `ROUND(${sum}-${goal},6)`
  return `IF(${off}=0,"${VERDICTS.good}",IF(${off}>0,"${VERDICTS.over}","${VERDICTS.short}"))`
}

/** The cells of a row, those calculated left to their formulas. */
export function rowCells({ key, values }: ModelRow): readonly Cell[] {
  const cells = MODEL_COLUMNS.map(({ header, kind }) => cellOf(values[header], kind))
  return [...cells, '', '', '', key ?? '']
}

/** A value of the baseline as a cell shows it. */
export function cellOf(value: string, kind: (typeof MODEL_COLUMNS)[number]['kind']): Cell {
  return kind === 'weight' ? numberCell(value === '' ? null : value) : value
}
