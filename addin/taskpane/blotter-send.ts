import { ApiFailure, isUnsettled } from '../api/failure.ts'
import { PushBlotterDocument } from '../api/generated/graphql.ts'
import { saveBaseline } from '../excel/baseline-sheet.ts'
import { readStandingBlotter } from '../excel/blotter-read.ts'
import { findEdits } from '../sheets/baseline-edits.ts'
import type { Baseline } from '../sheets/baseline.ts'
import {
  blotterParts,
  blotterPush,
  inputOfPart,
  type SentBlotter,
  type SentRow,
} from '../sheets/blotter-push.ts'
import { listsOf } from '../sheets/blotter-sheet.ts'
import { unreadable, type RowVerdict } from '../sheets/trades-push.ts'
import { layOver, lossInWords, readBatch, type BlotterWork } from './blotter-pull.ts'

/** How a push of a blotter ended; whatever the end, nothing that a person typed is lost. */
export type BlotterPushed =
  | {
      readonly kind: 'pushed'
      readonly accepted: number
      readonly refused: readonly RowVerdict[]
      /** Approved by this person, and waiting for another one. */
      readonly waiting: number
      /** Some are over a cap of the policy: meant, or not, is the person's to say. */
      readonly isOverCap: boolean
    }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly sentence: string }
  /** Whether it was done is not known; the same is sent again until there is an answer. */
  | { readonly kind: 'unanswered'; readonly sentence: string }

/** What a person says of all approvals of a push. */
export interface ApprovalChoices {
  readonly confirmOverCap: boolean
  readonly approvalNote: string
}

/**
 * Pushes what was typed into a blotter, in as many parts as the server needs, then lays the batch as it stands over the sheet,
 * each row with its answer. What is sent is kept in the workbook first, so that after a lost answer or a reload of the pane the
 * very same is sent again, with one effect. Throws ExcelFailure; ApiFailure where a person must sign in.
 */
export async function pushBlotter(
  baselineId: string,
  choices: ApprovalChoices,
  work: BlotterWork,
): Promise<BlotterPushed> {
  const { tools, options } = work
  const read = await readStandingBlotter(baselineId, options)
  if (read.kind !== 'found') return { kind: 'refused', sentence: lossInWords(read.kind) }
  const { baseline, cells } = read
  const bare = { ...baseline, rows: [] }
  if (baseline.pending) return sendPending(bare, work)
  const edits = findEdits(baseline, cells)
  const sentence = unreadable(edits)
  if (sentence) return { kind: 'refused', sentence }
  const push = blotterPush(baseline, edits)
  if (push.proposals.length === 0) {
    if (push.unsent.length === 0) return { kind: 'nothing' }
    return finish(bare, { verdicts: [], sent: [], overCap: false }, work)
  }
  const parts = blotterParts(push.proposals, listsOf(baseline))
  const sent: SentBlotter = {
    ...choices,
    parts: parts.map((rows) => ({ clientMutationId: tools.newId(), rows })),
  }
  const pending = {
    clientMutationId: sent.parts[0]?.clientMutationId ?? '',
    sentAt: tools.now().toISOString(),
    input: JSON.stringify(sent),
  }
  await saveBaseline({ ...bare, pending }, options)
  return sendPending({ ...bare, pending }, work)
}

interface Answered {
  readonly verdicts: readonly RowVerdict[]
  readonly sent: readonly SentRow[]
  readonly overCap: boolean
}

const OVER_CAP: ReadonlySet<string> = new Set(['OVER_CAP', 'BATCH_OVER_CAP'])

/** Sends what was kept and not answered, part by part, as it stands. */
async function sendPending(baseline: Baseline, work: BlotterWork): Promise<BlotterPushed> {
  const { tools, onProgress } = work
  const sent = JSON.parse(baseline.pending?.input ?? '') as SentBlotter
  const rows = sent.parts.flatMap((part) => part.rows)
  const lists = listsOf(baseline)
  const verdicts: RowVerdict[] = []
  let overCap = false
  try {
    for (const part of sent.parts) {
      onProgress({ step: 'sending', done: verdicts.length, of: rows.length })
      const input = inputOfPart(baseline.subjectId, sent, part, lists)
      const { pushBlotter: answer } = await tools.ask(PushBlotterDocument, { input })
      if (answer.__typename === 'PushBlotterPayload') {
        for (const { rowKey, accepted, code, message } of answer.verdicts) {
          const key = rows[Number(rowKey)]?.key ?? null
          if (OVER_CAP.has(code)) overCap = true
          verdicts.push({ rowKey: key, row: null, accepted, sentence: message })
        }
      } else {
        // A part that is refused whole has done nothing; those before it stand.
        for (const { key } of part.rows)
          verdicts.push({ rowKey: key, row: null, accepted: false, sentence: answer.message })
      }
    }
  } catch (error) {
    return unanswered(error, baseline, work)
  }
  return finish(baseline, { verdicts, sent: rows, overCap }, work)
}

async function unanswered(
  error: unknown,
  baseline: Baseline,
  { options }: BlotterWork,
): Promise<BlotterPushed> {
  if (!(error instanceof ApiFailure)) throw error
  if (!isUnsettled(error.kind)) await saveBaseline({ ...baseline, pending: null }, options)
  if (error.kind === 'unauthenticated' || !isUnsettled(error.kind)) throw error
  return {
    kind: 'unanswered',
    sentence: `${error.message} Your edits are kept in the sheet. Whether they arrived is not known yet: pushing again has one effect.`,
  }
}

/** Writes the answer into the sheet: a word in each row, figures and states as the server has them. */
async function finish(
  baseline: Baseline,
  { verdicts, sent, overCap }: Answered,
  work: BlotterWork,
): Promise<BlotterPushed> {
  const data = await readBatch(baseline.subjectId, { ...work, signal: undefined })
  const how = { isRefresh: false, discardsEdits: false }
  const applied = await layOver(baseline.id, data, { verdicts, sent }, work, how)
  if (applied.kind === 'unreadable') return { kind: 'refused', sentence: applied.sentence }
  if (applied.kind === 'unsaved') throw new Error('Only a refresh stops at edits')
  if (applied.kind !== 'applied') return { kind: 'refused', sentence: lossInWords(applied.kind) }
  return {
    kind: 'pushed',
    accepted: verdicts.filter((verdict) => verdict.accepted).length,
    refused: [...verdicts.filter((verdict) => !verdict.accepted), ...applied.unsent],
    waiting: verdicts.filter(({ accepted, sentence }) => accepted && sentence !== '').length,
    isOverCap: overCap,
  }
}
