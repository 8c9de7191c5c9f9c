import { readEditedTable } from '../excel/edited-table.ts'
import { freezeTable } from '../excel/freeze-table.ts'
import type { PulledTable } from '../excel/pulled-tables.ts'
import { findEdits, type SheetEdits } from '../sheets/baseline-edits.ts'
import type { Baseline } from '../sheets/baseline.ts'
import { editCount } from '../sheets/trades-push.ts'

/** What a freeze of one table came to. */
export type TableFreeze =
  | { readonly kind: 'frozen'; readonly sheetName: string; readonly formulas: number }
  /** The table holds what was not pushed or published, and could not be afterwards; nothing was touched. */
  | { readonly kind: 'unsavedAtFreeze'; readonly sentence: string }
  | { readonly kind: 'refused'; readonly sentence: string }

/** Freezes a table, but asks first where edits of it, or a push without an answer, would be given up. Throws ExcelFailure. */
export async function freezePulled(
  table: PulledTable,
  line: string,
  { givesUpEdits }: { readonly givesUpEdits: boolean },
): Promise<TableFreeze> {
  const unsaved = givesUpEdits ? null : await unsavedIn(table)
  if (unsaved) return { kind: 'unsavedAtFreeze', sentence: unsaved }
  const done = await freezeTable(table, line)
  return done.kind === 'frozen'
    ? done
    : { kind: 'refused', sentence: 'The table is not in this workbook any more.' }
}

async function unsavedIn({ source, sheetName }: PulledTable): Promise<string | null> {
  if (source.kind !== 'editable') return null
  const read = await readEditedTable(source.baseline.id)
  if (read.kind !== 'found') return null
  if (read.baseline.pending) {
    return `What was sent from sheet “${sheetName}” has no answer yet. Frozen, it can never be asked for again.`
  }
  if (!hasEdits(read.baseline, findEdits(read.baseline, read.cells))) return null
  return `Sheet “${sheetName}” has edits that the server does not have. Frozen, they stay as plain cells and can never be sent.`
}

/** Of trades what a push would send or explain; of any other sheet all that differs from what was pulled. */
function hasEdits(baseline: Baseline, edits: SheetEdits): boolean {
  if (baseline.kind === 'trades') return editCount(baseline, edits) > 0
  const { changed, struck, added, faults } = edits
  return changed.length + struck.length + added.length + faults.length > 0
}
