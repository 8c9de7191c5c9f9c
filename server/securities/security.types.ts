import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { TAX_CHARACTERS } from './security.entity.ts'

export const TaxCharacter = {
  EQUITY: 'equity',
  BOND: 'bond',
  MUNICIPAL: 'municipal',
  TREASURY: 'treasury',
  REIT: 'reit',
  COLLECTIBLE: 'collectible',
  COMMODITY_POOL: 'commodity_pool',
} as const satisfies Record<string, (typeof TAX_CHARACTERS)[number]>
registerEnumType(TaxCharacter, {
  name: 'TaxCharacter',
  description: 'Decides the rates of gain: a gold fund is a collectible.',
})

@ObjectType({ simpleResolvers: true, description: 'Something holdable and tradable, as this firm sees it.' })
export class Security {
  @Field(() => ID) declare id: string
  @Field(() => String) declare symbol: string
  @Field(() => String) declare name: string

  @Field(() => String, { nullable: true, description: 'The class it counts in; none: outside every model.' })
  declare assetClass: string | null

  @Field(() => TaxCharacter) declare taxCharacter: (typeof TAX_CHARACTERS)[number]

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Yearly cost as a fraction: 0.0003 is three hundredths of a percent.',
  })
  declare expenseRatio: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Latest close in dollars a share; none: never priced.',
  })
  declare price: string | null

  @Field(() => LocalDateScalar, { nullable: true })
  declare priceDate: string | null
}
