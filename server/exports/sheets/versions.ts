import { sql } from 'kysely'
import { inRange, recordedIn } from '../history-scope.ts'
import { readCells } from '../read-pages.ts'
import { historySheet } from './history-sheet.ts'
import { versionPeriods } from './version-periods.ts'

/** Versions that were in force on a day of the range, or recorded in it. */
export const versionsSheet = historySheet(
  'Versions',
  'Every version of the models that was in force in the range, or recorded in it: by whom, when and why.',
  [
    { name: 'model', title: 'Model', kind: 'text' },
    { name: 'number', title: 'Version', kind: 'count' },
    { name: 'state', title: 'State at the end of the range', kind: 'text' },
    { name: 'effective_from', title: 'In force from', kind: 'date' },
    { name: 'last_day', title: 'Last day in force', kind: 'date' },
    { name: 'recorded_at', title: 'Recorded (UTC)', kind: 'moment' },
    { name: 'author', title: 'Author', kind: 'text' },
    { name: 'rationale', title: 'Rationale', kind: 'prose' },
    { name: 'content_sha256', title: 'SHA-256 of content', kind: 'hash' },
    { name: 'id', title: 'Version id', kind: 'hash' },
  ],
  (transaction, scope, columns) =>
    readCells(
      transaction,
      columns,
      sql`select m.name as model, v.number, v.effective_from::text, (v.until - 1)::text as last_day, v.recorded_at, v.author,
          v.rationale, v.content_sha256, v.id,
          case when v.effective_from > ${scope.to}::date then 'to come' when v.until <= v.effective_from then 'never in force'
            when v.until <= ${scope.to}::date then 'superseded' else 'in force' end as state
        from ${versionPeriods(transaction.firmId)} v
        join model m on m.firm_id = ${transaction.firmId} and m.id = v.model_id
        where v.model_id = any(${[...scope.modelIds]}::uuid[])
          and (${inRange(scope, 'v.effective_from', 'v.until')} and (v.until is null or v.until > v.effective_from)
            or ${recordedIn(scope, 'v.recorded_at')})
        order by m.name, v.effective_from, v.number`,
    ),
)
