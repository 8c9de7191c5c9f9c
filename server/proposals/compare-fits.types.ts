import { createUnionType, Field, Int, ObjectType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'

@ObjectType({ simpleResolvers: true, description: 'What a plan comes to, without its trades.' })
export class FitOutcome {
  @Field(() => Int, { description: 'How many trades it has.' }) declare tradeCount: number

  @Field(() => DecimalScalar, {
    description: 'Estimated tax of its trades in dollars, as Proposal.taxCost; the year is not netted.',
  })
  declare taxCost: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "Dollars that it adds to the year's tax, as Proposal.nettedTax; null: not worked out.",
  })
  declare nettedTax: string | null

  @Field(() => DecimalScalar, { description: 'Dollars of half-spreads and fees.' })
  declare tradingCost: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Half of what is sold and bought over the base, a fraction to 6 places; null: the base is 0.',
  })
  declare turnover: string | null

  @Field(() => DecimalScalar, { description: 'Dollars sold and dollars bought, added up.' })
  declare turnoverValue: string

  @Field(() => Int, {
    description: 'How many classes and tiers, and what lies outside the model, are out of band after it.',
  })
  declare outOfBand: number

  @Field(() => Boolean, {
    description: 'true: no plan could do better by the levels that decide, as Certificate.isOptimal.',
  })
  declare isOptimal: boolean
}

@ObjectType({
  simpleResolvers: true,
  description: 'A household planned in two ways on the same facts; neither is kept.',
})
export class FitComparison {
  readonly kind = 'compared'

  @Field(() => LocalDateScalar, { description: 'The trade date of the facts: Firm.asOf.' })
  declare asOf: string

  @Field(() => FitOutcome, { description: 'As near to what is asked for as can be.' })
  declare bestFit: FitOutcome

  @Field(() => FitOutcome, { description: 'As few orders as bring cash and bands in order.' })
  declare fewestTrades: FitOutcome
}

@ObjectType({ simpleResolvers: true, description: 'The plan was understood and cannot be made.' })
export class PlanRefused {
  readonly kind = 'refused'

  @Field(() => String, {
    description: 'A stable code to branch on, one of those that rebalanceHousehold names.',
  })
  declare code: string

  @Field(() => String, { description: 'A sentence a person can act on.' }) declare message: string
}

export const CompareFitsResult = createUnionType({
  name: 'CompareFitsResult',
  description: 'What came of the query: both plans, or data that says why there are none.',
  types: () => [FitComparison, PlanRefused] as const,
  resolveType: (value) => ((value as { kind: string }).kind === 'refused' ? PlanRefused : FitComparison),
})
