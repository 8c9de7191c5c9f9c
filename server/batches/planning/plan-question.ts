import type { Proposal } from '../../engine/proposal.ts'
import { plan } from '../../proposals/plan.ts'
import { wish } from '../../proposals/plan-wishes.ts'
import { prepareProposal } from '../../proposals/prepare-proposal.ts'
import { totalsOf } from '../../proposals/proposal-totals.ts'
import { blockedWhole } from './blocked.ts'
import type { PlanAnswer, PlanQuestion } from './messages.ts'

/** Plans one household; only a fault of the engine throws. */
export async function planQuestion(question: PlanQuestion): Promise<PlanAnswer> {
  const blocked = blockedWhole(question.snapshot)
  if (blocked) return { kind: 'setAside', ...blocked }
  const wished = wish(question.snapshot, question.wishes, question.preference)
  if (wished.kind === 'refused') return { kind: 'setAside', code: wished.code, message: wished.message }
  const proposal = await plan(wished.snapshot)
  if (hasNothingToSay(proposal)) return { kind: 'nothingDue' }
  return { kind: 'proposed', prepared: prepareProposal(wished.snapshot, proposal) }
}

/** No trades, and all is well without; where something stays out of range or deserves a warning, a person is to see why. */
function hasNothingToSay(proposal: Proposal): boolean {
  if (proposal.trades.length > 0) return false
  if (proposal.dueBecause.length === 0) return true
  return totalsOf(proposal).out_of_band_after === 0 && proposal.warnings.length === 0
}
