/** Rows that are never changed: a correction is a further row. Refused by grant to the application, by trigger to everyone. */
export const APPEND_ONLY = [
  'account_transaction',
  'audit_entry',
  'cash_balance',
  'file_load',
  'model_assignment',
  'model_node',
  'model_security',
  'model_version',
  'mutation_key',
  'override',
  'position',
  'price',
  'snapshot_content',
  'tax_lot_change',
]

const UPDATED = [
  'access_token',
  'account',
  'asset_class',
  'audit_head',
  'custodian_fee',
  'drift',
  'firm',
  'firm_user',
  'household',
  'model',
  'proposal',
  'proposed_trade',
  'scheduled_purchase',
  'security',
  'tax_lot',
  'taxpayer',
]

/** Derived or passing rows, and those of which the last file states all. */
const DELETED = ['class_drift', 'custodian_fee', 'drift', 'proposed_trade', 'scheduled_purchase', 'upload']

/** What a reader has no business with: secrets, files on their way, answers kept for repeated mutations. */
const HIDDEN_FROM_READER = ['access_token', 'mutation_key', 'upload']

const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')

/** What logins may do with tables of a firm beyond reading and adding rows. */
export interface TableRights {
  /** All of them are tables of a firm. */
  readonly tables: readonly string[] | 'all'
  readonly appendOnly: readonly string[]
  readonly updated: readonly string[]
  readonly deleted: readonly string[]
  readonly hiddenFromReader: readonly string[]
}

const REFUSE_CHANGE = `
  create function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception '% of % is refused: its rows are never changed, a correction is a further row', tg_op, tg_table_name
      using errcode = 'restrict_violation';
  end $$;
`

/** Forced row security on tables of a firm, the grants of the two logins, and the refusal to change what is append-only. */
export const wall = ({ tables, appendOnly, updated, deleted, hiddenFromReader }: TableRights): string => `
  do $$
  declare
    app text := quote_ident(current_user || '_app');
    reader text := quote_ident(current_user || '_reader');
    t text;
  begin
    execute format('grant usage on schema public to %s, %s', app, reader);
    for t in
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')${tables === 'all' ? '' : ` and c.relname = any (array[${list(tables)}])`}
    loop
      execute format('alter table %I enable row level security', t);
      execute format('alter table %I force row level security', t);
      execute format(
        'create policy own_firm on %I using (firm_id = current_setting(''app.firm'')::uuid) with check (firm_id = current_setting(''app.firm'')::uuid)', t);
      execute format('grant select, insert on %I to %s', t, app);
      if t <> all (array[${list(hiddenFromReader)}]::text[]) then
        execute format('grant select on %I to %s', t, reader);
      end if;
    end loop;
    foreach t in array array[${list(updated)}]::text[] loop
      execute format('grant update on %I to %s', t, app);
    end loop;
    foreach t in array array[${list(deleted)}]::text[] loop
      execute format('grant delete on %I to %s', t, app);
    end loop;
    foreach t in array array[${list(appendOnly)}]::text[] loop
      execute format('create trigger refuse_change before update or delete on %I for each row execute function refuse_change()', t);
      execute format('create trigger refuse_truncate before truncate on %I for each statement execute function refuse_change()', t);
    end loop;
  end $$;
`

export const FIRST_WALL = `
  ${REFUSE_CHANGE}
  ${wall({ tables: 'all', appendOnly: APPEND_ONLY, updated: UPDATED, deleted: DELETED, hiddenFromReader: HIDDEN_FROM_READER })}
`

/**
 * Makes the partitions of the coming days and months and lets go of answers to mutations older than 30 days. It runs with the
 * owner's rights, so that the application needs none over tables; partitions have no grants and are reached through their parent.
 */
export const FIRST_PARTITIONS = `
  create function keep_partitions() returns void language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    start date;
    part text;
  begin
    perform pg_advisory_xact_lock(hashtext('keep_partitions'));
    for i in -1..3 loop
      start := (date_trunc('month', current_date) + make_interval(months => i))::date;
      part := 'snapshot_content_' || to_char(start, 'YYYY_MM');
      if to_regclass(part) is null then
        execute format('create table %I partition of snapshot_content for values from (%L) to (%L)', part, start, (start + interval '1 month')::date);
        execute format('alter table %I enable row level security', part);
        execute format('alter table %I force row level security', part);
      end if;
    end loop;
    for i in -1..14 loop
      start := current_date + i;
      part := 'mutation_key_' || to_char(start, 'YYYY_MM_DD');
      if to_regclass(part) is null then
        execute format('create table %I partition of mutation_key for values from (%L) to (%L)', part, start, start + 1);
        execute format('alter table %I enable row level security', part);
        execute format('alter table %I force row level security', part);
      end if;
    end loop;
    for part in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'mutation_key'::regclass and c.relname < 'mutation_key_' || to_char(current_date - 30, 'YYYY_MM_DD')
    loop
      execute format('drop table %I', part);
    end loop;
  end $$;

  revoke all on function keep_partitions() from public;
  do $$ begin execute format('grant execute on function keep_partitions() to %I', current_user || '_app'); end $$;
  select keep_partitions();
`
