import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmWall, recordedAt } from '../database/columns.ts'

/**
 * A purchase that is arranged already and that nobody places, such as a savings plan's: it washes a loss of the days around it.
 * The last file that names an account states all of them; those of one day and security are one.
 */
export const scheduledPurchase = defineEntity({
  name: 'ScheduledPurchaseRow',
  tableName: 'scheduled_purchase',
  ...firmWall,
  properties: {
    ...firmId,
    accountId: p.uuid().primary(),
    securityId: p.uuid().primary(),
    tradeDate: p.date().primary(),
    /** What arranges it, in the firm's words. */
    reason: p.string().length(200).nullable(),
    /** The file that stated it. */
    source: p.string().length(255),
    recordedAt: recordedAt(),
  },
})
export class ScheduledPurchaseRow extends scheduledPurchase.class {}
scheduledPurchase.setClass(ScheduledPurchaseRow)
