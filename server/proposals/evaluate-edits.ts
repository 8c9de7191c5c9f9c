import { Decimal } from 'decimal.js'
import { evaluate } from '../engine/evaluate.ts'
import type { GeneralSolver } from '../engine/optimize/general-solver.ts'
import type { Proposal, RequestedTrade, Violation } from '../engine/proposal.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import { refusedEdit, type Placed, type StandingTrades, type TradeVerdict } from './place-edits.ts'

/** A trade that is not edited keeps its lots, those that a person named before among them. */
const asItStands = (trade: Proposal['trades'][number]): RequestedTrade =>
  trade.side === 'sell'
    ? { ...trade, namedLots: trade.lots.map(({ lotId, shares }) => ({ lotId, shares })) }
    : trade

/** Evaluates the list with the edits, dropping those that break a rule until the rest is accepted. */
export function evaluateEdits(
  snapshot: Snapshot,
  standing: StandingTrades,
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
