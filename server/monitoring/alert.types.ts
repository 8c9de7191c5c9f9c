import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DateTimeScalar, DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { ALERT_KINDS, DATA_PROBLEMS } from './alert.entity.ts'

export const AlertKind = {
  NEVER_REBALANCED: 'never_rebalanced',
  OUT_OF_RANGE: 'out_of_range',
  CASH_HIGH: 'cash_high',
  CASH_LOW: 'cash_low',
  RESTRICTED_HOLDING: 'restricted_holding',
  HARVEST: 'harvest',
  WASH_SALE_WINDOW: 'wash_sale_window',
  OVERRIDE_EXPIRING: 'override_expiring',
  DATA_PROBLEM: 'data_problem',
} as const satisfies Record<string, (typeof ALERT_KINDS)[number]>
registerEnumType(AlertKind, {
  name: 'AlertKind',
  description: 'What asks for a person, judged on Firm.asOf.',
  valuesConfig: {
    NEVER_REBALANCED: {
      description: 'The household is on a model, and no proposal for it was ever approved.',
    },
    OUT_OF_RANGE: {
      description:
        'A class or tier is beyond its range; of a household at RebalanceLevel ACCOUNT, in one account.',
    },
    CASH_HIGH: { description: 'The cash class is above its range.' },
    CASH_LOW: {
      description:
        'The cash class is below its range, or the cash of an account is a debit that no margin agreement covers.',
    },
    RESTRICTED_HOLDING: {
      description: 'Something is held that an override in force has on the restricted list.',
    },
    HARVEST: {
      description:
        "Losses of a position would save at least the firm's threshold of tax, at the rates of its taxpayer, and nothing bars them.",
    },
    WASH_SALE_WINDOW: {
      description:
        'Losses of a position that a purchase of the same or the like within 30 days would disallow (IRC 1091(a)).',
    },
    OVERRIDE_EXPIRING: { description: "An override in force has its last day within the firm's notice." },
    DATA_PROBLEM: { description: 'What was loaded cannot be relied on: see DataProblem.' },
  },
})

export const DataProblem = {
  NO_PRICE: 'no_price',
  UNRECONCILED: 'unreconciled',
  STALE: 'stale',
} as const satisfies Record<string, (typeof DATA_PROBLEMS)[number]>
registerEnumType(DataProblem, {
  name: 'DataProblem',
  description: 'What is wrong with what was loaded.',
  valuesConfig: {
    NO_PRICE: { description: 'A security is held that has no price up to asOf.' },
    UNRECONCILED: { description: "The lots of a security are not what the custodian's statement says." },
    STALE: {
      description: "Positions of an account, or the price of what is held, are older than the firm's limit.",
    },
  },
})

@InputType({
  description:
    'Which alerts, or the households that have them: all given conditions must hold, null is no condition.',
})
export class AlertFilter {
  @Field(() => [AlertKind], { nullable: true, description: 'Of one of these kinds; empty: of none.' })
  declare kinds?: (typeof ALERT_KINDS)[number][] | null

  @Field(() => String, {
    nullable: true,
    description: 'Household.advisor, whole and in the same case; empty: households without one.',
  })
  declare advisor?: string | null

  @Field(() => ID, {
    nullable: true,
    description: 'A Model.id: of households that are assigned to this model on Firm.asOf.',
  })
  declare modelId?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Account.custodian, whole and in the same case: of accounts there, and of households that have one.',
  })
  declare custodian?: string | null

  @Field(() => ID, { nullable: true, description: 'A Household.id: its alerts alone.' })
  declare householdId?: string | null
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Something of a household, or of the whole firm, that asks for a person: raised by the load that made it true, cleared by the one that ended it.',
})
export class Alert {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it stays the same while the alert stands.' })
  declare id: string

  @Field(() => AlertKind, { description: 'What it is about.' })
  declare kind: (typeof ALERT_KINDS)[number]

  @Field(() => DataProblem, { nullable: true, description: 'Of DATA_PROBLEM which; else null.' })
  declare problem: (typeof DATA_PROBLEMS)[number] | null
  declare householdId: string | null
  declare accountId: string | null
  declare securityId: string | null
  declare overrideId: string | null
  declare className: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      "Dollars, to the cent. OUT_OF_RANGE, CASH_HIGH, CASH_LOW: of the class farthest beyond its range, negative below it; of a debit the account's cash. RESTRICTED_HOLDING: what is held. HARVEST: the tax that its losses save. WASH_SALE_WINDOW: the losses held up. UNRECONCILED: lots less statement. Else null, as where there is no price.",
  })
  declare amount: string | null

  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      'OVERRIDE_EXPIRING: its last day in force. WASH_SALE_WINDOW: the first day on which the losses may be taken. STALE: the day that the positions or the price are of; null: never loaded. Else null.',
  })
  declare until: string | null

  @Field(() => DateTimeScalar, { description: "When it was raised, by the database's clock." })
  declare firstSeenAt: Date

  @Field(() => LocalDateScalar, { description: 'Firm.asOf when it was raised.' })
  declare firstSeenOn: string

  @Field(() => LocalDateScalar, { description: 'Firm.asOf when it was seen last: amounts are of this day.' })
  declare asOf: string

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was cleared; null: it stands.' })
  declare clearedAt: Date | null

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Firm.asOf when it was cleared; null: it stands.',
  })
  declare clearedOn: string | null
}

@ObjectType({ simpleResolvers: true, description: 'How much of one kind asks for attention.' })
export class QueueCount {
  @Field(() => AlertKind, { description: 'The kind.' })
  declare kind: (typeof ALERT_KINDS)[number]

  @Field(() => Int, { description: 'Households with at least one alert of the kind.' })
  declare households: number

  @Field(() => Int, { description: 'Alerts of the kind, those of the whole firm included.' })
  declare alerts: number
}

@ObjectType({ simpleResolvers: true, description: 'What asks for attention, counted.' })
export class Queue {
  @Field(() => Int, {
    description: 'Households with at least one standing alert that the filter lets through.',
  })
  declare households: number

  @Field(() => [QueueCount], {
    description:
      'Every kind that the filter lets through, in the order of AlertKind, those of which there is none included.',
  })
  declare counts: QueueCount[]
}
