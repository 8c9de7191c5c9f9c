import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { DecimalScalar } from '../graphql/scalars.ts'
import { MutationInput, MutationPayload } from '../graphql/refusals.ts'

@InputType({
  description: 'One row of a blotter sheet, as a person left it: what is not given stays as it is.',
})
export class BlotterRowInput {
  @Field(() => String, {
    description:
      "The client's name for its row, another for each (ROW_KEY_TWICE); its verdict comes back under it.",
  })
  declare rowKey: string

  @Field(() => ID, { description: 'The Proposal.id that the trade is of.' }) declare proposalId: string

  @Field(() => String, {
    description: 'Proposal.listSha256 as it was pulled; LIST_CHANGED where it is another now.',
  })
  declare listSha256: string

  @Field(() => ID, { description: 'The ProposedTrade.id within the proposal; each at most once.' })
  declare tradeId: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'All shares that it is to have, up to 8 places; null: as they stand.',
  })
  declare shares?: string | null

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'true: the trade is struck. Not beside approve (APPROVED_AND_STRUCK).',
  })
  declare strike: boolean

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'true: approved as it stands after this push. A proposal is approved where every trade that is left of it is (PARTLY_APPROVED) and none of its edits was refused (EDIT_REFUSED).',
  })
  declare approve: boolean

  @Field(() => String, {
    nullable: true,
    description:
      'Replaces the note of the trade, up to 2,000 characters; the first of an approved proposal is the note of its approval too. Null: it stays.',
  })
  declare note?: string | null
}

@InputType({
  description:
    'A part of a blotter sheet: all rows of each proposal that it names. A sheet of more rows is pushed in several parts, whole proposals in each, under a key of its own each.',
})
export class PushBlotterInput extends MutationInput {
  @Field(() => ID, { description: 'The Batch.id; rows of other proposals come back as NOT_OF_BATCH.' })
  declare batchId: string

  @Field(() => [BlotterRowInput], {
    description: 'At most 2,000 (TOO_MANY_ROWS), which the largest body of a request, 1 MB, holds.',
  })
  declare rows: BlotterRowInput[]

  @Field(() => Boolean, { defaultValue: false, description: 'As DecideProposalsInput.confirmOverCap.' })
  declare confirmOverCap: boolean

  @Field(() => String, {
    nullable: true,
    description: 'The note of approvals whose rows have none; null: none.',
  })
  declare approvalNote?: string | null
}

@ObjectType({ simpleResolvers: true, description: 'What became of one row.' })
export class BlotterVerdict {
  @Field(() => String, { description: 'The BlotterRowInput.rowKey.' }) declare rowKey: string

  @Field(() => Boolean, { description: 'false: the row, or its approval, changed nothing.' })
  declare accepted: boolean

  @Field(() => String, {
    description:
      'Empty: accepted. SECOND_PERSON_NEEDED: accepted, and another person must approve as well. Else a code of DecisionVerdict, of TradeVerdict, or one that BlotterRowInput names.',
  })
  declare code: string

  @Field(() => String, { description: 'The sentence for the row; empty: accepted.' }) declare message: string
}

@ObjectType({ simpleResolvers: true, description: 'What became of the rows, one by one.' })
export class PushBlotterPayload extends MutationPayload {
  @Field(() => [BlotterVerdict], { description: 'One for each row, in their order.' })
  declare verdicts: BlotterVerdict[]
}
