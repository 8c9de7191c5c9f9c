import { Migration } from '@mikro-orm/migrations'
import { BATCH_TABLES, ENQUEUE_CHUNKS, TRADE_REFERENCES } from './batch-tables.ts'
import { wall } from './first-wall.ts'

const TABLES = ['alert', 'batch', 'batch_chunk', 'batch_household', 'proposal_decision', 'approval_policy']

/** Rows that are never changed: what was decided, and what the firm asked for then. */
export const APPEND_ONLY = ['proposal_decision', 'approval_policy']

const WALL = wall({
  tables: TABLES,
  appendOnly: APPEND_ONLY,
  updated: ['alert', 'batch', 'batch_chunk', 'batch_household'],
  deleted: [],
  hiddenFromReader: [],
})

/** Within a firm, checked at commit. Alerts come by the ten thousand from facts that are there, so none is checked for them. */
const REFERENCES = [
  ['batch_chunk', 'batch_id', 'batch'],
  ['batch_household', 'batch_id', 'batch'],
  ['batch_household', 'household_id', 'household'],
  ['batch_household', 'proposal_id', 'proposal'],
  ['proposal', 'batch_id', 'batch'],
  ['proposal_decision', 'proposal_id', 'proposal'],
]
  .map(
    ([table, column, target]) =>
      `alter table ${table} add constraint ${table}_${column}_fkey foreign key (firm_id, ${column})
         references ${target} (firm_id, id) deferrable initially deferred;`,
  )
  .join('\n')

const RANGES = `
  alter table firm add constraint firm_stale_after_days_range check (stale_after_days between 0 and 366);
  alter table firm add constraint firm_override_notice_days_range check (override_notice_days between 0 and 366);
  alter table firm add constraint firm_price_move_limit_range check (price_move_limit > 0 and price_move_limit <= 1);
  alter table firm add constraint firm_approval_price_days_range check (approval_price_days between 0 and 366);
  alter table approval_policy add constraint approval_policy_cap_range check (cap >= 0);
`

/** What was one row for each class of a drift is two columns of the drift itself; the owner looks at every firm for it. */
const CLASSES_INTO_DRIFT = `
  alter table drift no force row level security;
  alter table class_drift no force row level security;
  update drift d set node_ordinals = c.ordinals, node_values = c.node_values
  from (
    select firm_id, subject_id, array_agg(ordinal) as ordinals, array_agg(value) as node_values from class_drift group by firm_id, subject_id
  ) c
  where c.firm_id = d.firm_id and c.subject_id = d.subject_id;
  drop table class_drift;
  alter table drift alter column node_ordinals set not null, alter column node_values set not null;
  alter table drift force row level security;
`

/** Alerts, batches, and the review of proposals. */
export class Batches extends Migration {
  override name = '20261125-batches'

  override up() {
    // New references are checked under row security, which needs a firm; their tables are empty yet, so any will do.
    this.addSql(`select set_config('app.firm', '00000000-0000-0000-0000-000000000000', true)`)
    this.addSql(BATCH_TABLES)
    this.addSql(CLASSES_INTO_DRIFT)
    this.addSql(RANGES)
    this.addSql(REFERENCES)
    this.addSql(TRADE_REFERENCES)
    this.addSql(WALL)
    this.addSql(ENQUEUE_CHUNKS)
  }
}
