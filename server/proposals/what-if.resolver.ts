import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../graphql/context.ts'
import { idOrNil } from '../graphql/ids.ts'
import { Account } from '../households/account.types.ts'
import { Security } from '../securities/security.types.ts'
import { whatIf } from './what-if.ts'
import { SupposedTrade, WhatIfInput, WhatIfResult } from './what-if.types.ts'

@Resolver(() => SupposedTrade)
export class WhatIfResolver {
  @Query(() => WhatIfResult, {
    description:
      'What plans of a household come to where something else is supposed: scope, mode, model, targets and ranges, price of deviation, budgets, prices; best fit and fewest trades side by side, beside what they come to as things stand. Nothing is kept. Refused with codes of rebalanceHousehold and those that its input names.',
  })
  async whatIf(
    @Arg('input', () => WhatIfInput, { description: 'Which household, and what to suppose.' })
    input: WhatIfInput,
    @Ctx() context: Context,
  ) {
    return whatIf(await context.read(), {
      ...input,
      householdId: idOrNil(input.householdId),
      accountId: input.accountId && idOrNil(input.accountId),
      modelVersionId: input.modelVersionId && idOrNil(input.modelVersionId),
      draft: input.draft && {
        nodes: input.draft.nodes.map((node) => ({ ...node, parent: node.parent ?? null })),
        securities: input.draft.securities.map((security) => ({ ...security })),
      },
    })
  }

  @FieldResolver(() => Account, { description: 'Where it would be traded.' })
  account(@Root() trade: SupposedTrade, @Ctx() context: Context) {
    return context.loaders.account.load(trade.accountId)
  }

  @FieldResolver(() => Security, { description: 'What would be sold or bought.' })
  security(@Root() trade: SupposedTrade, @Ctx() context: Context) {
    return context.loaders.security.load(trade.securityId)
  }
}
