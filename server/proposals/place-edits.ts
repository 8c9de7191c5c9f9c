import { Decimal } from 'decimal.js'
import { SHARE_PLACES } from '../engine/facts/fixed-point.ts'
import type { Proposal, RequestedTrade } from '../engine/proposal.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import { tradeId } from './prepare-proposal.ts'

/** What a person wants of one trade: other shares (zero strikes it), a note, or a trade that is not in the list. */
export interface TradeEdit {
  /** The client's name for its row; verdicts come back under it. */
  readonly rowKey: string
  /** A trade of the proposal; none: a new one. */
  readonly tradeId?: string | null | undefined
  readonly accountNumber?: string | null | undefined
  readonly symbol?: string | null | undefined
  readonly side?: 'sell' | 'buy' | null | undefined
  /** All shares that it is to have: zero strikes it; none: as they stand. */
  readonly shares?: string | null | undefined
  /** Of a sale: the lots it takes; none: the method of the firm chooses. */
  readonly lots?: readonly NamedLot[] | null | undefined
  /** Replaces the note that stood; none: it stays. */
  readonly note?: string | null | undefined
}

type NamedLot = NonNullable<RequestedTrade['namedLots']>[number]

export interface TradeVerdict {
  readonly rowKey: string
  readonly accepted: boolean
  /** Of a refusal; empty when accepted. */
  readonly code: string
  readonly message: string
}

/** An edit that names a trade which can be. */
export interface Placed {
  readonly edit: TradeEdit
  readonly id: string
  readonly trade: RequestedTrade
}

const MOST_NOTE = 2_000

/** The trades of a proposal as they stand, by their ids. */
export type StandingTrades = ReadonlyMap<string, Proposal['trades'][number]>

export const refusedEdit = (rowKey: string, code: string, message: string): TradeVerdict => ({
  rowKey,
  accepted: false,
  code,
  message,
})

/** Whether an edit asks for anything but what stands. */
export function isChange(standing: Proposal['trades'][number] | undefined, trade: RequestedTrade): boolean {
  if (trade.shares !== standing?.shares) return true
  return trade.namedLots !== undefined && lotsKey(trade.namedLots) !== lotsKey(standing.lots)
}

const lotsKey = (lots: readonly NamedLot[]) =>
  lots
    .map(({ lotId, shares }) => `${lotId} ${new Decimal(shares).toFixed()}`)
    .sort()
    .join(' ')

/** Finds the trade that each edit means; what means none is refused at once. */
export function placeEdits(snapshot: Snapshot, standing: StandingTrades, edits: readonly TradeEdit[]) {
  const verdicts = new Map<string, TradeVerdict>()
  const placed: Placed[] = []
  const taken = new Set<string>()
  for (const edit of edits) {
    const found = placeEdit(snapshot, standing, edit)
    if ('code' in found) verdicts.set(edit.rowKey, found)
    else if (taken.has(found.id)) {
      verdicts.set(
        edit.rowKey,
        refusedEdit(edit.rowKey, 'editedTwice', 'Another row of this push changes the same trade.'),
      )
    } else {
      taken.add(found.id)
      placed.push(found)
    }
  }
  return { placed, verdicts }
}

function placeEdit(snapshot: Snapshot, standing: StandingTrades, edit: TradeEdit): Placed | TradeVerdict {
  const shares = new Decimal(edit.shares ?? standing.get(edit.tradeId ?? '')?.shares ?? '0')
  if (shares.isNegative()) {
    return refusedEdit(
      edit.rowKey,
      'notAQuantity',
      'Shares are zero or more: a trade keeps its side. Zero strikes it.',
    )
  }
  if (shares.decimalPlaces() > SHARE_PLACES) {
    return refusedEdit(
      edit.rowKey,
      'notAQuantity',
      `Shares have up to ${SHARE_PLACES} decimal places, not ${shares.decimalPlaces()}.`,
    )
  }
  if (edit.note && edit.note.length > MOST_NOTE) {
    return refusedEdit(edit.rowKey, 'noteTooLong', `A note has at most ${MOST_NOTE} characters.`)
  }
  const named = namedLotsOf(edit, shares)
  if ('code' in named) return named
  if (edit.tradeId) {
    const trade = standing.get(edit.tradeId)
    if (!trade)
      return refusedEdit(
        edit.rowKey,
        'unknownTrade',
        'This trade is no longer in the proposal: pull it again.',
      )
    const { accountId, securityId, side } = trade
    if (side === 'buy' && named.namedLots) return lotsOfPurchase(edit)
    return {
      edit,
      id: edit.tradeId,
      trade: { accountId, securityId, side, shares: shares.toFixed(), ...named },
    }
  }
  const account = snapshot.accounts.find(({ name }) => name === edit.accountNumber)
  if (!account)
    return refusedEdit(
      edit.rowKey,
      'unknownAccount',
      `This household has no account ${edit.accountNumber ?? ''}.`,
    )
  const security = snapshot.securities.find(({ symbol }) => symbol === edit.symbol)
  if (!security) {
    return refusedEdit(
      edit.rowKey,
      'unknownSecurity',
      `${edit.symbol || 'The symbol'} is neither held nor in the model.`,
    )
  }
  if (!edit.side) return refusedEdit(edit.rowKey, 'noSide', 'A new trade says whether it is a sell or a buy.')
  if (shares.isZero())
    return refusedEdit(edit.rowKey, 'notAQuantity', 'A new trade has more than zero shares.')
  if (edit.side === 'buy' && named.namedLots) return lotsOfPurchase(edit)
  const trade = {
    accountId: account.id,
    securityId: security.id,
    side: edit.side,
    shares: shares.toFixed(),
    ...named,
  }
  const id = tradeId(trade)
  return standing.has(id)
    ? refusedEdit(
        edit.rowKey,
        'tradeExists',
        'The proposal has this trade already: change its shares instead.',
      )
    : { edit, id, trade }
}

const lotsOfPurchase = ({ rowKey }: TradeEdit) =>
  refusedEdit(rowKey, 'lotsOfPurchase', 'Only a sale takes lots: a purchase becomes a lot of its own.')

/** The lots that an edit names, or why they cannot be what is sold. */
function namedLotsOf(
  { rowKey, lots }: TradeEdit,
  shares: Decimal,
): { readonly namedLots?: readonly NamedLot[] } | TradeVerdict {
  if (!lots || lots.length === 0 || shares.isZero()) return {}
  const named = lots.map((lot) => ({ ...lot, exact: new Decimal(lot.shares) }))
  if (
    named.some(({ exact }) => !exact.isPositive() || exact.isZero() || exact.decimalPlaces() > SHARE_PLACES)
  )
    return refusedEdit(
      rowKey,
      'notAQuantity',
      `Each lot gives more than zero shares, with up to ${SHARE_PLACES} places.`,
    )
  if (new Set(named.map(({ lotId }) => lotId.toLowerCase())).size < named.length)
    return refusedEdit(rowKey, 'lotTwice', 'A lot is named twice: add its shares up.')
  const sum = named.reduce((all, { exact }) => all.plus(exact), new Decimal(0))
  if (!sum.eq(shares)) {
    const what = `The lots add up to ${sum.toFixed()} shares, the trade is of ${shares.toFixed()}.`
    return refusedEdit(rowKey, 'lotsDoNotSum', what)
  }
  return {
    namedLots: named.map(({ lotId, exact }) => ({ lotId: lotId.toLowerCase(), shares: exact.toFixed() })),
  }
}
