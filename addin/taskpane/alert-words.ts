import type { AlertKind } from '../api/generated/graphql.ts'

/** Kinds of alerts as chips and lists say them, in the server's order. */
export const ALERT_WORDS = {
  NEVER_REBALANCED: 'Never rebalanced',
  OUT_OF_RANGE: 'Out of range',
  CASH_HIGH: 'Cash high',
  CASH_LOW: 'Cash low',
  RESTRICTED_HOLDING: 'Restricted holding',
  HARVEST: 'Harvest',
  WASH_SALE_WINDOW: 'Wash-sale window',
  OVERRIDE_EXPIRING: 'Override expiring',
  DATA_PROBLEM: 'Data problem',
} as const satisfies Record<AlertKind, string>
