import type { BlotterProposalFragment, BlotterTradeFragment, SumsFragment } from '../api/generated/graphql.ts'
import type { Baseline, BaselineRow, TableCells } from './baseline.ts'
import { keyHeader } from './baseline.ts'
import { BLOTTER_FIELDS, hiddenCell, readHiddenCell, type BlotterLine } from './blotter-columns.ts'
import { stampEntries, type PullStamp } from './drift-stamp.ts'
import { numberCell } from './exact-cells.ts'
import { safeSheetName } from './sheet-names.ts'
import { FORMATS, byFields, type Cell, type SheetTable, type StampEntry } from './sheet-table.ts'

/** A batch as it was read: every proposal, and every trade of them. */
export interface BlotterData {
  readonly batchId: string
  readonly batchName: string
  readonly sums: SumsFragment
  readonly proposals: ReadonlyMap<string, BlotterProposalFragment>
  readonly trades: readonly BlotterTradeFragment[]
}

/** A batch's blotter: one row a trade, in the order of households. */
export function blotterSheet(data: BlotterData, stamp: PullStamp, baselineId: string): SheetTable {
  const lines = openLines(data)
  const { columns, rows } = byFields(BLOTTER_FIELDS, lines)
  return {
    sheetName: safeSheetName(`Blotter ${data.batchName}`),
    tableName: 'EvenkeelBlotter',
    title: `Blotter of “${data.batchName}”`,
    stamp: blotterStamp(data, stamp),
    columns: [...columns, { header: keyHeader(baselineId), kind: 'text' }],
    rows: rows.map((row, index): readonly Cell[] => {
      const line = lines[index]
      return [...row, line ? hiddenCell(line) : '']
    }),
    bands: null,
    emphasis: null,
  }
}

/** The stamp of a pull, and what the proposals come to. */
export function blotterStamp({ sums }: BlotterData, stamp: PullStamp): readonly StampEntry[] {
  return [
    ...stampEntries(stamp),
    { label: 'Trades', value: sums.trades, format: FORMATS.count },
    { label: 'Approved', value: `${sums.approved} of ${sums.proposals} proposals`, format: FORMATS.text },
    { label: 'Tax of all ($)', value: numberCell(sums.taxCost), format: FORMATS.money },
    { label: 'Turnover of all ($)', value: numberCell(sums.turnoverValue), format: FORMATS.money },
  ]
}

const CLOSED: ReadonlySet<string> = new Set(['REJECTED', 'STALE'])

/** Trades of proposals that can still be approved, or are; household by household. */
export function openLines(data: BlotterData): readonly BlotterLine[] {
  return linesOf(data, ({ state }) => !CLOSED.has(state))
}

/** Trades of the proposals that are wanted. */
export function linesOf(
  { proposals, trades }: BlotterData,
  isWanted: (proposal: BlotterProposalFragment, trade: BlotterTradeFragment) => boolean,
): readonly BlotterLine[] {
  const byProposal = Map.groupBy(trades, ({ proposal }) => proposal.id)
  return [...proposals.values()].flatMap((proposal) =>
    (byProposal.get(proposal.id) ?? [])
      .filter((trade) => isWanted(proposal, trade))
      .map((trade) => ({ trade, proposal, status: '' })),
  )
}

/**
 * A blotter as it was read from the sheet: what each row was pulled with stands in its own hidden cell. Answers the baseline
 * with those rows, and the cells with bare keys, for `findEdits`.
 */
export function readBlotter(
  baseline: Baseline,
  { headers, rows, ...rest }: TableCells,
): { readonly baseline: Baseline; readonly cells: TableCells } {
  const at = headers.indexOf(keyHeader(baseline.id))
  const pulled = new Map<string, BaselineRow>()
  const bare = rows.map((row) => {
    const own = readHiddenCell(String(row.cells[at]?.value ?? ''))
    if (!own) return row
    pulled.set(own.key, own)
    return { ...row, cells: row.cells.with(at, { value: own.key, formula: own.key }) }
  })
  return { baseline: { ...baseline, rows: [...pulled.values()] }, cells: { ...rest, headers, rows: bare } }
}

/** Which list of each proposal the sheet shows, to be kept with it: an approval is of that one and no other. */
export function keptOf({ batchId, proposals }: BlotterData): Baseline['extra'] {
  const lists = [...proposals.values()].map(({ id, listSha256 }) => [id, listSha256])
  return { batchId, lists: JSON.stringify(lists) }
}

/** Proposal ids with the hash of the list that was pulled. */
export function listsOf({ extra }: Baseline): ReadonlyMap<string, string> {
  return new Map(JSON.parse(extra['lists'] ?? '[]') as [string, string][])
}
