import type { DriftRowKind } from '../sheets/drift-sheet.ts'
import type { PullScope } from './collect-drift.ts'

/** What a read-only table answers; asked again at a refresh. */
export type TableQuestion =
  | {
      readonly kind: 'drift'
      readonly scope: PullScope
      readonly rowKind: DriftRowKind
      readonly scopeInWords: string
    }
  | { readonly kind: 'holdings'; readonly householdId: string }

const EDITION = 1

/** The question as it is kept in the workbook. */
export function writtenQuestion(question: TableQuestion): string {
  return JSON.stringify({ edition: EDITION, ...question })
}

/** Null for a question of another edition of Evenkeel, or one that somebody has written over. */
export function readQuestion(text: string): TableQuestion | null {
  try {
    const { edition, ...question } = JSON.parse(text) as { readonly edition: number } & TableQuestion
    const isKnown = edition === EDITION && (question.kind === 'drift' || question.kind === 'holdings')
    return isKnown ? question : null
  } catch {
    return null
  }
}
