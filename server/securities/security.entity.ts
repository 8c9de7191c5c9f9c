import { defineEntity, p } from '@mikro-orm/postgresql'
import {
  basisPoints,
  firmId,
  firmKey,
  firmWall,
  fraction,
  money,
  price,
  recordedAt,
  shares,
} from '../database/columns.ts'

export const TAX_CHARACTERS = [
  'equity',
  'bond',
  'municipal',
  'treasury',
  'reit',
  'collectible',
  'commodity_pool',
] as const
export const SECURITY_KINDS = ['stock', 'etf', 'fund'] as const
export const TAX_EFFICIENCIES = ['high', 'medium', 'low'] as const

/** A category by which targets, drift and location are measured. */
export const assetClass = defineEntity({
  name: 'AssetClassRow',
  tableName: 'asset_class',
  ...firmWall,
  properties: { ...firmKey, name: p.string().length(100) },
  uniques: [{ properties: ['firmId', 'name'] }],
})
export class AssetClassRow extends assetClass.class {}
assetClass.setClass(AssetClassRow)

/** Something holdable and tradable, as one firm sees it. */
export const security = defineEntity({
  name: 'SecurityRow',
  tableName: 'security',
  ...firmWall,
  properties: {
    ...firmKey,
    symbol: p.string().length(20),
    name: p.string().length(200),
    assetClassId: p.uuid().nullable(),
    expenseRatio: fraction().nullable(),
    taxEfficiency: p.enum(TAX_EFFICIENCIES).nullable(),
    /** Decides the rates: a gold fund is a collectible. */
    taxCharacter: p.enum(TAX_CHARACTERS),
    /** Securities of one group are the same for wash sales, in the firm's judgement. */
    identicalGroup: p.string().length(50),
    /** What it is as a vehicle: fund rules, fees and average cost depend on it. */
    kind: p.enum(SECURITY_KINDS).default('etf'),
    /** Half of what lies between bid and ask: what a trade costs on either side. */
    halfSpreadBps: basisPoints().default('0'),
    /** Orders are multiples of this many shares; 0: any number. */
    roundLot: shares().default('0'),
    /** The least value of a first purchase in an account, in dollars; 0: none. */
    minimumPurchase: money().default('0'),
    /** Part of the proceeds that a fund keeps of shares sold within `redemptionFeeDays` of their purchase. */
    redemptionFee: fraction().default('0'),
    redemptionFeeDays: p.integer().default(0),
    version: p.integer().version(),
  },
  uniques: [{ properties: ['firmId', 'symbol'] }],
})
export class SecurityRow extends security.class {}
security.setClass(SecurityRow)

/** A closing price. A correction is a further row with a later recorded time; the latest recorded one is in force. */
export const securityPrice = defineEntity({
  name: 'PriceRow',
  tableName: 'price',
  ...firmWall,
  properties: {
    ...firmId,
    securityId: p.uuid().primary(),
    priceDate: p.date().primary(),
    recordedAt: recordedAt().primary(),
    close: price(),
    /** The close with dividends and splits folded in, so that its ratio over time is total return. */
    adjustedClose: price().nullable(),
    volume: p.bigint('string').nullable(),
  },
})
export class PriceRow extends securityPrice.class {}
securityPrice.setClass(PriceRow)
