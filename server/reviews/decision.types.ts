import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { MutationInput, MutationPayload } from '../graphql/refusals.ts'
import { DateTimeScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { DECISIONS } from '../proposals/decision.entity.ts'
import { ProposalFilter } from './proposal-filter.types.ts'

export const Decision = {
  APPROVE: 'approve',
  REJECT: 'reject',
  SEND_BACK: 'send_back',
  NOTE: 'note',
} as const satisfies Record<string, (typeof DECISIONS)[number]>
registerEnumType(Decision, {
  name: 'Decision',
  description: 'What a person decides on a proposal.',
  valuesConfig: {
    APPROVE: { description: 'Its trades may be passed on, as far as this person is asked.' },
    REJECT: { description: 'None of its trades is to be done; SEND_BACK opens it again.' },
    SEND_BACK: { description: 'It is to be worked on: approvals and a rejection no longer hold.' },
    NOTE: { description: 'Something is said of it and nothing decided.' },
  },
})

@ObjectType({ simpleResolvers: true, description: 'What a person decided on a proposal; it never changes.' })
export class ProposalDecision {
  @Field(() => ID, { description: 'A UUID of Evenkeel.' }) declare id: string

  @Field(() => Decision, { description: 'What was decided.' }) declare decision: (typeof DECISIONS)[number]

  @Field(() => String, { description: 'The user who decided.' }) declare author: string

  @Field(() => DateTimeScalar, { description: "When, by the database's clock." }) declare recordedAt: Date

  @Field(() => String, { nullable: true, description: 'What was said with it; null: nothing.' })
  declare note: string | null

  @Field(() => String, {
    description:
      'Proposal.listSha256 as it was decided on, in hexadecimal: an approval binds this list alone.',
  })
  declare listSha256: string

  @Field(() => String, {
    nullable: true,
    description: 'Who approved these very trades for the client; null: no approval of a client was recorded.',
  })
  declare clientBy: string | null

  @Field(() => LocalDateScalar, { nullable: true, description: 'On which day; null: as clientBy.' })
  declare clientOn: string | null

  @Field(() => String, { nullable: true, description: 'How, such as by telephone; null: as clientBy.' })
  declare clientHow: string | null

  @Field(() => Boolean, {
    description:
      'Of an approval: it still counts, as the list is the same and nothing was rejected or sent back since. Of others: false.',
  })
  declare isInForce: boolean
}

@InputType({
  description:
    "The client's own approval of the trades, which an account that is not discretionary asks for.",
})
export class ClientApprovalInput {
  @Field(() => String, { description: 'Who gave it, 1 to 200 characters.' }) declare by: string

  @Field(() => LocalDateScalar, {
    description: 'On which day: not before the proposal was planned, not in the future.',
  })
  declare on: string

  @Field(() => String, { description: 'How, such as by telephone, 1 to 200 characters.' }) declare how: string
}

@InputType({ description: 'What is decided on one proposal.' })
export class DecisionInput {
  @Field(() => ID, { description: 'The Proposal.id; each at most once (PROPOSAL_TWICE).' })
  declare proposalId: string

  @Field(() => String, {
    description: 'Proposal.listSha256 as it was seen; LIST_CHANGED where it is another now.',
  })
  declare listSha256: string

  @Field(() => Decision, { description: 'What is decided.' }) declare decision: (typeof DECISIONS)[number]

  @Field(() => String, {
    nullable: true,
    description:
      'Up to 2,000 characters; a note, sending back, and an approval where the policy says so need one (NOTE_NEEDED).',
  })
  declare note?: string | null

  @Field(() => ClientApprovalInput, {
    nullable: true,
    description: 'Of an approval: what the client said (CLIENT_APPROVAL_NEEDED); null: nothing.',
  })
  declare clientApproval?: ClientApprovalInput | null
}

@InputType({
  description:
    'One decision on all proposals of a batch that a filter finds, as long as they are those that were seen.',
})
export class DecideAllInput {
  @Field(() => ProposalFilter, { nullable: true, description: 'Which of the batch; null: all.' })
  declare filter?: ProposalFilter | null

  @Field(() => Int, { description: 'ProposalSelection.count as it was seen (SELECTION_CHANGED).' })
  declare count: number

  @Field(() => String, { description: 'ProposalSelection.sha256 as it was seen (SELECTION_CHANGED).' })
  declare sha256: string

  @Field(() => Decision, { description: 'What is decided on each.' })
  declare decision: (typeof DECISIONS)[number]

  @Field(() => String, { nullable: true, description: 'As DecisionInput.note, for each; null: none.' })
  declare note?: string | null
}

@InputType({ description: 'Decisions: a list of them, or one for all that a filter finds.' })
export class DecideProposalsInput extends MutationInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'A Batch.id: all the proposals must be of it (NOT_OF_BATCH), and `all` needs it; null: of any.',
  })
  declare batchId?: string | null

  @Field(() => [DecisionInput], {
    nullable: true,
    description: 'At most 2,000 (TOO_MANY_DECISIONS); null where `all` is given.',
  })
  declare decisions?: DecisionInput[] | null

  @Field(() => DecideAllInput, {
    nullable: true,
    description: 'One decision for all that a filter finds, at most 10,000; null where decisions are given.',
  })
  declare all?: DecideAllInput | null

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'true: what is over a cap of tax or turnover, of a proposal or of its batch, is meant; else such an approval comes back as OVER_CAP or BATCH_OVER_CAP.',
  })
  declare confirmOverCap: boolean
}

