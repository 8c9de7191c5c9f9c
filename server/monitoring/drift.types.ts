import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { BAND_STATUSES } from './drift.entity.ts'

export const BandStatus = {
  NO_VALUE: 'noValue',
  BELOW_BAND: 'belowBand',
  IN_BAND: 'inBand',
  ABOVE_BAND: 'aboveBand',
} as const satisfies Record<string, (typeof BAND_STATUSES)[number]>
registerEnumType(BandStatus, {
  name: 'BandStatus',
  description: 'Where a value stands to its band, compared exactly, before weights are rounded.',
  valuesConfig: {
    NO_VALUE: { description: 'The base is 0, so that there is no weight.' },
    BELOW_BAND: { description: 'Below low by any amount.' },
    IN_BAND: { description: 'From low to high, the edges included.' },
    ABOVE_BAND: { description: 'Above high by any amount.' },
  },
})

@ObjectType({
  simpleResolvers: true,
  description:
    'How far a household, or one account by itself, is from its model. Measured anew by every load that changes anything and, for the households on it, by every publication of a model.',
})
export class Drift {
  declare subjectId: string
  declare subjectKind: 'household' | 'account'
  declare modelVersionId: string

  @Field(() => LocalDateScalar, {
    description:
      'The trade date that it is true on: Firm.asOf when it was measured. Prices are the latest closes up to it.',
  })
  declare asOf: string

  @Field(() => DecimalScalar, {
    description:
      'Dollars: positionsValue and cash less reserve, at least 0. All weights are fractions of it.',
  })
  declare base: string

  @Field(() => DecimalScalar, {
    description:
      'Dollars of all holdings that have a price and are not excluded from management, each to the cent by account and security.',
  })
  declare positionsValue: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of cash, reserve included; negative is a margin debit.',
  })
  declare cash: string

  @Field(() => DecimalScalar, {
    description: 'Dollars that must stay in cash: minimum cash and cash reserves in force on asOf.',
  })
  declare reserve: string

  @Field(() => Int, {
    description:
      'How many classes and tiers, with what lies outside the model, are beyond their band. Of a household at RebalanceLevel ACCOUNT: the sum over its accounts.',
  })
  declare outOfBand: number
}

@ObjectType({
  simpleResolvers: true,
  description: 'One class or tier of a drift, or what lies outside the model.',
})
export class ClassDrift {
  @Field(() => Int, { description: 'Its ModelNode.ordinal; -1 is what lies outside the model.' })
  declare ordinal: number

  @Field(() => Int, { nullable: true, description: 'The ordinal of the tier above; null: at the top.' })
  declare parentOrdinal: number | null

  @Field(() => String, {
    description: 'Its name in the model; "Outside the model" for what lies there.',
  })
  declare name: string
  declare assetClassId: string | null

  @Field(() => Boolean, { description: 'The cash class: cash less reserve counts here as well.' })
  declare isCash: boolean

  @Field(() => DecimalScalar, {
    description:
      'Dollars; of a tier the sum of its classes. In the cash class, and so above it, it may be negative.',
  })
  declare value: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Value over base, a fraction to 6 places; cash short of the reserve may make it negative or more than 1. Null: the base is 0.',
  })
  declare weight: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Weight less target, in points as a fraction of the base (0.02 is two points), rounded once to 6 places. Null: the base is 0.',
  })
  declare drift: string | null

  @Field(() => DecimalScalar, {
    description: 'Intended share of the base, a fraction 0 to 1; 0 outside the model.',
  })
  declare target: string

  @Field(() => DecimalScalar, {
    description: 'Lowest acceptable share, a fraction; the edge is inside. 0 outside the model.',
  })
  declare low: string

  @Field(() => DecimalScalar, {
    description: 'Highest acceptable share, a fraction; the edge is inside. 1 outside the model.',
  })
  declare high: string

  @Field(() => BandStatus, { description: 'Where its value stands to low and high.' })
  declare status: (typeof BAND_STATUSES)[number]
}

@ObjectType({
  simpleResolvers: true,
  description: 'One security within a drift, over the accounts that it measures.',
})
export class SecurityDrift {
  declare securityId: string
  @Field(() => DecimalScalar, { description: 'Shares held, up to 8 places.' }) declare shares: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Latest close up to Drift.asOf, dollars a share with up to 6 places; null: no price.',
  })
  declare price: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars, shares times price to the cent in each account; null: no price.',
  })
  declare value: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Value over Drift.base, a fraction to 6 places; null: no price, or the base is 0.',
  })
  declare weight: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Value less cost basis in dollars, negative is a loss; null: no price, or a lot of unknown basis.',
  })
  declare unrealizedGain: string | null
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A class over all households that are measured; classes of one name are one class, whatever their model.',
})
export class FirmClassDrift {
  @Field(() => String, {
    description: 'Its name in the models; "Outside the model" for what lies outside them.',
  })
  declare name: string

  @Field(() => DecimalScalar, { description: 'Dollars; in the cash class with cash less reserves.' })
  declare value: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Value over FirmDrift.base, a fraction to 6 places; null: the base is 0.',
  })
  declare weight: string | null

  @Field(() => DecimalScalar, {
    description:
      'Dollars that the models intend for it: the sum of target times base over the households, to the cent.',
  })
  declare targetValue: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Target value over FirmDrift.base, a fraction to 6 places; null: the base is 0.',
  })
  declare targetWeight: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Weight less target weight, in points as a fraction of FirmDrift.base, rounded once to 6 places; null: the base is 0.',
  })
  declare drift: string | null

  @Field(() => Int, {
    description: 'Households in which it is below its band, all accounts of each taken together.',
  })
  declare householdsBelowBand: number

  @Field(() => Int, {
    description: 'Households in which it is above its band, all accounts of each taken together.',
  })
  declare householdsAboveBand: number
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A priced security over all accounts of the firm: with those of households that have no model, and with holdings excluded from management.',
})
export class FirmSecurityDrift {
  declare securityId: string
  @Field(() => DecimalScalar, { description: 'Shares held, up to 8 places.' }) declare shares: string

  @Field(() => DecimalScalar, {
    description: 'Dollars at the latest close up to FirmDrift.asOf, to the cent in each account.',
  })
  declare value: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Value over FirmDrift.base, a fraction to 6 places; as the base leaves some holdings out, the sum may pass 1. Null: the base is 0.',
  })
  declare weight: string | null

  @Field(() => Int, { description: 'How many accounts hold it.' }) declare accounts: number
}

@ObjectType({ simpleResolvers: true, description: 'All households that are measured, added up.' })
export class FirmDrift {
  @Field(() => LocalDateScalar, { description: 'The latest Drift.asOf of a household.' })
  declare asOf: string

  @Field(() => DecimalScalar, { description: 'Dollars: the sum of Drift.base over the households.' })
  declare base: string

  @Field(() => [FirmClassDrift], {
    description: 'Classes, largest value first, without tiers; last what lies outside the models.',
  })
  declare classes: FirmClassDrift[]

  @Field(() => [FirmSecurityDrift], { description: 'Priced securities that are held, largest value first.' })
  declare securities: FirmSecurityDrift[]
}
