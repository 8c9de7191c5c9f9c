import {
  PublishModelVersionDocument,
  type PublishModelVersionInput,
  type PublishModelVersionMutation,
} from '../api/generated/graphql.ts'
import { ApiFailure, isUnsettled } from '../api/failure.ts'
import { saveBaseline } from '../excel/baseline-sheet.ts'
import { patchTargets } from '../excel/targets-patch.ts'
import type { RunOptions } from '../excel/run-in-excel.ts'
import type { Baseline, PendingPush } from '../sheets/baseline.ts'
import { baselineRows, modelInput, pulledRows, type ModelRow } from '../sheets/model-rows.ts'
import { identity } from '../sheets/targets-merge.ts'
import { NO_PATCH } from '../sheets/targets-patch.ts'
import { targetsStamp } from '../sheets/targets-sheet.ts'
import { conflictOf, type TargetsConflict } from './conflict-targets.ts'
import type { PaneTools } from './pane-tools.ts'
import { explainInRows, readTargets, type SheetProblem } from './targets-check.ts'

type Tools = Pick<PaneTools, 'ask' | 'now' | 'newId'>

/** How a publication ended; whatever the end, nothing a person typed is lost. */
export type PublishOutcome =
  | { readonly kind: 'published'; readonly version: number; readonly effectiveFrom: string }
  /** Problems stand beside their rows. */
  | { readonly kind: 'rowsRefused'; readonly problems: readonly SheetProblem[] }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'conflict'; readonly conflict: TargetsConflict }
  /** Whether it was published is not known; the same is sent again until there is an answer. */
  | { readonly kind: 'unanswered'; readonly sentence: string }

/**
 * Publishes a model's sheet as the next version. What is sent is kept in the workbook first, so that a lost answer, a
 * reload of the pane or a new sign-in sends the very same again. Throws ExcelFailure; ApiFailure where a person must sign in or
 * may not publish.
 */
export async function publishTargets(
  baselineId: string,
  rationale: string,
  tools: Tools,
  options?: RunOptions,
): Promise<PublishOutcome> {
  const reading = await readTargets(baselineId, options)
  if (reading.kind === 'lost') return { kind: 'refused', sentence: reading.sentence }
  const { baseline, problems, editCount, rows } = reading.state
  if (baseline.pending) return sendPending(baselineId, tools, options)
  await explainInRows(baseline, problems, options)
  if (problems.length > 0) return { kind: 'rowsRefused', problems }
  if (editCount === 0) {
    const sentence = `Nothing differs from version ${baseline.serverVersion}, which was pulled.`
    return { kind: 'refused', sentence }
  }
  if (rationale.trim() === '')
    return { kind: 'refused', sentence: 'Say why first: the rationale stays in the history.' }
  await saveBaseline({ ...baseline, pending: pendingOf(baseline, rows, rationale, tools) }, options)
  return sendPending(baselineId, tools, options)
}

function pendingOf(
  baseline: Baseline,
  rows: readonly ModelRow[],
  rationale: string,
  { now, newId }: Tools,
): PendingPush {
  const { nodes, securities } = modelInput(rows)
  const clientMutationId = newId()
  const input: PublishModelVersionInput = {
    clientMutationId,
    modelId: baseline.subjectId,
    expectedVersion: baseline.serverVersion,
    rationale: rationale.trim(),
    nodes,
    securities,
  }
  return {
    clientMutationId,
    sentAt: now().toISOString(),
    input: JSON.stringify(input),
    rows: baselineRows(rows),
  }
}

