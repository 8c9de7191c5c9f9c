import type { Ask } from '../../addin/api/client.ts'
import { failureOf } from '../../addin/api/failure.ts'
import type { ReviseProposalInput, SheetProposalFragment } from '../../addin/api/generated/graphql.ts'
import { proposal, trade } from './trades-fixture.ts'

interface Asked {
  readonly input?: ReviseProposalInput
  readonly householdId?: string
}

/** A server of one proposal. Keeps keys as the real one does: the same key with the same input has one effect. */
export class ProposalServer {
  current: SheetProposalFragment = proposal()
  readonly inputs: ReviseProposalInput[] = []
  /** Sentences by trade id: edits of these trades are refused. */
  readonly refusals = new Map<string, string>()
  readonly #done = new Map<string, unknown>()
  /** What befalls the next requests: none, lost on the way there, or on the way back. */
  readonly mishaps: ('there' | 'back')[] = []

  readonly ask = (async (_document: unknown, variables: Asked) => {
    await Promise.resolve()
    const { input, householdId } = variables
    if (householdId)
      return { household: { drift: null, model: null }, proposals: { edges: [{ node: this.current }] } }
    if (!input) return { proposal: this.current }
    const mishap = this.mishaps.shift()
    if (mishap === 'there') throw failureOf('network')
    this.inputs.push(input)
    const answer = this.#done.get(input.clientMutationId) ?? this.#revise(input)
    this.#done.set(input.clientMutationId, answer)
    if (mishap === 'back') throw failureOf('timeout')
    return { reviseProposal: answer }
  }) as Ask

  #revise({ expectedVersion, edits }: ReviseProposalInput) {
    if (expectedVersion !== this.current.version) {
      return { __typename: 'Conflict', message: 'Somebody changed it.', currentVersion: this.current.version }
    }
    const sentenceOf = (tradeId?: string | null) => this.refusals.get(tradeId ?? '') ?? ''
    const taken = edits.filter(({ tradeId }) => sentenceOf(tradeId) === '')
    const shares = new Map(taken.map((edit) => [edit.tradeId, edit.shares]))
    const standing = this.current.trades.map((each) => ({
      ...each,
      shares: shares.get(each.id) ?? each.shares,
    }))
    const added = taken.filter(({ tradeId }) => !tradeId).map(addedTrade)
    const trades = [...standing, ...added].filter((each) => each.shares !== '0')
    this.current = { ...this.current, version: this.current.version + 1, trades }
    const verdicts = edits.map(({ rowKey, tradeId }) => {
      const message = sentenceOf(tradeId)
      return { rowKey, accepted: message === '', message }
    })
    return { __typename: 'ReviseProposalPayload', replayed: false, verdicts, proposal: this.current }
  }
}

function addedTrade({ accountNumber, side, symbol, shares }: ReviseProposalInput['edits'][number]) {
  return trade({
    id: `${accountNumber} ${symbol}`,
    shares: shares ?? '',
    ...(side && { side }),
    account: { accountNumber: accountNumber ?? '', name: '' },
    security: { symbol: symbol ?? '', name: '' },
  })
}
