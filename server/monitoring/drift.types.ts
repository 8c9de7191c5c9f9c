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
  description: 'Where a weight stands to its band; the edges are inside. NO_VALUE: the base is zero.',
})

@ObjectType({
  simpleResolvers: true,
  description:
    'How far a household, or one account by itself, is from its model. Refreshed by every load of prices or positions.',
})
export class Drift {
  declare subjectId: string
  declare subjectKind: 'household' | 'account'
  declare modelVersionId: string

  @Field(() => LocalDateScalar, { description: 'Trade date of positions and prices.' }) declare asOf: string

  @Field(() => DecimalScalar, {
    description: 'Dollars: priced managed value and cash less reserves, at least 0. All weights are of it.',
  })
  declare base: string

  @Field(() => DecimalScalar) declare positionsValue: string
  @Field(() => DecimalScalar) declare cash: string
  @Field(() => DecimalScalar, {
    description: 'Dollars that must stay in cash: minimum cash and reserves in force.',
  })
  declare reserve: string

  @Field(() => Int, {
    description:
      'How many classes and tiers, with what lies outside the model, are beyond their band. Of a household whose accounts are steered each by itself: over its accounts.',
  })
  declare outOfBand: number
}

@ObjectType({
  simpleResolvers: true,
  description: 'One class or tier of a drift, or what lies outside the model.',
})
export class ClassDrift {
  @Field(() => Int, { description: 'Its place in the model; -1 is what lies outside the model.' })
  declare ordinal: number
  @Field(() => Int, { nullable: true }) declare parentOrdinal: number | null
  @Field(() => String) declare name: string
  declare assetClassId: string | null
  @Field(() => Boolean) declare isCash: boolean
  @Field(() => DecimalScalar, { description: 'Dollars.' }) declare value: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Share of the base, a fraction; none where the base is 0.',
  })
  declare weight: string | null

  @Field(() => DecimalScalar, { nullable: true, description: 'Weight less target, a fraction of the base.' })
  declare drift: string | null

  @Field(() => DecimalScalar) declare target: string
  @Field(() => DecimalScalar) declare low: string
  @Field(() => DecimalScalar) declare high: string
  @Field(() => BandStatus) declare status: (typeof BAND_STATUSES)[number]
}

@ObjectType({ simpleResolvers: true, description: 'One security within a drift.' })
export class SecurityDrift {
  declare securityId: string
  @Field(() => DecimalScalar) declare shares: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars a share on the as-of date; none: no price.',
  })
  declare price: string | null

  @Field(() => DecimalScalar, { nullable: true, description: 'Dollars; none: no price.' }) declare value:
    string | null

  @Field(() => DecimalScalar, { nullable: true, description: 'Share of the base, a fraction.' })
  declare weight: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Value less basis in dollars; none: no price, or an unknown basis.',
  })
  declare unrealizedGain: string | null
}

@ObjectType({ simpleResolvers: true, description: 'A class over all households of the firm.' })
export class FirmClassDrift {
  @Field(() => String) declare name: string
  @Field(() => DecimalScalar, { description: 'Dollars.' }) declare value: string
  @Field(() => DecimalScalar, { nullable: true, description: "Share of the firm's base." }) declare weight:
    string | null
  @Field(() => DecimalScalar, { description: 'Dollars that the models of all households together intend.' })
  declare targetValue: string
  @Field(() => DecimalScalar, { nullable: true }) declare targetWeight: string | null
  @Field(() => DecimalScalar, { nullable: true }) declare drift: string | null
  @Field(() => Int) declare householdsBelowBand: number
  @Field(() => Int) declare householdsAboveBand: number
}

@ObjectType({ simpleResolvers: true, description: 'A security over all households of the firm.' })
export class FirmSecurityDrift {
  declare securityId: string
  @Field(() => DecimalScalar) declare shares: string
  @Field(() => DecimalScalar) declare value: string
  @Field(() => DecimalScalar, { nullable: true }) declare weight: string | null
  @Field(() => Int) declare accounts: number
}

@ObjectType({ simpleResolvers: true, description: 'All households added up.' })
export class FirmDrift {
  @Field(() => LocalDateScalar) declare asOf: string
  @Field(() => DecimalScalar, { description: 'Dollars.' }) declare base: string
  @Field(() => [FirmClassDrift]) declare classes: FirmClassDrift[]
  @Field(() => [FirmSecurityDrift]) declare securities: FirmSecurityDrift[]
}
