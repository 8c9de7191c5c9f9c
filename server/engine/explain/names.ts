import type { Evaluation, Proposal, Violation } from '../proposal.ts'
import { sentenceOf, type Reason } from '../reasons.ts'
import type { Snapshot } from '../snapshot.ts'

/** What people read for a fact of a reason. */
type Telling = (fact: string, value: string) => string

/** Tells ids as people call what they stand for: accounts by number, securities by symbol, lots by day. */
function tellingOf(snapshot: Snapshot): Telling {
  const names = new Map([[snapshot.householdId, 'the household']])
  for (const { id, name } of snapshot.accounts) names.set(id, name)
  for (const { id, symbol } of snapshot.securities) names.set(id, symbol)
  // Few reasons speak of a lot, and households have many.
  let lots: ReadonlyMap<string, string> | null = null
  const lotOf = (id: string) => {
    lots ??= new Map(
      snapshot.accounts.flatMap((account) => account.lots.map((lot) => [lot.id, lot.acquired])),
    )
    const acquired = lots.get(id)
    return acquired === undefined ? id : `of ${acquired}`
  }
  return (fact, value) => {
    // Kinds of overrides are written as files have them.
    if (fact === 'kind') return value.replaceAll('_', ' ')
    return fact === 'lot' ? lotOf(value) : (names.get(value) ?? value)
  }
}

/** A reason whose sentence speaks of things by name; its facts keep the ids. */
function named({ code, facts }: Reason, telling: Telling): Reason {
  const told: Record<string, string> = {}
  for (const fact in facts) told[fact] = telling(fact, facts[fact] ?? '')
  return { code, sentence: sentenceOf(code, told), facts }
}

/** A proposal as people read it. */
export function proposalByName(proposal: Proposal, snapshot: Snapshot): Proposal {
  const telling = tellingOf(snapshot)
  const each = (reasons: readonly Reason[]) => reasons.map((reason) => named(reason, telling))
  return {
    ...proposal,
    dueBecause: each(proposal.dueBecause),
    trades: proposal.trades.map((trade) => ({ ...trade, reason: named(trade.reason, telling) })),
    classesLeftAlone: proposal.classesLeftAlone.map((left) => ({ ...left, reasons: each(left.reasons) })),
    refusals: proposal.refusals.map((refusal) => ({ ...refusal, reason: named(refusal.reason, telling) })),
    warnings: each(proposal.warnings),
  }
}

/** Violations as people read them. */
export function violationsByName(violations: readonly Violation[], snapshot: Snapshot): readonly Violation[] {
  const telling = tellingOf(snapshot)
  return violations.map((violation) => ({ ...violation, reason: named(violation.reason, telling) }))
}

/** An evaluation as people read it. */
export function evaluationByName(evaluation: Evaluation, snapshot: Snapshot): Evaluation {
  return evaluation.kind === 'accepted'
    ? { ...evaluation, proposal: proposalByName(evaluation.proposal, snapshot) }
    : { ...evaluation, violations: violationsByName(evaluation.violations, snapshot) }
}
