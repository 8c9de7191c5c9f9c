import {
  BatchDriftDocument,
  BatchOutliersDocument,
  ModelTiersDocument,
  type ModelTiersQuery,
  type ProposalDriftFragment,
} from '../api/generated/graphql.ts'
import { addDriftChart } from '../excel/drift-chart.ts'
import { batchDriftSheet, classDriftMeans } from '../sheets/batch-drift.ts'
import { outliersSheet } from '../sheets/outliers-sheet.ts'
import { ApiFailure } from '../api/failure.ts'
import { everyPage, found } from './collect-batch.ts'
import type { PaneTools } from './pane-tools.ts'
import { stampOf, writePulled, type Pulled, type PullProgress } from './pull-drift.ts'

type Tools = Pick<PaneTools, 'ask' | 'viewer' | 'firm' | 'now'>

interface Work {
  readonly tools: Tools
  readonly signal: AbortSignal
  readonly onProgress: (progress: PullProgress) => void
}

/** The server lists no more of them. */
const MOST_OUTLIERS = 2_000
const PROPOSALS_A_PAGE = 200
const MODELS_A_PAGE = 100

/** Writes what stands out of a batch to a sheet, sums on top. Throws ApiFailure, ExcelFailure or AbortError. */
export async function pullOutliers(batchId: string, { tools, signal, onProgress }: Work): Promise<Pulled> {
  const answer = await tools.ask(BatchOutliersDocument, { id: batchId, first: MOST_OUTLIERS }, signal)
  const { name, asOf, householdCount, outliers, sums } = found(answer.batch)
  if (outliers.length === 0) throw new ApiFailure('refused', 'Nothing of this batch stands out.')
  const stamp = stampOf(tools, { asOf, scope: `Batch “${name}”`, householdCount })
  return writePulled(
    outliersSheet({ id: batchId, name }, outliers, sums, stamp),
    asOf,
    { placement: 'replace' },
    onProgress,
  )
}

/** Writes a batch's drift by class, before and after, to a sheet with Excel's own chart of it. Throws as `pullOutliers` does. */
export async function pullDriftChart(
  { id, name, asOf }: { readonly id: string; readonly name: string; readonly asOf: string },
  { tools, signal, onProgress }: Work,
): Promise<Pulled> {
  const models = await everyPage<ModelTiersQuery['models']['edges'][number]['node']>(
    async (after) => (await tools.ask(ModelTiersDocument, { first: MODELS_A_PAGE, after }, signal)).models,
    () => undefined,
  )
  const nodes = models.flatMap(({ current }) => current?.nodes ?? [])
  const tiers = new Set(nodes.filter(({ isTier }) => isTier).map((node) => node.name))
  const proposals = await everyPage<ProposalDriftFragment>(
    async (after) => {
      const answer = await tools.ask(BatchDriftDocument, { id, first: PROPOSALS_A_PAGE, after }, signal)
      return found(answer.batch).proposals
    },
    (done) => onProgress({ step: 'reading', done, of: done, noun: 'proposal' }),
  )
  const means = classDriftMeans(proposals, tiers)
  if (means.length === 0) throw new ApiFailure('refused', 'This batch has no proposals to draw.')
  const stamp = stampOf(tools, { asOf, scope: `Batch “${name}”`, householdCount: proposals.length })
  const sheet = batchDriftSheet(name, means, stamp)
  return writePulled(sheet, asOf, { placement: 'addSheet', onDressed: addDriftChart }, onProgress)
}
