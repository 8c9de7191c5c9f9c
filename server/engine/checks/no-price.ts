import { reason } from '../reasons.ts'
import type { Check } from './check.ts'
import { violationOf } from './check.ts'

/** What has no price is not traded. */
export const noPrice: Check = ({ orders }) =>
  orders
    .filter(({ security }) => security.price === null)
    .map((order) => violationOf(order, reason('noPrice', { security: order.security.id })))
