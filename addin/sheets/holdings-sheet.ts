import type {
  ClassDriftRowFragment,
  HouseholdSummaryFragment,
  SecurityDriftRowFragment,
} from '../api/generated/graphql.ts'
import { NO_PRICE } from './band-words.ts'
import { CLASS_FIELDS, CLASS_KINDS } from './class-fields.ts'
import { stampEntries, type PullStamp } from './drift-stamp.ts'
import { numberCell } from './exact-cells.ts'
import { safeSheetName } from './sheet-names.ts'
import { byFields, placeOf, type Field, type SheetTable } from './sheet-table.ts'

/** A household with everything it holds, classes and securities. */
export interface HouseholdHoldings extends Pick<HouseholdSummaryFragment, 'name' | 'reference'> {
  readonly drift: {
    readonly classes: readonly ClassDriftRowFragment[]
    readonly securities: readonly SecurityDriftRowFragment[]
    readonly unpriced: readonly SecurityDriftRowFragment[]
  } | null
}

/** A line is a class of the model or a security held in one. */
type Line =
  | { readonly kind: 'class'; readonly drift: ClassDriftRowFragment }
  | { readonly kind: 'security'; readonly className: string; readonly security: SecurityDriftRowFragment }

const SECURITY_KIND = 'Security'

const FIELDS: readonly Field<Line>[] = [
  ...CLASS_FIELDS.slice(0, 2).map((field) => ({
    ...field,
    cell: (line: Line) => {
      if (line.kind === 'class') return field.cell(line)
      return field.header === 'Class' ? line.className : SECURITY_KIND
    },
  })),
  { header: 'Symbol', kind: 'text', cell: (line) => heldText(line, ({ security }) => security.symbol) },
  { header: 'Security', kind: 'text', cell: (line) => heldText(line, ({ security }) => security.name) },
  { header: 'Shares', kind: 'shares', cell: (line) => heldNumber(line, ({ shares }) => shares) },
  { header: 'Price ($)', kind: 'price', cell: (line) => heldNumber(line, ({ price }) => price) },
  {
    header: 'Unrealized gain ($)',
    kind: 'money',
    cell: (line) => heldNumber(line, ({ unrealizedGain }) => unrealizedGain),
  },
  ...CLASS_FIELDS.slice(2).map((field) => ({ ...field, cell: (line: Line) => classOrSecurity(field, line) })),
]

/** One household: each class with its band, and below it the securities that fill it. */
export function holdingsSheet(household: HouseholdHoldings, stamp: PullStamp): SheetTable {
  return {
    sheetName: safeSheetName(`Holdings ${household.reference}`),
    tableName: `EvenkeelHoldings_${household.reference.replace(/[^\p{L}\p{N}]/gu, '_')}`,
    title: `Holdings of ${household.name}`,
    stamp: stampEntries(stamp),
    keys: ['Kind', 'Class', 'Symbol'].map((header) => placeOf(FIELDS, header)),
    ...byFields(FIELDS, linesOf(household)),
    bands: { status: placeOf(FIELDS, 'Band status'), firstColoured: placeOf(FIELDS, 'Drift (points)') },
    emphasis: { column: placeOf(FIELDS, 'Kind'), words: Object.values(CLASS_KINDS) },
  }
}

function linesOf({ drift }: HouseholdHoldings): readonly Line[] {
  if (drift === null) return []
  const classNames = new Set(drift.classes.filter(isLeafOfModel).map(({ name }) => name))
  const held = [...drift.securities, ...drift.unpriced]
  return drift.classes.flatMap((row): Line[] => [
    { kind: 'class', drift: row },
    ...held
      .filter(({ security }) => belongsTo(row, security.assetClass, classNames))
      .map((security): Line => ({ kind: 'security', className: row.name, security })),
  ])
}

function isLeafOfModel(row: ClassDriftRowFragment): boolean {
  return !row.isTier && !row.isOutsideModel
}

function belongsTo(
  row: ClassDriftRowFragment,
  assetClass: string | null,
  classNames: ReadonlySet<string>,
): boolean {
  if (row.isTier) return false
  const isInModel = assetClass !== null && classNames.has(assetClass)
  return row.isOutsideModel ? !isInModel : assetClass === row.name
}

function heldText(line: Line, read: (held: SecurityDriftRowFragment) => string): string {
  return line.kind === 'security' ? read(line.security) : ''
}

function heldNumber(line: Line, read: (held: SecurityDriftRowFragment) => string | null) {
  return line.kind === 'security' ? numberCell(read(line.security)) : ''
}

/** Of a security only value and weight are measured; bands belong to classes. */
function classOrSecurity(field: (typeof CLASS_FIELDS)[number], line: Line) {
  if (line.kind === 'class') return field.cell(line)
  const { value, weight } = line.security
  switch (field.header) {
    case 'Value ($)':
      return numberCell(value)
    case 'Weight':
      return numberCell(weight)
    case 'Band status':
      return value === null ? NO_PRICE : ''
    default:
      return ''
  }
}
