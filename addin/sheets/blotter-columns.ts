import type {
  BlotterProposalFragment,
  BlotterTradeFragment,
  ProposalState,
} from '../api/generated/graphql.ts'
import { plainDecimal } from './baseline-cell.ts'
import type { BaselineRow, EditableColumn } from './baseline.ts'
import { numberCell } from './exact-cells.ts'
import { sumOf } from './exact-sums.ts'
import type { Field } from './sheet-table.ts'
import { SIDE_WORDS } from './trades-columns.ts'

/** A trade of a batch with what its proposal says of all its trades. */
export interface BlotterLine {
  readonly trade: BlotterTradeFragment
  readonly proposal: BlotterProposalFragment
  /** What became of the row at the last push; '' where nothing is to be said. */
  readonly status: string
}

/** Headers of the blotter; rows are found by them, so a column may be moved. */
export const BLOTTER_HEADERS = {
  household: 'Household',
  reference: 'Reference',
  account: 'Account',
  advisor: 'Advisor',
  model: 'Model',
  side: 'Side',
  symbol: 'Symbol',
  shares: 'Shares',
  approve: 'Approve',
  strike: 'Strike',
  note: 'Note',
  status: 'Status',
  state: 'State',
  price: 'Price ($)',
  value: 'Value ($)',
  tax: 'Tax ($)',
  gain: 'Realized gain ($)',
  lots: 'Lots',
  reason: 'Reason',
} as const

export const YES = 'yes'

/** What a person may change of a blotter, in the order of its columns. */
export const BLOTTER_EDITABLE: readonly EditableColumn[] = [
  { header: BLOTTER_HEADERS.shares, kind: 'shares' },
  { header: BLOTTER_HEADERS.approve, kind: 'choice', choices: [YES] },
  { header: BLOTTER_HEADERS.strike, kind: 'choice', choices: [YES] },
  { header: BLOTTER_HEADERS.note, kind: 'text' },
]

const STATE_WORDS = {
  PROPOSED: 'Proposed',
  EDITED: 'Edited',
  APPROVED: 'Approved',
  REJECTED: 'Rejected',
  STALE: 'Stale',
} as const satisfies Record<ProposalState, string>

/** A proposal's state in a word, and where two must approve, how many have. */
export function stateInWords({
  state,
  approvals,
  approvalsNeeded,
}: Pick<BlotterProposalFragment, 'state' | 'approvals' | 'approvalsNeeded'>): string {
  const isHalfApproved = state !== 'APPROVED' && approvals.length > 0
  return isHalfApproved ? `Approved by ${approvals.length} of ${approvalsNeeded}` : STATE_WORDS[state]
}

export const BLOTTER_FIELDS: readonly Field<BlotterLine>[] = [
  { header: BLOTTER_HEADERS.household, kind: 'text', cell: ({ proposal }) => proposal.household.name },
  { header: BLOTTER_HEADERS.reference, kind: 'text', cell: ({ proposal }) => proposal.household.reference },
  { header: BLOTTER_HEADERS.account, kind: 'text', cell: ({ trade }) => trade.account.accountNumber },
  { header: BLOTTER_HEADERS.advisor, kind: 'text', cell: ({ proposal }) => proposal.household.advisor ?? '' },
  {
    header: BLOTTER_HEADERS.model,
    kind: 'text',
    cell: ({ proposal }) => proposal.household.model?.name ?? '',
  },
  { header: BLOTTER_HEADERS.side, kind: 'text', cell: ({ trade }) => SIDE_WORDS[trade.side] },
  { header: BLOTTER_HEADERS.symbol, kind: 'text', cell: ({ trade }) => trade.security.symbol },
  { header: BLOTTER_HEADERS.shares, kind: 'shares', cell: ({ trade }) => numberCell(trade.shares) },
  { header: BLOTTER_HEADERS.approve, kind: 'text', cell: () => '' },
  { header: BLOTTER_HEADERS.strike, kind: 'text', cell: () => '' },
  { header: BLOTTER_HEADERS.note, kind: 'text', cell: ({ trade }) => trade.note?.trim() ?? '' },
  { header: BLOTTER_HEADERS.status, kind: 'text', cell: ({ status }) => status },
  { header: BLOTTER_HEADERS.state, kind: 'text', cell: ({ proposal }) => stateInWords(proposal) },
  { header: BLOTTER_HEADERS.price, kind: 'price', cell: ({ trade }) => numberCell(trade.price) },
  { header: BLOTTER_HEADERS.value, kind: 'money', cell: ({ trade }) => numberCell(trade.value) },
  { header: BLOTTER_HEADERS.tax, kind: 'money', cell: ({ trade }) => numberCell(trade.taxCost) },
  // Purchases realize nothing.
  {
    header: BLOTTER_HEADERS.gain,
    kind: 'money',
    cell: ({ trade }) => (trade.side === 'SELL' ? numberCell(trade.realizedGain) : ''),
  },
  { header: BLOTTER_HEADERS.lots, kind: 'text', cell: ({ trade }) => lotsInWords(trade) },
  { header: BLOTTER_HEADERS.reason, kind: 'text', cell: ({ trade }) => trade.reason },
]

/** Place of a column counted from 0. */
export function blotterColumn(header: string): number {
  const place = BLOTTER_FIELDS.findIndex((field) => field.header === header)
  if (place < 0) throw new Error(`No column ${header}`)
  return place
}

const TERMS = [
  ['LONG', 'long'],
  ['SHORT', 'short'],
] as const

/** `3 lots: 10 long, 5 short`, in shares by term. */
function lotsInWords({ lots }: BlotterTradeFragment): string {
  if (lots.length === 0) return ''
  const byTerm = TERMS.flatMap(([term, word]) => {
    const own = lots.filter((lot) => lot.term === term)
    return own.length === 0 ? [] : [`${sumOf(own.map(({ shares }) => shares))} ${word}`]
  })
  return `${lots.length} ${lots.length === 1 ? 'lot' : 'lots'}: ${byTerm.join(', ')}`
}

/** Nothing of an id, and no number, holds it; a note, which may, comes last. */
const BETWEEN_PARTS = '|'

/**
 * The text of a row's hidden cell: its key, and the editable cells as they were pulled. Twenty thousand rows of baseline in the
 * workbook’s own sheet of baselines would be three megabytes, written anew at every push.
 */
export function hiddenCell({ trade, proposal }: Pick<BlotterLine, 'trade' | 'proposal'>): string {
  const shares = plainDecimal(Number(trade.shares))
  return [proposal.id, trade.id, shares, trade.note?.trim() ?? ''].join(BETWEEN_PARTS)
}

/** Names a row: ids of the proposal and of the trade within it. */
export function blotterKey(proposalId: string, tradeId: string): string {
  return `${proposalId}${BETWEEN_PARTS}${tradeId}`
}

export function idsOfKey(key: string): { readonly proposalId: string; readonly tradeId: string } {
  const [proposalId = '', tradeId = ''] = key.split(BETWEEN_PARTS)
  return { proposalId, tradeId }
}

/** What a hidden cell says; null where it is none of ours. */
export function readHiddenCell(text: string): BaselineRow | null {
  const [proposalId, tradeId, shares, ...note] = text.split(BETWEEN_PARTS)
  if (!proposalId || !tradeId || shares === undefined) return null
  return { key: blotterKey(proposalId, tradeId), values: [shares, '', '', note.join(BETWEEN_PARTS)] }
}
