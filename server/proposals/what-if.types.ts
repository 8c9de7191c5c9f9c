import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import { ModelNodeInput, ModelSecurityInput } from '../models/model.types.ts'
import { FitOutcome, PlanRefused } from './compare-fits.types.ts'
import { PlanInput } from './plan-input.types.ts'
import type { TRADE_SIDES } from './proposal.entity.ts'
import { PlannedDrift } from './proposal.types.ts'
import { TradeSide } from './proposed-trade.types.ts'

@InputType({ description: 'Another target or range of a class or tier; null: as the model has it.' })
export class WhatIfRangeInput {
  @Field(() => String, {
    description: 'The class or tier by its name in the model (UNKNOWN_CLASS), each once (CLASS_TWICE).',
  })
  declare name: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Intended share of the base; the whole must keep the rules of a model, such as sums to 1 (MODEL_REFUSED).',
  })
  declare target?: string | null

  @Field(() => DecimalScalar, { nullable: true, description: 'Lowest acceptable share, from 0 to target.' })
  declare low?: string | null

  @Field(() => DecimalScalar, { nullable: true, description: 'Highest acceptable share, from target to 1.' })
  declare high?: string | null
}

@InputType({ description: 'Budgets of one taxpayer for the year; null: as they stand.' })
export class WhatIfBudgetInput {
  @Field(() => String, {
    description: 'Taxpayer.reference, of the household (UNKNOWN_TAXPAYER), each once (TAXPAYER_TWICE).',
  })
  declare taxpayer: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars of net realized gain allowed in the tax year, 0 or more (NOT_AN_AMOUNT).',
  })
  declare gains?: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars of tax on gains allowed in the tax year, 0 or more (NOT_AN_AMOUNT).',
  })
  declare tax?: string | null
}

@InputType({ description: 'A price that is supposed, in place of the latest close.' })
export class WhatIfPriceInput {
  @Field(() => String, {
    description: 'A security held or in the model (UNKNOWN_SECURITY), each once (SYMBOL_TWICE).',
  })
  declare symbol: string

  @Field(() => DecimalScalar, { description: 'Dollars a share above 0 with up to 6 places (NOT_A_PRICE).' })
  declare price: string
}

@InputType({ description: 'A model that is only an idea: checked as one that is published, and not kept.' })
export class WhatIfModelInput {
  @Field(() => [ModelNodeInput], { description: 'As PublishModelVersionInput.nodes (MODEL_REFUSED).' })
  declare nodes: ModelNodeInput[]

  @Field(() => [ModelSecurityInput], {
    description: 'As PublishModelVersionInput.securities (MODEL_REFUSED).',
  })
  declare securities: ModelSecurityInput[]
}

@InputType({
  description: 'What to plan, and what to suppose in place of what stands; null is as things stand.',
})
export class WhatIfInput extends PlanInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'A ModelVersion.id of any model, in force or not (UNKNOWN_VERSION). Not beside a draft (MODEL_TWICE).',
  })
  declare modelVersionId?: string | null

  @Field(() => WhatIfModelInput, { nullable: true, description: 'A model that is not published.' })
  declare draft?: WhatIfModelInput | null

  @Field(() => [WhatIfRangeInput], {
    nullable: true,
    description: 'Other targets and ranges, of whichever model it is.',
  })
  declare ranges?: WhatIfRangeInput[] | null

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'true: no taxpayer has a budget of gains or tax but those given here.',
  })
  declare withoutBudgets: boolean

  @Field(() => [WhatIfBudgetInput], { nullable: true, description: 'Budgets of gains and tax.' })
  declare budgets?: WhatIfBudgetInput[] | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'The most dollars that are sold beyond cash needs, 0 or more (NOT_AN_AMOUNT); null: no limit.',
  })
  declare turnoverBudget?: string | null

  @Field(() => [WhatIfPriceInput], { nullable: true, description: 'Prices of some securities.' })
  declare prices?: WhatIfPriceInput[] | null
}

@ObjectType({ simpleResolvers: true, description: 'A trade of a plan that is not kept.' })
export class SupposedTrade {
  declare accountId: string
  declare securityId: string

  @Field(() => TradeSide, { description: 'Sold or bought.' }) declare side: (typeof TRADE_SIDES)[number]
  @Field(() => DecimalScalar, { description: 'Shares, as ProposedTrade.shares.' }) declare shares: string

  @Field(() => DecimalScalar, { description: 'Dollars a share that it was planned at.' })
  declare price: string

  @Field(() => DecimalScalar, { description: 'Dollars, shares times price to the cent.' })
  declare value: string

  @Field(() => DecimalScalar, { description: 'Estimated tax in dollars, as ProposedTrade.taxCost.' })
  declare taxCost: string

  @Field(() => DecimalScalar, { description: 'Dollars of gain, as ProposedTrade.realizedGain.' })
  declare realizedGain: string

  @Field(() => String, { description: 'Why, in a sentence.' }) declare reason: string
}

@ObjectType({ simpleResolvers: true, description: 'What a plan comes to, with its trades; it is not kept.' })
export class SupposedPlan extends FitOutcome {
  @Field(() => [SupposedTrade], { description: 'Account by account, sells before buys.' })
  declare trades: SupposedTrade[]

  @Field(() => [PlannedDrift], { description: 'Drift as it would be after them.' })
  declare after: PlannedDrift[]
}

@ObjectType({ simpleResolvers: true, description: 'A household planned in two ways on the same facts.' })
export class BothFits {
  @Field(() => SupposedPlan, { description: 'As near to what is asked for as can be.' })
  declare bestFit: SupposedPlan

  @Field(() => SupposedPlan, { description: 'As few orders as bring cash and bands in order.' })
  declare fewestTrades: SupposedPlan
}

@ObjectType({ simpleResolvers: true, description: 'What is supposed, beside what stands; nothing is kept.' })
export class WhatIf {
  readonly kind = 'supposed'

  @Field(() => LocalDateScalar, { description: 'The trade date of the facts: Firm.asOf.' })
  declare asOf: string

  @Field(() => BothFits, { description: 'With the scope TARGET and nothing supposed.' })
  declare baseline: BothFits

  @Field(() => BothFits, { description: 'As the input asks for and supposes.' })
  declare supposed: BothFits
}

export const WhatIfResult = createUnionType({
  name: 'WhatIfResult',
  description: 'What came of the query: the plans, or data that says why there are none.',
  types: () => [WhatIf, PlanRefused] as const,
  resolveType: (value) => ((value as { kind: string }).kind === 'refused' ? PlanRefused : WhatIf),
})
