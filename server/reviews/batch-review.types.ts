import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar } from '../graphql/scalars.ts'

export const BatchGrouping = { MODEL: 'model', ADVISOR: 'advisor', CUSTODIAN: 'custodian' } as const
export type BatchGrouping = (typeof BatchGrouping)[keyof typeof BatchGrouping]
registerEnumType(BatchGrouping, {
  name: 'BatchGrouping',
  description: 'What the proposals of a batch are grouped by.',
  valuesConfig: {
    MODEL: { description: "The model of the household on the batch's date." },
    ADVISOR: { description: 'Household.advisor.' },
    CUSTODIAN: {
      description:
        'Account.custodian of trades: a household with trades at two is counted in both, with the tax and turnover of each.',
    },
  },
})

@ObjectType({ simpleResolvers: true, description: 'What proposals come to together, for a review.' })
export class BatchSums {
  @Field(() => Int, { description: 'How many proposals.' }) declare proposals: number
  @Field(() => Int, { description: 'PROPOSED ones.' }) declare proposed: number
  @Field(() => Int, { description: 'EDITED ones.' }) declare edited: number
  @Field(() => Int, { description: 'APPROVED ones.' }) declare approved: number
  @Field(() => Int, { description: 'REJECTED ones.' }) declare rejected: number
  @Field(() => Int, { description: 'STALE ones.' }) declare stale: number

  @Field(() => Int, { description: 'Trades of all but rejected and stale ones, as in every sum below.' })
  declare trades: number

  @Field(() => DecimalScalar, { description: 'Dollars, the sum of Proposal.taxCost.' })
  declare taxCost: string

  @Field(() => DecimalScalar, { description: 'Dollars, the sum of Proposal.turnoverValue.' })
  declare turnoverValue: string

  @Field(() => DecimalScalar, { description: 'Dollars, the sum of Proposal.base.' }) declare base: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Half of turnoverValue over base, a fraction to 6 places; null: the base is 0.',
  })
  declare turnover: string | null

  @Field(() => Int, { description: 'Proposals with a class still out of its band after the trades.' })
  declare outOfBandLeft: number

  @Field(() => Int, {
    description: 'Households that were set aside or failed, for which there is no proposal; 0 of a group.',
  })
  declare refusedHouseholds: number
}

@ObjectType({ simpleResolvers: true, description: 'Proposals of a batch with something in common.' })
export class BatchGroup {
  @Field(() => String, { description: 'The Model.id, advisor or custodian; empty: none.' })
  declare key: string

  @Field(() => String, { description: 'The name for a person; empty: none.' }) declare name: string
  @Field(() => BatchSums, { description: 'What they come to.' }) declare sums: BatchSums
}

export const OutlierKind = {
  REFUSED: 'refused',
  PRICE_MOVE: 'price_move',
  SHORT_OF_CASH: 'short_of_cash',
  WASH_SALE_RISK: 'wash_sale_risk',
  OVERRIDE_TOUCHED: 'override_touched',
  TAX: 'tax',
  TURNOVER: 'turnover',
  DRIFT_LEFT: 'drift_left',
} as const
export type OutlierKind = (typeof OutlierKind)[keyof typeof OutlierKind]
registerEnumType(OutlierKind, {
  name: 'OutlierKind',
  description: 'Why a proposal of a batch, or a household without one, is looked at first.',
  valuesConfig: {
    REFUSED: { description: 'The household was set aside, or planning it failed.' },
    PRICE_MOVE: { description: 'It trades a security whose price moved without a split to explain it.' },
    SHORT_OF_CASH: { description: 'An account stays short of a cash need.' },
    WASH_SALE_RISK: { description: 'A loss is taken that a purchase may disallow.' },
    OVERRIDE_TOUCHED: { description: 'It trades what an override names.' },
    TAX: {
      description: "Tax at or above the policy's cap, or far above the batch's other proposals with tax.",
    },
    TURNOVER: { description: "Turnover at or above the policy's cap, or far above the batch's others." },
    DRIFT_LEFT: { description: "Drift left that is far above the batch's others, and out of its band." },
  },
})

@ObjectType({ simpleResolvers: true, description: 'A reason to look at a proposal of a batch first.' })
export class Outlier {
  declare proposalId: string | null
  declare householdId: string

  @Field(() => OutlierKind, { description: 'What stands out.' }) declare kind: OutlierKind

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars of tax, turnover as a fraction of the base, or drift left as a fraction of the base; null: of other kinds.',
  })
  declare amount: string | null

  @Field(() => String, { description: 'The same in a sentence.' }) declare message: string
}

@ObjectType({
  simpleResolvers: true,
  description:
    'The proposals of a batch that a filter finds, all of them, so that one decision can be given on these very ones.',
})
export class ProposalSelection {
  @Field(() => Int, { description: 'How many.' }) declare count: number

  @Field(() => String, {
    description: 'SHA-256 over their ids and lists, in hexadecimal: what DecideAllInput expects.',
  })
  declare sha256: string

  @Field(() => BatchSums, { description: 'What they come to together.' }) declare sums: BatchSums
}
