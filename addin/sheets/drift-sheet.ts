import type {
  AccountClassesFragment,
  ClassDriftRowFragment,
  DriftSummaryFragment,
  HouseholdClassesFragment,
} from '../api/generated/graphql.ts'
import { wholeBandWord } from './band-words.ts'
import { CLASS_FIELDS, CLASS_KINDS, type WithClass } from './class-fields.ts'
import { stampEntries, type PullStamp } from './drift-stamp.ts'
import { numberCell, pointsCell } from './exact-cells.ts'
import { byFields, placeOf, type Field, type SheetTable } from './sheet-table.ts'

/** What one row of a drift table is about. */
export type DriftRowKind = 'householdClass' | 'household' | 'accountClass' | 'account'

type MeasuredDrift = DriftSummaryFragment & { readonly classes: readonly ClassDriftRowFragment[] }
type HouseholdIdentity = Pick<HouseholdClassesFragment, 'name' | 'reference' | 'model'>
type AccountIdentity = Pick<AccountClassesFragment, 'accountNumber' | 'name' | 'taxStatus' | 'household'>
interface WithDrift {
  readonly drift: MeasuredDrift | null
}
interface WithWhole {
  readonly drift: DriftSummaryFragment | null
}

const NO_MODEL = 'no model'

/** Tax statuses in the words of sheets and pane. */
export const TAX_STATUS_WORDS = {
  TAXABLE: 'taxable',
  TAX_DEFERRED: 'tax-deferred',
  TAX_EXEMPT: 'tax-exempt',
} satisfies Record<AccountClassesFragment['taxStatus'], string>

const HOUSEHOLD_FIELDS: readonly Field<HouseholdIdentity>[] = [
  { header: 'Household', kind: 'text', cell: ({ name }) => name },
  { header: 'Reference', kind: 'text', cell: ({ reference }) => reference },
  { header: 'Model', kind: 'text', cell: ({ model }) => model?.name ?? NO_MODEL },
]

const ACCOUNT_FIELDS: readonly Field<AccountIdentity>[] = [
  { header: 'Household', kind: 'text', cell: ({ household }) => household.name },
  { header: 'Reference', kind: 'text', cell: ({ household }) => household.reference },
  { header: 'Account', kind: 'text', cell: ({ accountNumber }) => accountNumber },
  { header: 'Account name', kind: 'text', cell: ({ name }) => name },
  { header: 'Tax status', kind: 'text', cell: ({ taxStatus }) => TAX_STATUS_WORDS[taxStatus] },
  { header: 'Model', kind: 'text', cell: ({ household }) => household.model?.name ?? NO_MODEL },
]

const WHOLE_FIELDS: readonly Field<WithWhole>[] = [
  { header: 'Value ($)', kind: 'money', cell: ({ drift }) => numberCell(drift?.base ?? null) },
  { header: 'Classes out of band', kind: 'count', cell: ({ drift }) => drift?.outOfBand ?? '' },
  {
    header: 'Largest drift (points)',
    kind: 'distance',
    cell: ({ drift }) => pointsCell(drift?.largestDrift ?? null),
  },
  { header: 'Band status', kind: 'text', cell: ({ drift }) => wholeBandWord(drift) },
]

/** One row for each class of each household, tiers before their classes. */
export function householdClassSheet(
  households: readonly (HouseholdIdentity & WithDrift)[],
  stamp: PullStamp,
): SheetTable {
  const fields: readonly Field<HouseholdIdentity & WithClass>[] = [...HOUSEHOLD_FIELDS, ...CLASS_FIELDS]
  return {
    sheetName: 'Drift',
    tableName: 'EvenkeelDrift',
    title: 'Drift by household and class',
    stamp: stampEntries(stamp),
    keys: ['Reference', 'Class', 'Kind'].map((header) => placeOf(fields, header)),
    ...byFields(fields, households.flatMap(perClass)),
    ...classLook(fields),
  }
}

/** One row for each household as a whole. */
export function householdSheet(
  households: readonly (HouseholdIdentity & WithWhole)[],
  stamp: PullStamp,
): SheetTable {
  const fields: readonly Field<HouseholdIdentity & WithWhole>[] = [...HOUSEHOLD_FIELDS, ...WHOLE_FIELDS]
  return {
    sheetName: 'Household drift',
    tableName: 'EvenkeelHouseholdDrift',
    title: 'Drift by household',
    stamp: stampEntries(stamp),
    keys: ['Reference'].map((header) => placeOf(fields, header)),
    ...byFields(fields, households),
    ...wholeLook(fields),
  }
}

/** One row for each class of each account, measured against the model of its household. */
export function accountClassSheet(
  accounts: readonly (AccountIdentity & WithDrift)[],
  stamp: PullStamp,
): SheetTable {
  const fields: readonly Field<AccountIdentity & WithClass>[] = [...ACCOUNT_FIELDS, ...CLASS_FIELDS]
  return {
    sheetName: 'Account class drift',
    tableName: 'EvenkeelAccountClassDrift',
    title: 'Drift by account and class',
    stamp: stampEntries(stamp),
    keys: ['Account', 'Class', 'Kind'].map((header) => placeOf(fields, header)),
    ...byFields(fields, accounts.flatMap(perClass)),
    ...classLook(fields),
  }
}

/** One row for each account as a whole. */
export function accountSheet(
  accounts: readonly (AccountIdentity & WithWhole)[],
  stamp: PullStamp,
): SheetTable {
  const fields: readonly Field<AccountIdentity & WithWhole>[] = [...ACCOUNT_FIELDS, ...WHOLE_FIELDS]
  return {
    sheetName: 'Account drift',
    tableName: 'EvenkeelAccountDrift',
    title: 'Drift by account',
    stamp: stampEntries(stamp),
    keys: ['Account'].map((header) => placeOf(fields, header)),
    ...byFields(fields, accounts),
    ...wholeLook(fields),
  }
}

/** A household or account without drift keeps one row, so that nobody is left out unseen. */
function perClass<Row extends WithDrift>(row: Row): readonly (Omit<Row, 'drift'> & WithClass)[] {
  return row.drift === null
    ? [{ ...row, drift: null }]
    : row.drift.classes.map((drift) => ({ ...row, drift }))
}

type Look = Pick<SheetTable, 'bands' | 'emphasis'>

function classLook<Row>(fields: readonly Field<Row>[]): Look {
  return {
    bands: { status: placeOf(fields, 'Band status'), firstColoured: placeOf(fields, 'Drift (points)') },
    emphasis: { column: placeOf(fields, 'Kind'), words: [CLASS_KINDS.tier] },
  }
}

function wholeLook<Row>(fields: readonly Field<Row>[]): Look {
  return {
    bands: {
      status: placeOf(fields, 'Band status'),
      firstColoured: placeOf(fields, 'Largest drift (points)'),
    },
    emphasis: null,
  }
}
