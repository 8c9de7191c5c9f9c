/** Alerts, batches and the review of proposals, as `entities.ts` describes them; a test holds the two against each other. */
export const BATCH_TABLES = `
  -- Half of a page is left for what is told anew of standing alerts, so that no index has to hear of it.
  create table alert (
    firm_id uuid not null,
    id uuid not null,
    kind text not null,
    household_id uuid null,
    account_id uuid null,
    security_id uuid null,
    override_id uuid null,
    problem text null,
    class_name varchar(100) null,
    amount numeric(20,4) null,
    points int null,
    until date null,
    first_seen_at timestamptz(6) not null default clock_timestamp(),
    first_seen_on date not null,
    as_of date not null,
    cleared_at timestamptz(6) null,
    cleared_on date null,
    primary key (firm_id, id)
  ) with (fillfactor = 50);

  create index alert_firm_id_household_id_index on alert (firm_id, household_id);

  create index alert_firm_id_cleared_at_index on alert (firm_id, cleared_at);

  create unique index alert_standing on alert (firm_id, kind, household_id, account_id, security_id, override_id, problem) nulls not distinct where cleared_at is null;

  create table approval_policy (
    firm_id uuid not null,
    condition text not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    second_person boolean not null,
    note_required boolean not null,
    cap numeric(20,4) null,
    author varchar(200) not null,
    primary key (firm_id, condition, recorded_at)
  );

  create table batch_chunk (
    firm_id uuid not null,
    batch_id uuid not null,
    ordinal int not null,
    state text not null,
    attempts int not null,
    worker varchar(100) null,
    started_at timestamptz(6) null,
    finished_at timestamptz(6) null,
    load_ms int null,
    plan_ms int null,
    save_ms int null,
    primary key (firm_id, batch_id, ordinal)
  );

  create table batch_household (
    firm_id uuid not null,
    batch_id uuid not null,
    household_id uuid not null,
    chunk int not null,
    state text not null,
    code varchar(50) null,
    message text null,
    flows jsonb null,
    proposal_id uuid null,
    attempts int not null,
    primary key (firm_id, batch_id, household_id)
  );

  create index batch_household_firm_id_batch_id_chunk_index on batch_household (firm_id, batch_id, chunk);

  create index batch_household_firm_id_batch_id_state_household_id_index on batch_household (firm_id, batch_id, state, household_id);

  create index batch_household_firm_id_household_id_index on batch_household (firm_id, household_id);

  create table batch (
    firm_id uuid not null,
    id uuid not null,
    kind text not null,
    name varchar(200) not null,
    state text not null,
    selection jsonb not null,
    wishes jsonb not null,
    fingerprint varchar(64) not null,
    as_of date not null,
    household_count int not null,
    chunk_count int not null,
    author varchar(200) not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    finished_at timestamptz(6) null,
    cancelled_by varchar(200) null,
    version int not null default 1,
    primary key (firm_id, id)
  );

  create unique index batch_running_once on batch (firm_id, fingerprint) where state = 'running';

  create table proposal_decision (
    firm_id uuid not null,
    id uuid not null,
    proposal_id uuid not null,
    decision text not null,
    list_sha256 varchar(64) not null,
    note text null,
    set_id uuid not null,
    client_by varchar(200) null,
    client_on date null,
    client_how varchar(200) null,
    author varchar(200) not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    primary key (firm_id, id)
  );

  create index proposal_decision_firm_id_proposal_id_index on proposal_decision (firm_id, proposal_id);

  alter table firm
    add stale_after_days int not null default 5,
    add override_notice_days int not null default 30,
    add price_move_limit numeric(9,6) not null default '0.250000',
    add approval_price_days int null default 1;

  alter table firm add facts_version bigint not null default '0';

  alter table drift add node_ordinals int[] null, add node_values numeric[] null;

  alter table household add advisor varchar(100) null;

  alter table proposal drop constraint proposal_state_check;

  alter table proposal
    add batch_id uuid null,
    add base numeric(20,4) not null default 0,
    add drift_before int not null default 0,
    add drift_after int not null default 0,
    add out_of_band_after int not null default 0,
    add flags text[] not null default '{}',
    add editors text[] not null default '{}',
    add stale_code varchar(50) null,
    add stale_because text null,
    add facts_sha256 varchar(64) null;

  create index proposal_firm_id_batch_id_id_index on proposal (firm_id, batch_id, id);

  alter table proposal add constraint proposal_state_check check (state in ('proposed', 'edited', 'approved', 'rejected', 'stale'));

  alter table alert add constraint alert_kind_check check (kind in ('never_rebalanced', 'out_of_range', 'cash_high', 'cash_low', 'restricted_holding', 'harvest', 'wash_sale_window', 'override_expiring', 'data_problem'));

  alter table alert add constraint alert_problem_check check (problem in ('no_price', 'unreconciled', 'stale'));

  alter table approval_policy add constraint approval_policy_condition_check check (condition in ('every_proposal', 'non_discretionary', 'override_touched', 'wash_sale_risk', 'tax_over_cap', 'turnover_over_cap', 'batch_tax_over_cap', 'batch_turnover_over_cap'));

  alter table batch_chunk add constraint batch_chunk_state_check check (state in ('waiting', 'running', 'done', 'cancelled'));

  alter table batch_household add constraint batch_household_state_check check (state in ('waiting', 'proposed', 'nothing_due', 'set_aside', 'failed', 'cancelled'));

  alter table batch add constraint batch_kind_check check (kind in ('rebalance', 'cash_run'));

  alter table batch add constraint batch_state_check check (state in ('running', 'done', 'cancelled'));

  alter table proposal_decision add constraint proposal_decision_decision_check check (decision in ('approve', 'reject', 'send_back', 'note'));

  alter table proposal alter column base drop default, alter column drift_before drop default,
    alter column drift_after drop default, alter column out_of_band_after drop default;
`

