import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { MutationInput, MutationPayload } from '../graphql/refusals.ts'
import { DateTimeScalar, DecimalScalar } from '../graphql/scalars.ts'
import type { ApprovalCondition as Condition } from './approval-conditions.ts'

export const ApprovalCondition = {
  EVERY_PROPOSAL: 'every_proposal',
  NON_DISCRETIONARY: 'non_discretionary',
  OVERRIDE_TOUCHED: 'override_touched',
  WASH_SALE_RISK: 'wash_sale_risk',
  TAX_OVER_CAP: 'tax_over_cap',
  TURNOVER_OVER_CAP: 'turnover_over_cap',
  BATCH_TAX_OVER_CAP: 'batch_tax_over_cap',
  BATCH_TURNOVER_OVER_CAP: 'batch_turnover_over_cap',
} as const satisfies Record<string, Condition>
registerEnumType(ApprovalCondition, {
  name: 'ApprovalCondition',
  description: 'What makes the approval of a proposal ask for more.',
  valuesConfig: {
    EVERY_PROPOSAL: { description: 'It always holds.' },
    NON_DISCRETIONARY: { description: 'A trade is in an account that is not discretionary.' },
    OVERRIDE_TOUCHED: { description: 'A trade is of a security that an override in force names there.' },
    WASH_SALE_RISK: { description: 'A loss is taken that a purchase may disallow.' },
    TAX_OVER_CAP: { description: 'Proposal.taxCost is at or above the cap in dollars.' },
    TURNOVER_OVER_CAP: {
      description: 'Half of Proposal.turnoverValue over Proposal.base is at or above the cap, a fraction.',
    },
    BATCH_TAX_OVER_CAP: {
      description: 'Of a batch: taxCost of all its proposals but rejected and stale ones together.',
    },
    BATCH_TURNOVER_OVER_CAP: {
      description: 'Of a batch: half of the turnoverValue of the same proposals over their base, together.',
    },
  },
})

@ObjectType({ simpleResolvers: true, description: 'What the firm asks for where a condition holds.' })
export class ApprovalTerms {
  @Field(() => ApprovalCondition, { description: 'Which condition.' }) declare condition: Condition

  @Field(() => Boolean, {
    description:
      'true: two different persons must approve, and who changed a trade is not one of them; false: one.',
  })
  declare secondPerson: boolean

  @Field(() => Boolean, { description: 'true: whoever approves writes why.' })
  declare noteRequired: boolean

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Of a cap: dollars of tax, or a fraction for turnover, from which on it holds. Null: the condition is no cap.',
  })
  declare cap: string | null

  @Field(() => String, { description: 'The user who set it.' }) declare author: string

  @Field(() => DateTimeScalar, { description: "When, by the database's clock." }) declare recordedAt: Date
}

@ObjectType({ simpleResolvers: true, description: 'What a firm asks for before trades are approved.' })
export class ApprovalPolicy {
  @Field(() => [ApprovalTerms], {
    description: 'Those in force, in order of ApprovalCondition; where none holds, one person approves.',
  })
  declare terms: ApprovalTerms[]

  @Field(() => Int, {
    nullable: true,
    description:
      "Business days, Monday to Friday, that prices may lie before the database's own date at approval; null: that date is not looked at, prices must only be those of Firm.asOf or of the business day before.",
  })
  declare priceDays: number | null

  @Field(() => String, {
    description: 'SHA-256 of terms and priceDays in hexadecimal: what setApprovalPolicy expects.',
  })
  declare sha256: string
}

@InputType({ description: 'What is to be asked for where a condition holds.' })
export class ApprovalTermsInput {
  @Field(() => ApprovalCondition, { description: 'Which condition; each at most once (CONDITION_TWICE).' })
  declare condition: Condition

  @Field(() => Boolean, { defaultValue: false, description: 'true: two different persons must approve.' })
  declare secondPerson: boolean

  @Field(() => Boolean, { defaultValue: false, description: 'true: whoever approves writes why.' })
  declare noteRequired: boolean

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Of a cap, and only of one (CAP_MISPLACED): dollars with up to 2 places, or a fraction with up to 4, from 0 (OUT_OF_RANGE).',
  })
  declare cap?: string | null
}

@InputType({
  description: 'The policy as it is to be, whole: a condition that is not named asks for nothing.',
})
export class SetApprovalPolicyInput extends MutationInput {
  @Field(() => String, {
    description: 'ApprovalPolicy.sha256 as it was read; POLICY_CHANGED where it is another now.',
  })
  declare expectedSha256: string

  @Field(() => [ApprovalTermsInput], { description: 'What is asked for, condition by condition.' })
  declare terms: ApprovalTermsInput[]

  @Field(() => Int, {
    nullable: true,
    description: 'ApprovalPolicy.priceDays as it is to be, 0 to 366 (OUT_OF_RANGE); null: off.',
  })
  declare priceDays?: number | null
}

@ObjectType({ simpleResolvers: true, description: 'The policy that is in force now.' })
export class SetApprovalPolicyPayload extends MutationPayload {}