/** Sends what was kept and not answered, as it stands, and acts on the answer. */
export async function sendPending(
  baselineId: string,
  tools: Tools,
  options?: RunOptions,
): Promise<PublishOutcome> {
  const reading = await readTargets(baselineId, options)
  if (reading.kind === 'lost') return { kind: 'refused', sentence: reading.sentence }
  const { baseline } = reading.state
  if (!baseline.pending) return { kind: 'refused', sentence: 'Nothing waits to be published.' }
  let answer: PublishModelVersionMutation['publishModelVersion']
  try {
    const input = JSON.parse(baseline.pending.input) as PublishModelVersionInput
    answer = (await tools.ask(PublishModelVersionDocument, { input })).publishModelVersion
  } catch (error) {
    return unanswered(error, baseline, options)
  }
  // A person may have sorted or edited while the server was at work.
  const after = await readTargets(baselineId, options)
  const { rows } = after.kind === 'read' ? after.state : reading.state
  switch (answer.__typename) {
    case 'PublishModelVersionPayload':
      await goOnFrom(answer.modelVersion, baseline, rows, tools, options)
      return {
        kind: 'published',
        version: answer.modelVersion.number,
        effectiveFrom: answer.modelVersion.effectiveFrom,
      }
    case 'MutationRefused':
      await saveBaseline({ ...baseline, pending: null }, options)
      return refusal(answer, baseline, rows, options)
    case 'Conflict':
      await saveBaseline({ ...baseline, pending: null }, options)
      return { kind: 'conflict', conflict: await conflictOf(baseline, rows, answer.message, tools) }
  }
}

async function unanswered(error: unknown, baseline: Baseline, options?: RunOptions): Promise<PublishOutcome> {
  if (!(error instanceof ApiFailure)) throw error
  if (!isUnsettled(error.kind)) await saveBaseline({ ...baseline, pending: null }, options)
  if (error.kind === 'unauthenticated' || !isUnsettled(error.kind)) throw error
  return {
    kind: 'unanswered',
    sentence: `${error.message} Whether the version was published is not known yet; trying again publishes it once at most.`,
  }
}

type PublishedVersion = Extract<
  PublishModelVersionMutation['publishModelVersion'],
  { readonly __typename: 'PublishModelVersionPayload' }
>['modelVersion']

/** The baseline after a publication is what was sent; what a person changed since stays an edit. */
async function goOnFrom(
  { number: version, effectiveFrom, author }: PublishedVersion,
  baseline: Baseline,
  rows: readonly ModelRow[],
  { now }: Tools,
  options?: RunOptions,
): Promise<void> {
  const sent = pulledRows(baseline.pending?.rows ?? [])
  const added = new Map(rows.filter(({ key }) => key === null).map((row) => [identity(row), row]))
  const keyed = sent.map((row, index) => (row.key === null ? { ...row, key: `v${version}r${index}` } : row))
  const keys = sent.flatMap((row, index) => {
    const at = row.key === null ? added.get(identity(row)) : undefined
    return at ? [{ at, key: keyed[index]?.key ?? '' }] : []
  })
  const pulledAt = now().toISOString()
  const after: Baseline = {
    ...baseline,
    serverVersion: version,
    pulledAt,
    rows: baselineRows(keyed),
    pending: null,
  }
  const modelName = baseline.subjectName
  const stamp = targetsStamp({ modelName, versionNumber: version, effectiveFrom, author, pulledAt })
  await patchTargets(baseline, after, { ...NO_PATCH, keys }, stamp, options)
  await explainInRows(after, [], options)
}

type Refusal = Extract<
  PublishModelVersionMutation['publishModelVersion'],
  { readonly __typename?: 'MutationRefused' }
>

/** Each problem of the server goes to the row that its place names: `nodes.3.target`, `securities.2.symbol`. */
async function refusal(
  { message, problems }: Refusal,
  baseline: Baseline,
  rows: readonly ModelRow[],
  options?: RunOptions,
): Promise<PublishOutcome> {
  if (problems.length === 0) return { kind: 'refused', sentence: message }
  const { nodeRows, securityRows } = modelInput(pulledRows(baseline.pending?.rows ?? []))
  const placed = problems.map((problem): SheetProblem => {
    const [, list, index] = /^(nodes|securities)\.(\d+)\./.exec(problem.place ?? '') ?? []
    const sent = (list === 'nodes' ? nodeRows : securityRows)[Number(index)]
    const row =
      sent && rows.find((each) => (sent.key === null ? isSameAdded(each, sent) : each.key === sent.key))
    return { key: row?.key ?? null, row: row?.row ?? null, sentence: problem.message }
  })
  await explainInRows(baseline, placed, options)
  return { kind: 'rowsRefused', problems: placed }
}

function isSameAdded(row: ModelRow, sent: ModelRow): boolean {
  return row.key === null && identity(row) === identity(sent)
}
