import { Decimal } from 'decimal.js'
import type { Outcome } from '../audit/once.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { evaluate } from '../engine/evaluate.ts'
import { loadGeneralSolver, type GeneralSolver } from '../engine/optimize/general-solver.ts'
import { SHARE_PLACES } from '../engine/facts/fixed-point.ts'
import type { Proposal, RequestedTrade, Violation } from '../engine/proposal.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import { notFound, type Refused } from '../graphql/refusals.ts'
import { contentOf, keepContents, readContents } from './content.ts'
import { tradesOfProposals } from './load-proposals.ts'
import { totalsOf } from './proposal-totals.ts'
import { prepareTrades, tradeId } from './prepare-proposal.ts'
import { replaceTrades, type TradeMarks } from './save-proposal.ts'
import { restoreSnapshot } from './stored-snapshot.ts'

/** What a person wants of one trade: other shares (zero strikes it), a note, or a trade that is not in the list. */
export interface TradeEdit {
  /** The client's name for its row; verdicts come back under it. */
  readonly rowKey: string
  /** A trade of the proposal; none: a new one. */
  readonly tradeId?: string | null | undefined
  readonly accountNumber?: string | null | undefined
  readonly symbol?: string | null | undefined
  readonly side?: 'sell' | 'buy' | null | undefined
  readonly shares: string
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

export interface Revision {
  readonly proposalId: string
  readonly expectedVersion: number
  readonly edits: readonly TradeEdit[]
  readonly author: string
}

/** An edit that names a trade which can be. */
interface Placed {
  readonly edit: TradeEdit
  readonly id: string
  readonly trade: RequestedTrade
}

const MOST_NOTE = 2_000

/**
 * Applies a person's edits to a proposal, on the facts that it was made of, checked as the engine checks its own list. Edits that
 * break a rule come back with its sentence and change nothing; the others are kept. Nothing is kept where none is accepted.
 */
export async function reviseProposal(
  transaction: FirmTransaction,
  revision: Revision,
): Promise<Outcome<{ proposalId: string; verdicts: TradeVerdict[] }, Refused>> {
  const { kysely, firmId } = transaction
  const proposal = await kysely
    .selectFrom('proposal')
    .select(['id', 'version', 'month', 'snapshot_sha256', 'current_sha256'])
    .where('firm_id', '=', firmId)
    .where('id', '=', revision.proposalId)
    .forUpdate()
    .executeTakeFirst()
  if (!proposal) return { kind: 'refused', refused: notFound('proposal') }
  if (proposal.version !== revision.expectedVersion) return conflict(proposal.version)

  const read = (hashes: readonly string[]) => readContents(transaction, proposal.month, hashes)
  const snapshot = await restoreSnapshot(proposal.snapshot_sha256, read)
  const current = (await read([proposal.current_sha256])).get(proposal.current_sha256) as Proposal
  const standing = new Map(current.trades.map((trade) => [tradeId(trade), trade]))
  const { placed, verdicts } = placeEdits(snapshot, standing, revision.edits)
  const wanted = placed.filter(({ id, trade }) => isChange(standing.get(id), trade))
  const accepted = evaluateEdits(snapshot, standing, wanted, verdicts, await loadGeneralSolver())
  const noted = placed.filter(({ edit }) => typeof edit.note === 'string' && !verdicts.has(edit.rowKey))

  const answer = revision.edits.map(
    ({ rowKey }): TradeVerdict => verdicts.get(rowKey) ?? { rowKey, accepted: true, code: '', message: '' },
  )
  const result = { proposalId: proposal.id, verdicts: answer }
  if (accepted.edits.length === 0 && noted.length === 0) return { kind: 'done', result, audit: [] }

  const content = contentOf(accepted.proposal ?? current)
  const marks = await marksOf(transaction, proposal.id)
  for (const { id } of accepted.edits) marks.set(id, { ...marks.get(id), editedBy: revision.author })
  for (const { id, edit } of noted) marks.set(id, { ...marks.get(id), note: edit.note! })
  await keepContents(transaction, proposal.month, [content])
  await replaceTrades(transaction, proposal.id, prepareTrades((accepted.proposal ?? current).trades), marks)
  await kysely
    .updateTable('proposal')
    .set({
      ...totalsOf(accepted.proposal ?? current),
      state: 'edited',
      current_sha256: content.sha256,
      version: proposal.version + 1,
    })
    .where('firm_id', '=', firmId)
    .where('id', '=', proposal.id)
    .execute()
  return {
    kind: 'done',
    result,
    audit: [
      {
        action: 'proposal.revise',
        noun: 'proposal',
        nounId: proposal.id,
        beforeSha256: proposal.current_sha256,
        afterSha256: content.sha256,
        detail: changesOf(accepted.edits, noted, standing),
      },
    ],
  }
}

/** What changed, trade by trade, for the audit. */
function changesOf(
  edits: readonly Placed[],
  noted: readonly Placed[],
  standing: Standing,
): Record<string, string> {
  const changes: Record<string, string> = {}
  for (const { id, trade } of edits) changes[id] = `${standing.get(id)?.shares ?? '0'} to ${trade.shares}`
  for (const { id } of noted) changes[`note of ${id}`] = 'changed'
  return changes
}

const conflict = (currentVersion: number): Outcome<never, Refused> => ({
  kind: 'refused',
  refused: {
    kind: 'conflict',
    message: 'Somebody changed this proposal since you read it: look at it again before you change it.',
    currentVersion,
  },
})

const refusedEdit = (rowKey: string, code: string, message: string): TradeVerdict => ({
  rowKey,
  accepted: false,
  code,
  message,
})

/** Whether an edit asks for anything but what stands. */
function isChange(standing: Proposal['trades'][number] | undefined, trade: RequestedTrade): boolean {
  if (trade.shares !== standing?.shares) return true
  return trade.namedLots !== undefined && lotsKey(trade.namedLots) !== lotsKey(standing.lots)
}

const lotsKey = (lots: readonly NamedLot[]) =>
  lots
    .map(({ lotId, shares }) => `${lotId} ${new Decimal(shares).toFixed()}`)
    .sort()
    .join(' ')

/** A trade that is not edited keeps its lots, those that a person named before among them. */
const asItStands = (trade: Proposal['trades'][number]): RequestedTrade =>
  trade.side === 'sell'
    ? { ...trade, namedLots: trade.lots.map(({ lotId, shares }) => ({ lotId, shares })) }
    : trade

type Standing = ReadonlyMap<string, Proposal['trades'][number]>

/** Finds the trade that each edit means; what means none is refused at once. */
function placeEdits(snapshot: Snapshot, standing: Standing, edits: readonly TradeEdit[]) {
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

function placeEdit(snapshot: Snapshot, standing: Standing, edit: TradeEdit): Placed | TradeVerdict {
  const shares = new Decimal(edit.shares)
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

/** Evaluates the list with the edits, dropping those that break a rule until the rest is accepted. */
function evaluateEdits(
  snapshot: Snapshot,
  standing: Standing,
  wanted: readonly Placed[],
  verdicts: Map<string, TradeVerdict>,
  solver: GeneralSolver,
): { edits: readonly Placed[]; proposal?: Proposal } {
  let edits = wanted
  while (edits.length > 0) {
    const list = new Map<string, RequestedTrade>([...standing].map(([id, trade]) => [id, asItStands(trade)]))
    for (const { id, trade } of edits) list.set(id, trade)
    const trades = [...list].filter(([, trade]) => !new Decimal(trade.shares).isZero())
    const evaluation = evaluate(
      snapshot,
      trades.map(([, trade]) => trade),
      solver,
    )
    if (evaluation.kind === 'accepted') return { edits, proposal: evaluation.proposal }
    const broken = brokenBy(
      evaluation.violations,
      trades.map(([id]) => id),
      edits,
    )
    for (const [{ edit }, { reason }] of broken) {
      verdicts.set(edit.rowKey, refusedEdit(edit.rowKey, reason.code, reason.sentence))
    }
    edits = edits.filter((placed) => !broken.has(placed))
  }
  return { edits }
}

/** Which edits cause violations: the edit of the very trade, else every edit of its account, else every edit. */
function brokenBy(
  violations: readonly Violation[],
  ids: readonly string[],
  edits: readonly Placed[],
): Map<Placed, Violation> {
  const own = new Map<Placed, Violation>()
  for (const violation of violations) {
    const id = violation.index === null ? undefined : ids[violation.index]
    const edit = edits.find((placed) => placed.id === id)
    if (edit && !own.has(edit)) own.set(edit, violation)
  }
  if (own.size > 0) return own
  const [first] = violations
  const ofAccount = edits.filter(({ trade }) => trade.accountId === first!.accountId)
  return new Map((ofAccount.length > 0 ? ofAccount : edits).map((edit) => [edit, first!]))
}

async function marksOf(transaction: FirmTransaction, proposalId: string): Promise<Map<string, TradeMarks>> {
  const trades = await tradesOfProposals(transaction, [proposalId])
  return new Map(trades.map(({ id, editedBy, note }) => [id, { editedBy, note }]))
}
