import { ApiFailure } from '../api/failure.ts'
import { HouseholdProposalDocument, type HouseholdProposalQuery } from '../api/generated/graphql.ts'
import { readBaselines } from '../excel/baseline-sheet.ts'
import { readEditedTable } from '../excel/edited-table.ts'
import type { RunOptions } from '../excel/run-in-excel.ts'
import { applyTrades } from '../excel/trades-apply.ts'
import { writeTrades } from '../excel/trades-write.ts'
import { findEdits } from '../sheets/baseline-edits.ts'
import type { Baseline } from '../sheets/baseline.ts'
import type { RefreshCounts } from '../sheets/refresh-plan.ts'
import { EDITABLE_COLUMNS } from '../sheets/trades-columns.ts'
import { editCount } from '../sheets/trades-push.ts'
import { tradesSheet } from '../sheets/trades-sheet.ts'
import type { PaneTools } from './pane-tools.ts'
import { stampOf } from './pull-drift.ts'

export const TRADES = 'trades'

type Tools = Pick<PaneTools, 'ask' | 'now' | 'newId' | 'firm' | 'viewer'>

/** What a pull of trades, or a refresh, came to. */
export type TradesPulled =
  | { readonly kind: 'pulled'; readonly sheetName: string; readonly tradeCount: number }
  | {
      readonly kind: 'refreshed'
      readonly sheetName: string
      readonly rowCount: number
      readonly counts: RefreshCounts
      readonly isMarked: boolean
    }
  /** The sheet holds what was not pushed; nothing was touched. */
  | { readonly kind: 'unsaved'; readonly sheetName: string; readonly edits: number }
  | { readonly kind: 'noProposal' }
  | { readonly kind: 'refused'; readonly sentence: string }

/**
 * Pulls a household's latest proposal into a sheet to be edited. Where it has one already that sheet is brought up to
 * date in place; what was typed there and not pushed stops it, unless the person gives it up. Throws ApiFailure, ExcelFailure.
 */
export async function pullTrades(
  householdId: string,
  { discardsEdits }: { readonly discardsEdits: boolean },
  tools: Tools,
  options?: RunOptions,
): Promise<TradesPulled> {
  const { standing, lost } = await sheetsOf(householdId, options)
  if (standing && standing.edits > 0 && !discardsEdits) {
    return { kind: 'unsaved', sheetName: standing.sheetName, edits: standing.edits }
  }
  const { household, proposals } = await tools.ask(HouseholdProposalDocument, { householdId })
  if (!household) throw new ApiFailure('refused', 'This household is not there any more.')
  const proposal = proposals.edges[0]?.node
  if (!proposal) return { kind: 'noProposal' }
  const scope = `Proposal of ${proposal.asOf} by ${proposal.author}`
  const stamp = stampOf(tools, { asOf: proposal.asOf, scope, householdCount: 1 })
  const sheet = tradesSheet(proposal, stamp, symbolsOf(household))
  if (!standing) {
    const baseline = baselineOf(proposal, householdId, tools)
    const { sheetName } = await writeTrades(sheet, baseline, { ...options, replaces: lost })
    return { kind: 'pulled', sheetName, tradeCount: proposal.trades.length }
  }
  const applied = await applyTrades(
    standing.baseline.id,
    {
      proposal,
      verdicts: [],
      theirs: new Map(),
      isRefresh: true,
      discardsEdits,
      marksChanges: true,
      stamp: sheet.stamp,
      pulledAt: stamp.pulledAt,
    },
    options,
  )
  if (applied.kind === 'unreadable') return { kind: 'refused', sentence: applied.sentence }
  if (applied.kind === 'unsaved') return applied
  if (applied.kind !== 'applied') return pullTrades(householdId, { discardsEdits }, tools, options)
  const { sheetName, counts, isMarked } = applied
  return { kind: 'refreshed', sheetName, rowCount: proposal.trades.length, counts, isMarked }
}

type Household = NonNullable<HouseholdProposalQuery['household']>
type Proposal = HouseholdProposalQuery['proposals']['edges'][number]['node']

function symbolsOf({ drift, model }: Household): readonly string[] {
  const held = drift?.securities.map(({ security }) => security.symbol) ?? []
  const ofModel = model?.current?.nodes.flatMap(({ securities }) =>
    securities.map(({ security }) => security.symbol),
  )
  return [...held, ...(ofModel ?? [])]
}

function baselineOf(
  proposal: Proposal,
  householdId: string,
  { now, newId }: Tools,
): Omit<Baseline, 'tableId' | 'sheetId' | 'rows'> {
  return {
    id: newId(),
    kind: TRADES,
    subjectId: proposal.id,
    subjectName: proposal.household.name,
    serverVersion: proposal.version,
    pulledAt: now().toISOString(),
    columns: EDITABLE_COLUMNS,
    pending: null,
    extra: { householdId },
  }
}

/** A household's sheet of trades in this workbook. */
export interface StandingSheet {
  readonly baseline: Baseline
  readonly sheetName: string
  /** Cells and rows that no push has taken. */
  readonly edits: number
}

/** Finds a household's sheet of trades. */
export async function standingSheet(
  householdId: string,
  options?: RunOptions,
): Promise<StandingSheet | null> {
  return (await sheetsOf(householdId, options)).standing
}

/** Also ids of pulls that are not in the workbook any more; their tables may still come back by undo. */
async function sheetsOf(
  householdId: string,
  options?: RunOptions,
): Promise<{ readonly standing: StandingSheet | null; readonly lost: readonly string[] }> {
  const baselines = await readBaselines(options)
  const own = baselines.filter(({ kind, extra }) => kind === TRADES && extra['householdId'] === householdId)
  const lost: string[] = []
  for (const baseline of own) {
    const read = await readEditedTable(baseline.id, options)
    if (read.kind !== 'found') {
      lost.push(baseline.id)
      continue
    }
    const edits = editCount(baseline, findEdits(baseline, read.cells))
    return { standing: { baseline, sheetName: read.sheetName, edits }, lost }
  }
  return { standing: null, lost }
}
