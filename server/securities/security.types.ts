import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { SECURITY_KINDS, TAX_CHARACTERS } from './security.entity.ts'

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
  description:
    "Decides the rates of a gain: the taxpayer's short- and long-term ones but for COLLECTIBLE and COMMODITY_POOL.",
  valuesConfig: {
    EQUITY: { description: 'Stocks, and funds of them.' },
    BOND: { description: 'Taxable bonds other than of the Treasury, and funds of them.' },
    MUNICIPAL: { description: 'Bonds of states and municipalities, and funds of them.' },
    TREASURY: { description: 'Bills, notes and bonds of the Treasury, and funds of them.' },
    REIT: { description: 'Real estate investment trusts, and funds of them.' },
    COLLECTIBLE: {
      description:
        'Such as a fund that holds gold: long-term at the short-term rate, federally at most 28% (IRC 1(h)(4), (5)).',
    },
    COMMODITY_POOL: {
      description:
        'Futures and funds of them: 60% long-term and 40% short-term however long held (IRC 1256(a)(3)).',
    },
  },
})

export const SecurityKind = { STOCK: 'stock', ETF: 'etf', FUND: 'fund' } as const
registerEnumType(SecurityKind, {
  name: 'SecurityKind',
  description: 'What a security is as a vehicle; minimums, redemption fees and average cost are for funds.',
  valuesConfig: {
    STOCK: { description: 'Shares of one company.' },
    ETF: { description: 'A fund that is traded at an exchange.' },
    FUND: { description: 'A mutual fund, bought from and sold to its sponsor.' },
  },
})

@ObjectType({ simpleResolvers: true, description: 'Something holdable and tradable, as this firm sees it.' })
export class Security {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' }) declare id: string

  @Field(() => String, { description: 'Its ticker, unique in the firm, up to 20 characters.' })
  declare symbol: string

  @Field(() => String, { description: 'What the firm calls it, up to 200 characters.' })
  declare name: string

  @Field(() => String, {
    nullable: true,
    description:
      'The class it counts in, where a model has one of this name; null, or a class that a model lacks: outside that model.',
  })
  declare assetClass: string | null

  @Field(() => SecurityKind, { description: 'What it is as a vehicle.' })
  declare kind: (typeof SECURITY_KINDS)[number]

  @Field(() => DecimalScalar, {
    description:
      'Half the bid-ask spread in basis points, up to 4 places: what a trade costs on either side.',
  })
  declare halfSpreadBps: string

  @Field(() => DecimalScalar, {
    description: 'Orders are multiples of this many shares; 0: any number of whole ones.',
  })
  declare roundLot: string

  @Field(() => DecimalScalar, {
    description: 'The least dollars of a first purchase in an account; 0: none.',
  })
  declare minimumPurchase: string

  @Field(() => DecimalScalar, {
    description: 'The fraction of the proceeds that is kept of shares sold within redemptionFeeDays.',
  })
  declare redemptionFee: string

  @Field(() => Int, { description: 'Days from the purchase on within which redemptionFee is kept; 0: none.' })
  declare redemptionFeeDays: number

  @Field(() => TaxCharacter, { description: 'Decides the rates at which its gains are taxed.' })
  declare taxCharacter: (typeof TAX_CHARACTERS)[number]

  @Field(() => String, {
    description:
      "Securities of one group count as the same for wash sales (IRC 1091), by the firm's judgement; by itself the symbol.",
  })
  declare identicalGroup: string

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Yearly cost as a fraction: 0.0003 is three hundredths of a percent. Null: not recorded.',
  })
  declare expenseRatio: string | null

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Latest close in dollars a share, up to 6 places; it may be later than Firm.asOf. Null: never priced.',
  })
  declare price: string | null

  @Field(() => LocalDateScalar, { nullable: true, description: 'Trade date of price; null: never priced.' })
  declare priceDate: string | null
}
