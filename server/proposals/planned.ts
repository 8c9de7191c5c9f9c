import { OUTSIDE_MODEL, type DriftReport, type Proposal as EngineProposal } from '../engine/proposal.ts'
import type { Context } from '../graphql/context.ts'
import type { ClassLeftAlone, PlannedDrift, Proposal } from './proposal.types.ts'

/** The proposal as it stands, from its kept bytes. */
export async function readProposal(proposal: Proposal, context: Context): Promise<EngineProposal> {
  return (await context.loaders.content.load(`${proposal.month} ${proposal.currentSha256}`)) as EngineProposal
}

/** A group named after its account is one account steered by itself. */
const accountOf = (groupId: string, householdId: string) => (groupId === householdId ? null : groupId)

/** What is steered together, class by class, in the order of the model. */
export function plannedDrifts(report: DriftReport, householdId: string): PlannedDrift[] {
  return report.groups.map((group) => ({
    accountId: accountOf(group.groupId, householdId),
    base: group.base,
    cash: group.cash,
    reserve: group.reserve,
    classes: group.nodes.map(({ name, value, weight, target, low, high, drift, status }) => ({
      name,
      value,
      weight,
      target,
      low,
      high,
      drift,
      status,
    })),
  }))
}

/** Classes out of band after the trades, under their names. */
export function classesLeftAlone(proposal: EngineProposal): ClassLeftAlone[] {
  return proposal.classesLeftAlone.map((left) => {
    const group = proposal.driftAfter.groups.find((drift) => drift.groupId === left.groupId)
    const node = group?.nodes.find((row) => row.nodeId === left.nodeId)
    return {
      name: node?.name ?? (left.nodeId === OUTSIDE_MODEL ? 'Outside the model' : left.nodeId),
      accountId: accountOf(left.groupId, proposal.householdId),
      status: left.status,
      outsideBandBy: left.outsideBandBy,
      reasons: [...left.reasons],
    }
  })
}
