import { GraphQLError } from 'graphql'
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import type { Context } from '../graphql/context.ts'
import { LocalDateScalar } from '../graphql/scalars.ts'
import { digestOf } from './digest.ts'
import { Digest } from './digest.types.ts'

const MOST_PER_KIND = 100

@Resolver(() => Digest)
export class DigestResolver {
  @Query(() => Digest, {
    nullable: true,
    description:
      'What a day changed of what asks for attention; null: no day was named, and nothing was loaded yet.',
  })
  async digest(
    @Arg('day', () => LocalDateScalar, {
      nullable: true,
      description: 'A day that was Firm.asOf; null: Firm.asOf.',
    })
    day: string | null | undefined,
    @Arg('perKind', () => Int, {
      defaultValue: 20,
      description: `How many alerts of each kind are listed, 0 to ${MOST_PER_KIND}; else BAD_USER_INPUT.`,
    })
    perKind: number,
    @Ctx() context: Context,
  ) {
    if (perKind < 0 || perKind > MOST_PER_KIND) {
      throw new GraphQLError(`perKind is 0 to ${MOST_PER_KIND}, not ${perKind}`, {
        extensions: { code: 'BAD_USER_INPUT' },
      })
    }
    const asked = day ?? (await context.loaders.asOf())
    return asked === undefined ? null : digestOf(await context.read(), asked, perKind)
  }
}
