import fc from 'fast-check'
import type { RedemptionFee, Security, SecurityKind, TaxCharacter } from '../../server/engine/snapshot.ts'
import { decimal, RANDOM_AS_OF, rarely } from './draws.ts'

const SECURITIES: readonly (readonly [
  id: string,
  assetClassId: string | null,
  identicalGroupId: string | null,
])[] = [
  ['EQ1', 'equity', 'broad-market'],
  ['EQ2', 'equity', 'broad-market'],
  ['INT', 'international', null],
  ['BD', 'bonds', null],
  ['MUNI', 'bonds', null],
  ['TBILL', 'cash', null],
  ['GOLD', 'alternatives', null],
  ['STOCK', null, null],
]
const SECURITY_IDS = SECURITIES.map(([id]) => id)
export const anySecurity: fc.Arbitrary<string> = fc.constantFrom(...SECURITY_IDS)

/** What a fund asks of who buys or sells it. */
const fundTerms = fc.record({
  kind: fc.constant<SecurityKind>('fund'),
  minimumPurchase: fc.constantFrom(null, '500.00', '3000.00'),
  redemptionFee: fc.constantFrom<RedemptionFee | null>(
    null,
    { rate: '0.01', days: 30 },
    { rate: '0.02', days: 90 },
  ),
  shareDecimals: fc.constantFrom(null, 3),
  roundLot: fc.constant<string | null>(null),
})
const NO_TERMS = {
  kind: 'etf' as SecurityKind,
  minimumPurchase: null as string | null,
  redemptionFee: null as RedemptionFee | null,
  shareDecimals: null as number | null,
  roundLot: null as string | null,
}
const stockTerms = fc.record({
  kind: fc.constant<SecurityKind>('stock'),
  minimumPurchase: fc.constant<string | null>(null),
  redemptionFee: fc.constant<RedemptionFee | null>(null),
  shareDecimals: fc.constantFrom(null, 0, 2),
  roundLot: fc.constantFrom(null, '10', '100'),
})

const security = fc.record({
  price: fc.oneof(
    { weight: 40, arbitrary: decimal(8_00, 400_00, 2) },
    { weight: 8, arbitrary: decimal(1_00, 900_00, 2) },
    { weight: 2, arbitrary: fc.constant(null) },
    // Fractions of a cent and the like, which some bond quotes and broken feeds have.
    { weight: 1, arbitrary: decimal(1, 5_000_000, 6) },
  ),
  halfSpreadBps: fc.constantFrom('0', '0', '1.5', '10'),
  terms: fc.oneof(
    { weight: 14, arbitrary: fc.constant(NO_TERMS) },
    { weight: 1, arbitrary: fundTerms },
    { weight: 1, arbitrary: stockTerms },
  ),
  taxCharacter: rarely<TaxCharacter>(
    'equity',
    fc.constantFrom('bond', 'treasury', 'municipal', 'reit', 'commodity_pool'),
  ),
})

/** Every random household knows the same eight securities; what they cost and ask differs. */
export const securities: fc.Arbitrary<Security[]> = fc.tuple(...SECURITIES.map(() => security)).map((drawn) =>
  SECURITIES.map(([id, assetClassId, identicalGroupId], index): Security => {
    const { price, halfSpreadBps, terms, taxCharacter } = drawn[index]!
    return {
      id,
      symbol: id,
      name: `${id} fund`,
      assetClassId,
      identicalGroupId,
      price,
      priceDate: RANDOM_AS_OF,
      halfSpreadBps,
      taxCharacter: id === 'GOLD' ? 'collectible' : taxCharacter,
      ...terms,
    }
  }),
)
