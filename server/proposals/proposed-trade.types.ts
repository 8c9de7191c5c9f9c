import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar } from '../graphql/scalars.ts'
import type { TRADE_SIDES } from './proposal.entity.ts'

export const TradeSide = { SELL: 'sell', BUY: 'buy' } as const
registerEnumType(TradeSide, {
  name: 'TradeSide',
  description: 'The direction of a trade; an account has at most one of each in a security.',
  valuesConfig: {
    SELL: { description: 'Shares go, cash comes.' },
    BUY: { description: 'Cash goes, shares come.' },
  },
})

export const GainTerm = { SHORT: 'short', LONG: 'long' } as const
registerEnumType(GainTerm, {
  name: 'GainTerm',
  description:
    'How long the lot was held if sold on Proposal.asOf; the holding period starts the day after the purchase (Rev. Rul. 66-7).',
  valuesConfig: {
    SHORT: { description: 'One year or less.' },
    LONG: { description: 'More than one year.' },
  },
})

@ObjectType({
  simpleResolvers: true,
  description: 'A line of a proposal: one order of an account in a security.',
})
export class ProposedTrade {
  @Field(() => ID, {
    description:
      'Its account, security and side: unique in its proposal alone, and the same while the list is changed.',
  })
  declare id: string
  declare accountId: string
  declare securityId: string

  @Field(() => Int, { description: 'Its place in Proposal.trades, from 0.' }) declare ordinal: number

  @Field(() => TradeSide, { description: 'Sold or bought.' }) declare side: (typeof TRADE_SIDES)[number]

  @Field(() => DecimalScalar, {
    description: 'Whole shares, or a whole position with its fraction of up to 8 places; above 0.',
  })
  declare shares: string

  @Field(() => DecimalScalar, {
    description: 'Latest close up to Proposal.asOf, dollars a share with up to 6 places.',
  })
  declare price: string

  @Field(() => DecimalScalar, { description: 'Dollars, shares times price to the cent.' })
  declare value: string

  @Field(() => DecimalScalar, {
    description:
      "Estimated tax in dollars: gains of its lots at the taxpayer's rates by term and tax character; losses count as 0. 0 of a purchase and in sheltered accounts.",
  })
  declare taxCost: string

  @Field(() => DecimalScalar, {
    description:
      'Dollars of gain over its lots, negative is a loss; 0 of a purchase and in sheltered accounts.',
  })
  declare realizedGain: string

  @Field(() => String, {
    description: 'A stable code of the reason, such as reducesAboveBand; requestedByPerson once edited.',
  })
  declare reasonCode: string

  @Field(() => String, { description: 'Why, in a sentence.' }) declare reason: string
  declare reasonFacts: unknown

  @Field(() => String, {
    nullable: true,
    description: 'The user who last changed its shares or added it; null: as the engine proposed.',
  })
  declare editedBy: string | null

  @Field(() => String, {
    nullable: true,
    description: 'What a person wrote to it, up to 2,000 characters; null: nothing.',
  })
  declare note: string | null
}

@ObjectType({ simpleResolvers: true, description: 'A lot that a sale consumes, wholly or in part.' })
export class RelievedLot {
  @Field(() => ID, { description: 'Its TaxLot.id.' }) declare lotId: string

  @Field(() => DecimalScalar, { description: 'Shares that the sale takes of it, up to 8 places.' })
  declare shares: string

  @Field(() => DecimalScalar, {
    description: "Dollars that they bring; those of a sale sum to the trade's value.",
  })
  declare proceeds: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Proceeds less cost basis in dollars, negative is a loss; null in sheltered accounts, where nothing is taxed.',
  })
  declare realizedGain: string | null

  @Field(() => GainTerm, { description: 'Whether a gain on it would be short- or long-term.' })
  declare term: 'short' | 'long'
}
