import { Field, ID, InputType, registerEnumType } from 'type-graphql'
import type { PROPOSAL_STATES } from '../proposals/proposal.entity.ts'
import { ProposalFlag, ProposalState } from '../proposals/proposal.types.ts'
import type { ProposalFlag as Flag } from '../proposals/review-flags.ts'

@InputType({
  description: 'Which proposals of a batch: all given conditions must hold, null is no condition.',
})
export class ProposalFilter {
  @Field(() => [ProposalState], { nullable: true, description: 'In one of these states.' })
  declare states?: (typeof PROPOSAL_STATES)[number][] | null

  @Field(() => ID, {
    nullable: true,
    description: "A Model.id: that of the household on the batch's date.",
  })
  declare modelId?: string | null

  @Field(() => String, { nullable: true, description: 'Household.advisor; the empty text: of nobody.' })
  declare advisor?: string | null

  @Field(() => String, { nullable: true, description: 'An Account.custodian where it has a trade.' })
  declare custodian?: string | null

  @Field(() => [ProposalFlag], { nullable: true, description: 'With at least one of these flags.' })
  declare flags?: Flag[] | null

  @Field(() => Boolean, { nullable: true, description: 'true: those among Batch.outliers alone.' })
  declare outliersOnly?: boolean | null
}

export const ProposalOrder = {
  TAX_DESC: 'tax',
  TURNOVER_DESC: 'turnover',
  DRIFT_LEFT_DESC: 'driftLeft',
  HOUSEHOLD_ASC: 'household',
} as const
export type ProposalOrder = (typeof ProposalOrder)[keyof typeof ProposalOrder]
registerEnumType(ProposalOrder, {
  name: 'ProposalOrder',
  description: 'Which proposals of a batch come first; equals follow by id.',
  valuesConfig: {
    TAX_DESC: { description: 'Highest Proposal.taxCost first.' },
    TURNOVER_DESC: { description: 'Highest Proposal.turnoverValue first.' },
    DRIFT_LEFT_DESC: { description: 'Largest Proposal.largestDriftAfter first.' },
    HOUSEHOLD_ASC: { description: 'By Household.reference, as text.' },
  },
})
