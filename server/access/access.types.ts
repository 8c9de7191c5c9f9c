import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { LocalDateScalar } from '../graphql/scalars.ts'
import type { Role as RoleName } from './roles.ts'

export const Role = {
  ADMINISTRATOR: 'administrator',
  ADVISOR: 'advisor',
  ANALYST: 'analyst',
  COMPLIANCE: 'compliance',
} as const satisfies Record<string, RoleName>
registerEnumType(Role, { name: 'Role', description: 'ANALYST and COMPLIANCE can only read.' })

@ObjectType({ simpleResolvers: true, description: 'Who asks, and in which firm.' })
export class Viewer {
  @Field(() => String) declare userName: string
  @Field(() => Role) declare role: RoleName
  @Field(() => String) declare firmName: string
}

@ObjectType({ simpleResolvers: true, description: 'The advisory firm whose token asks.' })
export class Firm {
  @Field(() => String) declare name: string

  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      'Latest date with positions and prices: what "now" means throughout; none before the first load.',
  })
  declare asOf: string | null

  @Field(() => Int) declare householdCount: number
  @Field(() => Int) declare accountCount: number
  @Field(() => Int, { description: 'Households with a class beyond its band.' })
  declare householdsOutOfBand: number
}
