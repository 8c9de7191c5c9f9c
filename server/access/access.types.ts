import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { LocalDateScalar } from '../graphql/scalars.ts'
import type { Role as RoleName } from './roles.ts'

export const Role = {
  ADMINISTRATOR: 'administrator',
  ADVISOR: 'advisor',
  ANALYST: 'analyst',
  COMPLIANCE: 'compliance',
} as const satisfies Record<string, RoleName>
registerEnumType(Role, {
  name: 'Role',
  description:
    'What a token may do. Every role reads everything of its firm; what one may not do is the error FORBIDDEN.',
  valuesConfig: {
    ADMINISTRATOR: { description: 'Reads and calls every mutation; the same as ADVISOR so far.' },
    ADVISOR: { description: 'Reads, loads files, publishes models, makes and edits proposals.' },
    ANALYST: { description: 'Reads; may call no mutation.' },
    COMPLIANCE: { description: 'Reads; may call no mutation.' },
  },
})

@ObjectType({ simpleResolvers: true, description: 'Who asks, and in which firm.' })
export class Viewer {
  @Field(() => String, { description: 'The user of the token, who is named as author of what it changes.' })
  declare userName: string

  @Field(() => Role, { description: "The token's own role." }) declare role: RoleName

  @Field(() => String, { description: 'The firm of the token, outside of which nothing can be seen.' })
  declare firmName: string
}

@ObjectType({ simpleResolvers: true, description: 'The advisory firm whose token asks.' })
export class Firm {
  @Field(() => String, { description: 'What the firm is called, up to 200 characters.' })
  declare name: string

  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      'Date of the latest load of tax lots, or a later one on which everything held has a price: what "now" means throughout, never the clock\'s date. Null before the first load.',
  })
  declare asOf: string | null

  @Field(() => Int, { description: 'All households, with or without a model.' })
  declare householdCount: number

  @Field(() => Int, { description: 'All accounts, over every household.' }) declare accountCount: number

  @Field(() => Int, { description: 'Households whose Drift.outOfBand is above 0.' })
  declare householdsOutOfBand: number
}
