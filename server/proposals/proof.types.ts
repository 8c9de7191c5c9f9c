import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { LevelName } from '../engine/proposal.ts'
import { Reason } from './proposal.types.ts'

export const PlanLevel = {
  CASH_SHORTFALL: 'cashShortfall',
  WASHED_FOR_CASH: 'washedForCash',
  BUDGET_EXCESS: 'budgetExcess',
  SHORT_TERM_GAIN: 'shortTermGain',
  LEGACY_GAIN: 'legacyGain',
  BAND_VIOLATION: 'bandViolation',
  GOAL_VIOLATION: 'goalViolation',
  COST: 'cost',
  DEVIATION: 'deviation',
  RELATIVE_SHORTFALL: 'relativeShortfall',
  LOCATION_DRAG: 'locationDrag',
  ORDERS: 'orders',
} as const satisfies Record<string, LevelName>
registerEnumType(PlanLevel, {
  name: 'PlanLevel',
  description:
    'What a plan makes as small as it can, most important first: a later level never worsens an earlier one.',
  valuesConfig: {
    CASH_SHORTFALL: { description: 'Dollars missing to withdrawals, margin debits and reserves.' },
    WASHED_FOR_CASH: { description: 'Dollars sold of lots whose loss a purchase disallows.' },
    BUDGET_EXCESS: { description: 'Dollars of gains, tax and turnover beyond their budgets.' },
    SHORT_TERM_GAIN: { description: 'Dollars of short-term gains that are to be avoided or waited for.' },
    LEGACY_GAIN: { description: 'Dollars of gains outside the model that no budget allows.' },
    BAND_VIOLATION: {
      description: 'Dollars outside bands, and outside what overrides keep holdings within.',
    },
    GOAL_VIOLATION: { description: 'Dollars outside what the mode asks for; 0 in the mode BAND.' },
    COST: { description: 'Dollars of tax, trading, location drag and the price of deviation.' },
    DEVIATION: { description: 'Dollars away from targets of securities and cash.' },
    RELATIVE_SHORTFALL: { description: 'The largest part of its target that a class lacks, a fraction.' },
    LOCATION_DRAG: { description: "Dollars of a year's tax drag of where things are held." },
    ORDERS: { description: 'How many orders there are.' },
  },
})

@ObjectType({
  simpleResolvers: true,
  description:
    'What a plan reaches at each level of its objective; the first eight decide, the others break ties.',
})
export class PlanLevels {
  @Field(() => DecimalScalar, {
    description: 'Dollars missing to withdrawals, margin debits and reserves after the trades.',
  })
  declare cashShortfall: string

  @Field(() => DecimalScalar, {
    description: 'Dollars sold of lots whose loss a purchase disallows, for cash that nothing else raises.',
  })
  declare washedForCash: string

  @Field(() => DecimalScalar, { description: 'Dollars of gains, tax and turnover beyond their budgets.' })
  declare budgetExcess: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of short-term gain realized although it is to be avoided or waited for.',
  })
  declare shortTermGain: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of gain of holdings outside the model that no budget allows.',
  })
  declare legacyGain: string

  @Field(() => DecimalScalar, {
    description:
      'Dollars outside bands over all classes and tiers, and of holdings outside what overrides keep them within.',
  })
  declare bandViolation: string

  @Field(() => DecimalScalar, {
    description: 'Dollars outside what the mode asks for; 0 in the mode BAND.',
  })
  declare goalViolation: string

  @Field(() => DecimalScalar, {
    description:
      'Dollars of tax, trading cost, years of location drag and the price of deviation; negative where losses are worth more.',
  })
  declare cost: string

  @Field(() => DecimalScalar, {
    description:
      'Dollars that securities of classes, holdings beside them and cash are away from their targets.',
  })
  declare deviation: string

  @Field(() => DecimalScalar, {
    description: 'The largest part of its target that a class lacks, a fraction 0 to 1 with up to 6 places.',
  })
  declare relativeShortfall: string

  @Field(() => DecimalScalar, { description: "Dollars of a year's tax drag of where things are held." })
  declare locationDrag: string

  @Field(() => Int, { description: 'How many orders there are.' }) declare orders: number
}

