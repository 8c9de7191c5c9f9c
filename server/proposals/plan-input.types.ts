import { Field, ID, InputType } from 'type-graphql'
import { DecimalScalar } from '../graphql/scalars.ts'
import { RebalanceMode, RebalanceScope } from './plan-choice.types.ts'
import type { REBALANCE_MODES, REBALANCE_SCOPES } from './proposal.entity.ts'

@InputType({
  description:
    'Money about to come into an account or to leave it, such as a distribution; taken into this plan alone.',
})
export class CashFlowInput {
  @Field(() => ID, {
    description: 'The Account.id, one that is planned (UNKNOWN_ACCOUNT); each at most once (ACCOUNT_TWICE).',
  })
  declare accountId: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars and cents that come in and are to be invested, 0 or more (NEGATIVE_AMOUNT, NOT_AN_AMOUNT); null: none.',
  })
  declare contribution?: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars and cents that are paid out, 0 or more; raised at the least tax where cash beyond reserves does not do. Null: none.',
  })
  declare withdrawal?: string | null
}

@InputType({ description: 'What to plan, and how.' })
export class PlanInput {
  @Field(() => ID, { description: 'The Household.id; an unknown one is refused as NOT_FOUND.' })
  declare householdId: string

  @Field(() => ID, {
    nullable: true,
    description:
      'An Account.id of the household, to plan that account alone, the others being watched for wash sales; null: as its rebalanceLevel says.',
  })
  declare accountId?: string | null

  @Field(() => RebalanceScope, {
    defaultValue: RebalanceScope.TARGET,
    description: 'What the plan may do.',
  })
  declare scope: (typeof REBALANCE_SCOPES)[number]

  @Field(() => RebalanceMode, {
    nullable: true,
    description:
      'How far a part of a plan goes; null: to target. Beside a scope that is a mode, another one is refused as MODE_TWICE.',
  })
  declare mode?: (typeof REBALANCE_MODES)[number] | null

  @Field(() => String, {
    nullable: true,
    description:
      'Of the scope SLEEVE: a class or tier by its name in the model; anything else, or a name beside another scope, is refused as UNKNOWN_SLEEVE.',
  })
  declare sleeve?: string | null

  @Field(() => [CashFlowInput], {
    nullable: true,
    description: 'Contributions and withdrawals to plan for, once; null: none.',
  })
  declare flows?: CashFlowInput[] | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars that one dollar less deviation from targets may cost, 0 to 1 with up to 6 places (OUT_OF_RANGE); null: as the firm says.',
  })
  declare deviationPrice?: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Years of location drag that count as cost, 0 to 100 with up to 2 places (OUT_OF_RANGE); null: as the firm says.',
  })
  declare locationYears?: string | null

  @Field(() => Boolean, {
    nullable: true,
    description:
      'true: a realized loss is worth its rate, so losses are taken for their own sake; false: it is worth nothing beyond its use; null: as the firm says. The scope HARVEST always does.',
  })
  declare harvest?: boolean | null
}
