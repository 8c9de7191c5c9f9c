import type { BatchOutliersQuery, OutlierKind, SumsFragment } from '../api/generated/graphql.ts'
import { stateInWords } from './blotter-columns.ts'
import { stampEntries, type PullStamp } from './drift-stamp.ts'
import { numberCell, pointsCell } from './exact-cells.ts'
import { safeSheetName } from './sheet-names.ts'
import { FORMATS, byFields, type Field, type SheetTable } from './sheet-table.ts'

export type OutlierRow = NonNullable<BatchOutliersQuery['batch']>['outliers'][number]

export const OUTLIER_WORDS = {
  REFUSED: 'No proposal',
  PRICE_MOVE: 'Price move',
  SHORT_OF_CASH: 'Short of cash',
  WASH_SALE_RISK: 'Wash-sale risk',
  OVERRIDE_TOUCHED: 'Override touched',
  TAX: 'Tax',
  TURNOVER: 'Turnover',
  DRIFT_LEFT: 'Drift left',
} as const satisfies Record<OutlierKind, string>

const FIELDS: readonly Field<OutlierRow>[] = [
  { header: 'Kind', kind: 'text', cell: ({ kind }) => OUTLIER_WORDS[kind] },
  { header: 'Household', kind: 'text', cell: ({ household }) => household.name },
  { header: 'Reference', kind: 'text', cell: ({ household }) => household.reference },
  { header: 'What stands out', kind: 'text', cell: ({ message }) => message },
  // Dollars and fractions do not share a column: a sum of it would be of nothing.
  {
    header: 'Tax of it ($)',
    kind: 'money',
    cell: (row) => (row.kind === 'TAX' ? numberCell(row.amount) : ''),
  },
  {
    header: 'Turnover of it',
    kind: 'weight',
    cell: (row) => (row.kind === 'TURNOVER' ? numberCell(row.amount) : ''),
  },
  {
    header: 'Drift left (points)',
    kind: 'distance',
    cell: ({ proposal }) => pointsCell(proposal?.largestDriftAfter ?? null),
  },
  {
    header: 'Drift before (points)',
    kind: 'distance',
    cell: ({ proposal }) => pointsCell(proposal?.largestDriftBefore ?? null),
  },
  { header: 'Tax ($)', kind: 'money', cell: ({ proposal }) => numberCell(proposal?.taxCost ?? null) },
  {
    header: 'Turnover ($)',
    kind: 'money',
    cell: ({ proposal }) => numberCell(proposal?.turnoverValue ?? null),
  },
  { header: 'Advisor', kind: 'text', cell: ({ household }) => household.advisor ?? '' },
  { header: 'Model', kind: 'text', cell: ({ household }) => household.model?.name ?? '' },
  {
    header: 'State',
    kind: 'text',
    cell: ({ proposal }) =>
      proposal === null ? '' : stateInWords({ ...proposal, approvals: [], approvalsNeeded: 1 }),
  },
]

/** What is looked at first of a batch, in the server's order, with what the batch comes to above it. */
export function outliersSheet(
  batch: { readonly id: string; readonly name: string },
  outliers: readonly OutlierRow[],
  sums: SumsFragment,
  stamp: PullStamp,
): SheetTable {
  return {
    sheetName: safeSheetName(`Outliers ${batch.name}`),
    // Of this batch alone, so that the sheet of another one is never taken for its earlier pull.
    tableName: `EvenkeelOutliers_${batch.id.replaceAll('-', '')}`,
    title: `Outliers of “${batch.name}”`,
    stamp: [...stampEntries(stamp), ...sumsOfBatch(sums)],
    ...byFields(FIELDS, outliers),
    bands: null,
    emphasis: null,
  }
}

function sumsOfBatch(sums: SumsFragment): SheetTable['stamp'] {
  return [
    { label: 'Proposals', value: sums.proposals, format: FORMATS.count },
    { label: 'Trades', value: sums.trades, format: FORMATS.count },
    { label: 'Without a proposal', value: sums.refusedHouseholds, format: FORMATS.count },
    { label: 'Tax of all ($)', value: numberCell(sums.taxCost), format: FORMATS.money },
    { label: 'Turnover of all ($)', value: numberCell(sums.turnoverValue), format: FORMATS.money },
    { label: 'Out of band left', value: sums.outOfBandLeft, format: FORMATS.count },
  ]
}
