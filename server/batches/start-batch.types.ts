import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql'
import { MutationInput, MutationPayload } from '../graphql/refusals.ts'
import { DecimalScalar } from '../graphql/scalars.ts'
import { AlertFilter } from '../monitoring/alert.types.ts'
import { PlanPreference, RebalanceMode, RebalanceScope } from '../proposals/plan-choice.types.ts'
import type { PLAN_PREFERENCES, REBALANCE_MODES, REBALANCE_SCOPES } from '../proposals/proposal.entity.ts'

@InputType({
  description:
    'Which households: all conditions that are given hold together, and one must be (EMPTY_SELECTION).',
})
export class BatchSelectionInput {
  @Field(() => AlertFilter, {
    nullable: true,
    description:
      'Households with a standing alert that fits, as the queue lists them; an empty filter is any.',
  })
  declare alerts?: AlertFilter | null

  @Field(() => ID, { nullable: true, description: 'A Model.id: households assigned to it on Firm.asOf.' })
  declare modelId?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Household.advisor, whole and in the same case; empty: households without one.',
  })
  declare advisor?: string | null

  @Field(() => String, { nullable: true, description: 'Households with an account at this custodian.' })
  declare custodian?: string | null

  @Field(() => [ID], {
    nullable: true,
    description: 'These Household.id; an unknown one is refused as UNKNOWN_REFERENCE with its place.',
  })
  declare householdIds?: string[] | null

  @Field(() => [String], {
    nullable: true,
    description:
      'References of households or numbers of accounts, as a list or sheet has them; an unknown one is refused as UNKNOWN_REFERENCE with its place.',
  })
  declare references?: string[] | null

  @Field(() => Boolean, { nullable: true, description: 'true: every household, if nothing else is said.' })
  declare all?: boolean | null
}

@InputType({ description: 'How each household of a batch is planned.' })
export class BatchPlanInput {
  @Field(() => RebalanceScope, {
    defaultValue: RebalanceScope.TARGET,
    description: 'What each plan may do.',
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
      'Of the scope SLEEVE: a class or tier by its name in the model; a household whose model has none is set aside as UNKNOWN_SLEEVE.',
  })
  declare sleeve?: string | null

  @Field(() => PlanPreference, {
    defaultValue: PlanPreference.BEST_FIT,
    description: 'What each plan gives up for what.',
  })
  declare preference: (typeof PLAN_PREFERENCES)[number]

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
      'true: a realized loss is worth its rate, so losses are taken for their own sake; false: it is worth nothing beyond its use; null: as the firm says.',
  })
  declare harvest?: boolean | null
}

@InputType({ description: 'Which households to plan, how, and under which key.' })
export class StartBatchInput extends MutationInput {
  @Field(() => String, { description: 'What to call it, 1 to 200 characters (BAD_NAME).' })
  declare name: string

  @Field(() => BatchSelectionInput, { description: 'Which households.' })
  declare selection: BatchSelectionInput

  @Field(() => BatchPlanInput, {
    nullable: true,
    description: 'How each is planned; null: to target, as near as can be.',
  })
  declare plan?: BatchPlanInput | null
}

export const CashRunFlowKind = {
  WITHDRAWAL: 'withdrawal',
  RMD: 'rmd',
  CONTRIBUTION: 'contribution',
} as const
export type CashRunFlowKind = (typeof CashRunFlowKind)[keyof typeof CashRunFlowKind]
registerEnumType(CashRunFlowKind, {
  name: 'CashRunFlowKind',
  description: 'What a cash flow is.',
  valuesConfig: {
    WITHDRAWAL: { description: 'Money that is paid out.' },
    RMD: {
      description:
        'A required minimum distribution: paid out of a tax-deferred account (NOT_TAX_DEFERRED). IRC 401(a)(9).',
    },
    CONTRIBUTION: { description: 'Money that comes in and is to be invested.' },
  },
})

@InputType({ description: 'One row of a cash run.' })
export class CashRunFlowInput {
  @Field(() => String, { description: 'Names the row for its sender, unique in the run (ROW_KEY_TWICE).' })
  declare rowKey: string

  @Field(() => String, {
    description:
      'The Account.accountNumber (UNKNOWN_ACCOUNT); once for each kind of flow (ACCOUNT_TWICE), which are added up.',
  })
  declare accountNumber: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars and cents that are paid out, above 0 (NOT_AN_AMOUNT), raised at the least tax; null: none. A row has this or a contribution (ONE_AMOUNT).',
  })
  declare withdrawal?: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars and cents that come in, above 0 (NOT_AN_AMOUNT); null: none.',
  })
  declare contribution?: string | null

  @Field(() => CashRunFlowKind, {
    nullable: true,
    description:
      'What it is, in step with the amount (KIND_DISAGREES); null: a withdrawal or a contribution, as the amount says.',
  })
  declare kind?: CashRunFlowKind | null
}

@InputType({
  description: 'Withdrawals, required distributions and contributions over the firm, by list or sheet.',
})
export class StartCashRunInput extends MutationInput {
  @Field(() => String, { description: 'What to call it, 1 to 200 characters (BAD_NAME).' })
  declare name: string

  @Field(() => [CashRunFlowInput], {
    description: 'The rows, 1 to 20,000 (EMPTY_SELECTION, TOO_MANY_ROWS); with one fault none is started.',
  })
  declare flows: CashRunFlowInput[]

  @Field(() => BatchPlanInput, {
    nullable: true,
    description:
      'How each household is planned; null: what is paid out is raised by sales alone and what comes in invested by purchases alone, and a household with both is brought into its bands.',
  })
  declare plan?: BatchPlanInput | null
}

@InputType({ description: 'Which batch to stop.' })
export class CancelBatchInput extends MutationInput {
  @Field(() => ID, { description: 'The Batch.id; an unknown one is refused as NOT_FOUND.' })
  declare batchId: string
}

@InputType({ description: 'Which batch to take up again.' })
export class RetryBatchInput extends MutationInput {
  @Field(() => ID, { description: 'The Batch.id; an unknown one is refused as NOT_FOUND.' })
  declare batchId: string

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'true: households that were set aside as well, such as after prices were loaded.',
  })
  declare setAside: boolean
}

/** What the payloads of batches share. */
export interface WithBatch {
  readonly batchId: string
}

@ObjectType({ simpleResolvers: true, description: 'The batch that was started, or that runs already.' })
export class StartBatchPayload extends MutationPayload implements WithBatch {
  declare batchId: string
  @Field(() => Boolean, {
    description: 'true: the same selection is being planned in the same way already; nothing was started.',
  })
  declare alreadyRunning: boolean
}

@ObjectType({ simpleResolvers: true, description: 'The cash run that was started, or that runs already.' })
export class StartCashRunPayload extends MutationPayload implements WithBatch {
  declare batchId: string
  @Field(() => Boolean, {
    description: 'true: the same rows are being planned in the same way already; nothing was started.',
  })
  declare alreadyRunning: boolean
}

@ObjectType({ simpleResolvers: true, description: 'The batch that was stopped.' })
export class CancelBatchPayload extends MutationPayload implements WithBatch {
  declare batchId: string
}

@ObjectType({ simpleResolvers: true, description: 'The batch that runs again.' })
export class RetryBatchPayload extends MutationPayload implements WithBatch {
  declare batchId: string
}
