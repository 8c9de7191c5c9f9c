import type { Evaluation, Proposal, Violation } from '../proposal.ts'
import { sentenceOf, type Reason } from '../reasons.ts'
import type { Snapshot } from '../snapshot.ts'

type Names = ReadonlyMap<string, string>

/** What people call the things that ids stand for: accounts by number, securities by symbol, lots by day. */
function namesOf(snapshot: Snapshot): Names {
  const names = new Map([[snapshot.householdId, 'the household']])
  for (const { id, name, lots } of snapshot.accounts) {
    names.set(id, name)
    for (const lot of lots) names.set(lot.id, `of ${lot.acquired}`)
  }
  for (const { id, symbol } of snapshot.securities) names.set(id, symbol)
  return names
}

/** A reason whose sentence speaks of things by name; its facts keep the ids. */
function named(reason: Reason, names: Names): Reason {
  const { code, facts } = reason
  const told: Record<string, string> = {}
  for (const [fact, value] of Object.entries(facts))
    // Kinds of overrides are written as files have them.
    told[fact] = fact === 'kind' ? value.replaceAll('_', ' ') : (names.get(value) ?? value)
  return { code, sentence: sentenceOf(code, told), facts }
}

/** A proposal as people read it. */
export function proposalByName(proposal: Proposal, snapshot: Snapshot): Proposal {
  const names = namesOf(snapshot)
  const each = (reasons: readonly Reason[]) => reasons.map((reason) => named(reason, names))
  return {
    ...proposal,
    dueBecause: each(proposal.dueBecause),
    trades: proposal.trades.map((trade) => ({ ...trade, reason: named(trade.reason, names) })),
    classesLeftAlone: proposal.classesLeftAlone.map((left) => ({ ...left, reasons: each(left.reasons) })),
    refusals: proposal.refusals.map((refusal) => ({ ...refusal, reason: named(refusal.reason, names) })),
    warnings: each(proposal.warnings),
  }
}

/** Violations as people read them. */
export function violationsByName(violations: readonly Violation[], snapshot: Snapshot): readonly Violation[] {
  const names = namesOf(snapshot)
  return violations.map((violation) => ({ ...violation, reason: named(violation.reason, names) }))
}

/** An evaluation as people read it. */
export function evaluationByName(evaluation: Evaluation, snapshot: Snapshot): Evaluation {
  return evaluation.kind === 'accepted'
    ? { ...evaluation, proposal: proposalByName(evaluation.proposal, snapshot) }
    : { ...evaluation, violations: violationsByName(evaluation.violations, snapshot) }
}
