import { sql } from 'kysely'
import { assignmentPeriods, inRange, recordedIn } from '../history-scope.ts'
import { readCells } from '../read-pages.ts'
import { historySheet } from './history-sheet.ts'

/** Accounts whose household was on a model in the range. */
export const accountsSheet = historySheet(
  'Affected accounts',
  'The accounts of the households in question, with the models that they were on in the range, and since when.',
  [
    { name: 'reference', title: 'Household', kind: 'text' },
    { name: 'household', title: 'Name', kind: 'text' },
    { name: 'advisor', title: 'Advisor', kind: 'text' },
    { name: 'account_number', title: 'Account', kind: 'text' },
    { name: 'account', title: 'Account name', kind: 'text' },
    { name: 'registration', title: 'Registration', kind: 'text' },
    { name: 'tax_status', title: 'Tax status', kind: 'text' },
    { name: 'custodian', title: 'Custodian', kind: 'text' },
    { name: 'discretionary', title: 'Discretionary', kind: 'text' },
    { name: 'notice_policy', title: 'Notice policy', kind: 'text' },
    { name: 'management', title: 'Management', kind: 'text' },
    { name: 'model', title: 'Model', kind: 'text' },
    { name: 'effective_from', title: 'On it from', kind: 'date' },
    { name: 'last_day', title: 'Last day on it', kind: 'date' },
    { name: 'positions_as_of', title: 'Positions as of', kind: 'date' },
  ],
  (transaction, scope, columns) => {
    const { firmId } = transaction
    return readCells(
      transaction,
      columns,
      sql`select h.reference, h.name as household, h.advisor, a.account_number, a.name as account, a.registration, a.tax_status,
          a.custodian, a.discretionary, a.notice_policy, a.management, m.name as model, p.effective_from::text,
          (p.until - 1)::text as last_day, a.positions_as_of::text
        from household h
        join account a on a.firm_id = ${firmId} and a.household_id = h.id
        left join ${assignmentPeriods(firmId)} p on p.household_id = h.id and ${inRange(scope, 'p.effective_from', 'p.until')}
        left join model m on m.firm_id = ${firmId} and m.id = p.model_id
        where h.firm_id = ${firmId} and h.id = any(${[...scope.householdIds]}::uuid[])
          and (${scope.onModel}::uuid is null or p.model_id = ${scope.onModel}::uuid)
        order by h.reference, a.account_number, p.effective_from`,
    )
  },
)

/** Assignments of households to models. */
export const assignmentsSheet = historySheet(
  'Assignments',
  'Which households were put on which models, by whom and when: all that counted in the range, or was recorded in it.',
  [
    { name: 'reference', title: 'Household', kind: 'text' },
    { name: 'household', title: 'Name', kind: 'text' },
    { name: 'model', title: 'Model', kind: 'text' },
    { name: 'effective_from', title: 'From', kind: 'date' },
    { name: 'last_day', title: 'Last day', kind: 'date' },
    { name: 'recorded_at', title: 'Recorded (UTC)', kind: 'moment' },
    { name: 'author', title: 'By', kind: 'text' },
    { name: 'is_corrected', title: 'Corrected later', kind: 'text' },
  ],
  (transaction, scope, columns) => {
    const { firmId } = transaction
    return readCells(
      transaction,
      columns,
      sql`select h.reference, h.name as household, m.name as model, s.effective_from::text, (p.until - 1)::text as last_day,
          s.recorded_at, s.author, s.recorded_at <> p.recorded_at as is_corrected
        from model_assignment s
        join ${assignmentPeriods(firmId)} p on p.household_id = s.household_id and p.effective_from = s.effective_from
        join household h on h.firm_id = ${firmId} and h.id = s.household_id
        left join model m on m.firm_id = ${firmId} and m.id = s.model_id
        where s.firm_id = ${firmId} and s.household_id = any(${[...scope.householdIds]}::uuid[])
          and (${inRange(scope, 'p.effective_from', 'p.until')} or ${recordedIn(scope, 's.recorded_at')})
          and (${scope.onModel}::uuid is null or s.model_id = ${scope.onModel}::uuid or p.model_id = ${scope.onModel}::uuid)
        order by h.reference, s.effective_from, s.recorded_at`,
    )
  },
)

/** Overrides of the households, their accounts, and the firm. */
export const overridesSheet = historySheet(
  'Overrides',
  'Documented exceptions for those households and accounts, and for the whole firm: every edition that counted in the range, or was recorded in it.',
  [
    { name: 'applies_to', title: 'Applies to', kind: 'text' },
    { name: 'reference', title: 'Household', kind: 'text' },
    { name: 'account_number', title: 'Account', kind: 'text' },
    { name: 'kind', title: 'Kind', kind: 'text' },
    { name: 'symbol', title: 'Security', kind: 'text' },
    { name: 'value', title: 'Value', kind: 'shares' },
    { name: 'upper_value', title: 'Upper value', kind: 'shares' },
    { name: 'unit', title: 'Unit', kind: 'text' },
    { name: 'reason', title: 'Reason', kind: 'prose' },
    { name: 'author', title: 'Author', kind: 'text' },
    { name: 'starts', title: 'From', kind: 'date' },
    { name: 'expires', title: 'Last day', kind: 'date' },
    { name: 'review_on', title: 'Review on', kind: 'date' },
    { name: 'recorded_at', title: 'Recorded (UTC)', kind: 'moment' },
    { name: 'is_replaced', title: 'Replaced later', kind: 'text' },
    { name: 'id', title: 'Override id', kind: 'hash' },
  ],
  (transaction, scope, columns) => {
    const { firmId } = transaction
    const range = sql`(o.starts <= ${scope.to}::date and (o.expires is null or o.expires >= ${scope.from}::date))`
    return readCells(
      transaction,
      columns,
      sql`select case when o.account_id is not null then 'account' when o.household_id is not null then 'household' else 'firm'
            end as applies_to, h.reference, a.account_number, o.kind, s.symbol, o.value, o.upper_value, o.unit, o.reason, o.author,
          o.starts::text, o.expires::text, o.review_on::text, o.recorded_at, o.is_replaced, o.id
        from (
          select *, lead(recorded_at) over (partition by id order by recorded_at) is not null as is_replaced
          from override where firm_id = ${firmId}
        ) o
        left join account a on a.firm_id = ${firmId} and a.id = o.account_id
        left join household h on h.firm_id = ${firmId} and h.id = coalesce(o.household_id, a.household_id)
        left join security s on s.firm_id = ${firmId} and s.id = o.security_id
        where (h.id is null or h.id = any(${[...scope.householdIds]}::uuid[]))
          and (${range} or ${recordedIn(scope, 'o.recorded_at')})
        order by h.reference nulls first, a.account_number nulls first, o.id, o.recorded_at`,
    )
  },
)
