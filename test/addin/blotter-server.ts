import { createHash } from 'node:crypto'
import type { Ask } from '../../addin/api/client.ts'
import { failureOf } from '../../addin/api/failure.ts'
import type {
  BlotterProposalFragment,
  BlotterTradeFragment,
  PushBlotterInput,
} from '../../addin/api/generated/graphql.ts'

interface Held {
  proposal: BlotterProposalFragment
  trades: BlotterTradeFragment[]
}

interface Variables {
  readonly input?: PushBlotterInput
  readonly first?: number
  readonly after?: string | null
}

/** An id as long as the server's own. */
const uuid = (name: string) =>
  createHash('sha256')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
const listOf = (trades: readonly BlotterTradeFragment[]) =>
  createHash('sha256').update(JSON.stringify(trades)).digest('hex')

/** A server of one batch, page by page. Keeps keys as the real one does: the same key with the same input has one effect. */
export class BatchServer {
  readonly inputs: PushBlotterInput[] = []
  /** Sentences by symbol: edits of these trades are refused. */
  readonly refusals = new Map<string, string>()
  /** What befalls the next pushes: none, lost on the way there, or on the way back. */
  readonly mishaps: ('there' | 'back' | null)[] = []
  readonly #held: Held[]
  readonly #done = new Map<string, unknown>()

  constructor(households: number, tradesEach: number) {
    this.#held = Array.from({ length: households }, (_, index) => household(index, tradesEach))
  }

  get proposals(): readonly BlotterProposalFragment[] {
    return this.#held.map(({ proposal }) => proposal)
  }

  /** A change by another client, without a workbook. */
  edit(household: number, shares: string): void {
    const held = this.#held[household]!
    held.trades = held.trades.map((trade, at) => (at === 0 ? { ...trade, shares } : trade))
    held.proposal = { ...held.proposal, state: 'EDITED', listSha256: listOf(held.trades) }
  }

  readonly ask = (async (document: { toString(): string }, variables: Variables) => {
    await Promise.resolve()
    const { input, first = 0, after } = variables
    if (input) return { pushBlotter: this.#answer(input) }
    const start = Number(after ?? 0)
    const isOfTrades = document.toString().includes('query BlotterTrades')
    const all = isOfTrades ? this.#held.flatMap(({ trades }) => trades) : this.proposals
    const page = {
      pageInfo: { hasNextPage: start + first < all.length, endCursor: String(start + first) },
      edges: all.slice(start, start + first).map((node) => ({ node })),
    }
    return { batch: isOfTrades ? { trades: page } : { ...this.#status(), proposals: page } }
  }) as Ask

  #answer(input: PushBlotterInput) {
    const mishap = this.mishaps.shift() ?? null
    if (mishap === 'there') throw failureOf('network')
    this.inputs.push(input)
    const answer = this.#done.get(input.clientMutationId) ?? this.#push(input)
    this.#done.set(input.clientMutationId, answer)
    if (mishap === 'back') throw failureOf('timeout')
    return answer
  }

  #push({ rows }: PushBlotterInput) {
    const byProposal = Map.groupBy(rows, ({ proposalId }) => proposalId)
    const verdicts = rows.map((row) => {
      const held = this.#held.find(({ proposal }) => proposal.id === row.proposalId)
      const trade = held?.trades.find(({ id }) => id === row.tradeId)
      const message =
        row.listSha256 !== held?.proposal.listSha256
          ? 'Trades of this proposal were changed since you pulled them: pull it again.'
          : (row.shares ?? row.strike)
            ? (this.refusals.get(trade?.security.symbol ?? '') ?? '')
            : ''
      return { rowKey: row.rowKey, accepted: message === '', code: message && 'REFUSED', message }
    })
    const isTaken = new Map(verdicts.map(({ rowKey, accepted }) => [rowKey, accepted]))
    for (const held of this.#held) {
      const own = (byProposal.get(held.proposal.id) ?? []).filter(({ rowKey }) => isTaken.get(rowKey))
      if (own.length > 0) revise(held, own)
    }
    return { __typename: 'PushBlotterPayload', verdicts }
  }

  #status() {
    const count = (state: string) => this.proposals.filter((proposal) => proposal.state === state).length
    return {
      ...{ id: 'batch', name: 'Autumn', kind: 'REBALANCE', state: 'DONE', asOf: '2025-09-26', author: 'ada' },
      sums: {
        proposals: this.#held.length,
        ...{ proposed: count('PROPOSED'), edited: count('EDITED'), approved: count('APPROVED') },
        ...{ rejected: 0, stale: 0, outOfBandLeft: 0, refusedHouseholds: 0, base: '1', turnover: '0' },
        trades: this.#held.reduce((sum, { trades }) => sum + trades.length, 0),
        ...{ taxCost: '12.5', turnoverValue: '1000' },
      },
    }
  }
}

function revise(held: Held, rows: PushBlotterInput['rows']): void {
  const by = new Map(rows.map((row) => [row.tradeId, row]))
  const trades = held.trades
    .filter(({ id }) => !by.get(id)?.strike)
    .map((trade) => {
      const row = by.get(trade.id)
      return { ...trade, shares: row?.shares ?? trade.shares, note: row?.note ?? trade.note }
    })
  const isChanged = JSON.stringify(trades) !== JSON.stringify(held.trades)
  const isApproved = trades.every(({ id }) => by.get(id)?.approve)
  held.trades = trades
  held.proposal = {
    ...held.proposal,
    state: isApproved ? 'APPROVED' : isChanged ? 'EDITED' : held.proposal.state,
    listSha256: listOf(trades),
  }
}

function household(index: number, tradesEach: number): Held {
  const number = String(index).padStart(4, '0')
  const id = uuid(`proposal ${index}`)
  const trades = Array.from({ length: tradesEach }, (_, at): BlotterTradeFragment => ({
    id: `${uuid(`account ${index}`)}.${uuid(`security ${at}`)}.${at % 2 ? 'buy' : 'sell'}`,
    side: at % 2 ? 'BUY' : 'SELL',
    shares: String(10 + at),
    price: '101.25',
    value: String((10 + at) * 101.25),
    taxCost: at % 2 ? '0' : '12.5',
    realizedGain: at % 2 ? '0' : '83.33',
    reason: at % 2 ? 'Brings international equity to its target.' : 'US equity is above its band.',
    note: null,
    proposal: { id },
    account: { accountNumber: `0${number}` },
    security: { symbol: `SEC${at}` },
    lots: at % 2 ? [] : [{ shares: String(10 + at), term: 'LONG' }],
  }))
  return {
    trades,
    proposal: {
      id,
      listSha256: listOf(trades),
      state: 'PROPOSED',
      approvalsNeeded: 1,
      approvals: [],
      household: {
        reference: `HH-${number}`,
        name: `Household ${number}`,
        advisor: index % 2 ? 'Ann Archer' : 'Bo Berg',
        model: { name: 'Growth' },
      },
    },
  }
}