/**
 * References of proposed trades, which come by the ten thousand with a batch: checked once a statement for all its rows, as those of
 * lots are. What is referred to is never deleted and never gets another key.
 */
export const TRADE_REFERENCES = `
  alter table proposed_trade
    drop constraint proposed_trade_account_id_fkey,
    drop constraint proposed_trade_security_id_fkey,
    drop constraint proposed_trade_proposal_id_fkey;

  create function check_trade_references() returns trigger language plpgsql as $$
  declare
    missing bigint;
  begin
    -- Planned anew each time: a plan for one trade would be kept for thousands.
    execute 'select
      (select count(*) from (select distinct firm_id, proposal_id from added) t
        where not exists (select from proposal p where p.firm_id = t.firm_id and p.id = t.proposal_id))
      + (select count(*) from (select distinct firm_id, account_id from added) t
        where not exists (select from account a where a.firm_id = t.firm_id and a.id = t.account_id))
      + (select count(*) from (select distinct firm_id, security_id from added) t
        where not exists (select from security s where s.firm_id = t.firm_id and s.id = t.security_id))' into missing;
    if missing > 0 then
      raise exception 'proposed_trade refers to % rows that are not there', missing using errcode = 'foreign_key_violation';
    end if;
    return null;
  end $$;

  create trigger references_exist after insert on proposed_trade referencing new table as added
    for each statement execute function check_trade_references();
  create trigger refuse_other_key before update of firm_id, proposal_id, account_id, security_id on proposed_trade
    for each statement execute function refuse_change();
  create trigger refuse_other_key before update of firm_id, id on proposal for each statement execute function refuse_change();
  create trigger refuse_delete before delete on proposal for each statement execute function refuse_change();
`

/**
 * Puts chunks of a batch into the queue, in the transaction that makes them. It runs with the owner's rights, to whom the queue
 * belongs: the application can add this kind of job alone, of the firm that it works in. Later chunks come after earlier ones of
 * any batch, so that a small batch need not wait for the end of a large one.
 */
export const ENQUEUE_CHUNKS = `
  create function enqueue_chunks(firm uuid, batch uuid, ordinals int[]) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    if firm is distinct from current_setting('app.firm')::uuid then
      raise exception 'Jobs are added in their own firm' using errcode = 'insufficient_privilege';
    end if;
    perform graphile_worker.add_jobs(array(
      select row(
        'plan_chunk', json_build_object('firmId', firm, 'batchId', batch, 'ordinal', ordinal), null, null, null,
        concat_ws(' ', firm, batch, ordinal), least(ordinal, 32767), null
      )::graphile_worker.job_spec
      from unnest(ordinals) as ordinal
    ));
  end $$;

  revoke all on function enqueue_chunks(uuid, uuid, int[]) from public;
  do $$ begin execute format('grant execute on function enqueue_chunks(uuid, uuid, int[]) to %I', current_user || '_app'); end $$;
`
