import { adjustmentsSheet } from './adjustments.ts'
import { accountsSheet, assignmentsSheet, overridesSheet } from './clients.ts'
import type { HistorySheet } from './history-sheet.ts'
import { decisionsSheet, proposalsSheet, tradesSheet } from './proposals.ts'
import { securitiesSheet, targetsSheet } from './targets.ts'
import { versionsSheet } from './versions.ts'

/** About models: before the drawing of their targets. */
export const MODEL_SHEETS: readonly HistorySheet[] = [
  versionsSheet,
  adjustmentsSheet,
  targetsSheet,
  securitiesSheet,
]

/** About clients: after it. */
export const CLIENT_SHEETS: readonly HistorySheet[] = [
  accountsSheet,
  assignmentsSheet,
  overridesSheet,
  proposalsSheet,
  decisionsSheet,
  tradesSheet,
]
