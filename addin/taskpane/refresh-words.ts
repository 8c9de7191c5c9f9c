import type { RefreshCounts } from '../sheets/refresh-plan.ts'
import { counted } from './figures.ts'

/** What a refresh did: `2 rows changed, 1 row added; what changed is marked`. */
export function refreshInWords({
  counts,
  isMarked,
}: {
  readonly counts: RefreshCounts
  /** Null: this kind of table is never marked. */
  readonly isMarked: boolean | null
}): string {
  const { changed, added, removed } = counts
  const parts = [
    ...(changed > 0 ? [`${counted(changed, 'row')} changed`] : []),
    ...(added > 0 ? [`${counted(added, 'row')} added`] : []),
    ...(removed > 0 ? [`${counted(removed, 'row')} removed`] : []),
  ]
  if (parts.length === 0) return 'up to date, nothing had changed'
  const mark =
    changed + added === 0 || isMarked === null
      ? ''
      : isMarked
        ? '; what changed is marked'
        : '; too much changed to be marked'
  return `${parts.join(', ')}${mark}`
}
