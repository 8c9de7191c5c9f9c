import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { LIMIT_UNITS, OVERRIDE_KINDS } from './household.entity.ts'

export const OverrideKind = {
  HOLD: 'hold',
  DO_NOT_SELL: 'do_not_sell',
  DO_NOT_BUY: 'do_not_buy',
  RESTRICTED: 'restricted',
  CAP: 'cap',
  KEEP_WITHIN: 'keep_within',
  CASH_RESERVE: 'cash_reserve',
  EXCLUDE: 'exclude',
  SELL: 'sell',
} as const satisfies Record<string, (typeof OVERRIDE_KINDS)[number]>
registerEnumType(OverrideKind, {
  name: 'OverrideKind',
  description: 'What an override does while it is in force. Several on one holding all apply.',
  valuesConfig: {
    HOLD: { description: 'The security is neither bought nor sold; it counts in its class.' },
    DO_NOT_SELL: { description: 'The security is not sold.' },
    DO_NOT_BUY: { description: 'The security is not bought.' },
    RESTRICTED: { description: 'No account of the firm buys the security; what is held may be sold.' },
    CAP: {
      description:
        "The security is not bought above an amount, or a fraction of each account's own base; what is above it is not sold for that.",
    },
    KEEP_WITHIN: {
      description:
        "The security is not sold below one amount, or fraction of each account's own base, and not bought above another.",
    },
    CASH_RESERVE: { description: 'Dollars that stay in cash in one account, on top of its minimum cash.' },
    EXCLUDE: { description: 'The security counts in neither base nor class and is never traded.' },
    SELL: {
      description: 'The security is marked for sale, as far as budgets and the other rules let it go.',
    },
  },
})

export const LimitUnit = { FRACTION: 'fraction', DOLLARS: 'dollars', SHARES: 'shares' } as const
registerEnumType(LimitUnit, {
  name: 'LimitUnit',
  description: 'What a limit on a holding is counted in.',
  valuesConfig: {
    FRACTION: { description: "A fraction, 0 to 1, of each account's own base." },
    DOLLARS: { description: 'Dollars of value in each account.' },
    SHARES: { description: 'Shares in each account, up to 8 places.' },
  },
})

@ObjectType({
  simpleResolvers: true,
  description: 'A documented exception for an account, a household or the firm, as last recorded.',
})
export class Override {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it stays the same when the override is corrected.' })
  declare id: string
  declare accountId: string | null
  declare securityId: string | null

  @Field(() => OverrideKind, { description: 'What it does while it is in force.' })
  declare kind: (typeof OVERRIDE_KINDS)[number]

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'CASH_RESERVE: dollars. CAP: the most, KEEP_WITHIN: the least, in Override.unit. Null: its kind has no value.',
  })
  declare value: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'KEEP_WITHIN: the most, in Override.unit. Null: of any other kind.',
  })
  declare upperValue: string | null

  @Field(() => LimitUnit, {
    nullable: true,
    description: 'CAP, KEEP_WITHIN: what value and upperValue count in. Null: of any other kind.',
  })
  declare unit: (typeof LIMIT_UNITS)[number] | null

  @Field(() => String, {
    description: 'Why, up to 2,000 characters; told where a holding is refused for it.',
  })
  declare reason: string

  @Field(() => String, { description: 'Who decided it: as the file says, else who loaded the file.' })
  declare author: string

  @Field(() => LocalDateScalar, { description: 'First day in force.' }) declare starts: string

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Last day in force; null: until it is ended.',
  })
  declare expires: string | null

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Day on which people mean to look at it again; nothing ends by it. Null: none set.',
  })
  declare reviewOn: string | null
}
