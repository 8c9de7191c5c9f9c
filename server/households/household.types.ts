import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { ALERT_KINDS } from '../monitoring/alert.entity.ts'
import { AlertKind } from '../monitoring/alert.types.ts'
import type { REBALANCE_LEVELS } from './household.entity.ts'

export const RebalanceLevel = { HOUSEHOLD: 'household', ACCOUNT: 'account' } as const
registerEnumType(RebalanceLevel, {
  name: 'RebalanceLevel',
  description: 'Whether the accounts of a household are steered as one portfolio or each by itself.',
  valuesConfig: {
    HOUSEHOLD: { description: 'All accounts together against one target.' },
    ACCOUNT: { description: "Each account by itself against the household's model." },
  },
})

export const HouseholdOrder = {
  DRIFT_DESC: 'driftDesc',
  OUT_OF_BAND_DESC: 'outOfBandDesc',
  REFERENCE_ASC: 'referenceAsc',
} as const
export type HouseholdOrder = (typeof HouseholdOrder)[keyof typeof HouseholdOrder]
registerEnumType(HouseholdOrder, {
  name: 'HouseholdOrder',
  description: 'Which households come first; equals follow by id.',
  valuesConfig: {
    DRIFT_DESC: { description: 'Largest Drift.largestDrift first; households without drift last.' },
    OUT_OF_BAND_DESC: { description: 'Highest Drift.outOfBand first; households without drift last.' },
    REFERENCE_ASC: { description: 'By reference, as text.' },
  },
})

@InputType({
  description: 'Which households are listed: all given conditions must hold, null is no condition.',
})
export class HouseholdFilter {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'true: some class is beyond its band (Drift.outOfBand above 0); false: none is. Neither lists households without drift.',
  })
  declare outOfBand?: boolean | null

  @Field(() => ID, {
    nullable: true,
    description:
      'A Model.id: households that are assigned to this model on Firm.asOf, as Model.householdCount counts them.',
  })
  declare modelId?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Household.advisor, whole and in the same case; empty: households without one.',
  })
  declare advisor?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Account.custodian, whole and in the same case: households with an account there.',
  })
  declare custodian?: string | null

  @Field(() => [AlertKind], {
    nullable: true,
    description: 'Households with a standing alert of one of these kinds; empty: none.',
  })
  declare alertKinds?: (typeof ALERT_KINDS)[number][] | null

  @Field(() => String, {
    nullable: true,
    description: 'Part of the name or reference, in any case; only its first 100 characters count.',
  })
  declare search?: string | null
}

@ObjectType({ simpleResolvers: true, description: "Accounts managed together, with the client's profile." })
export class Household {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' }) declare id: string

  @Field(() => String, {
    description: "The firm's own number for it, unique in the firm, up to 50 characters.",
  })
  declare reference: string

  @Field(() => String, { description: 'What the firm calls it, up to 200 characters.' })
  declare name: string

  @Field(() => RebalanceLevel, {
    description: 'Whether its accounts are steered as one portfolio or each by itself.',
  })
  declare rebalanceLevel: (typeof REBALANCE_LEVELS)[number]

  @Field(() => String, {
    nullable: true,
    description:
      "Who looks after it, by the firm's own name for the person or team, up to 100 characters; null: not recorded.",
  })
  declare advisor: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Investment objective in the firm\'s words, "growth and income"; null: not recorded.',
  })
  declare objective: string | null

  @Field(() => Int, {
    nullable: true,
    description: 'Whole years that the money is meant to stay invested, 0 to 100; null: not recorded.',
  })
  declare timeHorizonYears: number | null

  @Field(() => String, {
    nullable: true,
    description: 'Tolerance of risk in the firm\'s words, "below average"; null: not recorded.',
  })
  declare riskTolerance: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Part of the value needed as income each year, a fraction 0 to 1; null: not recorded. No cash is raised for it.',
  })
  declare incomeNeed: string | null

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Day on which this profile was taken; null: not recorded.',
  })
  declare profiledOn: string | null

  @Field(() => Int, {
    description:
      'Counts from 1; a load that changes a fact of the household itself raises it by 1, one that changes its accounts or model does not.',
  })
  declare version: number
}
