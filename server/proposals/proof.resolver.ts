import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../graphql/context.ts'
import { Account } from '../households/account.types.ts'
import { Taxpayer } from '../households/taxpayer.types.ts'
import { Security } from '../securities/security.types.ts'
import { DisallowedLoss, TaxReturnEffect } from './proof.types.ts'
import { Reason, ReasonFact } from './proposal.types.ts'
import { factsOf } from './reason-facts.ts'

@Resolver(() => Reason)
export class ReasonResolver {
  @FieldResolver(() => [ReasonFact], {
    description: 'What the sentence was said with, in order of name; decimals as text.',
  })
  facts(@Root() reason: Reason & { facts: unknown }) {
    return factsOf(reason.facts)
  }
}

@Resolver(() => TaxReturnEffect)
export class TaxReturnEffectResolver {
  @FieldResolver(() => [Taxpayer], {
    description: 'Whose return it is: a taxpayer, the spouse, and trusts that are taxed to either.',
  })
  async taxpayers(@Root() effect: TaxReturnEffect, @Ctx() context: Context) {
    const ofHousehold = await context.loaders.taxpayersOfHousehold.load(effect.householdId)
    return ofHousehold.filter(({ reference }) => effect.taxpayerIds.includes(reference))
  }
}

@Resolver(() => DisallowedLoss)
export class DisallowedLossResolver {
  @FieldResolver(() => Account, { description: 'Where the loss is taken.' })
  account(@Root() loss: DisallowedLoss, @Ctx() context: Context) {
    return context.loaders.account.load(loss.accountId)
  }

  @FieldResolver(() => Security, { description: 'What is sold.' })
  security(@Root() loss: DisallowedLoss, @Ctx() context: Context) {
    return context.loaders.security.load(loss.securityId)
  }

  @FieldResolver(() => Account, { description: 'Where the purchase was made that disallows it.' })
  blockerAccount(@Root() loss: DisallowedLoss, @Ctx() context: Context) {
    return context.loaders.account.load(loss.blockerAccountId)
  }

  @FieldResolver(() => Security, { description: 'What was bought there.' })
  blockerSecurity(@Root() loss: DisallowedLoss, @Ctx() context: Context) {
    return context.loaders.security.load(loss.blockerSecurityId)
  }
}