@ObjectType({
  simpleResolvers: true,
  description: 'One level of a plan, measured against the best that any plan could reach there.',
})
export class CertifiedLevel {
  @Field(() => PlanLevel, { description: 'Which level.' }) declare level: LevelName

  @Field(() => DecimalScalar, {
    description:
      'Dollars: the least that a plan in fractions of shares could reach while all earlier levels are at their bounds.',
  })
  declare bound: string

  @Field(() => DecimalScalar, { description: 'Dollars that the plan reaches.' }) declare reached: string

  @Field(() => DecimalScalar, {
    description:
      'Reached less bound in dollars. After the first level with a gap, later bounds no longer bind.',
  })
  declare gap: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'How near a plan is to the best that any plan in fractions of shares could do.',
})
export class Certificate {
  @Field(() => [CertifiedLevel], { description: 'Each deciding level, most important first.' })
  declare levels: CertifiedLevel[]

  @Field(() => Boolean, { description: 'true: every deciding level is at its bound, to the cent.' })
  declare isOptimal: boolean

  @Field(() => [Reason], { description: 'What the gap comes from; empty where there is none.' })
  declare causes: Reason[]
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What the trades do to the tax on gains of one return for the year, short- and long-term netted (IRC 1222, 1211(b), 1212(b)), at the taxpayer's rates.",
})
export class TaxReturnEffect {
  declare householdId: string
  declare taxpayerIds: readonly string[]

  @Field(() => DecimalScalar, {
    description: 'Dollars of net short-term gain of the trades; negative is a loss.',
  })
  declare shortTermGain: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of net long-term gain of the trades; negative is a loss.',
  })
  declare longTermGain: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of net short-term gain of the year, with what was realized before.',
  })
  declare yearShortTermGain: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of net long-term gain of the year, with what was realized before.',
  })
  declare yearLongTermGain: string

  @Field(() => DecimalScalar, {
    description: 'Dollars of loss carried over from earlier years that are used up.',
  })
  declare lossCarryforwardUsed: string

  @Field(() => DecimalScalar, { description: 'Dollars of loss that go on into the next year.' })
  declare lossCarriedForward: string

  @Field(() => DecimalScalar, { description: "Dollars of the year's tax on gains without the trades." })
  declare nettedTaxBefore: string

  @Field(() => DecimalScalar, { description: "Dollars of the year's tax on gains with the trades." })
  declare nettedTaxAfter: string

  @Field(() => DecimalScalar, {
    description: 'After less before: dollars that the trades add to the year; negative is tax saved.',
  })
  declare nettedTax: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars of gain that the budget still allows after the trades; null: no budget.',
  })
  declare gainsBudgetLeft: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars of tax that the budget still allows after the trades; null: no budget.',
  })
  declare taxBudgetLeft: string | null
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A loss that a sale takes although a purchase disallows it (IRC 1091), for a cash need that nothing else meets.',
})
export class DisallowedLoss {
  declare accountId: string
  declare securityId: string
  declare blockerAccountId: string
  declare blockerSecurityId: string

  @Field(() => ID, { description: 'The TaxLot.id that is sold.' }) declare lotId: string

  @Field(() => DecimalScalar, {
    description: 'Shares whose loss is disallowed: only as many as were replaced (Reg. 1.1091-1(c)).',
  })
  declare shares: string

  @Field(() => DecimalScalar, { description: 'Dollars of loss that are disallowed, above 0.' })
  declare loss: string

  @Field(() => Boolean, {
    description:
      'true: the purchase was in a retirement account, which keeps no basis for it, so the loss never comes back (Rev. Rul. 2008-5).',
  })
  declare isLostForGood: boolean

  @Field(() => LocalDateScalar, { description: 'Trade date of the purchase that disallows it.' })
  declare bought: string
}
