import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { OVERRIDE_KINDS } from './household.entity.ts'

export const OverrideKind = {
  HOLD: 'hold',
  DO_NOT_SELL: 'do_not_sell',
  DO_NOT_BUY: 'do_not_buy',
  RESTRICTED: 'restricted',
  CAP: 'cap',
  KEEP_WITHIN: 'keep_within',
  CASH_RESERVE: 'cash_reserve',
  EXCLUDE: 'exclude',
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
        "The security is not bought above a fraction of each account's own base; what is above it is not sold for that.",
    },
    KEEP_WITHIN: {
      description:
        "The security is not sold below one fraction of each account's own base and not bought above another.",
    },
    CASH_RESERVE: { description: 'Dollars that stay in cash in one account, on top of its minimum cash.' },
    EXCLUDE: { description: 'The security counts in neither base nor class and is never traded.' },
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
      'CASH_RESERVE: dollars. CAP: the highest fraction, 0 to 1. KEEP_WITHIN: the lowest fraction. Null: its kind has no value.',
  })
  declare value: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'KEEP_WITHIN: the highest fraction, 0 to 1. Null: of any other kind.',
  })
  declare upperValue: string | null

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
