import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar } from '../graphql/scalars.ts'
import type { TAXPAYER_KINDS } from './household.entity.ts'

export const TaxpayerKind = { PERSON: 'person', GRANTOR_TRUST: 'grantor_trust', TRUST: 'trust' } as const
registerEnumType(TaxpayerKind, {
  name: 'TaxpayerKind',
  description: 'Whose rates and budget apply to a gain.',
  valuesConfig: {
    PERSON: { description: 'A natural person, with rates and a budget of their own.' },
    GRANTOR_TRUST: {
      description: "Taxed to its grantor at the grantor's rates; gains count against both their budgets.",
    },
    TRUST: { description: 'Any other trust, with rates and a budget of its own.' },
  },
})

export const RatesFrom = { FILE: 'file', BRACKETS: 'brackets', GRANTOR: 'grantor' } as const
registerEnumType(RatesFrom, {
  name: 'RatesFrom',
  description: "Where a taxpayer's federal rates on gains come from.",
  valuesConfig: {
    FILE: { description: "The firm states them in its file of taxpayers, whatever the year's brackets say." },
    BRACKETS: {
      description:
        "The brackets of the plan's year, for the next dollar of gain on top of the income that the firm states.",
    },
    GRANTOR: { description: 'A grantor trust without rates of its own: those of its grantor.' },
  },
})

@ObjectType({ simpleResolvers: true, description: "Whose return an account's gains land on." })
export class Taxpayer {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' }) declare id: string
  declare spouseId: string | null
  declare grantorId: string | null

  @Field(() => String, {
    description: "The firm's own number for the taxpayer, unique in the firm, up to 50 characters.",
  })
  declare reference: string

  @Field(() => TaxpayerKind, { description: 'A person, or a trust and to whom it is taxed.' })
  declare kind: (typeof TAXPAYER_KINDS)[number]

  @Field(() => String, {
    nullable: true,
    description:
      'single, married_joint, married_separate, head_of_household or surviving_spouse; null: none, as of a trust.',
  })
  declare filingStatus: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Federal rate of short-term gains, a fraction 0 to 1, as the firm states it for this tax year; null: ratesFrom says where it comes from.',
  })
  declare federalShortRate: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Federal rate of long-term gains, a fraction 0 to 1; null: ratesFrom says where it comes from.',
  })
  declare federalLongRate: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Rate of the tax on net investment income (IRC 1411), a fraction; 0 where it is not owed; null: ratesFrom says where it comes from.',
  })
  declare netInvestmentIncomeTax: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars of taxable income of the return this tax year, before the gains that are planned; null: not stated.',
  })
  declare taxableIncome: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars of modified adjusted gross income of the return this tax year, of a trust its adjusted gross income; null: not stated.',
  })
  declare modifiedAdjustedGrossIncome: string | null

  @Field(() => DecimalScalar, { description: 'Rate of the state on any gain, a fraction 0 to 1.' })
  declare stateRate: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars of net gain, short- and long-term together, allowed this tax year, what is realized already included; null: no limit, but then nothing outside the model is sold at a gain to reach targets.',
  })
  declare gainBudget: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Dollars of tax on gains allowed this tax year, what is owed already included; null: no limit.',
  })
  declare taxBudget: string | null

  @Field(() => DecimalScalar, {
    description: 'Dollars of net short-term gain realized this tax year, as last loaded; negative is a loss.',
  })
  declare yearToDateShortGain: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of net long-term gain realized this tax year, as last loaded; negative is a loss.',
  })
  declare yearToDateLongGain: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of loss carried over from earlier years, 0 or more; it does not widen the budget.',
  })
  declare lossCarryforward: string
}
