import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../graphql/context.ts'
import { ratesSourceOf, type RatesSource } from './rates-source.ts'
import { RatesFrom, Taxpayer } from './taxpayer.types.ts'

@Resolver(() => Taxpayer)
export class TaxpayerResolver {
  @FieldResolver(() => RatesFrom, {
    description: "Where the federal rates come from; the state's is always the firm's own.",
  })
  ratesFrom(@Root() taxpayer: Taxpayer): RatesSource {
    return ratesSourceOf(taxpayer.kind, taxpayer.federalShortRate)
  }

  @FieldResolver(() => Taxpayer, {
    nullable: true,
    description: 'Whose purchases wash a loss as well; of the same household. Null: none.',
  })
  spouse(@Root() taxpayer: Taxpayer, @Ctx() context: Context) {
    return taxpayer.spouseId === null ? null : context.loaders.taxpayer.load(taxpayer.spouseId)
  }

  @FieldResolver(() => Taxpayer, {
    nullable: true,
    description: 'Who is taxed for a GRANTOR_TRUST, at their own rates; null: of any other kind.',
  })
  grantor(@Root() taxpayer: Taxpayer, @Ctx() context: Context) {
    return taxpayer.grantorId === null ? null : context.loaders.taxpayer.load(taxpayer.grantorId)
  }
}
