import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { DecimalScalar } from '../graphql/scalars.ts'
import { MutationInput, MutationPayload } from '../graphql/refusals.ts'
import type { TRADE_SIDES } from './proposal.entity.ts'
import { TradeSide } from './proposed-trade.types.ts'

@InputType({ description: 'Shares of one lot that a sale is to take.' })
export class NamedLotInput {
  @Field(() => ID, { description: 'A TaxLot.id of the account and security.' }) declare lotId: string

  @Field(() => DecimalScalar, { description: 'Shares to take of it, above 0, up to 8 places.' })
  declare shares: string
}

@InputType({
  description:
    'What a person wants of one trade: other shares, a note, or a trade that is not in the list yet.',
})
export class TradeEditInput {
  @Field(() => String, {
    description: "The client's name for its row, another for each edit; its verdict comes back under it.",
  })
  declare rowKey: string

  @Field(() => ID, { nullable: true, description: 'A ProposedTrade.id of the proposal; null: a new trade.' })
  declare tradeId?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Of a new trade: the Account.accountNumber, of this household. Not looked at beside a tradeId.',
  })
  declare accountNumber?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Of a new trade: a security held or in the model. Not looked at beside a tradeId.',
  })
  declare symbol?: string | null

  @Field(() => TradeSide, {
    nullable: true,
    description: 'Of a new trade: sold or bought. Not looked at beside a tradeId.',
  })
  declare side?: (typeof TRADE_SIDES)[number] | null

  @Field(() => DecimalScalar, {
    description:
      'All shares of the trade as it is to be, up to 8 places: whole ones, or a whole position. 0 strikes a trade of the proposal.',
  })
  declare shares: string

  @Field(() => [NamedLotInput], {
    nullable: true,
    description:
      'Of a sale: the lots it takes, whose shares sum to those of the trade; null or none: the method of the firm chooses.',
  })
  declare lots?: NamedLotInput[] | null

  @Field(() => String, {
    nullable: true,
    description: 'Replaces the note that stood, up to 2,000 characters; null: it stays.',
  })
  declare note?: string | null
}

@ObjectType({ simpleResolvers: true, description: 'What became of one edit.' })
export class TradeVerdict {
  @Field(() => String, { description: 'The TradeEditInput.rowKey.' }) declare rowKey: string

  @Field(() => Boolean, { description: 'false: the edit broke a rule and changed nothing.' })
  declare accepted: boolean

  @Field(() => String, {
    description: 'Of a refusal, a stable code such as oversold; empty when accepted.',
  })
  declare code: string

  @Field(() => String, {
    description: 'Of a refusal, the sentence of the rule that forbids it; empty when accepted.',
  })
  declare message: string
}

@InputType({ description: 'Edits of a proposal; each is accepted or refused for itself.' })
export class ReviseProposalInput extends MutationInput {
  @Field(() => ID, { description: 'The Proposal.id; an unknown one is refused as NOT_FOUND.' })
  declare proposalId: string

  @Field(() => Int, {
    description: 'The Proposal.version that the edits were made on; a Conflict where it is another now.',
  })
  declare expectedVersion: number

  @Field(() => [TradeEditInput], {
    description: 'At most 2,000 (TOO_MANY_EDITS), at most one of them for each trade.',
  })
  declare edits: TradeEditInput[]
}

@ObjectType({
  simpleResolvers: true,
  description: 'What became of the edits; where none was accepted, the proposal is as it was.',
})
export class ReviseProposalPayload extends MutationPayload {
  declare proposalId: string

  @Field(() => [TradeVerdict], {
    description: 'One for each edit, in their order: those refused changed nothing.',
  })
  declare verdicts: TradeVerdict[]
}