@ObjectType({ simpleResolvers: true, description: 'What became of one decision.' })
export class DecisionVerdict {
  declare proposalId: string

  @Field(() => Boolean, { description: 'false: it changed nothing.' }) declare accepted: boolean

  @Field(() => String, {
    description:
      'Empty: accepted. SECOND_PERSON_NEEDED: accepted, and another person must approve as well. Of a refusal: NOT_FOUND, NOT_OF_BATCH, PROPOSAL_TWICE, LIST_CHANGED, STALE, REJECTED, ALREADY_APPROVED, OTHER_APPROVED, NOTE_NEEDED, NOTE_TOO_LONG, CLIENT_APPROVAL_NEEDED, OWN_EDIT, SAME_PERSON, OVER_CAP, BATCH_OVER_CAP, POSITIONS_MOVED, PRICES_CORRECTED, STALE_PRICES or PRICE_MOVE.',
  })
  declare code: string

  @Field(() => String, { description: 'A sentence for the person who decided; empty: accepted.' })
  declare message: string
}

@ObjectType({ simpleResolvers: true, description: 'What became of the decisions, one by one.' })
export class DecideProposalsPayload extends MutationPayload {
  @Field(() => [DecisionVerdict], {
    description: 'One for each decision, in their order; of `all` in order of Proposal.id.',
  })
  declare verdicts: DecisionVerdict[]
}

@InputType({ description: 'Proposals to plan anew on the facts of today.' })
export class ReplanProposalsInput extends MutationInput {
  @Field(() => [ID], { description: 'Proposal.ids, 1 to 500 (TOO_MANY_PROPOSALS), each once.' })
  declare ids: string[]
}

@ObjectType({
  simpleResolvers: true,
  description: 'What became of one proposal that was to be planned anew.',
})
export class ReplanVerdict {
  declare proposalId: string
  declare newProposalId: string | null

  @Field(() => Boolean, {
    description: 'true: it is stale, and a new proposal stands in its place, unless nothing is due.',
  })
  declare accepted: boolean

  @Field(() => String, {
    description:
      'Empty: accepted. NOTHING_DUE: accepted, and nothing is to be traded any more. Else NOT_FOUND, REJECTED, APPROVED, ALREADY_REPLANNED, PROPOSAL_TWICE, or why the household cannot be planned, with the codes of BatchHousehold.',
  })
  declare code: string

  @Field(() => String, { description: 'A sentence a person can act on; empty: accepted.' })
  declare message: string
}

@ObjectType({ simpleResolvers: true, description: 'What was planned anew.' })
export class ReplanProposalsPayload extends MutationPayload {
  @Field(() => [ReplanVerdict], { description: 'One for each id, in their order.' })
  declare verdicts: ReplanVerdict[]
}
