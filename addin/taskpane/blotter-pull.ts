import { readBaselines } from '../excel/baseline-sheet.ts'
import { applyBlotter, type BlotterApplied } from '../excel/blotter-apply.ts'
import { readStandingBlotter } from '../excel/blotter-read.ts'
import { writeBlotter } from '../excel/blotter-write.ts'
import { LOSS_SENTENCES } from '../excel/baseline-table.ts'
import type { RunOptions } from '../excel/run-in-excel.ts'
import type { Baseline } from '../sheets/baseline.ts'
import { BLOTTER_EDITABLE } from '../sheets/blotter-columns.ts'
import { blotterSheet, blotterStamp, keptOf, openLines, type BlotterData } from '../sheets/blotter-sheet.ts'
import type { RefreshCounts } from '../sheets/refresh-plan.ts'
import { collectBlotter } from './collect-batch.ts'
import type { PaneTools } from './pane-tools.ts'
import { stampOf, type PullProgress } from './pull-drift.ts'

export const BLOTTER = 'blotter'

export type BlotterTools = Pick<PaneTools, 'ask' | 'now' | 'newId' | 'firm' | 'viewer'>

/** What a blotter's work is told and tells meanwhile. */
export interface BlotterWork {
  readonly tools: BlotterTools
  readonly signal?: AbortSignal
  readonly onProgress: (progress: PullProgress) => void
  readonly options?: RunOptions
}

/** What a pull of a blotter, or a refresh, came to. */
export type BlotterPulled =
  | { readonly kind: 'pulled'; readonly sheetName: string; readonly tradeCount: number }
  | { readonly kind: 'refreshed'; readonly sheetName: string; readonly counts: RefreshCounts }
  | { readonly kind: 'unsaved'; readonly sheetName: string }
  | { readonly kind: 'noTrades' }
  | { readonly kind: 'refused'; readonly sentence: string }

/**
 * Pulls a batch's trades into a sheet, or brings the sheet that it has up to date in place; what was typed there and not pushed
 * stops it, unless the person gives it up. Throws ApiFailure, ExcelFailure or AbortError.
 */
export async function pullBlotter(
  batchId: string,
  { discardsEdits }: { readonly discardsEdits: boolean },
  work: BlotterWork,
): Promise<BlotterPulled> {
  const { standing, lost } = await blottersOf(batchId, work.options)
  const { tools, onProgress } = work
  const data = await readBatch(batchId, work)
  if (!standing) {
    const tradeCount = openLines(data).length
    if (tradeCount === 0) return { kind: 'noTrades' }
    const id = tools.newId()
    const baseline = baselineOf(id, data, tools)
    onProgress({ step: 'writing', done: 0, of: tradeCount, noun: 'row' })
    const sheetName = await writeBlotter(blotterSheet(data, stampFor(data, tools), id), baseline, {
      ...work.options,
      replaces: lost,
      onRowsWritten: (done) => onProgress({ step: 'writing', done, of: tradeCount, noun: 'row' }),
    })
    return { kind: 'pulled', sheetName, tradeCount }
  }
  const applied = await layOver(standing.baseline.id, data, { verdicts: [], sent: [] }, work, {
    isRefresh: true,
    discardsEdits,
  })
  switch (applied.kind) {
    case 'applied':
      return { kind: 'refreshed', sheetName: applied.sheetName, counts: applied.counts }
    case 'unsaved':
      return applied
    case 'unreadable':
      return { kind: 'refused', sentence: applied.sentence }
    case 'tableGone':
    case 'sheetGone':
    case 'baselineGone':
      return { kind: 'refused', sentence: lossInWords(applied.kind) }
  }
}

/** Reads a batch for its blotter, telling how far it is. */
export async function readBatch(
  batchId: string,
  { tools, signal, onProgress }: BlotterWork,
): Promise<BlotterData> {
  const { data } = await collectBlotter(batchId, {
    ask: tools.ask,
    signal,
    onRead: (done, of, noun) => onProgress({ step: 'reading', done, of, noun }),
  })
  return data
}

/** Lays a batch as it was read over its sheet. */
export function layOver(
  baselineId: string,
  data: BlotterData,
  answer: Pick<Parameters<typeof applyBlotter>[1], 'verdicts' | 'sent'>,
  { tools, onProgress, options }: BlotterWork,
  how: { readonly isRefresh: boolean; readonly discardsEdits: boolean },
): Promise<BlotterApplied> {
  onProgress({ step: 'writing', done: 0, of: data.trades.length, noun: 'row' })
  return applyBlotter(
    baselineId,
    {
      ...answer,
      ...how,
      data,
      extra: keptOf(data),
      stamp: blotterStamp(data, stampFor(data, tools)),
      pulledAt: tools.now().toISOString(),
    },
    options,
  )
}

function stampFor(data: BlotterData, tools: BlotterTools) {
  const scope = `Batch “${data.batchName}”`
  return stampOf(tools, { asOf: tools.firm.asOf, scope, householdCount: data.proposals.size })
}

function baselineOf(
  id: string,
  data: BlotterData,
  { now }: BlotterTools,
): Omit<Baseline, 'tableId' | 'sheetId'> {
  return {
    id,
    kind: BLOTTER,
    subjectId: data.batchId,
    subjectName: data.batchName,
    serverVersion: 0,
    pulledAt: now().toISOString(),
    columns: BLOTTER_EDITABLE,
    rows: [],
    pending: null,
    extra: keptOf(data),
  }
}

/** A batch's blotter in this workbook. */
export interface OpenBlotter {
  readonly baseline: Baseline
  readonly sheetName: string
}

/** Finds a batch's blotter without reading its rows. */
export async function standingBlotter(batchId: string, options?: RunOptions): Promise<OpenBlotter | null> {
  return (await blottersOf(batchId, options)).standing
}

async function blottersOf(
  batchId: string,
  options?: RunOptions,
): Promise<{ readonly standing: OpenBlotter | null; readonly lost: readonly string[] }> {
  const baselines = await readBaselines(options)
  const own = baselines.filter(({ kind, extra }) => kind === BLOTTER && extra['batchId'] === batchId)
  const lost: string[] = []
  for (const baseline of own) {
    const read = await readStandingBlotter(baseline.id, options)
    if (read.kind === 'found') return { standing: { baseline, sheetName: read.place.sheetName }, lost }
    lost.push(baseline.id)
  }
  return { standing: null, lost }
}

/** Why a blotter cannot be read any more. */
export function lossInWords(kind: keyof typeof LOSS_SENTENCES | 'baselineGone'): string {
  return kind === 'baselineGone'
    ? 'What was pulled into this sheet is not kept in the workbook any more. Pull the blotter anew.'
    : LOSS_SENTENCES[kind]
}
