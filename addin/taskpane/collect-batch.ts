import type { Ask } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import {
  BlotterProposalsDocument,
  BlotterTradesDocument,
  type BatchStatusFragment,
  type BlotterProposalFragment,
  type BlotterTradeFragment,
} from '../api/generated/graphql.ts'
import type { BlotterData } from '../sheets/blotter-sheet.ts'
import type { ServerPage } from './use-pages.ts'

const PROPOSALS_A_PAGE = 500
/** About a megabyte. */
const TRADES_A_PAGE = 2_000

/** How far the reading has come. */
export type OnBatchRead = (done: number, of: number, noun: string) => void

export interface BatchReading {
  readonly ask: Ask
  readonly signal: AbortSignal | undefined
  readonly onRead: OnBatchRead
}

/** Every page of a list. */
export async function everyPage<Row>(
  read: (after: string | null) => Promise<ServerPage<Row>>,
  onRead: (count: number) => void,
): Promise<Row[]> {
  const rows: Row[] = []
  let after: string | null = null
  do {
    const page: ServerPage<Row> = await read(after)
    for (const { node } of page.edges) rows.push(node)
    onRead(rows.length)
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
  return rows
}

/** Says that a batch is gone, where one was asked for and is not there. */
export function found<Batch>(batch: Batch | null): Batch {
  if (!batch) throw new ApiFailure('refused', 'This batch is not there any more.')
  return batch
}

/**
 * A batch's proposals and trades. Proposals come first: should somebody edit one in between, its list is not the one that is
 * kept, and an approval of it comes back instead of passing unseen. Throws ApiFailure or AbortError.
 */
export async function collectBlotter(
  id: string,
  { ask, signal, onRead }: BatchReading,
): Promise<{ readonly data: BlotterData; readonly batch: BatchStatusFragment }> {
  let batch: (BatchStatusFragment & Pick<BlotterData, 'sums'>) | null = null
  const proposals = await everyPage<BlotterProposalFragment>(
    async (after) => {
      const answer = await ask(BlotterProposalsDocument, { id, first: PROPOSALS_A_PAGE, after }, signal)
      const now = found(answer.batch)
      batch ??= now
      return now.proposals
    },
    (count) => onRead(count, batch?.sums.proposals ?? count, 'proposal'),
  )
  const { sums, ...status } = found<BatchStatusFragment & Pick<BlotterData, 'sums'>>(batch)
  const trades = await everyPage<BlotterTradeFragment>(
    async (after) => {
      const answer = await ask(BlotterTradesDocument, { id, first: TRADES_A_PAGE, after }, signal)
      return found(answer.batch).trades
    },
    (count) => onRead(count, Math.max(count, sums.trades), 'trade'),
  )
  return {
    batch: status,
    data: {
      batchId: id,
      batchName: status.name,
      sums,
      proposals: new Map(proposals.map((proposal) => [proposal.id, proposal])),
      trades,
    },
  }
}
