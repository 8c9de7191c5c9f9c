import type { ClassDriftRowFragment } from '../api/generated/graphql.ts'
import { BAND_WORDS, NOT_MEASURED } from './band-words.ts'
import { numberCell, pointsCell } from './exact-cells.ts'
import type { Field } from './sheet-table.ts'

/** Says whether a row's value is contained in another row's: summing the rows of kind Class counts nothing twice. */
export const CLASS_KINDS = { tier: 'Tier', class: 'Class', outside: 'Outside model' } as const

/** A class of a household or account; null where nothing is measured for it. */
export interface WithClass {
  readonly drift: ClassDriftRowFragment | null
}

/** The columns that every table by class ends with. */
export const CLASS_FIELDS: readonly Field<WithClass>[] = [
  { header: 'Class', kind: 'text', cell: ({ drift }) => drift?.name ?? '' },
  { header: 'Kind', kind: 'text', cell: ({ drift }) => (drift ? classKind(drift) : '') },
  { header: 'Value ($)', kind: 'money', cell: ({ drift }) => numberCell(drift?.value ?? null) },
  { header: 'Weight', kind: 'weight', cell: ({ drift }) => numberCell(drift?.weight ?? null) },
  { header: 'Target', kind: 'weight', cell: ({ drift }) => numberCell(drift?.target ?? null) },
  { header: 'Low', kind: 'weight', cell: ({ drift }) => numberCell(drift?.low ?? null) },
  { header: 'High', kind: 'weight', cell: ({ drift }) => numberCell(drift?.high ?? null) },
  { header: 'Drift (points)', kind: 'points', cell: ({ drift }) => pointsCell(drift?.drift ?? null) },
  {
    header: 'Band status',
    kind: 'text',
    cell: ({ drift }) => (drift ? BAND_WORDS[drift.status] : NOT_MEASURED),
  },
]

function classKind(drift: ClassDriftRowFragment): string {
  if (drift.isOutsideModel) return CLASS_KINDS.outside
  return drift.isTier ? CLASS_KINDS.tier : CLASS_KINDS.class
}
