import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmKey, firmWall, money, recordedAt } from '../database/columns.ts'

export const DECISIONS = ['approve', 'reject', 'send_back', 'note'] as const

/**
 * What a person decided on a proposal, by insert alone. An approval binds the list that it saw: it counts only while the proposal
 * still has that hash.
 */
export const proposalDecision = defineEntity({
  name: 'ProposalDecisionRow',
  tableName: 'proposal_decision',
  ...firmWall,
  properties: {
    ...firmKey,
    proposalId: p.uuid(),
    decision: p.enum(DECISIONS),
    /** proposal.current_sha256 as it was decided on. */
    listSha256: p.string().length(64),
    note: p.text().nullable(),
    /** What was decided together has one: its entry in the audit proves all of it. */
    setId: p.uuid(),
    /** The client's own approval of these very trades: who gave it, on which day, and how. */
    clientBy: p.string().length(200).nullable(),
    clientOn: p.date().nullable(),
    clientHow: p.string().length(200).nullable(),
    author: p.string().length(200),
    recordedAt: recordedAt(),
  },
  indexes: [{ properties: ['firmId', 'proposalId'] }],
})
export class ProposalDecisionRow extends proposalDecision.class {}
proposalDecision.setClass(ProposalDecisionRow)

/** What makes a proposal, or a whole batch, ask for more than one person's approval. */
export const APPROVAL_CONDITIONS = [
  'every_proposal',
  'non_discretionary',
  'override_touched',
  'wash_sale_risk',
  'tax_over_cap',
  'turnover_over_cap',
  'batch_tax_over_cap',
  'batch_turnover_over_cap',
] as const

/** What a firm asks for under a condition, by insert alone: the latest row of a condition is in force; none: nothing. */
export const approvalPolicy = defineEntity({
  name: 'ApprovalPolicyRow',
  tableName: 'approval_policy',
  ...firmWall,
  properties: {
    ...firmId,
    condition: p.enum(APPROVAL_CONDITIONS).primary(),
    recordedAt: recordedAt().primary(),
    secondPerson: p.boolean(),
    noteRequired: p.boolean(),
    /** Dollars of tax, or turnover as a fraction of the base, from which a cap's condition holds; else none. */
    cap: money().nullable(),
    author: p.string().length(200),
  },
})
export class ApprovalPolicyRow extends approvalPolicy.class {}
approvalPolicy.setClass(ApprovalPolicyRow)
