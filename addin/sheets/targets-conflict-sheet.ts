import { byFields, FORMATS, type Field, type SheetTable } from './sheet-table.ts'
import { shownValue, type Difference } from './targets-merge.ts'

export const CHANGED_BY_WORDS = { mine: 'You', theirs: 'Colleague', both: 'Both' } as const satisfies Record<
  Difference['changedBy'],
  string
>

const FIELDS: readonly Field<Difference>[] = [
  { header: 'Row', kind: 'text', cell: ({ name }) => name },
  { header: 'Column', kind: 'text', cell: ({ header }) => header },
  { header: 'Pulled', kind: 'text', cell: ({ header, base }) => shownValue(header, base) },
  { header: 'Theirs', kind: 'text', cell: ({ header, theirs }) => shownValue(header, theirs) },
  { header: 'Mine', kind: 'text', cell: ({ header, mine }) => shownValue(header, mine) },
  { header: 'Changed by', kind: 'text', cell: ({ changedBy }) => CHANGED_BY_WORDS[changedBy] },
]

/** Base, theirs and mine side by side, one row for each difference. */
export function conflictSheet(conflict: {
  readonly modelName: string
  readonly baseVersion: number
  readonly theirs: { readonly number: number; readonly author: string; readonly rationale: string }
  readonly differences: readonly Difference[]
}): SheetTable {
  const { modelName, baseVersion, theirs, differences } = conflict
  return {
    sheetName: 'Conflict',
    tableName: 'EvenkeelConflict',
    title: `${modelName}: version ${baseVersion}, theirs and mine`,
    stamp: [
      { label: 'Pulled', value: baseVersion, format: FORMATS.count },
      { label: 'Theirs', value: theirs.number, format: FORMATS.count },
      { label: 'Published by', value: theirs.author, format: FORMATS.text },
      { label: 'Rationale', value: theirs.rationale, format: FORMATS.text },
    ],
    ...byFields(FIELDS, differences),
    bands: { status: FIELDS.length - 1, firstColoured: FIELDS.length - 1 },
    emphasis: { column: FIELDS.length - 1, words: [CHANGED_BY_WORDS.both] },
  }
}
