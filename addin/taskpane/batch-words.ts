import type { BatchHouseholdState, BatchStatusFragment } from '../api/generated/graphql.ts'
import { counted } from './figures.ts'
import { SCOPE_WORDS } from './plan-choices.ts'
import { MODE_WORDS } from './run-choices.ts'

export const OUTCOME_WORDS = {
  WAITING: 'Waiting',
  PROPOSED: 'Proposed',
  NOTHING_DUE: 'Nothing due',
  SET_ASIDE: 'Set aside',
  FAILED: 'Failed',
  CANCELLED: 'Stopped before',
} as const satisfies Record<BatchHouseholdState, string>

/** Households that have come to an outcome. */
export function householdsDone({ householdCount, progress }: BatchStatusFragment): number {
  return householdCount - progress.waiting
}

/** How long it may take yet, as people say it. */
export function timeLeftInWords(seconds: number | null): string {
  if (seconds === null) return ''
  if (seconds < 10) return 'a few seconds left'
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} seconds left`
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} minutes left`
  return `about ${Math.round(seconds / 3600)} hours left`
}

/** How far a run is, or what it came to, in a line. */
export function statusInWords(batch: BatchStatusFragment): string {
  const { state, progress, householdCount } = batch
  if (state === 'RUNNING') {
    const left = timeLeftInWords(progress.secondsLeft)
    return `${householdsDone(batch)} of ${counted(householdCount, 'household')}${left && `, ${left}`}`
  }
  const parts = [
    counted(progress.proposed, 'proposal'),
    ...(progress.nothingDue > 0 ? [`${progress.nothingDue} nothing due`] : []),
    ...(progress.setAside > 0 ? [`${progress.setAside} set aside`] : []),
    ...(progress.failed > 0 ? [`${progress.failed} failed`] : []),
    ...(progress.cancelled > 0 ? [`${progress.cancelled} not planned`] : []),
  ]
  return parts.join(', ')
}

/** How each household is planned, in a line. */
export function planInWords({ kind, scope, sleeve, mode, preference }: BatchStatusFragment): string {
  return [
    kind === 'CASH_RUN' ? 'Cash run' : scope === null ? 'Rebalance' : SCOPE_WORDS[scope],
    ...(sleeve === null ? [] : [sleeve]),
    ...(mode === null || mode === 'TARGET' ? [] : [MODE_WORDS[mode].toLowerCase()]),
    ...(preference === 'FEWEST_TRADES' ? ['fewest trades'] : []),
  ].join(', ')
}

/** `2026-06-02 14:05`, in the person's own zone. */
export function moment(instant: string): string {
  const at = new Date(instant)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}
