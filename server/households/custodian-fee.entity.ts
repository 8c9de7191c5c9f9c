import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmWall, fraction, money } from '../database/columns.ts'

export const FEE_APPLIES_TO = ['stock', 'etf', 'fund', 'any'] as const

/** What a custodian charges for an order: of its rows in their order the first that fits the security and the order's value. */
export const custodianFee = defineEntity({
  name: 'CustodianFeeRow',
  tableName: 'custodian_fee',
  ...firmWall,
  properties: {
    ...firmId,
    /** As accounts name it. */
    custodian: p.string().length(100).primary(),
    ordinal: p.integer().primary(),
    appliesTo: p.enum(FEE_APPLIES_TO),
    /** Of orders up to this value, in dollars; none: of any. */
    valueUpTo: money().nullable(),
    perOrder: money(),
    /** Of the order's value, beside the fee per order. */
    rate: fraction(),
  },
})
export class CustodianFeeRow extends custodianFee.class {}
custodianFee.setClass(CustodianFeeRow)
